import * as schemas from '@aws-sdk/client-eventbridge';
import { type BusEvent, createEventsService } from '../../../local/services/events.ts';
import { ACCOUNT, clientsOf, createWorld } from '../gateway/world.ts';

function setUp() {
  const { world } = createWorld();
  const matched: BusEvent[] = [];
  const service = createEventsService(world, {
    buses: ['plinth'],
    rules: [
      {
        bus: 'plinth',
        matches: (event) => event['detail-type'] === 'Wanted',
        target: (event) => matched.push(event),
      },
    ],
  });
  return { service, matched, client: clientsOf([service])(schemas.EventBridgeClient) };
}

const ENTRY = { EventBusName: 'plinth', Source: 'team', DetailType: 'Wanted', Detail: '{"a":1}' };
const put = (...Entries: schemas.PutEventsRequestEntry[]) => new schemas.PutEventsCommand({ Entries });

describe('PutEvents', () => {
  it('brings an event to the rules of its bus, in the shape of EventBridge', async () => {
    const { client, matched, service } = setUp();

    const { Entries = [], FailedEntryCount } = await client.send(
      put(ENTRY, { ...ENTRY, DetailType: 'Other' }, { ...ENTRY, EventBusName: undefined }),
    );

    expect(FailedEntryCount).toBe(0);
    expect(service.published).toHaveLength(3);
    expect(matched).toEqual([
      {
        version: '0',
        id: Entries[0]?.EventId,
        'detail-type': 'Wanted',
        source: 'team',
        account: ACCOUNT,
        time: '2026-01-01T00:00:00Z',
        region: 'eu-west-2',
        resources: [],
        detail: { a: 1 },
      },
    ]);
  });

  it('takes the ARN of a bus', async () => {
    const { client, matched } = setUp();
    const EventBusName = `arn:aws:events:eu-west-2:${ACCOUNT}:event-bus/plinth`;
    await client.send(put({ ...ENTRY, EventBusName }));
    expect(matched).toHaveLength(1);
  });

  it.each([
    ['InvalidArgument', 'no Source', { Source: undefined }],
    ['InvalidArgument', 'no Detail', { Detail: undefined }],
    ['NotAuthorizedForSourceException', 'a source of AWS', { Source: 'aws.states' }],
    ['MalformedDetail', 'broken JSON', { Detail: '{' }],
    ['MalformedDetail', 'a list', { Detail: '[]' }],
    ['InvalidArgument', 'a long DetailType', { DetailType: 'x'.repeat(129) }],
    ['InvalidArgument', 'an unknown bus', { EventBusName: 'plinht' }],
  ])('fails an entry with %s for %s, and takes the others', async (ErrorCode, _what, wrong) => {
    const { client, matched } = setUp();

    const { Entries, FailedEntryCount } = await client.send(put({ ...ENTRY, ...wrong }, ENTRY));

    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]).toMatchObject({ ErrorCode });
    expect(matched).toHaveLength(1);
  });

  it.each([
    ['nothing', []],
    ['eleven entries', Array(11).fill(ENTRY)],
    ['entries of which none is whole', [{ Source: 'team' }]],
    ['1 MB', [{ ...ENTRY, Detail: JSON.stringify({ a: 'x'.repeat(1_048_576) }) }]],
  ])('refuses a call with %s', async (_what, entries) => {
    await expect(setUp().client.send(put(...entries))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
