import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Runtime } from '../runtime.ts';
import { type StepEvent, shorten, timestamp } from './step.ts';

/** The failure path passes the error as Step Functions has it: its name, and a cause that may be Lambda's JSON. */
export interface FailureEvent extends StepEvent {
  readonly error: { readonly name: string; readonly cause: string };
}

/** Closes the operation: `blocked` when a person can repair the cause, `failed` otherwise. */
export function createRecordFailure(runtime: Runtime) {
  return middy<FailureEvent, { recorded: boolean }>()
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async (event) => {
      const status = event.error.name === 'Blocked' ? 'blocked' : 'failed';
      const detail = shorten(messageOf(event.error.cause) || event.error.name);
      await runtime.registry.fail(event, status, { type: event.error.name, detail }, timestamp(runtime));
      runtime.logger.error('The operation has ended without success', { ...event, status, detail });
      return { recorded: true };
    });
}

/** Lambda reports `{"errorType", "errorMessage", "trace"}`; anything else is a text already. */
export function messageOf(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed)
      return String(parsed.errorMessage);
  } catch {
    // not JSON: a cause that a Fail state or Step Functions itself wrote
  }
  return cause;
}
