import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { toPlinthError } from '../../core/classify.ts';
import { CANCELLED } from '../../core/control.ts';
import { Blocked, Cancelled, Terminal } from '../../core/errors.ts';
import type { WaitingSince } from '../../core/look-again.ts';
import { hasEnded, type OperationRecord, type StepRecord, UNSTARTED_STEP } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { MORTAL } from '../mortal.ts';
import type { Runtime } from '../runtime.ts';
import { tellProgress } from './progress.ts';

/** What the state machine passes to every task. It holds names only. */
export interface StepEvent {
  readonly project: string;
  readonly environment: string;
  readonly operationId: string;
  /** Name of the state. */
  readonly step: string;
}

/** What a task answers: small, and without anything that should not be in an execution's history. */
export interface StepResult {
  readonly ready: boolean;
  readonly retryAfterSeconds: number;
  readonly waitingFor: readonly string[];
}

/** What a step's work answers: the rest stays in the registry. */
export interface WorkResult extends StepResult {
  readonly waitingSince?: WaitingSince;
}

export const DONE: StepResult = { ready: true, retryAfterSeconds: 0, waitingFor: [] };

export interface StepScope {
  readonly runtime: Runtime;
  readonly event: StepEvent;
  readonly environment: EnvironmentRecord;
  readonly operation: OperationRecord;
  /** The step as the last attempt left it. */
  readonly step: StepRecord;
  readonly remainingMs: () => number;
}

export type StepWork = (scope: StepScope) => Promise<WorkResult>;

export interface StepOptions {
  /** Whether the step is done with this result; without it, always. */
  readonly succeeded?: (event: StepEvent, result: StepResult) => boolean;
  /** What comes after the step has been recorded as succeeded. */
  readonly after?: (scope: StepScope) => Promise<void>;
}

/** The longest text kept of what is waited for or what went wrong; the registry item has a size limit. */
const TEXT_LIMIT = 2_000;

/**
 * Makes a workflow task out of `work`: loads the environment, keeps the operation's step up to date before and
 * after, and turns every error into one of our classes, whose name the state machine matches.
 */
export function createStep(runtime: Runtime, work: StepWork, options: StepOptions = {}) {
  const succeeded = options.succeeded ?? (() => true);
  const handler = async (event: StepEvent, context: Context): Promise<StepResult> => {
    runtime.logger.appendKeys({ ...event });
    const begun = await begin(runtime, event);
    if (!begun) return DONE;
    const { environment, operation, step } = begun;
    const record = async (change: Partial<StepRecord>) => {
      const changed = { ...step, ...change };
      await Promise.all([
        runtime.registry.recordStep(event.project, event.operationId, event.step, changed),
        changed.status === step.status || tellProgress(runtime, operation, event.step, changed),
      ]);
    };
    try {
      const scope = {
        runtime,
        event,
        environment,
        operation,
        step,
        remainingMs: () => context.getRemainingTimeInMillis(),
      };
      const result = await work(scope);
      if (succeeded(event, result)) {
        await record({ status: 'succeeded', endedAt: timestamp(runtime), waitingFor: [], waitingSince: {} });
        await options.after?.(scope);
      } else {
        const { waitingSince = {} } = result;
        await record({ status: 'waiting', waitingFor: result.waitingFor.map(shorten), waitingSince });
      }
      const { ready, retryAfterSeconds } = result;
      return { ready, retryAfterSeconds, waitingFor: result.waitingFor.map(shorten).slice(0, 5) };
    } catch (cause) {
      const error = toPlinthError(cause, `run ${event.step}`);
      runtime.logger.error('The step did not succeed', { errorClass: error.name, detail: error.message });
      await record(afterError(error, timestamp(runtime)));
      throw error;
    }
  };
  return middy<StepEvent, StepResult>(MORTAL)
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(handler);
}

/** Null: the operation has succeeded, so this is a last step whose answer was lost. The environment may be gone. */
async function begin(runtime: Runtime, event: StepEvent) {
  const { registry } = runtime;
  const { environment, operation } = await registry.getBoth(
    event.project,
    event.environment,
    event.operationId,
  );
  if (operation?.status === 'succeeded') return null;
  if (
    !environment ||
    !operation ||
    environment.operationId !== event.operationId ||
    hasEnded(operation.status)
  ) {
    const stopped = environment?.status === 'deleting' && environment.operationId !== event.operationId;
    throw new (stopped ? Cancelled : Terminal)(
      `Operation ${event.operationId} no longer owns environment ${event.project}/${event.environment}; it stops here.`,
    );
  }
  if (operation.cancelRequestedAt !== undefined) throw new Cancelled(CANCELLED.detail);
  const startedAt = timestamp(runtime);
  if (operation.status === 'pending')
    await registry.startOperation(event.project, event.operationId, startedAt);
  const known = operation.steps[event.step] ?? UNSTARTED_STEP;
  const step: StepRecord = { ...known, startedAt: known.startedAt ?? startedAt, endedAt: null, error: null };
  if (known.startedAt !== null) return { environment, operation, step };
  const running: StepRecord = { ...step, status: 'running' };
  // No event of it: the next one, of what the step waits for or how it ended, says when it began.
  await registry.recordStep(event.project, event.operationId, event.step, running);
  return { environment, operation, step: running };
}

function afterError(error: Error, now: string): Partial<StepRecord> {
  const detail = shorten(error.message);
  if (error instanceof Blocked)
    return { status: 'blocked', endedAt: now, waitingFor: [], error: { type: 'Blocked', detail } };
  if (error instanceof Cancelled)
    return { status: 'cancelled', endedAt: now, waitingFor: [], error: { type: 'Cancelled', detail } };
  if (error instanceof Terminal)
    return { status: 'failed', endedAt: now, waitingFor: [], error: { type: 'Terminal', detail } };
  return { status: 'waiting', waitingFor: [`another try: ${detail}`] };
}

export function shorten(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT - 1)}…`;
}

export function timestamp(runtime: Runtime): string {
  return new Date(runtime.clock.now()).toISOString();
}
