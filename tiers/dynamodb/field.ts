import type { FieldState, Plan } from '../../core/tier.ts';
import { isEmpty, isWaiting } from '../shared/plan.ts';

export type Field = Omit<FieldState, 'resource'>;

/** As the plan for it has it: it says what differs, what is left as it is, and what is on its way and not known yet. */
export function by(plan: Plan, field: string, desired: Field['desired'], observed: Field['observed']): Field {
  if (isWaiting(plan)) return { field, desired, observed: null, state: 'unknown' };
  return where(isEmpty(plan), field, desired, observed);
}

/** @param observed null: not known */
export function where(
  same: boolean,
  field: string,
  desired: Field['desired'],
  observed: Field['observed'],
): Field {
  const state = !same ? 'changed' : observed === null ? 'unknown' : 'as-desired';
  return { field, desired, observed, state };
}
