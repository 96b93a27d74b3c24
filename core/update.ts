import type { Clock } from './clock.ts';
import { OutcomeUnknown } from './errors.ts';
import { expiryOf } from './expiry.ts';
import { newOperationId } from './ids.ts';
import { mergePatch } from './merge-patch.ts';
import {
  type Door,
  hasEnded,
  newOperation,
  type OperationKind,
  type OperationOptions,
  type OperationRecord,
} from './operations.ts';
import { ProblemError, type ProblemItem, validationProblem } from './problem.ts';
import type { EnvironmentRecord, Registry } from './registry.ts';
import { type EnvironmentRequest, fingerprint, parseRequest, withDefaults } from './request.ts';
import { retire } from './retire.ts';
import type { Desired } from './spec.ts';
import {
  begin,
  type Executions,
  isAtWork,
  kindAtWork,
  startIfForgotten,
  startIfPending,
} from './workflow.ts';

export interface Change {
  readonly project: string;
  readonly environment: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
  readonly door: Door;
  readonly options?: OperationOptions;
}

export interface ChangeDependencies {
  readonly registry: Registry;
  readonly executions: Executions;
  readonly clock: Clock;
  /** Resolves and checks the whole request, AWS included; throws a ProblemError. */
  readonly resolve: (request: EnvironmentRequest, previous: Desired) => Promise<Desired>;
  /** The last check, with everything known: throws a ProblemError when the change cannot be made, or not like this. */
  readonly check: (prepared: PreparedChange) => Promise<void>;
}

/** What an environment would be after a change. */
export interface PreparedChange {
  readonly kind: OperationKind;
  readonly environment: EnvironmentRecord;
  readonly desired: Desired;
  readonly request: EnvironmentRequest;
  readonly expiresAt: string | null;
  /** False: the desired document stays as it is, so there is nothing to do. */
  readonly changes: boolean;
}

export type ChangeResult =
  /** A new operation has been started. */
  | { readonly outcome: 'started'; readonly operation: OperationRecord }
  /** There is nothing to do for a workflow. */
  | { readonly outcome: 'unchanged'; readonly environment: EnvironmentRecord }
  | { readonly outcome: 'absent' }
  /** Another operation is at work on it. */
  | {
      readonly outcome: 'busy';
      readonly operation: Pick<OperationRecord, 'project' | 'environment' | 'operationId' | 'kind'>;
    };

/** Each attempt is lost to somebody who got further, so one is nearly always enough. */
const ATTEMPTS = 5;

/**
 * The request of an environment with a merge patch in it, and what it would come to.
 * @throws ProblemError for a patch that is not valid, or asks for what never changes
 */
export async function prepareUpdate(
  environment: EnvironmentRecord,
  patch: unknown,
  { resolve, clock }: Pick<ChangeDependencies, 'resolve' | 'clock'>,
): Promise<PreparedChange> {
  const before = requestOf(environment);
  const request = parseRequest(mergePatch(before, checkedPatch(patch)));
  refuseFixed(before, request);
  const mentionsExpiry = (patch as EnvironmentRequest).expiresAfter !== undefined;
  const expiresAt = mentionsExpiry
    ? expiryOf(request.expiresAfter, clock.now())
    : (environment.expiresAt ?? null);
  if (fingerprint(request) === environment.fingerprint && !goesOn(environment, patch))
    return { kind: 'update', environment, desired: environment.desired, request, expiresAt, changes: false };
  const resolved = await resolve(request, environment.desired);
  const settled = environment.status === 'ready';
  const desired = retire(resolved, environment.desired, settled);
  const changes =
    goesOn(environment, patch) || !isSame(desired, retire(environment.desired, environment.desired, settled));
  return { kind: 'update', environment, desired, request, expiresAt, changes };
}

/**
 * The same patch again, after an operation that has not succeeded, goes on with it, as the same POST does. One that asks
 * for no more than another expiry does not.
 */
function goesOn({ status }: EnvironmentRecord, patch: unknown): boolean {
  if (status !== 'failed' && status !== 'blocked') return false;
  return Object.keys(patch as object).some((field) => field !== 'expiresAfter');
}

/** Towards what is desired already. */
export function prepareReconcile(environment: EnvironmentRecord): PreparedChange {
  const { desired, request, expiresAt = null } = environment;
  return {
    kind: 'reconcile',
    environment,
    desired,
    request: request as EnvironmentRequest,
    expiresAt,
    changes: true,
  };
}

/**
 * The one way to change an environment: as in `submit`, one conditional write decides. A patch that leaves everything
 * as it is starts nothing.
 * @param prepare makes the change out of the environment as it is now
 * @throws ProblemError; OutcomeUnknown: ask again
 */
