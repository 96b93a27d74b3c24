import type { Identity } from '../../core/spec.ts';
import { type Action, type Failure, type FieldState, OWNER_TAG, type Plan } from '../../core/tier.ts';

/** Small values that plans are put together from. */
export const NOTHING: Plan = { actions: [], waits: [], failures: [] };

export const act = (...actions: readonly Action[]): Plan => ({ ...NOTHING, actions });

/** @param expectedSeconds how long it usually takes in all, where that is known */
export const waitFor = (what: string, retryAfterSeconds: number, expectedSeconds?: number): Plan => ({
  ...NOTHING,
  waits: [{ what, retryAfterSeconds, ...(expectedSeconds !== undefined && { expectedSeconds }) }],
});

/** Waits for what another wait of the same plan waits for. */
export const waitAfter = (what: string, retryAfterSeconds: number): Plan => ({
  ...NOTHING,
  waits: [{ what, retryAfterSeconds, dependent: true }],
});

export const failWith = (failure: Failure): Plan => ({ ...NOTHING, failures: [failure] });

export const isEmpty = (plan: Plan): boolean =>
  plan.actions.length + plan.waits.length + plan.failures.length === 0;

/** Something is on its way, and until it has come there is nothing to do and nothing wrong. */
export const isWaiting = ({ actions, waits, failures }: Plan): boolean =>
  waits.length > 0 && actions.length + failures.length === 0;

/** While a plan only waits, what differs is not known yet: AWS may be about to make it right, or to show something else. */
export function unknownWhile<T extends Omit<FieldState, 'resource'>>(
  plan: Plan,
  fields: readonly T[],
): readonly T[] {
  if (!isWaiting(plan)) return fields;
  return fields.map((field) =>
    field.state === 'changed' ? { ...field, state: 'unknown', observed: null } : field,
  );
}

/** Steps that do not depend on each other. */
export function together(plans: readonly Plan[]): Plan {
  return {
    actions: plans.flatMap((plan) => plan.actions),
    waits: plans.flatMap((plan) => plan.waits),
    failures: plans.flatMap((plan) => plan.failures),
  };
}

/** Steps of which each needs the one before it: the first that is not done yet. */
export function inOrder(steps: readonly (() => Plan)[]): Plan {
  for (const step of steps) {
    const plan = step();
    if (!isEmpty(plan)) return plan;
  }
  return NOTHING;
}

/** A resource has our name and belongs to somebody else. `resource` says kind, name and, where it has one, region. */
export function notOurs(resource: string, identity: Identity): Plan {
  const owner = `${identity.project}/${identity.environment}`;
  return failWith({
    class: 'Terminal',
    code: 'not-ours',
    resource,
    message:
      `${resource} exists already and is not of ${owner}: it does not carry the tag ${OWNER_TAG}=${owner}. ` +
      'Nothing of it was touched. Choose another environment name, or remove that resource.',
    pointer: '#/environment',
  });
}
