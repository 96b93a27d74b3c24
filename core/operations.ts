import type { TierKind } from './tier.ts';

/** The steps of a create in the order of `statemachines/provision.asl.json`; names equal its Task states. */
export const PROVISION_STEPS = [
  { name: 'ProvisionAurora', tier: 'aurora' },
  { name: 'ProvisionDynamoDb', tier: 'dynamodb' },
  { name: 'ProvisionRedis', tier: 'redis' },
  { name: 'ProvisionDax', tier: 'dax' },
  { name: 'AwaitAurora', tier: 'aurora' },
  { name: 'AwaitDynamoDb', tier: 'dynamodb' },
  { name: 'AwaitRedis', tier: 'redis' },
  { name: 'AwaitDax', tier: 'dax' },
  { name: 'AttachAlarms', tier: null },
  { name: 'MigrateSchema', tier: null },
  { name: 'PublishOutputs', tier: null },
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

export type StepName = (typeof PROVISION_STEPS | typeof DELETE_STEPS)[number]['name'];

export type OperationKind = 'create' | 'delete';

/** What each kind of operation does, in order. */
export const STEPS: Readonly<
  Record<OperationKind, readonly { readonly name: StepName; readonly tier: TierKind | null }[]>
> = { create: PROVISION_STEPS, delete: DELETE_STEPS };

export type OperationStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'blocked';
export type StepStatus = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'blocked' | 'skipped';

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
    steps: Object.fromEntries(STEPS[kind].map((step) => [step.name, UNSTARTED_STEP])),
    error: null,
  };
}

export function hasEnded(status: OperationStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'blocked';
}

/**
 * The steps of an operation that has just failed: what was under way stops with it, what had not begun is
 * skipped. The step that failed keeps its own error.
 */
export function closeSteps(
  steps: Readonly<Record<string, StepRecord>>,
  now: string,
  error: OperationError,
): Record<string, StepRecord> {
  const entries = Object.entries(steps).map(([name, step]): [string, StepRecord] => {
    if (step.status === 'pending') return [name, { ...step, status: 'skipped' }];
    if (step.status !== 'running' && step.status !== 'waiting') return [name, step];
    return [
      name,
      { ...step, status: 'failed', endedAt: now, waitingFor: [], error: step.error ?? stopped(error) },
    ];
  });
  return Object.fromEntries(entries);
}

function stopped(error: OperationError): OperationError {
  return { type: 'Stopped', detail: `Stopped, because the operation failed: ${error.detail}` };
}
