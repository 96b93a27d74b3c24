import type { FieldState, Plan } from '../../core/tier.ts';
import { isEmpty } from '../shared/plan.ts';

export type Field = Omit<FieldState, 'resource'>;

/** As the plan for it has it: it says what differs, and what is left as it is. */
export function by(plan: Plan, field: string, desired: Field['desired'], observed: Field['observed']): Field {
  const state = isEmpty(plan) ? (observed === null ? 'unknown' : 'as-desired') : 'changed';
  return { field, desired, observed, state };
}
