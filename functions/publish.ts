import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { toPlinthError } from '../core/classify.ts';
import type { Clock } from '../core/clock.ts';
import { OutcomeUnknown } from '../core/errors.ts';
import { EVENT_SOURCE, type PlinthEvent } from '../core/events.ts';

/** Where events go. */
export interface Events {
  /**
   * Publishes all of them, or throws; after a throw some may be out, so a repeat may send them again.
   * @param signal Ends a call that takes too long.
   */
  publish(events: readonly PlinthEvent[], signal?: AbortSignal): Promise<void>;
}

export interface EventsOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
  readonly clock: Clock;
}

/** PutEvents takes at most ten entries. */
const MAX_ENTRIES = 10;
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;
/** Source: PutEventsResultEntry in the API reference. The others stay as they are, however often they are sent. */
const RETRYABLE = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);

/** PutEvents answers 200 also when entries failed: those, and only those, are sent again. */
export function createEvents(options: EventsOptions): Events {
  return {
    async publish(events, signal) {
      for (let start = 0; start < events.length; start += MAX_ENTRIES)
        await putAll(options, events.slice(start, start + MAX_ENTRIES).map(entryOf(options)), signal);
    },
  };
}

function entryOf({ busName, clock }: EventsOptions) {
  return ({ type, detail }: PlinthEvent): PutEventsRequestEntry => ({
    EventBusName: busName,
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Time: new Date(clock.now()),
  });
}

async function putAll(
  { client, clock }: EventsOptions,
  entries: readonly PutEventsRequestEntry[],
  signal?: AbortSignal,
): Promise<void> {
  let left = [...entries];
  for (let attempt = 1; ; attempt++) {
    const { Entries: results = [] } = await put(client, left, signal);
    // Results come in the order of the entries; one with an ErrorCode did not get in.
    const failed = left.filter((_entry, index) => results[index]?.ErrorCode !== undefined);
    if (failed.length === 0) return;
    const codes = [...new Set(results.flatMap(({ ErrorCode }) => ErrorCode ?? []))];
    if (attempt === MAX_ATTEMPTS || !codes.some((code) => RETRYABLE.has(code))) {
      throw new OutcomeUnknown(
        `Could not publish ${failed.length} of ${entries.length} events in ${attempt} attempts: ${codes.join(', ')}. What ends an operation is sent again by itself.`,
      );
    }
    left = failed;
    await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * Math.random(), signal);
  }
}

async function put(client: EventBridgeClient, Entries: PutEventsRequestEntry[], abortSignal?: AbortSignal) {
  try {
    return await client.send(new PutEventsCommand({ Entries }), abortSignal ? { abortSignal } : {});
  } catch (error) {
    throw toPlinthError(error, 'publish events');
  }
}
