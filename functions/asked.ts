import type { OperationOptions } from '../core/operations.ts';
import type { EnvironmentRecord } from '../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../core/request.ts';
import type { Desired } from '../core/spec.ts';
import type { PlanOptions } from '../core/tier.ts';
import type { PreparedChange } from '../core/update.ts';
import type { AskedChange } from './outlook.ts';

/*
 * One way from a request to what is asked, so that the plan of a dry run and that of the request after it have the same id.
 */

export function askedCreate(project: string, request: EnvironmentRequest, desired: Desired): AskedChange {
  const { environment, onFailure = 'keep', expiresAfter = null } = request;
  return {
    kind: 'create',
    project,
    environment,
    before: null,
    after: desired,
    options: {},
    about: JSON.stringify([fingerprint(request), onFailure, expiresAfter]),
  };
}

export function askedUpdate(
  { kind, environment, desired, request }: PreparedChange,
  options: OperationOptions | undefined,
): AskedChange {
  const allowReplacement = options?.allowReplacement ?? false;
  const { expiresAfter = null } = request ?? {};
  return {
    kind,
    project: environment.project,
    environment: environment.environment,
    before: environment.desired,
    after: desired,
    options: { allowReplacement },
    wasReady: environment.readyAt !== null,
    // An environment from before requests were kept can be repaired, and has none.
    about: JSON.stringify([request ? fingerprint(request) : null, expiresAfter, allowReplacement]),
  };
}

export function askedDelete(
  { project, environment, desired }: EnvironmentRecord,
  options: PlanOptions,
): AskedChange {
  const { discard = false, finalSnapshots = false } = options;
  return {
    kind: 'delete',
    project,
    environment,
    before: desired,
    after: null,
    options,
    about: JSON.stringify([discard, finalSnapshots]),
  };
}
