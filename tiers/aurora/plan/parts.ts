import type { Action, Plan } from '../../../core/tier.ts';
import { act as planOf, together } from '../../shared/plan.ts';

export { failWith, NOTHING, notOurs, waitAfter, waitFor } from '../../shared/plan.ts';

/** Steps that do not depend on each other. */
export const combine = (...plans: readonly Plan[]): Plan => together(plans);

export function act(
  service: string,
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  secret?: Action['secret'],
): Plan {
  const action: Action = { service, region, command, input, summary };
  return planOf(secret ? { ...action, secret } : action);
}

/** An RDS call: most of this tier's. */
export function rds(
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  secret?: Action['secret'],
): Plan {
  return act('rds', region, command, input, summary, secret);
}

/** The actions of `next` follow the one action of `first` at once. */
export function andThen(first: Plan, next: Plan): Plan {
  const followUps = next.actions;
  if (followUps.length === 0) return first;
  return { ...first, actions: first.actions.map((action) => ({ ...action, followUps })) };
}

/** The same calls with more said about them: what they do, what they leave, what to do when they are refused. */
export function marked(plan: Plan, more: Pick<Action, 'effect' | 'leaves' | 'whenRefused'>): Plan {
  return { ...plan, actions: plan.actions.map((action) => ({ ...action, ...more })) };
}
