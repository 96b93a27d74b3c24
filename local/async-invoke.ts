import type { Clock } from '../core/clock.ts';
import type { WorkTracker } from './clock.ts';
import { type Handler, invokeHandler } from './lambda.ts';

/** What is left of an event that a function did not manage; on AWS it is in an SQS queue. */
export interface DeadLetter {
  readonly functionName: string;
  readonly event: unknown;
  /** Of the last attempt: name and message of what the function threw. */
  readonly errorType: string;
  readonly errorMessage: string;
}

/** *documented* (Lambda, asynchronous invocation): two more attempts, after one minute and after two. */
const PAUSES_MS = [60_000, 120_000];

export interface AsyncInvokerOptions {
  readonly clock: Clock;
  readonly work: WorkTracker;
  readonly closed: AbortSignal;
  /** Whether it happens once more although it has succeeded: *documented*, delivery is at least once. */
  readonly deliversTwice?: ((functionName: string) => boolean) | undefined;
}

/** Lambda's asynchronous invocation: whoever sends does not wait, a failure is tried again, and then kept. */
export function createAsyncInvoker({ clock, work, closed, deliversTwice }: AsyncInvokerOptions) {
  const deadLetters: DeadLetter[] = [];
  /** Resolves when it has succeeded, is a dead letter, or the cloud has been closed. */
  const invoke = async (handler: Handler, functionName: string, event: unknown): Promise<void> => {
    await deliver(handler, functionName, event);
    if (deliversTwice?.(functionName)) await deliver(handler, functionName, event);
  };
  const deliver = async (handler: Handler, functionName: string, event: unknown): Promise<void> => {
    for (let attempt = 0; !closed.aborted; attempt++) {
      try {
        // Only the attempt counts as work: nothing is under way in the pause between two.
        await work.track(() => invokeHandler(handler, functionName, event));
        return;
      } catch (error) {
        const pause = PAUSES_MS[attempt];
        if (pause === undefined) {
          deadLetters.push(deadLetter(functionName, event, error));
          return;
        }
        await clock.sleep(pause, closed).catch(() => {}); // closed: the loop ends
      }
    }
  };
  return { invoke, deadLetters: deadLetters as readonly DeadLetter[] };
}

function deadLetter(functionName: string, event: unknown, error: unknown): DeadLetter {
  const { name = 'Error', message = String(error) } = (error ?? {}) as Partial<Error>;
  return { functionName, event, errorType: name, errorMessage: message };
}
