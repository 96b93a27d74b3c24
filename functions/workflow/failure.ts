import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { MORTAL } from '../mortal.ts';
import type { Runtime } from '../runtime.ts';
import { type StepEvent, shorten, timestamp } from './step.ts';

/** The failure path passes the error as Step Functions has it: its name, and a cause that may be Lambda's JSON. */
export interface FailureEvent extends StepEvent {
  readonly error: { readonly name: string; readonly cause: string };
}

/** Closes the operation: `blocked` when a person can repair the cause, `failed` otherwise. */
export function createRecordFailure(runtime: Runtime) {
  return middy<FailureEvent, { recorded: boolean }>(MORTAL)
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async (event) => {
      const status = STATUSES[event.error.name] ?? 'failed';
      const detail = shorten(explain(event.error));
      await runtime.registry.fail(event, status, { type: event.error.name, detail }, timestamp(runtime));
      runtime.logger.error('The operation has ended without success', { ...event, status, detail });
      return { recorded: true };
    });
}

/** By the name of the error; any other one is a failure. */
const STATUSES: Readonly<Record<string, 'blocked' | 'cancelled'>> = {
  Blocked: 'blocked',
  Cancelled: 'cancelled',
};

/** For an operation that has ended before its time. */
export const RESUME_ADVICE = 'Retry the operation: it goes on from what is there.';

/** Errors whose messages are written for people and say what to do. */
const EXPLAINED = new Set(['Blocked', 'Terminal', 'TierTimedOut', 'Cancelled']);
/** Their messages say that the workflow goes on by itself; here it has given up. */
const RETRIED = new Set(['Throttled', 'OutcomeUnknown', 'NotYet']);

/** What happened and what to do about it, also for an error that nobody foresaw. */
function explain({ name, cause }: FailureEvent['error']): string {
  const message = messageOf(cause);
  if (EXPLAINED.has(name) && message) return message;
  if (RETRIED.has(name)) return `${message} It was tried many times and given up for now. ${RESUME_ADVICE}`;
  return `The workflow broke off with ${name}${message ? `: ${message}` : ''}. ${RESUME_ADVICE} If it ends like this again, it is a defect of Plinth: please report it.`;
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
