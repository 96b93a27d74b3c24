import type { Identity, Tags } from '../../../core/spec.ts';
import { type Action, type Failure, isOurs, type Plan, type Wait } from '../../../core/tier.ts';

/** A piece of a plan; what is left out is empty. */
export type Part = Partial<Plan>;

export function combine(...parts: readonly Part[]): Plan {
  return {
    actions: parts.flatMap((part) => part.actions ?? []),
    waits: parts.flatMap((part) => part.waits ?? []),
    failures: parts.flatMap((part) => part.failures ?? []),
  };
}

export const NOTHING: Part = {};

export function act(
  service: string,
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  secret?: Action['secret'],
): Part {
  const action: Action = { service, region, command, input, summary };
  return { actions: [secret ? { ...action, secret } : action] };
}

/** An RDS call: most of this tier's. */
export function rds(
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  secret?: Action['secret'],
): Part {
  return act('rds', region, command, input, summary, secret);
}

/** The actions of `next` follow the one action of `first` at once. */
export function andThen(first: Part, next: Part): Part {
  const followUps = next.actions ?? [];
  if (followUps.length === 0) return first;
  return { ...first, actions: (first.actions ?? []).map((action) => ({ ...action, followUps })) };
}

export function waitFor(what: string, retryAfterSeconds: number): Part {
  const wait: Wait = { what, retryAfterSeconds };
  return { waits: [wait] };
}

export function fail(failure: Failure): Part {
  return { failures: [failure] };
}

/** A resource has our name but not our tag. */
export function notOurs(identity: Identity, resource: string, tags: Tags): Part {
  if (isOurs(identity, tags)) return NOTHING;
  return fail({
    class: 'Terminal',
    code: 'not-ours',
    resource,
    pointer: '#/environment',
    message:
      `${resource} exists already and does not belong to environment ${identity.project}/${identity.environment}. ` +
      'Choose another environment name, or remove the resource. ' +
      `If it is this environment's own, give it the tag plinth:environment=${identity.project}/${identity.environment}.`,
  });
}
