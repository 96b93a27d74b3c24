import { leavesSnapshots } from '../../core/delete.ts';
import {
  hasEnded,
  newOperation,
  type OperationOptions,
  type OperationRecord,
} from '../../core/operations.ts';
import type { EnvironmentRecord, Listed } from '../../core/registry.ts';
import { isAtWork, kindAtWork } from '../../core/workflow.ts';
import { createExecutions } from '../executions.ts';
import type { Callbacks } from '../intake/callbacks.ts';
import { closeAs, closeEnded, type EndRuntime, tell } from '../workflow/close.ts';
import { forEach } from './each.ts';

/** A request takes seconds from its first write to the start of the workflow. What is older has died in between. */
const FORGOTTEN_MS = 10 * 60_000;

const NEVER_STARTED = {
  type: 'NeverStarted',
  detail:
    'Its workflow was never started: the request broke off before. Nothing was created or changed by it. Retry the operation, or delete the environment.',
} as const;

/**
 * What ends what nobody else ends: operations whose execution has ended without a word, or never began, and environments
 * whose operation was not even written down. Everything is read again before it is touched, each write holds only from
 * the state that was read, and what is closed stays listed until it is told: so a repeat, a second caretaker or a crash
 * at any point does no harm. In this order.
 */
export const REAPER = [mendEnvironments, closeOperations, tellUntoldOperations] as const;

async function mendEnvironments(runtime: EndRuntime): Promise<void> {
  const listed = await runtime.registry.listAllEnvironments();
  const atWork = listed.filter(({ status }) => isAtWork({ status: status as EnvironmentRecord['status'] }));
  await forEach(atWork, runtime, (one) => mendEnvironment(runtime, one));
}

async function closeOperations(runtime: EndRuntime, callbacks: Callbacks): Promise<void> {
  const listed = await runtime.registry.listOpenOperations();
  await forEach(listed, runtime, (one) => closeOperation(runtime, callbacks, one));
}

/** Of a caretaker that died after it had closed them. */
async function tellUntoldOperations(runtime: EndRuntime, callbacks: Callbacks): Promise<void> {
  const listed = await runtime.registry.listUntoldOperations();
  await forEach(listed, runtime, (one) => tellUntold(runtime, callbacks, one));
}

/** An environment that waits for an operation that is not there, or that has ended without telling it. */
async function mendEnvironment(runtime: EndRuntime, { project, environment }: Listed): Promise<void> {
  const { registry } = runtime;
  const record = await registry.getEnvironment(project, environment);
  if (!record || !isAtWork(record) || !isOld(runtime, record.updatedAt)) return;
  const operation = await registry.getOperation(project, record.operationId);
  if (!operation) return registry.createOperation(missing(record)); // closed below, or in the next round
  if (hasEnded(operation.status)) await failAgain(runtime, operation);
}

async function closeOperation(
  runtime: EndRuntime,
  callbacks: Callbacks,
  { project, operationId }: Listed,
): Promise<void> {
  const operation = await runtime.registry.getOperation(project, operationId);
  if (!operation || hasEnded(operation.status)) return;
  const execution = await createExecutions(runtime.workflow).find(operation);
  if (execution.status === 'ended')
    await closeEnded(runtime, operation, execution.how, execution.cause, true);
  else if (execution.status === 'absent' && isOld(runtime, operation.createdAt))
    await closeAs(runtime, operation, NEVER_STARTED, true);
  else return;
  await tellUntold(runtime, callbacks, operation);
}

async function tellUntold(
  runtime: EndRuntime,
  callbacks: Callbacks,
  { project, operationId }: Pick<Listed, 'project' | 'operationId'>,
): Promise<void> {
  const { registry } = runtime;
  const operation = await registry.getOperation(project, operationId);
  if (!operation || !hasEnded(operation.status)) return;
  await failAgain(runtime, operation);
  await tell(runtime, callbacks, operation);
  await registry.recordTold(project, operationId);
}

/** The operation stays as it is; its environment is told, if it still waits for it. */
async function failAgain({ registry }: EndRuntime, operation: OperationRecord): Promise<void> {
  const { status, error, endedAt } = operation;
  if (status !== 'failed' && status !== 'blocked' && status !== 'cancelled') return;
  await registry.fail(operation, status, error ?? NEVER_STARTED, endedAt ?? operation.createdAt);
}

function isOld({ clock }: EndRuntime, since: string): boolean {
  return clock.now() - Date.parse(since) > FORGOTTEN_MS;
}

/** What the request would have written next. Who asked was only in it. */
function missing(record: EnvironmentRecord): OperationRecord {
  const { project, environment, operationId, updatedAt: now, createdBy } = record;
  const kind = kindAtWork(record);
  const requestedBy = kind === 'create' && createdBy ? createdBy : 'unknown';
  const options = optionsOf(record);
  return newOperation({ project, environment, operationId, kind, requestedBy, options, now });
}

/** So that a retry goes on as it was meant, or more carefully. */
function optionsOf(record: EnvironmentRecord): OperationOptions | undefined {
  switch (record.status) {
    case 'creating':
      return { onFailure: record.request?.onFailure ?? 'keep' };
    case 'deleting':
      return { finalSnapshots: leavesSnapshots(record) };
    default:
      return undefined;
  }
}
