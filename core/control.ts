import type { Clock } from './clock.ts';
import { newOperationId } from './ids.ts';
import { type Door, hasEnded, newOperation, type OperationRecord } from './operations.ts';
import type { EnvironmentRecord, Registry } from './registry.ts';
import { begin, type Executions, startIfPending } from './workflow.ts';

export interface ControlRequest {
  readonly project: string;
  readonly operationId: string;
  readonly requestedBy: string;
  readonly door: Door;
}

export interface ControlDependencies {
  readonly registry: Registry;
  readonly executions: Executions;
  readonly clock: Clock;
}

export type RetryResult =
  | { readonly outcome: 'started'; readonly operation: OperationRecord }
  | { readonly outcome: 'absent' }
  /** It has not ended. */
  | { readonly outcome: 'running'; readonly operation: OperationRecord }
  /** There is nothing left to do. */
  | { readonly outcome: 'succeeded'; readonly operation: OperationRecord }
  /** Another operation has followed it, or the environment is gone. */
  | { readonly outcome: 'replaced'; readonly operation: OperationRecord; readonly by: string | null };

/**
 * Goes on with an operation that has ended without success, from what is observed: a new operation of the same kind.
 * Safe to repeat: of two at the same moment one starts, and the other hears that it is replaced.
 */
export async function retryOperation(
  request: ControlRequest,
  dependencies: ControlDependencies,
): Promise<RetryResult> {
  const { registry, clock } = dependencies;
  const { project, operationId } = request;
  const operation = await registry.getOperation(project, operationId);
  if (!operation) return { outcome: 'absent' };
  if (!hasEnded(operation.status)) return { outcome: 'running', operation };
  if (operation.status === 'succeeded') return { outcome: 'succeeded', operation };
  const environment = await registry.getEnvironment(project, operation.environment);
  if (environment?.operationId !== operationId) return followed(operation, environment, dependencies);
  const now = clock.now();
  const next = newOperation({
    project,
    environment: operation.environment,
    kind: operation.kind,
    options: operation.options,
    requestedBy: request.requestedBy,
    door: request.door,
    retryOf: operationId,
    operationId: newOperationId(now),
    now: new Date(now).toISOString(),
  });
  if (await begin(environment, next, environment, dependencies))
    return { outcome: 'started', operation: next };
  return followed(operation, await registry.getEnvironment(project, operation.environment), dependencies);
}

/** Somebody else's operation, or the retry whose start was lost: then this is the repeat that starts it. */
async function followed(
  operation: OperationRecord,
  environment: EnvironmentRecord | null,
  dependencies: ControlDependencies,
): Promise<RetryResult> {
  const by = environment?.operationId ?? null;
  const next = by === null ? null : await dependencies.registry.getOperation(operation.project, by);
  if (next?.retryOf === operation.operationId) await startIfPending(next, dependencies);
  return { outcome: 'replaced', operation, by };
}

export type CancelResult =
  /** It stops at its next safe point, or has stopped already. */
  | { readonly outcome: 'accepted'; readonly operation: OperationRecord }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'ended'; readonly operation: OperationRecord };

export const CANCELLED = {
  type: 'Cancelled',
  detail:
    'It was cancelled. What it had done by then stays: retry the operation to go on, or delete the environment.',
} as const;

/** Asks an operation to stop. One whose workflow does not run is closed at once: nobody else would. */
export async function cancelOperation(
  { project, operationId }: ControlRequest,
  { registry, executions, clock }: ControlDependencies,
): Promise<CancelResult> {
  const operation = await registry.getOperation(project, operationId);
  if (!operation) return { outcome: 'absent' };
  const now = new Date(clock.now()).toISOString();
  if (!(await registry.requestCancel(project, operationId, now))) {
    const ended = (await registry.getOperation(project, operationId)) ?? operation;
    return { outcome: 'ended', operation: ended };
  }
  const { status } = await executions.find(operation);
  // The end of an execution is told by an event; of one that never began nobody would hear, so it stays to be told.
  const untold = status === 'absent';
  if (status !== 'running') await registry.fail(operation, 'cancelled', CANCELLED, now, untold);
  return { outcome: 'accepted', operation: (await registry.getOperation(project, operationId)) ?? operation };
}
