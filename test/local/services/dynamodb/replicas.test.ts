import type { CreateTableInput, ReplicationGroupUpdate } from '@aws-sdk/client-dynamodb';
import { realistic } from '../../../../local/delays.ts';
import { describe as describeTable, disabledKeys, dynamoDb, games, keyArn } from './fixtures.ts';
import { call, DUBLIN, errorOf, LONDON } from './world.ts';

const PARIS = 'eu-west-3';
const encrypted: Partial<CreateTableInput> = {
  SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'own' },
};
const addDublin: ReplicationGroupUpdate = { Create: { RegionName: DUBLIN, KMSMasterKeyId: 'own' } };
const item = { gameId: { S: 'g' }, timestamp: { N: '1' } };

type Made = ReturnType<typeof dynamoDb>;

const update = ({ service }: Made, region: string, ...ReplicaUpdates: ReplicationGroupUpdate[]) =>
  call(service, region, 'UpdateTable', { TableName: 'games', ReplicaUpdates });

async function globalTable(delays?: Parameters<typeof dynamoDb>[0]): Promise<Made> {
  const made = dynamoDb(delays);
  await call(made.service, LONDON, 'CreateTable', games({ ...encrypted, Tags: [{ Key: 'k', Value: 'v' }] }));
  await made.world.pass(20_000);
  await update(made, LONDON, addDublin);
  await made.world.pass(420_000);
  return made;
}

