import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { SETTINGS } from '../lib/settings.ts';
import { asFunction, type Invocation } from './caller.ts';

// biome-ignore lint/suspicious/noExplicitAny: a Lambda handler takes and gives any JSON
export type Handler = (event: any, context: Context) => Promise<any>;

/** What Lambda gives a function at most. */
const LONGEST_MS = 900_000;

/** The limit that a function is deployed with. */
function limitOf(name: string): number {
  const { [name.replace(/^plinth-/, '') as keyof typeof SETTINGS]: settings } = SETTINGS;
  return settings ? settings.timeoutSeconds * 1000 : LONGEST_MS;
}

/**
 * Runs a handler as Lambda does: in its own name, JSON in, JSON out, a context with the time left, and killed when that is over. When
 * the signal aborts, the caller waits no longer and gets its reason; the handler itself cannot be stopped, as on AWS.
 */
export async function invokeHandler(
  handler: Handler,
  name: string,
  event: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  // By the function's own clock, as the runtime tells it.
  let started = 0;
  const limitMs = limitOf(name);
  const context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn(name),
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => limitMs - (Date.now() - started),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  } satisfies Context;
  const death = Promise.withResolvers<never>();
  let invocation: Invocation | undefined;
  const running = asFunction(
    name,
    (own) => {
      invocation = own;
      started = Date.now();
      return handler(roundTrip(event), context);
    },
    {
      event,
      die: () => death.reject(Object.assign(new Error('The runtime exited.'), { name: 'Runtime.ExitError' })),
    },
  );
  const timer = setTimeout(() => {
    if (invocation) invocation.dead = true;
    const text = `Task timed out after ${limitMs / 1000} seconds`;
    death.reject(Object.assign(new Error(text), { name: 'Sandbox.Timedout' }));
  }, limitMs);
  timer.unref();
  // Whoever is killed may still fail afterwards, and nobody hears of it.
  running.catch(() => {});
  death.promise.catch(() => {});
  const alive = Promise.race([running, death.promise]).finally(() => clearTimeout(timer));
  alive.catch(() => {});
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
