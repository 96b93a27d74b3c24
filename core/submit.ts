import type { Clock } from './clock.ts';
import { OutcomeUnknown } from './errors.ts';
import { newOperationId } from './ids.ts';
import { type Door, newOperation, type OperationOptions, type OperationRecord } from './operations.ts';
import type { CreateGuard, EnvironmentRecord, Registry } from './registry.ts';
import type { EnvironmentRequest } from './request.ts';
import type { Desired } from './spec.ts';
import { begin, type Executions, startIfForgotten } from './workflow.ts';

export interface SubmitDependencies {
  readonly registry: Registry;
  readonly executions: Executions;
  /**
   * Resolves and checks the whole request, AWS included; throws a ProblemError and has created nothing.
   * @param previous what the same environment was to become, when this goes on with it
   */
  readonly resolve: (previous: Desired | null) => Promise<Desired>;
  readonly clock: Clock;
  /** Whether the project may have one more. */
  readonly guard?: CreateGuard | undefined;
}

export interface Submission {
  readonly project: string;
  readonly environment: string;
  readonly request: EnvironmentRequest;
  /** Equal for equal requests. */
  readonly fingerprint: string;
  /** Who asked, for the record. */
  readonly requestedBy: string;
  readonly door: Door;
  readonly options?: OperationOptions;
  /** When it is to be deleted; null: never. */
  readonly expiresAt: (nowMs: number) => string | null;
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
    const missing = () => operationOf(submission, existing.operationId, existing.updatedAt);
    if (existing.status === 'creating') await startIfForgotten(existing, missing, dependencies);
    return { outcome: 'existing', environment: existing };
  }

  const desired = await dependencies.resolve(existing?.desired ?? null);
  const now = dependencies.clock.now();
  const operation = operationOf(submission, newOperationId(now), new Date(now).toISOString());
  const record = environmentOf(submission, desired, operation, existing, submission.expiresAt(now));
  if (!(await begin(record, operation, existing, dependencies))) return submitLost(submission, registry);
  return { outcome: 'started', operation };
}

function environmentOf(
  submission: Submission,
  desired: Desired,
  { operationId, createdAt: now }: OperationRecord,
  previous: EnvironmentRecord | null,
  expiresAt: string | null,
): EnvironmentRecord {
  return {
    project: submission.project,
    environment: submission.environment,
    status: 'creating',
    fingerprint: submission.fingerprint,
    request: submission.request,
    desired,
    operationId,
    createdAt: previous?.createdAt ?? now,
    createdBy: previous ? previous.createdBy : submission.requestedBy,
    updatedAt: now,
    readyAt: previous?.readyAt ?? null,
    expiresAt: previous?.expiresAt ?? expiresAt,
    outputs: null,
    schema: previous?.schema ?? null,
  };
}

function operationOf(submission: Submission, operationId: string, now: string): OperationRecord {
  const { project, environment, requestedBy, door, options } = submission;
  return newOperation({ operationId, project, environment, requestedBy, door, options, now });
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
