import { join } from 'node:path';
import { type Limits, parseLimits } from '../core/limits-file.ts';
import { readOptionalFile } from './optional-file.ts';

/** What the platform team allows the projects; without the file there are no limits but on expiry. */
export const LIMITS_FILE = join(import.meta.dirname, 'limits.json');

/**
 * The limits in a file, read when a deployment is synthesised or the local cloud starts, so that what is wrong with
 * them ends that and not the first request.
 * @returns Undefined when there is no such file
 * @throws Error naming file, place and fix
 */
export function readLimits(file: string): Limits | undefined {
  const text = readOptionalFile(file, 'The limits');
  return text === undefined ? undefined : parseLimits(text, file);
}
