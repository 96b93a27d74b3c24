import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import type { Callbacks } from '../intake/callbacks.ts';
import { MORTAL } from '../mortal.ts';
import { closeEnded, type EndRuntime, HOW_ENDED, type HowEnded, type Names, tell } from './close.ts';

/** Detail of the EventBridge event "Step Functions Execution Status Change". */
export interface ExecutionStatusChange {
  readonly executionArn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly input: string | null;
  readonly error?: string | null;
  readonly cause?: string | null;
}

/**
 * Runs at every end of an execution. An operation never stays `running` after its execution has ended, however it
 * ended: this closes what the failure path could not, such as an execution stopped by hand. Then it tells the end:
 * one event, and an answer to everybody who waits. What cannot be told is thrown, and told again with the next try.
 */
export function createExecutionEnded(runtime: EndRuntime, callbacks: Callbacks) {
  return middy<EventBridgeEvent<string, ExecutionStatusChange>, void>(MORTAL)
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async ({ detail }) => {
      const names = namesOf(detail);
      if (!names) return;
      await closeEnded(runtime, names, detail.status as HowEnded, detail.cause ?? '');
      await tell(runtime, callbacks, names);
    });
}

/** Null when it has not ended, or is not ours: an execution that was started by hand may have any input. */
function namesOf({ status, input }: ExecutionStatusChange): Names | null {
  if (!HOW_ENDED.includes(status as HowEnded) || !input) return null;
  const { project, environment, operationId } = (JSON.parse(input) ?? {}) as Record<string, string>;
  return project && environment && operationId ? { project, environment, operationId } : null;
}
