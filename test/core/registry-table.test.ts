import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { InvalidPageToken, RegistryTable } from '../../core/registry/table.ts';

interface Sent {
  // biome-ignore lint/suspicious/noExplicitAny: any input of the SDK
  readonly input: any;
}

/** A table whose answers come from a list; an error is thrown. */
function tableOf(...answers: (object | Error)[]) {
  const sent: Sent[] = [];
  const send = async ({ input }: Sent) => {
    sent.push({ input });
    const answer = answers[sent.length - 1];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { table: new RegistryTable({ send } as unknown as DynamoDBDocumentClient, 't'), sent };
}

const key = (sk: string) => ({ pk: 'p', sk });
const item = (sk: string, more: object = {}) => ({ ...key(sk), name: sk, ...more });
const FORWARD = { forward: true };

describe('reads of the registry', () => {
  it('see what has just been written, but for the index, which cannot', async () => {
    const { table, sent } = tableOf();
    await table.get(key('a'));
    await table.getMany('p', ['a']);
    await table.all('p', 'A#');
    await table.list('p', 'A#', { limit: 1 }, FORWARD);
    await table.listed('environment');
    const [get, many, all, list, listed] = sent.map(({ input }) => input);
    expect(get.ConsistentRead).toBe(true);
    expect(many.RequestItems.t.ConsistentRead).toBe(true);
    expect(all.ConsistentRead).toBe(true);
    expect(list.ConsistentRead).toBe(true);
    expect(listed).not.toHaveProperty('ConsistentRead');
  });

  it('of several items keep their order, and do not take what DynamoDB left out for what is not there', async () => {
    const found = { Responses: { t: [item('b'), item('a')] }, UnprocessedKeys: {} };
    const left = { Responses: { t: [item('b')] }, UnprocessedKeys: { t: { Keys: [key('a')] } } };
    const { table } = tableOf(found, left, { Responses: {} });
    const many = () => table.getMany('p', ['a', 'b', 'c']);
    expect(await many()).toEqual([{ name: 'a' }, { name: 'b' }, null]);
    await expect(many()).rejects.toMatchObject({ name: 'Throttled' });
    expect(await many()).toEqual([null, null, null]);
  });

  it('of all items go on where DynamoDB has stopped', async () => {
    const { table, sent } = tableOf(
      { Items: [item('a')], LastEvaluatedKey: key('a') },
      { LastEvaluatedKey: key('b') },
      { Items: [item('c')] },
    );
    expect(await table.all('p', '')).toEqual([{ name: 'a' }, { name: 'c' }]);
    expect(sent.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, key('a'), key('b')]);
  });
});

describe('a page', () => {
  const token = (sk: string) => Buffer.from(sk).toString('base64url');

  it('is filled over several answers, and asks for no more than it needs', async () => {
    const { table, sent } = tableOf(
      { Items: [item('A#1')], LastEvaluatedKey: key('A#3') },
      { LastEvaluatedKey: key('A#6') },
      { Items: [item('A#7'), item('A#8')], LastEvaluatedKey: key('A#8') },
    );
    const page = await table.list('p', 'A#', { limit: 2 }, { ...FORWARD, environment: 'dev' });
    expect(page).toEqual({ items: [{ name: 'A#1' }, { name: 'A#7' }], nextToken: token('A#7') });
    expect(sent.map(({ input }) => input.Limit)).toEqual([3, 2, 2]);
    expect(sent.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, key('A#3'), key('A#6')]);
    expect(sent[0]?.input.ExpressionAttributeValues).toEqual({
      ':pk': 'p',
      ':prefix': 'A#',
      ':environment': 'dev',
    });
  });

  it('is the last one when exactly as many are left, and when none is', async () => {
    const two = { Items: [item('A#1'), item('A#2')] };
    const { table, sent } = tableOf(two, {});
    const list = () => table.list('p', 'A#', { limit: 2 }, FORWARD);
    expect(await list()).toMatchObject({ items: [{ name: 'A#1' }, { name: 'A#2' }], nextToken: null });
    expect(await list()).toEqual({ items: [], nextToken: null });
    expect(Object.keys(sent[0]?.input.ExpressionAttributeValues)).toEqual([':pk', ':prefix']);
  });

  const longest = `A#${'x'.repeat(198)}`;
  it.each(['A#1', longest])('begins after the token of %s', async (sk) => {
    const { table, sent } = tableOf();
    await table.list('p', 'A#', { limit: 1, nextToken: token(sk) }, FORWARD);
    expect(sent[0]?.input.ExclusiveStartKey).toEqual(key(sk));
  });

  it.each([token('B#1'), token(`${longest}x`), `${token('A#1')}=`, `${token('A#1')}\n`, ''])(
    'does not begin after a token that no list has given: %j',
    async (nextToken) => {
      const { table, sent } = tableOf();
      const listing = table.list('p', 'A#', { limit: 1, nextToken }, FORWARD);
      await expect(listing).rejects.toBeInstanceOf(InvalidPageToken);
      await expect(listing).rejects.toMatchObject({
        name: 'InvalidPageToken',
        message: expect.stringContaining('exactly as the previous page gave it'),
      });
      expect(sent).toEqual([]);
    },
  );
});

describe('a write', () => {
  it('keeps large members as text, and reads them back', async () => {
    const record = { desired: { a: 1 }, outputs: null, name: 'x' };
    const { table, sent } = tableOf();
    await table.put(key('a'), record);
    await table.transact([{ key: key('a'), put: record }]);
    const [{ Item }, { TransactItems }] = sent.map(({ input }) => input) as never as [
      { Item: object },
      { TransactItems: [{ Put: { Item: object } }] },
    ];
    expect(Item).toEqual({ ...key('a'), ...record, desired: '{"a":1}' });
    expect(TransactItems[0].Put.Item).toEqual(Item);
    expect(await tableOf({ Item }).table.get(key('a'))).toEqual(record);
  });

  const cancelled = (...codes: (string | undefined)[]) =>
    new TransactionCanceledException({
      $metadata: {},
      message: 'cancelled',
      ...(codes.length > 0 && { CancellationReasons: codes.map((Code) => ({ Code })) }),
    });

  it('of a transaction is refused where one of the conditions does not hold', async () => {
    const { table } = tableOf(cancelled('None', 'ConditionalCheckFailed'));
    expect(await table.transact([])).toBe(false);
  });

  it.each([
    ['another reason', cancelled('TransactionConflict', undefined)],
    ['no reason', cancelled()],
    ['another error', new Error('no network')],
  ])('throws for %s', async (_name, error) => {
    await expect(tableOf(error).table.transact([])).rejects.toBe(error);
    await expect(tableOf(error).table.put(key('a'), {})).rejects.toBe(error);
  });
});
