import * as schemas from '@aws-sdk/client-eventbridge';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { PlinthEvent } from '../../core/events.ts';
import { createEvents } from '../../functions/publish.ts';
import type { Operation } from '../../local/service.ts';
import { clientsOf } from '../local/gateway/world.ts';

type Input = schemas.PutEventsRequest;

/** A bus that answers each call with the next list of error codes; undefined: the entry got in. */
function busThatAnswers(...answers: (string | undefined)[][]) {
  const calls: string[][] = [];
  const PutEvents: Operation = ({ Entries = [] }: Input): schemas.PutEventsResponse => {
    calls.push(Entries.map(({ Detail = '' }) => JSON.parse(Detail).number));
    const codes = answers.shift() ?? [];
    const results = Entries.map((_entry, index) =>
      codes[index] ? { ErrorCode: codes[index], ErrorMessage: 'no' } : { EventId: 'id' },
    );
    return { Entries: results, FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length };
  };
  const client = clientsOf([{ name: 'events', schemas, operations: { PutEvents } }])(EventBridgeClient);
  const clock = { now: () => 0, sleep: async () => {} };
  return { calls, events: createEvents({ client, busName: 'plinth', clock }) };
}

const numbered = (count: number): PlinthEvent[] =>
  Array.from({ length: count }, (_, number) => ({ type: 'Environment Ready', detail: { number } }));

describe('publish', () => {
  it('sends again what failed, and nothing else', async () => {
    const { calls, events } = busThatAnswers([undefined, 'ThrottlingException', 'InternalFailure']);
    await events.publish(numbered(3));
    expect(calls).toEqual([
      [0, 1, 2],
      [1, 2],
    ]);
  });

  it('sends ten entries at most in one call', async () => {
    const { calls, events } = busThatAnswers();
    await events.publish(numbered(23));
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
  });

  it('gives up after four attempts, and throws for whoever tries again', async () => {
    const { calls, events } = busThatAnswers(...Array(4).fill(['ThrottlingException']));
    await expect(events.publish(numbered(1))).rejects.toThrow(
      /1 of 1 events in 4 attempts: ThrottlingException/,
    );
    expect(calls).toHaveLength(4);
  });

  it('does not send again what stays wrong', async () => {
    const { calls, events } = busThatAnswers(['MalformedDetail']);
    await expect(events.publish(numbered(1))).rejects.toThrow(/MalformedDetail/);
    expect(calls).toHaveLength(1);
  });
});
