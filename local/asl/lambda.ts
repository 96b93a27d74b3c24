import { StateError } from './errors.ts';
import type { Json } from './json.ts';
import type { Frame } from './scope.ts';

export type Invocation =
  | { readonly kind: 'succeeded'; readonly payload: Json }
  | { readonly kind: 'failed'; readonly error: StateError; readonly payload?: undefined }
  /** The Task's TimeoutSeconds are over. */
  | { readonly kind: 'timed out' }
  /** The state machine's TimeoutSeconds are over. */
  | { readonly kind: 'over deadline' };

/** Longest delay of a JavaScript timer, 24.8 days. A Task without TimeoutSeconds has 99,999,999 s on AWS. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** *Documented*: a cause has at most 32,768 characters (client-sfn, TaskFailedEventDetails). */
const MAX_CAUSE_LENGTH = 32_768;

/**
 * Invokes the function, within the time that the Task and the execution still have.
 *
 * The limit is watched by a real timer, because a function does real work, which neither a clock that skips nor one
 * that a test moves on can measure. It is looked at again in the execution's own time when the function returns, so
 * that a function which slept too long on a test's clock has timed out as well.
 *
 * @param parameters JSON text of the Task's arguments: the function gets a copy of its own of the payload
 */
export async function invoke(frame: Frame, parameters: string, limitMs: number): Promise<Invocation> {
  const { timeline, signal } = frame.scope;
  signal.throwIfAborted();
  const remainingMs = frame.remainingMs();
  const allowedMs = Math.min(limitMs, remainingMs);
  const over: Invocation = { kind: limitMs < remainingMs ? 'timed out' : 'over deadline' };
  const startMs = timeline.now();
  const guard = guardFor(allowedMs, signal);
  try {
    const { FunctionName, Payload } = JSON.parse(parameters);
    const call = callFunction(frame, FunctionName, Payload, guard.signal);
    const outcome = await Promise.race([call, guard.expired]);
    if (outcome !== 'expired' && timeline.now() - startMs <= allowedMs) return outcome;
    timeline.advanceTo(startMs + allowedMs);
    return over;
  } finally {
    guard.end();
  }
}

/** A signal and a promise that end with the time limit or with the scope, whichever is first. */
function guardFor(allowedMs: number, scopeSignal: AbortSignal) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const expired = new Promise<'expired'>((resolve, reject) => {
    onAbort = () => {
      controller.abort(scopeSignal.reason);
      reject(scopeSignal.reason);
    };
    scopeSignal.addEventListener('abort', onAbort, { once: true });
    if (allowedMs > MAX_TIMER_MS) return;
    timer = setTimeout(() => {
      controller.abort(new Error('the time limit of the task is over'));
      resolve('expired');
    }, allowedMs);
  });
  const end = () => {
    clearTimeout(timer);
    scopeSignal.removeEventListener('abort', onAbort);
  };
  return { signal: controller.signal, expired, end };
}

async function callFunction(
  frame: Frame,
  name: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Invocation> {
  try {
    return { kind: 'succeeded', payload: toJson(await frame.environment.invokeLambda(name, body, signal)) };
  } catch (error) {
    return { kind: 'failed', error: lambdaFailure(error) };
  }
}

function toJson(result: unknown): Json {
  try {
    return result === undefined ? null : JSON.parse(JSON.stringify(result) ?? 'null');
  } catch (cause) {
    const error = new Error('Unable to stringify response body', { cause });
    error.name = 'Runtime.MarshalError';
    throw error;
  }
}

/**
 * What a Task reports for what an invocation threw.
 *
 * A handler's error: Error is Lambda's `errorType` (the Node.js runtime takes `err.name`, or the type of what was
 * thrown), Cause is the function's error document as JSON. Errors of the Lambda service come as `Lambda.<name>` with
 * a plain text as Cause (developer guide, "Handle transient Lambda service exceptions"). A function that ran into its
 * own time limit has `errorType` Sandbox.Timedout and no trace; `invokeLambda` rejects with that name for it.
 */
export function lambdaFailure(thrown: unknown): StateError {
  if (!(thrown instanceof Error)) {
    return functionError({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] });
  }
  const errorType = thrown.name || 'Error';
  if (errorType.startsWith('Lambda.')) return new StateError(errorType, cut(thrown.message));
  if (errorType === 'Sandbox.Timedout') return functionError({ errorType, errorMessage: thrown.message });
  const trace = thrown.stack?.split('\n') ?? [];
  return functionError({ errorType, errorMessage: thrown.message, trace });
}

function functionError(document: { errorType: string; errorMessage: string; trace?: string[] }): StateError {
  return new StateError(document.errorType, cut(JSON.stringify(document)));
}

function cut(text: string): string {
  return text.slice(0, MAX_CAUSE_LENGTH);
}
