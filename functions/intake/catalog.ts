import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { beforeStart } from '../../core/advice.ts';
import { PlinthError } from '../../core/errors.ts';
import { asLaunchProblem } from '../../core/launch.ts';
import { ProblemError } from '../../core/problem.ts';
import { MORTAL } from '../mortal.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import type { Callbacks } from './callbacks.ts';
import { put, reply } from './cloudformation.ts';
import { type Answer, addressOf, type CatalogEvent } from './custom-resource.ts';
import { create, remove, update } from './launch.ts';
import { isPassing } from './refusal.ts';

/** Kept back of the function's time, so that an answer can always be brought to CloudFormation. */
const RESERVE_MS = 20_000;
/** An attempt is not begun with less than this left before that. */
const ATTEMPT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/**
 * The Service Catalog door to `submit`: the custom resource `Custom::PlinthEnvironment`. An answer is sent whatever
 * happens, because CloudFormation would wait an hour for one that is not. An answer that cannot be brought there is
 * thrown: Lambda sends the request again, and nothing here happens twice.
 */
export function createCatalog(runtime: SubmitRuntime, callbacks: Callbacks) {
  return (
    middy<CatalogEvent, { answered: boolean }>(MORTAL)
      // Never the event: it holds two URLs that are capabilities.
      .use(injectLambdaContext(runtime.logger, { clearState: true, logEvent: false }))
      .handler(async (event, context) => {
        const { RequestType, StackId, RequestId } = event;
        runtime.logger.appendKeys({ RequestType, StackId, RequestId });
        const answer = await withinTime(context, answerTo(runtime, callbacks, event, context));
        if ('later' in answer) return { answered: false };
        if ('reason' in answer) runtime.logger.warn('A launch is refused', { reason: answer.reason });
        const heard = await put(callbacks.cloudFormation, event.ResponseURL, reply(addressOf(event), answer));
        if (!heard) runtime.logger.warn('CloudFormation does not wait for this answer any more');
        return { answered: heard };
      })
  );
}

const HANDLERS = { Create: create, Update: update, Delete: remove };

/** Tries again, as long as there is time, what AWS's throttling or silence has kept from being done. */
async function answerTo(
  runtime: SubmitRuntime,
  callbacks: Callbacks,
  event: CatalogEvent,
  context: Context,
): Promise<Answer> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await HANDLERS[event.RequestType](runtime, callbacks, event as never);
    } catch (error) {
      const left = context.getRemainingTimeInMillis() - RESERVE_MS - ATTEMPT_MS - pause;
      if (!isPassing(error) || left <= 0) return refusal(runtime, error);
    }
    await runtime.clock.sleep(pause);
  }
}

function refusal(runtime: SubmitRuntime, error: unknown): Answer {
  if (error instanceof ProblemError) return { reason: asLaunchProblem(error).message };
  runtime.logger.error('The launch failed', error as Error);
  if (error instanceof PlinthError) return { reason: beforeStart(error.message) };
  return {
    reason:
      'Something went wrong inside Plinth. Try again; if it stays, give the request id to the platform team.',
  };
}

/** Gives up in time to say so. What is under way goes on being true: a request that comes again finds it. */
async function withinTime(context: Context, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    const limit = Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MS);
    const reason = 'Plinth ran out of time before it could accept the request. Try again in some minutes.';
    timer = setTimeout(() => resolve({ reason }), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
