import type { Clock } from './clock.ts';
import { OutcomeUnknown } from './errors.ts';
import { newOperationId } from './ids.ts';
import { newOperation, type OperationRecord } from './operations.ts';
import type { EnvironmentRecord, Registry } from './registry.ts';
import type { Desired } from './spec.ts';

/** Starts the workflow of an operation. Safe to repeat: the operation id is the execution's name. */
export type StartWorkflow = (operation: {
  project: string;
  environment: string;
  operationId: string;
}) => Promise<void>;

export interface SubmitDependencies {
  readonly registry: Registry;
  readonly startWorkflow: StartWorkflow;
  /** Resolves and checks the whole request, AWS included; throws a ProblemError and has created nothing. */
  readonly resolve: () => Promise<Desired>;
  readonly clock: Clock;
}

export interface Submission {
  readonly project: string;
  readonly environment: string;
  /** Equal for equal requests. */
  readonly fingerprint: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
}

export type SubmitResult =
  /** A new operation has been started. */
  | { readonly outcome: 'started'; readonly operation: OperationRecord }
  /** The same request had been made before. */
  | { readonly outcome: 'existing'; readonly environment: EnvironmentRecord }
  /** The name is taken by an environment that was asked for differently, or that is being deleted. */
  | { readonly outcome: 'conflict'; readonly environment: EnvironmentRecord };

/**
 * The one way into Plinth, whichever door a request came through. Intent is recorded before the workflow starts,
 * so a crash at any point is mended by sending the same request again: it finds the record and starts what was
 * not started. Only one of many equal requests at the same moment takes the name.
 */
export async function submit(
  submission: Submission,
  dependencies: SubmitDependencies,
): Promise<SubmitResult> {
  const { registry } = dependencies;
  const existing = await registry.getEnvironment(submission.project, submission.environment);
  if (existing && !isSame(existing, submission)) return { outcome: 'conflict', environment: existing };
  if (existing && existing.status !== 'failed' && existing.status !== 'blocked') {
    await startIfForgotten(existing, submission, dependencies);
    return { outcome: 'existing', environment: existing };
  }

  const desired = await dependencies.resolve();
  const now = dependencies.clock.now();
  const record = newEnvironment(
    submission,
    desired,
    newOperationId(now),
    new Date(now).toISOString(),
    existing,
  );
  const taken = existing
    ? await registry.resumeEnvironment(record, existing.operationId)
    : await registry.createEnvironment(record);
  if (!taken) return submitLost(submission, registry);

  const operation = operationOf(record, submission);
  await registry.createOperation(operation);
  await dependencies.startWorkflow(operation);
  return { outcome: 'started', operation };
}

function newEnvironment(
  submission: Submission,
  desired: Desired,
  operationId: string,
  now: string,
  previous: EnvironmentRecord | null,
): EnvironmentRecord {
  return {
    project: submission.project,
    environment: submission.environment,
    status: 'creating',
    fingerprint: submission.fingerprint,
    desired,
    operationId,
    createdAt: previous?.createdAt ?? now,
    createdBy: previous ? previous.createdBy : submission.requestedBy,
    updatedAt: now,
    readyAt: previous?.readyAt ?? null,
    outputs: null,
    schema: previous?.schema ?? null,
  };
}

function operationOf(record: EnvironmentRecord, submission: Submission): OperationRecord {
  return newOperation({
    operationId: record.operationId,
    project: record.project,
    environment: record.environment,
    requestedBy: submission.requestedBy,
    now: record.updatedAt,
  });
}

/** An environment that is being deleted is nobody's answer: its name is free when the deletion has ended. */
function isSame({ status, fingerprint }: EnvironmentRecord, submission: Submission): boolean {
  return status !== 'deleting' && fingerprint === submission.fingerprint;
}

/** Another request took the name between our read and our write. */
async function submitLost(submission: Submission, registry: Registry): Promise<SubmitResult> {
  const winner = await registry.getEnvironment(submission.project, submission.environment);
  if (!winner)
    throw new OutcomeUnknown(
      `Environment ${submission.environment} was taken and is gone again; send it again.`,
    );
  return { outcome: isSame(winner, submission) ? 'existing' : 'conflict', environment: winner };
}

/** A submit that died after taking the name left a record without an operation, or an operation without a start. */
async function startIfForgotten(
  environment: EnvironmentRecord,
  submission: Submission,
  { registry, startWorkflow }: SubmitDependencies,
): Promise<void> {
  if (environment.status !== 'creating') return;
  const operation = await registry.getOperation(environment.project, environment.operationId);
  if (operation && operation.status !== 'pending') return;
  if (!operation) await registry.createOperation(operationOf(environment, submission));
  await startWorkflow(environment);
}
