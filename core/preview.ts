import type { TierSpecBase } from './spec.ts';
import type { Action, Failure, Foresight, Look, Plan, PlanOptions } from './tier.ts';

/** What a tier would do until it is as desired. */
export interface Foreseen<Observed = unknown> {
  /** In order, those included that follow up others. */
  readonly actions: readonly Action[];
  readonly failures: readonly Failure[];
  /** What would be observed in the end. */
  readonly observed: Observed;
  /** False: more may follow. What these actions lead to could not be foreseen. */
  readonly complete: boolean;
}

/** Several times what the longest chain of a tier takes: a plan that never empties is a bug, not a wait. */
const MAX_ROUNDS = 100;

/**
 * Plan and expect in turns until there is nothing left to do: what converge would do, without AWS. Pure. As in converge a
 * failure ends it, and nothing of its round is done. A plan that only waits does so for something that is under way
 * already, of which nothing more can be said.
 *
 * @param spec the last intent, also towards nothing
 * @param desired null: must not exist
 */
export function foresee<Spec extends TierSpecBase, Observed>(
  { plan }: Pick<Look<Spec, Observed>, 'plan'>,
  { expect }: Pick<Foresight<Spec, Observed>, 'expect'>,
  spec: Spec,
  desired: Spec | null,
  observed: Observed,
  options: PlanOptions = {},
): Foreseen<Observed> {
  const actions = new Map<string, Action>();
  let now = observed;
  const end = (complete: boolean, failures: Plan['failures'] = []) => ({
    actions: [...actions.values()],
    failures,
    observed: now,
    complete,
  });
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const planned = plan(desired, now, options);
    if (planned.failures.length > 0) return end(true, planned.failures);
    if (planned.actions.length === 0) return end(true);
    const known = actions.size;
    for (const action of planned.actions.flatMap(withFollowUps)) {
      actions.set(keyOf(action), action);
      try {
        now = expect(spec, now, action);
      } catch {
        // A call whose outcome the tier does not know: no reason to refuse what is asked for, but nothing is known after it.
        return end(false);
      }
    }
    // Nothing but what is in the list already: it does not lead on from here.
    if (actions.size === known) return end(false);
  }
  return end(false);
}

/** An action and all that follows it, each without what follows it. */
export function withFollowUps({ followUps = [], ...action }: Action): Action[] {
  return [action, ...followUps.flatMap(withFollowUps)];
}

function keyOf({ service, region, command, input }: Action): string {
  return JSON.stringify([service, region, command, input]);
}
