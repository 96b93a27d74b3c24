import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { CANCELLED } from '../../core/control.ts';
import { rollbackName, submitDeletion } from '../../core/delete.ts';
import { endOf } from '../../core/events.ts';
import { hasEnded, type OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { createExecutions } from '../executions.ts';
import { type Callbacks, tellEnd } from '../intake/callbacks.ts';
import type { Runtime } from '../runtime.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { messageOf, RESUME_ADVICE } from './failure.ts';
import { shorten, timestamp } from './step.ts';

/** Detail of the EventBridge event "Step Functions Execution Status Change". */
export interface ExecutionStatusChange {
  readonly executionArn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly input: string | null;
  readonly error?: string | null;
  readonly cause?: string | null;
}

const REASONS: Partial<Record<ExecutionStatusChange['status'], string>> = {
  FAILED: 'The workflow failed',
  TIMED_OUT: 'The workflow ran into its time limit',
  ABORTED: 'The workflow was stopped by hand',
  SUCCEEDED: 'The workflow ended without its last step',
};

/** It may have to delete what a failed create has made. */
export type EndRuntime = Runtime & Pick<SubmitRuntime, 'workflow'>;

type Names = Pick<OperationRecord, 'project' | 'environment' | 'operationId'>;

/**
 * Runs at every end of an execution. An operation never stays `running` after its execution has ended, however it
 * ended: this closes what the failure path could not, such as an execution stopped by hand. Then it tells the end:
 * one event, and an answer to everybody who waits. What cannot be told is thrown, and told again with the next try.
 */
export function createExecutionEnded(runtime: EndRuntime, callbacks: Callbacks) {
  return middy<EventBridgeEvent<string, ExecutionStatusChange>, void>()
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async ({ detail }) => {
      const names = namesOf(detail);
      if (!names) return;
      await close(runtime, names, detail);
      await rollBack(runtime, names);
      await announce(runtime, callbacks, names);
    });
}

/** Null when it has not ended, or is not ours: an execution that was started by hand may have any input. */
function namesOf({ status, input }: ExecutionStatusChange): Names | null {
  if (!REASONS[status] || !input) return null;
  const { project, environment, operationId } = (JSON.parse(input) ?? {}) as Record<string, string>;
  return project && environment && operationId ? { project, environment, operationId } : null;
}

/** An operation that is closed, as after every good end, is not touched. */
async function close(runtime: Runtime, names: Names, detail: ExecutionStatusChange): Promise<void> {
  const told = messageOf(detail.cause ?? '');
  const operation = await runtime.registry.getOperation(names.project, names.operationId);
  const cancelled = operation?.cancelRequestedAt !== undefined;
  const error = cancelled
    ? CANCELLED
    : {
        type: `Execution.${detail.status}`,
        detail: shorten(`${REASONS[detail.status]}${told ? `: ${told}` : ''}. ${RESUME_ADVICE}`),
      };
  const closed = await runtime.registry.fail(
    names,
    cancelled ? 'cancelled' : 'failed',
    error,
    timestamp(runtime),
  );
  if (closed)
    runtime.logger.error('Closed an operation whose execution had ended', {
      operationId: names.operationId,
      ...error,
    });
}

/**
 * Deletes what a create that has failed for good made, when it was asked to. Only the create that took the name: what an
 * earlier attempt has left was kept on purpose. Safe to repeat: the second time the delete has the environment.
 */
async function rollBack(runtime: EndRuntime, { project, operationId }: Names): Promise<void> {
  const { registry, clock, workflow } = runtime;
  const operation = await registry.getOperation(project, operationId);
  if (operation?.kind !== 'create' || operation.status !== 'failed') return;
  if (operation.options?.onFailure !== 'rollback' || operation.rolledBackBy) return;
  const environment = await registry.getEnvironment(project, operation.environment);
  if (environment?.createdAt !== operation.createdAt || environment.readyAt !== null) return;
  const result = await submitDeletion(
    {
      project,
      environment: operation.environment,
      requestedBy: rollbackName(operationId),
      door: 'system',
      rollbackOf: operationId,
    },
    { registry, clock, executions: createExecutions(workflow) },
  );
  if (result.outcome === 'started' || result.outcome === 'in-progress')
    await registry.recordRollback(project, operationId, result.operation.operationId);
}

async function announce(runtime: Runtime, callbacks: Callbacks, names: Names): Promise<void> {
  const { registry } = runtime;
  // After the close: a callback that is not on the operation by now is told by whoever could not put it there.
  const operation = await registry.getOperation(names.project, names.operationId);
  if (!operation || !hasEnded(operation.status)) return;
  const environment = await registry.getEnvironment(names.project, names.environment);
  const end = endOf(operation, environment);
  const told = await Promise.allSettled([
    end ? runtime.events.publish([end]) : undefined,
    ...(operation.callbacks ?? []).map((sealed) => tell(runtime, callbacks, operation, environment, sealed)),
  ]);
  // One that fails does not keep the others from being told.
  const failed = told.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function tell(
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
