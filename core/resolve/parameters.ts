import type { Segment } from '../request/pointer.ts';
import type { Faults } from './faults.ts';

const PARAMETER_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

/**
 * Names of engine parameters, which the schema cannot check, and those that are not the requester's to set. AWS does not
 * tell them apart by case: two of one name would be set in turns for ever.
 *
 * @param ours what is wrong with each, by its name in lower case
 */
export function checkParameters(
  faults: Faults,
  path: readonly Segment[],
  parameters: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(parameters)) {
    const lower = name.toLowerCase();
    const rule = Object.hasOwn(ours, lower) ? ours[lower] : undefined;
    const twin = seen.get(lower);
    seen.set(lower, name);
    if (rule !== undefined) faults.add([...path, name], rule);
    else if (twin !== undefined)
      faults.add([...path, name], `differs from the parameter ${twin} in case only. Keep one of them.`);
    else if (!PARAMETER_NAME.test(name) || name === '__proto__')
      faults.add(
        [...path, name],
        'is not the name of a parameter: 1 to 128 letters, digits, dots, hyphens and underscores.',
      );
  }
}
