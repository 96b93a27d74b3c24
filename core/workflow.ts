import type { OperationKind, OperationRecord } from './operations.ts';
import type { CreateGuard, EnvironmentRecord, Registry } from './registry.ts';

/** Names of an operation, and what it does: enough to find its execution. */
export type OperationNames = Pick<OperationRecord, 'project' | 'environment' | 'operationId' | 'kind'> &
  Partial<Pick<OperationRecord, 'options'>>;

/** The executions of the state machines, one an operation, with the operation's id as its name. */
export interface Executions {
  /** Safe to repeat: the same operation runs once. @throws OutcomeUnknown, Throttled, Blocked */
  start(operation: OperationNames): Promise<void>;
  /** Stops one that runs; one that has ended, or never began, is no error. */
  stop(operation: OperationNames, cause: string): Promise<void>;
  /** What became of it. */
  find(operation: OperationNames): Promise<Execution>;
}

export type Execution =
  | { readonly status: 'absent' | 'running' }
  | {
      readonly status: 'ended';
      readonly how: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly cause: string;
    };

/** The status of an environment on which an operation of this kind is at work. */
export const STATUS_AT_WORK: Readonly<Record<OperationKind, EnvironmentRecord['status']>> = {
  create: 'creating',
  update: 'updating',
  reconcile: 'updating',
  delete: 'deleting',
};

export function isAtWork({ status }: Pick<EnvironmentRecord, 'status'>): boolean {
  return Object.values(STATUS_AT_WORK).includes(status);
}

/** The kind of the operation that is at work on an environment, as far as its status tells. */
export function kindAtWork({ status }: Pick<EnvironmentRecord, 'status'>): OperationKind {
  if (status === 'creating') return 'create';
  return status === 'deleting' ? 'delete' : 'update';
}

/**
 * Gives an environment to a new operation and starts it. One conditional write decides, then the operation is
 * recorded, then the workflow started: a crash in between is mended by `startIfForgotten`, or by the reaper.
 *
 * @param record the environment as it is from now on, but for status and operation
 * @param previous as it was read
 * @param dependencies.guard throws when the project may not have another one
 * @returns false when somebody else changed it first
 */
export async function begin(
  record: EnvironmentRecord,
  operation: OperationRecord,
  previous: EnvironmentRecord | null,
  {
    registry,
    executions,
    guard,
  }: {
    readonly registry: Registry;
    readonly executions: Executions;
    readonly guard?: CreateGuard | undefined;
  },
): Promise<boolean> {
  const next: EnvironmentRecord = {
    ...record,
    status: STATUS_AT_WORK[operation.kind],
    operationId: operation.operationId,
    updatedAt: operation.createdAt,
  };
  const taken = previous
    ? await registry.handOver(next, previous)
    : await registry.createEnvironment(next, guard);
  if (!taken) return false;
  await registry.createOperation(operation);
  await executions.start(operation);
  return true;
}

/** One that was recorded and may not have been started, such as by a request that AWS throttled; a repeat is no second run. */
export async function startIfPending(
  operation: OperationRecord,
  { executions }: { readonly executions: Executions },
): Promise<void> {
  if (operation.status === 'pending') await executions.start(operation);
}

/**
 * A request that died after taking the environment left no operation, or one that was not started.
 * @param missing makes the operation's record when there is none
 */
export async function startIfForgotten(
  environment: EnvironmentRecord,
  missing: () => OperationRecord,
  dependencies: { readonly registry: Registry; readonly executions: Executions },
): Promise<OperationRecord> {
  const { registry } = dependencies;
  const known = await registry.getOperation(environment.project, environment.operationId);
  const operation = known ?? missing();
  if (!known) await registry.createOperation(operation);
  await startIfPending(operation, dependencies);
  return operation;
}
