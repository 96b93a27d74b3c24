import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { asFunction } from './caller.ts';

// biome-ignore lint/suspicious/noExplicitAny: a Lambda handler takes and gives any JSON
export type Handler = (event: any, context: Context) => Promise<any>;

/** What Lambda gives a function at most; the functions of Plinth are deployed with less. */
const TIMEOUT_MS = 900_000;

/**
 * Runs a handler as Lambda does: in its own name, JSON in, JSON out, a context with the time left. When the signal aborts, the caller
 * waits no longer and gets its reason; the handler itself cannot be stopped, as on AWS.
 */
export async function invokeHandler(
  handler: Handler,
  name: string,
  event: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  const started = Date.now();
  const context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn(name),
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => TIMEOUT_MS - (Date.now() - started),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  } satisfies Context;
  const death = Promise.withResolvers<never>();
  const running = asFunction(
    name,
    () => handler(roundTrip(event), context),
    () => death.reject(Object.assign(new Error('The runtime exited.'), { name: 'Runtime.ExitError' })),
  );
  // Whoever is killed may still fail afterwards, and nobody hears of it.
  running.catch(() => {});
  death.promise.catch(() => {});
  const alive = Promise.race([running, death.promise]);
  const result = await (signal ? unlessAborted(alive, signal) : alive);
  return result === undefined ? null : roundTrip(result);
}

async function unlessAborted<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([running, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
}

function roundTrip(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