export async function submitChange(
  change: Change,
  prepare: (environment: EnvironmentRecord) => Promise<PreparedChange> | PreparedChange,
  dependencies: ChangeDependencies,
): Promise<ChangeResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = await attemptChange(change, prepare, dependencies);
    if (result) return result;
  }
  throw new OutcomeUnknown(
    `Environment ${change.project}/${change.environment} is being changed by others at the same time. Ask for it again.`,
  );
}

/** Null: somebody else changed the environment between our read and our write. */
async function attemptChange(
  change: Change,
  prepare: (environment: EnvironmentRecord) => Promise<PreparedChange> | PreparedChange,
  dependencies: ChangeDependencies,
): Promise<ChangeResult | null> {
  const { registry, clock } = dependencies;
  const environment = await registry.getEnvironment(change.project, change.environment);
  if (!environment) return { outcome: 'absent' };
  if (environment.status === 'deleting')
    return { outcome: 'busy', operation: { ...environment, kind: 'delete' } };
  const prepared = await prepare(environment);
  if (!prepared.changes) return unchanged(prepared, change, dependencies);
  if (isAtWork(environment)) {
    const operation = await registry.getOperation(environment.project, environment.operationId);
    // One that has ended without telling the environment keeps nobody from it any more.
    if (!operation || !hasEnded(operation.status)) {
      // A repair whose start was lost is asked for again like this: nothing in the request tells it from another one.
      if (operation) await startIfPending(operation, dependencies);
      return { outcome: 'busy', operation: operation ?? { ...environment, kind: kindAtWork(environment) } };
    }
  }
  await dependencies.check(prepared);
  const now = clock.now();
  const { desired, request, expiresAt, kind } = prepared;
  const operation = newOperation({
    ...change,
    kind,
    operationId: newOperationId(now),
    now: new Date(now).toISOString(),
  });
  const next = {
    ...environment,
    desired,
    ...(request && { request, fingerprint: fingerprint(request) }),
    ...expiry(environment, expiresAt),
  };
  if (!(await begin(next, operation, environment, dependencies))) return null;
  return { outcome: 'started', operation };
}

/** Nothing for a workflow; what is only written down is. Also where a request was lost after its first write. */
async function unchanged(
  { environment, request, expiresAt }: PreparedChange,
  change: Change,
  dependencies: ChangeDependencies,
): Promise<ChangeResult | null> {
  const { registry, clock } = dependencies;
  const busy = isAtWork(environment);
  if (busy) {
    const missing = () => {
      const { operationId, updatedAt: now } = environment;
      return newOperation({ ...change, kind: kindAtWork(environment), operationId, now });
    };
    const operation = await startIfForgotten(environment, missing, dependencies);
    if (expiresAt !== (environment.expiresAt ?? null)) return { outcome: 'busy', operation };
    return { outcome: 'unchanged', environment };
  }
  // A record from before requests were kept has none to amend.
  if (!request) return { outcome: 'unchanged', environment };
  const updatedAt = new Date(clock.now()).toISOString();
  const amended = {
    request,
    fingerprint: fingerprint(request),
    ...expiry(environment, expiresAt),
  };
  const same =
    amended.fingerprint === environment.fingerprint && expiresAt === (environment.expiresAt ?? null);
  if (same) return { outcome: 'unchanged', environment };
  if (!(await registry.amendEnvironment(environment, { ...amended, updatedAt }))) return null;
  return { outcome: 'unchanged', environment: { ...environment, ...amended, updatedAt } };
}

/** A new time of expiry is warned of anew. */
function expiry(environment: EnvironmentRecord, expiresAt: string | null) {
  return expiresAt === (environment.expiresAt ?? null) ? {} : { expiresAt, expiryWarnedAt: null };
}

function requestOf({ request, project, environment }: EnvironmentRecord): EnvironmentRequest {
  if (request) return request;
  throw new ProblemError(
    'not-ready',
    `Environment ${environment} of project ${project} was made by an older version of Plinth, which did not keep its request. It cannot be changed.`,
  );
}

function checkedPatch(patch: unknown): unknown {
  if (typeof patch === 'object' && patch !== null && !Array.isArray(patch)) return patch;
  throw validationProblem([
    {
      pointer: '#',
      detail:
        'The patch must be a JSON object with the fields to change, such as {"redis": {"nodeCount": 2}}.',
    },
  ]);
}

/** What makes an environment another one. */
const FIXED = ['environment', 'landingZone', 'primaryRegion'] as const;

function refuseFixed(before: EnvironmentRequest, after: EnvironmentRequest): void {
  const [from, to] = [withDefaults(before), withDefaults(after)];
  const items = FIXED.filter((field) => from[field] !== to[field]).map(
    (field): ProblemItem => ({
      pointer: `#/${field}`,
      detail: `${field} is ${from[field]} and cannot be changed: everything would have to be made anew. Create another environment and move the data.`,
    }),
  );
  if (items.length > 0) throw validationProblem(items);
}

/** Both have been made by the same code, so equal documents have equal texts but for the order of members. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame((a as never)[key], (b as never)[key]));
}
