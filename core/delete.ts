import type { Clock } from './clock.ts';
import { OutcomeUnknown } from './errors.ts';
import { newOperationId } from './ids.ts';
import { hasEnded, newOperation, type OperationRecord } from './operations.ts';
import type { EnvironmentRecord, Registry } from './registry.ts';
import type { StartWorkflow } from './submit.ts';

export interface Deletion {
  readonly project: string;
  readonly environment: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
}

export interface DeletionDependencies {
  readonly registry: Registry;
  /** Starts the workflow that deletes. */
  readonly startWorkflow: StartWorkflow;
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
  /** Another operation, which is no delete, is at work on it. */
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
  const { registry } = dependencies;
  const environment = await registry.getEnvironment(deletion.project, deletion.environment);
  if (!environment) return { outcome: 'absent' };
  if (environment.status === 'creating' || environment.status === 'deleting') {
    const operation = await registry.getOperation(environment.project, environment.operationId);
    // One that has ended without telling the environment keeps nobody from it any more.
    if (!operation || !hasEnded(operation.status))
      return underWay(environment, operation, deletion, dependencies);
  }
  if (protections(environment).length > 0) return { outcome: 'protected', environment };

  const now = dependencies.clock.now();
  const operation = operationOf(deletion, newOperationId(now), new Date(now).toISOString());
  if (!(await registry.beginDeletion(environment, operation.operationId, operation.createdAt))) return null;
  await registry.createOperation(operation);
  await dependencies.startWorkflow(operation);
  return { outcome: 'started', operation };
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

/** A request that died after taking the environment left no operation, or one that was not started. */
async function underWay(
  environment: EnvironmentRecord,
  known: OperationRecord | null,
  deletion: Deletion,
  { registry, startWorkflow }: DeletionDependencies,
): Promise<DeletionResult> {
  const { operationId, updatedAt } = environment;
  if (environment.status === 'creating') {
    const operation = known ?? newOperation({ ...deletion, operationId, kind: 'create', now: updatedAt });
    return { outcome: 'busy', operation };
  }
  const operation = known ?? operationOf(deletion, operationId, updatedAt);
  if (!known) await registry.createOperation(operation);
  if (operation.status === 'pending') await startWorkflow(operation);
  return { outcome: 'in-progress', operation };
}

function operationOf(deletion: Deletion, operationId: string, now: string): OperationRecord {
  return newOperation({ ...deletion, operationId, kind: 'delete', now });
}