describe('adding a replica', () => {
  it('keeps the table UPDATING and the replica CREATING until it is done', async () => {
    const made = dynamoDb(realistic);
    const { world, service } = made;
    await call(service, LONDON, 'CreateTable', games(encrypted));
    await world.pass(20_000);
    await update(made, LONDON, addDublin);
    await world.pass(399_000);
    expect(await describeTable(service, LONDON)).toMatchObject({
      TableStatus: 'UPDATING',
      GlobalTableVersion: '2019.11.21',
      Replicas: [{ RegionName: DUBLIN, ReplicaStatus: 'CREATING', KMSMasterKeyId: keyArn(DUBLIN) }],
    });
    expect(await describeTable(service, DUBLIN)).toMatchObject({ TableStatus: 'CREATING' });
    await world.pass(1_000);
    expect(await describeTable(service, LONDON)).toMatchObject({
      TableStatus: 'ACTIVE',
      Replicas: [
        { RegionName: DUBLIN, ReplicaStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexName: 'byPlayer' }] },
      ],
    });
  });

  it('makes a full table in the other region', async () => {
    const { service } = await globalTable();
    const [here, there] = [await describeTable(service, LONDON), await describeTable(service, DUBLIN)];
    expect(there).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/games',
      SSEDescription: { KMSMasterKeyArn: keyArn(DUBLIN) },
      LatestStreamArn: expect.stringContaining(`arn:aws:dynamodb:${DUBLIN}:`),
      Replicas: [{ RegionName: LONDON, ReplicaStatus: 'ACTIVE' }],
      KeySchema: here.KeySchema,
    });
    expect(there.TableId).not.toBe(here.TableId);
  });

  it('lets what is written in one region be read in the other', async () => {
    const { service } = await globalTable();
    await call(service, LONDON, 'PutItem', { TableName: 'games', Item: item });
    expect(await call(service, DUBLIN, 'GetItem', { TableName: 'games', Key: item })).toEqual({ Item: item });
    await call(service, DUBLIN, 'DeleteItem', { TableName: 'games', Key: item });
    expect(await call(service, LONDON, 'GetItem', { TableName: 'games', Key: item })).toEqual({});
  });

  it('leaves tags, point-in-time recovery and deletion protection to each region', async () => {
    const { service } = await globalTable();
    const TableName = 'games';
    await call(service, LONDON, 'UpdateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await call(service, LONDON, 'UpdateTable', { TableName, DeletionProtectionEnabled: true });
    expect(await describeTable(service, DUBLIN)).toMatchObject({ DeletionProtectionEnabled: false });
    expect(await call(service, DUBLIN, 'DescribeContinuousBackups', { TableName })).toMatchObject({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    });
    const ResourceArn = (await describeTable(service, DUBLIN)).TableArn;
    expect(await call(service, DUBLIN, 'ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [] });
  });

  it('takes time to live along', async () => {
    const { world, service } = await globalTable();
    await call(service, LONDON, 'UpdateTimeToLive', {
      TableName: 'games',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    });
    await world.settle();
    expect(await call(service, DUBLIN, 'DescribeTimeToLive', { TableName: 'games' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
    });
  });

  it('ends without a trace when the key of the replica is disabled meanwhile', async () => {
    const made = dynamoDb(realistic);
    const { world, service } = made;
    await call(service, LONDON, 'CreateTable', games(encrypted));
    await world.pass(20_000);
    await update(made, LONDON, addDublin);
    disabledKeys.add(keyArn(DUBLIN));
    await world.pass(400_000);
    disabledKeys.clear();
    expect(await describeTable(service, LONDON)).not.toHaveProperty('Replicas');
    expect(await errorOf(describeTable(service, DUBLIN))).toContain('ResourceNotFoundException');
  });
});

describe('ReplicaUpdates refuses', () => {
  const invalid = 'ValidationException: One or more parameter values were invalid: ';
  const create = (RegionName: string, KMSMasterKeyId?: string): ReplicationGroupUpdate => ({
    Create: { RegionName, ...(KMSMasterKeyId ? { KMSMasterKeyId } : {}) },
  });
  it.each<[string, ReplicationGroupUpdate[], string]>([
    ['no action', [{}], 'ValidationException: There are no actions specified in the Replica Update Action'],
    [
      'two creates',
      [create(PARIS, 'own'), create('eu-north-1', 'own')],
      'ValidationException: Update table operation',
    ],
    [
      'a create and a delete',
      [create(PARIS, 'own'), { Delete: { RegionName: DUBLIN } }],
      'ValidationException: Update table operation with more than one type of replica actions',
    ],
    [
      'the local region',
      [create(LONDON, 'own')],
      'ValidationException: Cannot add, delete, or update the local region',
    ],
    [
      'a replica that is there',
      [create(DUBLIN, 'own')],
      'ValidationException: Failed to create a the new replica of table with name: ‘games’',
    ],
    [
      'a source with a CMK and no key',
      [create(PARIS)],
      `${invalid}KMSMasterKeyId must be specified for each replica.`,
    ],
    [
      'an AWS managed key beside a CMK',
      [create(PARIS, 'alias/aws/dynamodb')],
      `${invalid}All replica keys must either be Customer Managed CMK or AWS Managed CMK.`,
    ],
    [
      'a key of another region',
      [create(PARIS, keyArn(LONDON))],
      'ValidationException: KMS validation error for region eu-west-3',
    ],
    [
      'a disabled key',
      [create(PARIS, 'off')],
      'ValidationException: Operation cannot be performed while replica',
    ],
    [
      'deleting what is no replica',
      [{ Delete: { RegionName: PARIS } }],
      'ValidationException: Update global table operation failed because one or more replicas were not part',
    ],
    [
      'an override, which the local cloud has not',
      [{ Create: { RegionName: PARIS, TableClassOverride: 'STANDARD' } }],
      'UnknownOperationException: The local cloud does not implement TableClassOverride of a replica',
    ],
  ])('%s', async (_case, updates, expected) => {
    const made = await globalTable();
    const error = await errorOf(update(made, LONDON, ...updates));
    expect(error.slice(0, expected.length)).toBe(expected);
    expect((await describeTable(made.service, LONDON)).Replicas).toHaveLength(1);
  });

  it.each<[string, Partial<CreateTableInput>, string]>([
    ['a table without a stream', { StreamSpecification: undefined }, 'NEW_AND_OLD_IMAGES is required'],
    [
      'a stream of keys only',
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } },
      'NEW_AND_OLD_IMAGES is required',
    ],
    [
      'provisioned capacity without auto scaling',
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        AttributeDefinitions: games().AttributeDefinitions?.slice(0, 2),
        GlobalSecondaryIndexes: undefined,
      },
      'Table write capacity should either be Pay-Per-Request or AutoScaled.',
    ],
  ])('%s', async (_case, changes, expected) => {
    const made = dynamoDb();
    await call(made.service, LONDON, 'CreateTable', games(changes));
    await made.world.settle();
    expect(await errorOf(update(made, LONDON, { Create: { RegionName: DUBLIN } }))).toContain(expected);
  });

  it('a second change while the table is UPDATING', async () => {
    const made = dynamoDb(realistic);
    await call(made.service, LONDON, 'CreateTable', games());
    await made.world.pass(20_000);
    await update(made, LONDON, { Create: { RegionName: DUBLIN } });
    expect(await errorOf(update(made, LONDON, { Create: { RegionName: PARIS } }))).toBe(
      'ResourceInUseException: The resource which you are attempting to change is in use.',
    );
  });

  it('a name that a table of the other region has', async () => {
    const made = dynamoDb();
    await call(made.service, LONDON, 'CreateTable', games());
    await call(made.service, DUBLIN, 'CreateTable', games());
    await made.world.settle();
    expect(await errorOf(update(made, LONDON, { Create: { RegionName: DUBLIN } }))).toContain(
      'because one or more replicas already existed as tables.',
    );
  });
});

