import type { Clock } from './clock.ts';
import { OutcomeUnknown } from './errors.ts';
import { newOperationId } from './ids.ts';
import {
  type Door,
  hasEnded,
  newOperation,
  type OperationOptions,
  type OperationRecord,
} from './operations.ts';
import { PRESETS } from './presets.ts';
import type { EnvironmentRecord, Registry } from './registry.ts';
import { begin, type Executions, isAtWork, startIfForgotten } from './workflow.ts';

export interface Deletion {
  readonly project: string;
  readonly environment: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
  readonly door: Door;
  /** Whether Aurora and Redis leave a final snapshot; by default in the presets that protect. */
  readonly finalSnapshots?: boolean | undefined;
  /** The failed create whose work goes; of an environment that somebody else has taken over by now nothing does. */
  readonly rollbackOf?: string;
  /** Only what still is to be deleted at this time: whoever has extended it since keeps it. */
  readonly onlyIfExpiresAt?: string;
}

export interface DeletionDependencies {
  /** The last check before it is given to the operation; throws a ProblemError. */
  readonly check?: (environment: EnvironmentRecord, options: OperationOptions) => Promise<void>;
  readonly registry: Registry;
  readonly executions: Executions;
  readonly clock: Clock;
}

export type DeletionResult =
  /** A new operation has been started. */
  | { readonly outcome: 'started'; readonly operation: OperationRecord }
  /** The environment is being deleted already, by this operation. */
  | { readonly outcome: 'in-progress'; readonly operation: OperationRecord }
  /** There is no such environment. */
  | { readonly outcome: 'absent' }
  /** It is meant to be protected from deletion. */
  | { readonly outcome: 'protected'; readonly environment: EnvironmentRecord }
  /** An update is at work on it. A create would be stopped. */
  | { readonly outcome: 'busy'; readonly operation: OperationRecord };

/** Each attempt is lost to somebody who got further, so one is nearly always enough. */
const ATTEMPTS = 5;

/**
 * The one way to delete an environment, whichever door a request came through. As in `submit`, one conditional write
 * decides, the operation is recorded, and the workflow is started, in this order: a crash at any point is mended by
 * asking for the deletion again.
 *
 * @throws OutcomeUnknown: ask again.
 */
export async function submitDeletion(
  deletion: Deletion,
  dependencies: DeletionDependencies,
): Promise<DeletionResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = await attemptDeletion(deletion, dependencies);
    if (result) return result;
  }
  throw new OutcomeUnknown(
    `Environment ${deletion.project}/${deletion.environment} changes faster than it can be deleted. Ask for it again.`,
  );
}

/** Null: somebody else changed the environment between our read and our write. */
async function attemptDeletion(
  deletion: Deletion,
  dependencies: DeletionDependencies,
): Promise<DeletionResult | null> {
  const { registry, executions } = dependencies;
  const environment = await registry.getEnvironment(deletion.project, deletion.environment);
  if (!environment) return { outcome: 'absent' };
  if (deletion.rollbackOf && !(await isRollback(deletion.rollbackOf, environment, registry)))
    return { outcome: 'absent' };
  if (deletion.onlyIfExpiresAt && environment.expiresAt !== deletion.onlyIfExpiresAt)
    return { outcome: 'absent' };
  const current = isAtWork(environment)
    ? await registry.getOperation(environment.project, environment.operationId)
    : null;
  // One that has ended without telling the environment keeps nobody from it any more.
  if (environment.status === 'deleting' && (!current || !hasEnded(current.status))) {
    const missing = () => operationOf(deletion, environment, environment.operationId, environment.updatedAt);
    const operation = await startIfForgotten(environment, missing, dependencies);
    return { outcome: 'in-progress', operation };
  }
  if (environment.status === 'updating' && current && !hasEnded(current.status))
    return { outcome: 'busy', operation: current };
  if (protections(environment).length > 0) return { outcome: 'protected', environment };

  const now = dependencies.clock.now();
  const operation = operationOf(deletion, environment, newOperationId(now), new Date(now).toISOString());
  await dependencies.check?.(environment, operation.options ?? {});
  // What its outputs name is about to go, so they go first.
  if (!(await begin({ ...environment, outputs: null }, operation, environment, dependencies))) return null;
  if (current && !hasEnded(current.status)) await stop(current, operation, registry, executions);
  return { outcome: 'started', operation };
}

/** The environment is as the failed create left it, or its rollback is under way. */
async function isRollback(
  create: string,
  environment: EnvironmentRecord,
  registry: Registry,
): Promise<boolean> {
  if (environment.operationId === create) return true;
  const current = await registry.getOperation(environment.project, environment.operationId);
  return current?.kind === 'delete' && current.requestedBy === rollbackName(create);
}

/** Who asks for a rollback. */
export const rollbackName = (create: string) => `rollback of ${create}`;

/**
 * An operation that a delete has taken the environment from. Its functions stop by themselves when they see that; this
 * only makes it known at once. The delete waits until nothing of it can be under way any more.
 */
async function stop(
  operation: OperationRecord,
  deletion: OperationRecord,
  registry: Registry,
  executions: Executions,
): Promise<void> {
  const detail = `The environment is being deleted by operation ${deletion.operationId}; this one was stopped for it.`;
  // The end of an execution is told by an event. One that has not begun may never do so, and then nobody would.
  const untold = operation.status === 'pending';
  await registry.fail(operation, 'cancelled', { type: 'Cancelled', detail }, deletion.createdAt, untold);
  await executions.stop(operation, detail);
}

/**
 * The fields of the request that keep an environment from being deleted. What never was ready has nothing to protect:
 * the rollback of a failed launch takes it away whatever it was meant to become.
 */
export function protections({ desired, readyAt }: EnvironmentRecord): string[] {
  if (readyAt === null) return [];
  return [
    ...(desired.aurora.deletionProtection ? ['aurora.deletionProtection'] : []),
    ...(desired.dynamodb.deletionProtection ? ['dynamodb.deletionProtection'] : []),
  ];
}

/** Longer than a call takes. */
const SETTLE_SECONDS = 30;

/** The presets that protect an environment also keep its data once more. */
export function leavesSnapshots({ desired, readyAt }: EnvironmentRecord, asked?: boolean): boolean {
  if (readyAt === null) return false;
  return asked ?? PRESETS[desired.preset as keyof typeof PRESETS]?.values.aurora?.deletionProtection ?? true;
}

function operationOf(
  { project, environment, requestedBy, door, finalSnapshots }: Deletion,
  record: EnvironmentRecord,
  operationId: string,
  now: string,
): OperationRecord {
  const options = {
    finalSnapshots: leavesSnapshots(record, finalSnapshots),
    settleSeconds: record.status === 'ready' ? 0 : SETTLE_SECONDS,
  };
  return newOperation({ project, environment, requestedBy, door, options, operationId, kind: 'delete', now });
}
