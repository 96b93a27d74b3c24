import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { endOf, rejectionOf } from '../../core/events.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { MORTAL } from '../mortal.ts';
import { environmentExists, submitRequest } from '../submit.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { parseDetail, subjectOf, within } from './detail.ts';
import { createOnce } from './once.ts';
import { refusalOf } from './refusal.ts';

/** An event from the bus, as far as it is looked at: its detail may be anything. */
export type RequestedEvent = EventBridgeEvent<string, unknown>;

/** What became of the event, for the log and for a repeat of it. */
export type IntakeResult =
  | { readonly outcome: 'started' | 'existing'; readonly operationId: string }
  | { readonly outcome: 'rejected'; readonly problem: string };

/**
 * The EventBridge door to `submit`. A request that is refused becomes an `Environment Request Rejected` event and is
 * done; anything else that goes wrong is thrown, so that Lambda tries again and then keeps it as a dead letter.
 */
export function createEventIntake(runtime: SubmitRuntime) {
  const once = createOnce(runtime, 'environment-requested');
  return (
    middy<RequestedEvent, IntakeResult>(MORTAL)
      // Never the event: until it has been parsed it may hold a secret.
      .use(injectLambdaContext(runtime.logger, { clearState: true, logEvent: false }))
      .handler(async (event, context) => {
        const result = await once(event.id, context, () => accept(runtime, event));
        runtime.logger.info('An event has been handled', { eventId: event.id, ...result });
        return result;
      })
  );
}

async function accept(runtime: SubmitRuntime, event: RequestedEvent): Promise<IntakeResult> {
  try {
    return await request(runtime, event);
  } catch (error) {
    const problem = refusalOf(error);
    if (!problem) throw error;
    await runtime.events.publish([rejectionOf(event, subjectOf(event.detail), problem)]);
    return { outcome: 'rejected', problem: problem.type };
  }
}

async function request(runtime: SubmitRuntime, event: RequestedEvent): Promise<IntakeResult> {
  const { project, request } = parseDetail(event.detail);
  const requestedBy = `event:${event.source}:${event.account}`;
  const result = await submitRequest(runtime, { project, request, requestedBy, door: 'event' }).catch(
    (error: unknown) => {
      const problem = refusalOf(error);
      throw problem ? within(problem) : error;
    },
  );
  if (result.outcome === 'conflict') throw environmentExists(result.environment);
  if (result.outcome === 'started') return { outcome: 'started', operationId: result.operation.operationId };
  await tellIfReady(runtime, result.environment);
  return { outcome: 'existing', operationId: result.environment.operationId };
}

/** Whoever asks for what is there already waits for the same answer as everybody else. */
async function tellIfReady(runtime: SubmitRuntime, environment: EnvironmentRecord): Promise<void> {
  if (environment.status !== 'ready') return;
  const operation = await runtime.registry.getOperation(environment.project, environment.operationId);
  const end = operation && endOf(operation, environment);
  if (end) await runtime.events.publish([end]);
}