describe('removing a replica', () => {
  it('goes through DELETING and leaves the data of the others', async () => {
    const made = await globalTable(realistic);
    const { world, service } = made;
    await call(service, LONDON, 'PutItem', { TableName: 'games', Item: item });
    await update(made, LONDON, { Delete: { RegionName: DUBLIN } });
    expect(await describeTable(service, LONDON)).toMatchObject({
      TableStatus: 'UPDATING',
      Replicas: [{ ReplicaStatus: 'DELETING' }],
    });
    await world.pass(120_000);
    expect(await describeTable(service, LONDON)).not.toHaveProperty('Replicas');
    expect(await errorOf(describeTable(service, DUBLIN))).toContain('ResourceNotFoundException');
    expect(await call(service, LONDON, 'GetItem', { TableName: 'games', Key: item })).toEqual({ Item: item });
  });

  it('is refused while the replica is protected', async () => {
    const made = await globalTable();
    await call(made.service, DUBLIN, 'UpdateTable', { TableName: 'games', DeletionProtectionEnabled: true });
    expect(await errorOf(update(made, LONDON, { Delete: { RegionName: DUBLIN } }))).toBe(
      'ValidationException: Cannot delete table games in region eu-west-1 because it has deletion protection enabled. ' +
        'Disable deletion protection first.',
    );
  });

  it('comes before deleting the table that it was made from, for 24 hours', async () => {
    const { world, service } = await globalTable(realistic);
    const remove = () => errorOf(call(service, LONDON, 'DeleteTable', { TableName: 'games' }));
    expect(await remove()).toContain('has acted as a source region for new replica(s)');
    await world.pass(24 * 3_600_000);
    expect(await remove()).toBe('no error');
    await world.pass(10_000);
    expect(await describeTable(service, DUBLIN)).not.toHaveProperty('Replicas');
    expect(await call(service, DUBLIN, 'Scan', { TableName: 'games' })).toMatchObject({ Count: 0 });
  });

  it('can be deleted in its own region at once', async () => {
    const { world, service } = await globalTable(realistic);
    await call(service, DUBLIN, 'DeleteTable', { TableName: 'games' });
    await world.pass(10_000);
    expect(await describeTable(service, LONDON)).toMatchObject({ TableStatus: 'ACTIVE' });
    expect(await describeTable(service, LONDON)).not.toHaveProperty('Replicas');
  });
});

describe('the key of a replica', () => {
  it('changes through ReplicaUpdates', async () => {
    const made = await globalTable(realistic);
    await update(made, LONDON, { Update: { RegionName: DUBLIN, KMSMasterKeyId: 'other' } });
    expect(await describeTable(made.service, LONDON)).toMatchObject({
      Replicas: [{ ReplicaStatus: 'UPDATING', KMSMasterKeyId: keyArn(DUBLIN, 'other') }],
    });
    await made.world.pass(20_000);
    expect(await describeTable(made.service, DUBLIN)).toMatchObject({
      SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: keyArn(DUBLIN, 'other') },
    });
  });

  it('stops the data plane of its region alone when it is disabled', async () => {
    const { service } = await globalTable();
    disabledKeys.add(keyArn(DUBLIN));
    const read = (region: string) =>
      errorOf(call(service, region, 'GetItem', { TableName: 'games', Key: item }));
    const [there, here] = [await read(DUBLIN), await read(LONDON)];
    disabledKeys.clear();
    expect(there).toContain('ValidationException: KMS key disabled error');
    expect(here).toBe('no error');
  });
});

describe('the life of a global table', () => {
  it('changes the keys of all its regions in one request, and keeps the items when a replica goes', async () => {
    const made = await globalTable();
    const { world, service } = made;
    await call(service, LONDON, 'PutItem', { TableName: 'games', Item: item });
    const to = (RegionName: string) => ({ Update: { RegionName, KMSMasterKeyId: 'other' } });
    await update(made, LONDON, to(DUBLIN), to(LONDON));
    await world.settle();
    for (const region of [LONDON, DUBLIN]) {
      expect(await describeTable(service, region)).toMatchObject({
        TableStatus: 'ACTIVE',
        SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: keyArn(region, 'other') },
      });
    }
    expect(await errorOf(update(made, LONDON, to(DUBLIN), to(LONDON)))).toContain(
      'must be specified for each replica',
    );
    await update(made, LONDON, { Delete: { RegionName: DUBLIN } });
    await world.settle();
    expect(await call(service, LONDON, 'Scan', { TableName: 'games' })).toMatchObject({ Items: [item] });
    expect(await errorOf(describeTable(service, DUBLIN))).toContain('ResourceNotFoundException');
  });
});
