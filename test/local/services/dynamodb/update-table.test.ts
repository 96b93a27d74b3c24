import type { CreateTableInput, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { realistic } from '../../../../local/delays.ts';
import { describe as describeTable, dynamoDb, games, keyArn, plain } from './fixtures.ts';
import { call, errorOf, LONDON } from './world.ts';

const byName = {
  IndexName: 'byName',
  KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};
const capacity = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };

async function table(input: CreateTableInput = games(), delays?: Parameters<typeof dynamoDb>[0]) {
  const { world, service } = dynamoDb(delays);
  await call(service, LONDON, 'CreateTable', input);
  await world.pass(20_000);
  const update = (changes: Partial<UpdateTableInput>) =>
    call(service, LONDON, 'UpdateTable', { TableName: input.TableName, ...changes });
  return { world, service, update };
}

describe('UpdateTable refuses', () => {
  const invalid = 'ValidationException: One or more parameter values were invalid: ';
  it.each<[string, Partial<UpdateTableInput>, string]>([
    ['nothing to do', {}, 'ValidationException: At least one of ProvisionedThroughput, BillingMode'],
    [
      'protection together with something else',
      { DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' },
      `${invalid}DeletionProtection modification must be the only operation in the request`,
    ],
    [
      'a stream that is enabled',
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } },
      'ValidationException: Table already has an enabled stream: TableName: games',
    ],
    [
      'PROVISIONED without capacity',
      { BillingMode: 'PROVISIONED' },
      `${invalid}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    ],
    [
      'encryption that is there by default',
      { SSESpecification: { Enabled: false } },
      `${invalid}Table is already`,
    ],
    [
      'an index that is there',
      { GlobalSecondaryIndexUpdates: [{ Create: { ...byName, IndexName: 'byPlayer' } }] },
      'ValidationException: Attempting to create an index which already exists',
    ],
    [
      'an index that is not there',
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'none' } }] },
      'ResourceNotFoundException: Requested resource not found',
    ],
    [
      'two indexes at a time',
      { GlobalSecondaryIndexUpdates: [{ Create: byName }, { Delete: { IndexName: 'byPlayer' } }] },
      'LimitExceededException: Subscriber limit exceeded: Only 1 online index',
    ],
    [
      'an index on an undeclared attribute',
      { GlobalSecondaryIndexUpdates: [{ Create: byName }] },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions`,
    ],
  ])('%s', async (_case, changes, expected) => {
    const { service, update } = await table();
    const error = await errorOf(update(changes));
    expect(error.slice(0, expected.length)).toBe(expected);
    expect(await describeTable(service, LONDON)).toMatchObject({ TableStatus: 'ACTIVE' });
  });
});

describe('UpdateTable', () => {
  it('adds an index in the background, and the items that were there are in it', async () => {
    const { world, service, update } = await table(plain(), realistic);
    for (let n = 0; n < 60; n++) {
      const Item = { id: { S: `i${n}` }, name: { S: n % 2 ? 'odd' : 'even' } };
      await call(service, LONDON, 'PutItem', { TableName: 'plain', Item });
    }
    await update({
      AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [{ Create: byName }],
    });
    const query = {
      TableName: 'plain',
      IndexName: 'byName',
      KeyConditionExpression: '#n = :odd',
      ExpressionAttributeNames: { '#n': 'name' },
      ExpressionAttributeValues: { ':odd': { S: 'odd' } },
    };
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({
      TableStatus: 'UPDATING',
      GlobalSecondaryIndexes: [{ IndexName: 'byName', IndexStatus: 'CREATING', Backfilling: false }],
    });
    expect(await errorOf(call(service, LONDON, 'Query', query))).toBe(
      'ValidationException: The table does not have the specified index: byName',
    );
    await world.pass(20_000);
    expect(await call(service, LONDON, 'Query', query)).toMatchObject({ Count: 30 });
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({
      TableStatus: 'ACTIVE',
      GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }],
    });
    expect(world.failures).toEqual([]);
  });

  it('deletes an index and the attributes that only it used', async () => {
    const { world, service, update } = await table();
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byPlayer' } }] });
    await world.settle();
    const after = await describeTable(service, LONDON);
    expect(after).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(after.AttributeDefinitions?.map((one) => one.AttributeName)).toEqual(['gameId', 'timestamp']);
  });

  it('changes the billing mode', async () => {
    const { world, service, update } = await table(plain(), realistic);
    await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: capacity });
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({ TableStatus: 'UPDATING' });
    await world.pass(20_000);
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      ProvisionedThroughput: capacity,
    });
    expect(await errorOf(update({ ProvisionedThroughput: capacity }))).toContain('will not change');
  });

  it('enables a stream with an ARN of its own', async () => {
    const { world, service, update } = await table(plain());
    await update({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } });
    await world.settle();
    expect((await describeTable(service, LONDON, 'plain')).LatestStreamArn).toMatch(
      /table\/plain\/stream\/2026-/,
    );
  });

  it('changes the key while the table stays ACTIVE', async () => {
    const { world, service, update } = await table(plain(), realistic);
    await update({ SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'own' } });
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({
      TableStatus: 'ACTIVE',
      SSEDescription: { Status: 'UPDATING' },
    });
    await world.pass(20_000);
    expect(await describeTable(service, LONDON, 'plain')).toMatchObject({
      SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: keyArn(LONDON) },
    });
  });

  it('keeps the items through indexes that come and go and another billing mode', async () => {
    const { world, service, update } = await table();
    const Item = { gameId: { S: 'g' }, timestamp: { N: '1' }, player: { S: 'p' } };
    await call(service, LONDON, 'PutItem', { TableName: 'games', Item });
    const GlobalSecondaryIndexUpdates = [
      { Update: { IndexName: 'byPlayer', ProvisionedThroughput: capacity } },
    ];
    const provisioned = { BillingMode: 'PROVISIONED' as const, ProvisionedThroughput: capacity };
    expect(await errorOf(update(provisioned))).toContain('must be specified for index: byPlayer');
    await update({ ...provisioned, GlobalSecondaryIndexUpdates });
    await world.settle();
    expect(await errorOf(update({ GlobalSecondaryIndexUpdates }))).toContain('will not change');
    expect(await describeTable(service, LONDON)).toMatchObject({
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: capacity }],
    });
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byPlayer' } }] });
    await world.settle();
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    await world.settle();
    expect(await call(service, LONDON, 'Scan', { TableName: 'games' })).toMatchObject({ Items: [Item] });
  });

  it('refuses more tables than the account may have', async () => {
    const { world, service } = await table(plain());
    world.quotas.dynamodb = { Tables: 1 };
    expect(await errorOf(call(service, LONDON, 'CreateTable', plain({ TableName: 'more' })))).toContain(
      'LimitExceededException: Subscriber limit exceeded: There is a limit of 1 tables',
    );
  });
});
