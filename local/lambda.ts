import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

// biome-ignore lint/suspicious/noExplicitAny: a Lambda handler takes and gives any JSON
export type Handler = (event: any, context: Context) => Promise<any>;

/** What Lambda gives a function at most; the functions of Plinth are deployed with less. */
const TIMEOUT_MS = 900_000;

/** Runs a handler as Lambda does: JSON in, JSON out, a context with the time left. */
export async function invokeHandler(handler: Handler, name: string, event: unknown): Promise<unknown> {
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
  const result = await handler(roundTrip(event), context);
  return result === undefined ? null : roundTrip(result);
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
}

function roundTrip(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
