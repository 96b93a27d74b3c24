import { StateError } from './errors.ts';
import type { Bindings } from './expression.ts';
import { isTooLarge, type Json, type Variables } from './json.ts';
import type { Transition } from './machine.ts';
import type { Template } from './template.ts';

/** The way out of a state, a Choice rule or a Catch: what to assign, what to hand on, where to go. */
export interface Transfer {
  readonly next: string | null;
  readonly assign: Template | undefined;
  readonly assigns: readonly string[];
  readonly output: Template | undefined;
}

/**
 * Evaluates `Assign` and `Output` side by side: neither sees what the other makes (developer guide, "Evaluation
 * order in an assign field").
 *
 * @param fallback the output where the definition names none
 */
export async function transferWith(
  { next, assign, output }: Transfer,
  bindings: Bindings,
  fallback: Json,
): Promise<Transition> {
  const assigned = assign ? ((await assign(bindings)) as Variables) : {};
  if (assign && isTooLarge(JSON.stringify(assigned))) {
    throw new StateError(
      'States.DataLimitExceeded',
      'The variables assigned by the state exceed the maximum number of bytes service limit.',
    );
  }
  return { assigned, output: output ? await output(bindings) : fallback, next };
}
