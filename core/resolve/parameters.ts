import type { Segment } from '../request/pointer.ts';
import type { Faults } from './faults.ts';

const PARAMETER_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

/** Names of engine parameters, which the schema cannot check, and those that are not the requester's to set. */
export function checkParameters(
  faults: Faults,
  path: readonly Segment[],
  parameters: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(parameters)) {
    const rule = Object.hasOwn(ours, name) ? ours[name] : undefined;
    if (rule !== undefined) faults.add([...path, name], rule);
    else if (!PARAMETER_NAME.test(name) || name === '__proto__')
      faults.add(
        [...path, name],
        'is not the name of a parameter: 1 to 128 letters, digits, dots, hyphens and underscores.',
      );
  }
}
