import { readFileSync } from 'node:fs';

/**
 * The text of a configuration file that may be missing.
 * @param what Begins the message, such as `The limits`
 * @returns Undefined when there is no such file
 * @throws Error naming the file, when it is there and cannot be read
 */
export function readOptionalFile(file: string, what: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${what} in ${file} cannot be read: ${reason}.`, { cause });
  }
}
