import { progressOf } from '../../core/events.ts';
import type { OperationRecord, StepRecord } from '../../core/operations.ts';
import type { Runtime } from '../runtime.ts';

/** A step waits for the news of it no longer than this. */
const LIMIT_MS = 2_000;

/**
 * Publishes that a step has another status. Best effort: whatever goes wrong is logged, and neither fails the step
 * nor costs it a retry. What must be told is the operation's end, and `execution-ended` tells it.
 */
export async function tellProgress(
  runtime: Runtime,
  operation: OperationRecord,
  step: string,
  record: StepRecord,
): Promise<void> {
  try {
    await runtime.events.publish([progressOf(operation, step, record)], AbortSignal.timeout(LIMIT_MS));
  } catch (error) {
    const { name, message } = (error ?? {}) as Partial<Error>;
    runtime.logger.warn('The progress of a step could not be published', {
      errorClass: name,
      detail: message,
    });
  }
}
