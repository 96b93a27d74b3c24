import { CANCELLED } from '../../core/control.ts';
import { rollbackName } from '../../core/delete.ts';
import { endOf } from '../../core/events.ts';
import { recordDuration } from '../../core/history.ts';
import { hasEnded, type OperationError, type OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { Execution } from '../../core/workflow.ts';
import { type Callbacks, tellEnd } from '../intake/callbacks.ts';
import type { Runtime } from '../runtime.ts';
import { submitDeletionRequest } from '../submit-deletion.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { messageOf, RESUME_ADVICE } from './failure.ts';
import { shorten, timestamp } from './step.ts';

/** It may have to delete what a failed create has made. */
export type EndRuntime = Runtime & Pick<SubmitRuntime, 'workflow'>;

export type Names = Pick<OperationRecord, 'project' | 'environment' | 'operationId'>;

export type HowEnded = Extract<Execution, { status: 'ended' }>['how'];

const REASONS: Readonly<Record<HowEnded, string>> = {
  FAILED: 'The workflow failed',
  TIMED_OUT: 'The workflow ran into its time limit',
  ABORTED: 'The workflow was stopped by hand',
  SUCCEEDED: 'The workflow ended without its last step',
};
export const HOW_ENDED = Object.keys(REASONS) as readonly HowEnded[];

/**
 * Closes an operation whose execution has ended. One that is closed, as after every good end, is not touched.
 * @param untold it stays listed until somebody calls `tell` and `Registry.recordTold`
 */
export function closeEnded(
  runtime: Runtime,
  names: Names,
  how: HowEnded,
  cause: string,
  untold = false,
): Promise<void> {
  const told = messageOf(cause);
  const detail = shorten(`${REASONS[how]}${told ? `: ${told}` : ''}. ${RESUME_ADVICE}`);
  return closeAs(runtime, names, { type: `Execution.${how}`, detail }, untold);
}

/** Closes an operation that nothing works on: as cancelled when somebody wanted it to stop, else as failed. */
export async function closeAs(
  runtime: Runtime,
  names: Names,
  failure: OperationError,
  untold = false,
): Promise<void> {
  const operation = await runtime.registry.getOperation(names.project, names.operationId);
  const cancelled = operation?.cancelRequestedAt !== undefined;
  const error = cancelled ? CANCELLED : failure;
  const status = cancelled ? 'cancelled' : 'failed';
  const closed = await runtime.registry.fail(names, status, error, timestamp(runtime), untold);
  if (closed)
    runtime.logger.error('Closed an operation that nothing was at work on', {
      operationId: names.operationId,
      ...error,
    });
}

/**
 * What follows the end of an operation: the rollback that was asked for, and news of it. Safe to repeat. Read once, after
 * the close: a callback that is not on the operation by now is told by whoever could not put it there.
 */
export async function tell(runtime: EndRuntime, callbacks: Callbacks, names: Names): Promise<void> {
  const operation = await runtime.registry.getOperation(names.project, names.operationId);
  if (!operation || !hasEnded(operation.status)) return;
  const rolledBackBy = await rollBack(runtime, operation);
  await remember(runtime, operation);
  await announce(runtime, callbacks, rolledBackBy ? { ...operation, rolledBackBy } : operation);
}

/** How long it took, for the next one's expected time. Best effort: nobody waits longer because a number is missing. */
async function remember(runtime: Runtime, operation: OperationRecord): Promise<void> {
  try {
    await recordDuration(runtime.registry, operation);
  } catch (error) {
    const { name, message } = (error ?? {}) as Partial<Error>;
    runtime.logger.warn('The duration of an operation was not recorded', {
      errorClass: name,
      detail: message,
    });
  }
}

/**
 * Deletes what a create that has failed for good made, when it was asked to. Only the create that took the name: what an
 * earlier attempt has left was kept on purpose. Safe to repeat: the second time the delete has the environment.
 * @returns the id of the delete, when one has been started or found at work
 */
async function rollBack(runtime: EndRuntime, operation: OperationRecord): Promise<string | undefined> {
  const { registry } = runtime;
  const { project, operationId } = operation;
  if (operation.kind !== 'create' || operation.status !== 'failed') return;
  if (operation.options?.onFailure !== 'rollback' || operation.rolledBackBy) return;
  const environment = await registry.getEnvironment(project, operation.environment);
  if (environment?.createdAt !== operation.createdAt || environment.readyAt !== null) return;
  const result = await submitDeletionRequest(runtime, {
    project,
    environment: operation.environment,
    requestedBy: rollbackName(operationId),
    door: 'system',
    rollbackOf: operationId,
  });
  if (result.outcome !== 'started' && result.outcome !== 'in-progress') return;
  await registry.recordRollback(project, operationId, result.operation.operationId);
  return result.operation.operationId;
}

async function announce(runtime: Runtime, callbacks: Callbacks, operation: OperationRecord): Promise<void> {
  const environment = await runtime.registry.getEnvironment(operation.project, operation.environment);
  const end = endOf(operation, environment);
  const told = await Promise.allSettled([
    end ? runtime.events.publish([end]) : undefined,
    ...(operation.callbacks ?? []).map((sealed) =>
      tellOne(runtime, callbacks, operation, environment, sealed),
    ),
  ]);
  // One that fails does not keep the others from being told.
  const failed = told.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function tellOne(
  runtime: Runtime,
  callbacks: Callbacks,
  operation: OperationRecord,
  environment: EnvironmentRecord | null,
  sealed: string,
): Promise<void> {
  const { operationId } = operation;
  const callback = await callbacks.open(operationId, sealed);
  const heard = await tellEnd(callbacks, callback, operation, environment);
  if (!heard)
    runtime.logger.warn('Nobody waits any more at a callback', { operationId, kind: callback.kind });
}
