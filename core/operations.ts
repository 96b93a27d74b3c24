import type { Snapshot, TierKind } from './tier.ts';

/** What follows once AWS has been asked for everything. */
const AFTER_ASKING = [
  { name: 'AwaitAurora', tier: 'aurora' },
  { name: 'AwaitDynamoDb', tier: 'dynamodb' },
  { name: 'AwaitRedis', tier: 'redis' },
  { name: 'AwaitDax', tier: 'dax' },
  { name: 'AttachAlarms', tier: null },
  { name: 'MigrateSchema', tier: null },
  { name: 'PublishOutputs', tier: null },
] as const satisfies readonly { name: string; tier: TierKind | null }[];

/** The steps of a create in the order of `statemachines/provision.asl.json`; names equal its Task states. */
export const PROVISION_STEPS = [
  { name: 'ProvisionAurora', tier: 'aurora' },
  { name: 'ProvisionDynamoDb', tier: 'dynamodb' },
  { name: 'ProvisionRedis', tier: 'redis' },
  { name: 'ProvisionDax', tier: 'dax' },
  ...AFTER_ASKING,
] as const satisfies readonly { name: string; tier: TierKind | null }[];

/** The steps of an update in the order of `statemachines/update.asl.json`: those of a create, on what is there. */
export const UPDATE_STEPS = [
  { name: 'UpdateAurora', tier: 'aurora' },
  { name: 'UpdateDynamoDb', tier: 'dynamodb' },
  { name: 'UpdateRedis', tier: 'redis' },
  { name: 'UpdateDax', tier: 'dax' },
  ...AFTER_ASKING,
] as const satisfies readonly { name: string; tier: TierKind | null }[];

/** The steps of a delete in the order of `statemachines/delete.asl.json`; the tiers go side by side. */
export const DELETE_STEPS = [
  { name: 'DeleteAlarms', tier: null },
  { name: 'DeleteAurora', tier: 'aurora' },
  { name: 'DeleteDynamoDb', tier: 'dynamodb' },
  { name: 'DeleteRedis', tier: 'redis' },
  { name: 'DeleteDax', tier: 'dax' },
  { name: 'RecordDeleted', tier: null },
] as const satisfies readonly { name: string; tier: TierKind | null }[];

export type StepName = (typeof PROVISION_STEPS | typeof UPDATE_STEPS | typeof DELETE_STEPS)[number]['name'];

/** `reconcile` is an update to what is desired already: it repairs what has drifted. */
export type OperationKind = 'create' | 'update' | 'reconcile' | 'delete';

/** What each kind of operation does, in order. */
export const STEPS: Readonly<
  Record<OperationKind, readonly { readonly name: StepName; readonly tier: TierKind | null }[]>
> = { create: PROVISION_STEPS, update: UPDATE_STEPS, reconcile: UPDATE_STEPS, delete: DELETE_STEPS };

/** Which state machine runs each kind. */
export const MACHINES = {
  create: 'provision',
  update: 'update',
  reconcile: 'update',
  delete: 'delete',
} as const;
export type MachineName = (typeof MACHINES)[OperationKind];

export type OperationStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'blocked' | 'cancelled';
export type StepStatus =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'blocked'
  | 'cancelled'
  | 'skipped';

/** Through which door a request came. `system`: Plinth itself, such as at the end of an environment's time. */
export type Door = 'http' | 'event' | 'catalog' | 'system';

/** What was asked for besides what is desired. */
export interface OperationOptions {
  /** Of a create that fails for good: `rollback` deletes what it has made. By default it is kept. */
  readonly onFailure?: 'keep' | 'rollback';
  /** What cannot be changed in place may be deleted and made anew. */
  readonly allowReplacement?: boolean;
  /**
   * Of a delete: seconds before its first look. A function of an operation that has not succeeded may still be in the middle
   * of a round of calls, and calls end within 20 seconds.
   */
  readonly settleSeconds?: number;
  /** Of a delete: whether Aurora and Redis leave a final snapshot. */
  readonly finalSnapshots?: boolean;
}

/** An error as an operation shows it: the class, and a sentence that says what to do. */
export interface OperationError {
  readonly type: string;
  readonly detail: string;
}

/** Times are ISO-8601, UTC. */
export interface StepRecord {
  readonly status: StepStatus;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** What the step waits for, in words; empty when it does not. */
  readonly waitingFor: readonly string[];
  /** Since when, by what is waited for. */
  readonly waitingSince?: Readonly<Record<string, string>>;
  readonly error: OperationError | null;
}

export interface OperationRecord {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly project: string;
  readonly environment: string;
  readonly status: OperationStatus;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly requestedBy: string;
  /** Absent in records from before there was more than one way. */
  readonly door?: Door;
  readonly options?: OperationOptions;
  /** The operation that this one goes on with. */
  readonly retryOf?: string;
  /** The delete that takes away what this create has made. */
  readonly rolledBackBy?: string;
  /** Somebody wants it to stop; it does at its next safe point. */
  readonly cancelRequestedAt?: string;
  /** The final snapshots of a delete, by tier, region and name; written before AWS is asked for them. */
  readonly snapshots?: Readonly<Record<string, Snapshot>>;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly error: OperationError | null;
  /** Whom to tell of the end: ciphertexts, of which only the function that tells can make anything. */
  readonly callbacks?: readonly string[];
}

export const UNSTARTED_STEP: StepRecord = {
  status: 'pending',
  startedAt: null,
  endedAt: null,
  waitingFor: [],
  error: null,
};

/** An operation that has been asked for and not started; a create unless said otherwise. */
export function newOperation(input: {
  operationId: string;
  kind?: OperationKind;
  project: string;
  environment: string;
  requestedBy: string;
  door?: Door | undefined;
  options?: OperationOptions | undefined;
  retryOf?: string | undefined;
  now: string;
}): OperationRecord {
  const kind = input.kind ?? 'create';
  return {
    operationId: input.operationId,
    kind,
    project: input.project,
    environment: input.environment,
    status: 'pending',
    createdAt: input.now,
    startedAt: null,
    endedAt: null,
    requestedBy: input.requestedBy,
    ...(input.door && { door: input.door }),
    ...(input.options && { options: input.options }),
    ...(input.retryOf && { retryOf: input.retryOf }),
    steps: Object.fromEntries(STEPS[kind].map((step) => [step.name, UNSTARTED_STEP])),
    ...(kind === 'delete' && { snapshots: {} }),
    error: null,
  };
}

export function hasEnded(status: OperationStatus): boolean {
  return status !== 'pending' && status !== 'running';
}

/**
 * The steps of an operation that has just failed: what was under way stops with it, what had not begun is
 * skipped. The step that failed keeps its own error.
 */
export function closeSteps(
  steps: Readonly<Record<string, StepRecord>>,
  now: string,
  error: OperationError,
  how: OperationStatus = 'failed',
): Record<string, StepRecord> {
  const entries = Object.entries(steps).map(([name, step]): [string, StepRecord] => {
    if (step.status === 'pending') return [name, { ...step, status: 'skipped' }];
    if (step.status !== 'running' && step.status !== 'waiting') return [name, step];
    return [
      name,
      {
        ...step,
        status: how === 'cancelled' ? 'cancelled' : 'failed',
        endedAt: now,
        waitingFor: [],
        error: step.error ?? stopped(error),
      },
    ];
  });
  return Object.fromEntries(entries);
}

function stopped(error: OperationError): OperationError {
  return { type: 'Stopped', detail: `Stopped, because the operation failed: ${error.detail}` };
}
