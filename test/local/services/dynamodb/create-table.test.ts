import type { CreateTableInput, ListTablesOutput } from '@aws-sdk/client-dynamodb';
import { realistic } from '../../../../local/delays.ts';
import { describe as describeTable, dynamoDb, games, keyArn, plain } from './fixtures.ts';
import { call, DUBLIN, errorOf, LONDON } from './world.ts';

const kms = (KMSMasterKeyId: string) => ({
  SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId } as const,
});
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const index = (IndexName: string, key: string) => ({
  IndexName,
  KeySchema: [{ AttributeName: key, KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
});

describe('CreateTable refuses', () => {
  const invalid = 'ValidationException: One or more parameter values were invalid: ';
  it.each<[string, Partial<CreateTableInput>, string]>([
    ['a name that is too short', { TableName: 'ab' }, 'ValidationException: TableName must be at least 3'],
    [
      'a name with a space',
      { TableName: 'a b c' },
      "ValidationException: 1 validation error detected: Value 'a b c'",
    ],
    [
      'a key without definition',
      { KeySchema: [{ AttributeName: 'nope', KeyType: 'HASH' }] },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [nope]`,
    ],
    [
      'an attribute that no key uses',
      { AttributeDefinitions: [attribute('id'), attribute('name')] },
      `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined`,
    ],
    [
      'an attribute that neither keys nor indexes use',
      {
        AttributeDefinitions: [attribute('id'), attribute('player'), attribute('name')],
        GlobalSecondaryIndexes: [index('byPlayer', 'player')],
      },
      `${invalid}Some AttributeDefinitions are not used. AttributeDefinitions: [id, player, name]`,
    ],
    [
      'an index on an attribute without definition',
      { GlobalSecondaryIndexes: [index('byPlayer', 'player')] },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [player]`,
    ],
    [
      'two indexes of one name',
      { GlobalSecondaryIndexes: [index('same', 'id'), index('same', 'id')] },
      `${invalid}Duplicate index name: same`,
    ],
    [
      'a definition that is there twice',
      { AttributeDefinitions: [attribute('id'), attribute('id')] },
      'ValidationException: Attribute Name is duplicated: id',
    ],
    [
      'a range key in front',
      { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] },
      'ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      'capacity with PAY_PER_REQUEST',
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      'PROVISIONED without capacity',
      { BillingMode: 'PROVISIONED' },
      `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified`,
    ],
    [
      'an enabled stream without view type',
      { StreamSpecification: { StreamEnabled: true } },
      `${invalid}Table is being created with a stream enabled, UpdateViewType is required`,
    ],
    [
      'a key id without SSEType',
      { SSESpecification: { Enabled: true, KMSMasterKeyId: 'own' } },
      `${invalid}SSEType KMS is required if KMSMasterKeyId is specified`,
    ],
    [
      'a key that does not exist',
      kms('none'),
      'ValidationException: KMS validation error: com.amazonaws.services.kms.model.NotFoundException: Key',
    ],
    ['a key of another region', kms(keyArn(DUBLIN)), 'ValidationException: KMS validation error'],
    ['a disabled key', kms('off'), 'ValidationException: KMS key disabled error'],
    [
      'a reserved tag',
      { Tags: [{ Key: 'aws:x', Value: '' }] },
      'ValidationException: Tag Key cannot be prefixed',
    ],
    [
      'a member that the local cloud has not',
      { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      'UnknownOperationException: The local cloud does not implement',
    ],
  ])('%s', async (_case, changes, expected) => {
    const { service } = dynamoDb();
    const error = await errorOf(call(service, LONDON, 'CreateTable', plain(changes)));
    expect(error.slice(0, expected.length)).toBe(expected);
    expect(await call(service, LONDON, 'ListTables')).toEqual({ TableNames: [] });
  });
});

describe('a new table', () => {
  it('is CREATING until the delay has passed, and cannot be used before', async () => {
    const { world, service } = dynamoDb(realistic);
    await call(service, LONDON, 'CreateTable', games());
    await world.pass(9_000);
    expect((await describeTable(service, LONDON)).TableStatus).toBe('CREATING');
    const read = { TableName: 'games', Key: { gameId: { S: 'g' }, timestamp: { N: '1' } } };
    expect(await errorOf(call(service, LONDON, 'GetItem', read))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
    expect(await errorOf(call(service, LONDON, 'DeleteTable', { TableName: 'games' }))).toContain(
      'ResourceInUseException: Attempt to change a resource which is still in use: Table is being created',
    );
    await world.pass(1_000);
    expect((await describeTable(service, LONDON)).TableStatus).toBe('ACTIVE');
    expect(await call(service, LONDON, 'GetItem', read)).toEqual({});
  });

  it('is described with ARN, indexes, stream, encryption and protection', async () => {
    const { world, service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', games({ ...kms('own'), DeletionProtectionEnabled: true }));
    await world.settle();
    const arn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/games';
    expect(await describeTable(service, LONDON)).toMatchObject({
      TableArn: arn,
      TableId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [
        { IndexName: 'byPlayer', IndexStatus: 'ACTIVE', IndexArn: `${arn}/index/byPlayer` },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamLabel: '2026-01-01T00:00:00.000',
      LatestStreamArn: `${arn}/stream/2026-01-01T00:00:00.000`,
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn(LONDON) },
      DeletionProtectionEnabled: true,
      ItemCount: 0,
    });
    expect(await describeTable(service, LONDON)).not.toHaveProperty('Replicas');
  });

  it('is found by its ARN, in its own region only', async () => {
    const { service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', plain());
    const TableName = 'arn:aws:dynamodb:eu-west-2:123456789012:table/plain';
    expect((await describeTable(service, LONDON, TableName)).TableName).toBe('plain');
    expect(await errorOf(describeTable(service, DUBLIN, TableName))).toContain('Invalid AWS region');
  });

  it('takes its name whatever state it is in', async () => {
    const { world, service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', plain());
    const again = () => errorOf(call(service, LONDON, 'CreateTable', plain()));
    expect(await again()).toBe('ResourceInUseException: Table already exists: plain');
    await world.settle();
    await call(service, LONDON, 'DeleteTable', { TableName: 'plain' });
    expect(await again()).toBe('ResourceInUseException: Table already exists: plain');
  });

  it('is not seen in another region', async () => {
    const { world, service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', plain());
    await world.settle();
    expect(await errorOf(describeTable(service, DUBLIN, 'plain'))).toBe(
      'ResourceNotFoundException: Requested resource not found: Table: plain not found',
    );
    await call(service, DUBLIN, 'CreateTable', plain());
    await world.settle();
    await call(service, DUBLIN, 'PutItem', { TableName: 'plain', Item: { id: { S: 'x' } } });
    expect(await call(service, LONDON, 'Scan', { TableName: 'plain' })).toMatchObject({ Count: 0 });
  });

  it('may have a name of 255 characters', async () => {
    const { world, service } = dynamoDb();
    const TableName = 'n'.repeat(255);
    await call(service, LONDON, 'CreateTable', plain({ TableName }));
    await world.settle();
    await call(service, LONDON, 'PutItem', { TableName, Item: { id: { S: 'x' } } });
    expect(await call(service, LONDON, 'Scan', { TableName })).toMatchObject({ Count: 1 });
    expect(world.failures).toEqual([]);
  });
});

describe('ListTables', () => {
  it('answers pages in the order of names', async () => {
    const { service } = dynamoDb();
    for (const TableName of ['ccc', 'aaa', 'bbb']) {
      await call(service, LONDON, 'CreateTable', plain({ TableName }));
    }
    const first = await call<ListTablesOutput>(service, LONDON, 'ListTables', { Limit: 2 });
    expect(first).toEqual({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
    expect(
      await call(service, LONDON, 'ListTables', { ExclusiveStartTableName: first.LastEvaluatedTableName }),
    ).toEqual({ TableNames: ['ccc'] });
  });
});

describe('DeleteTable', () => {
  it('is DELETING for a while, answers again without error, and then the table is gone', async () => {
    const { world, service } = dynamoDb(realistic);
    await call(service, LONDON, 'CreateTable', plain());
    await world.pass(20_000);
    await call(service, LONDON, 'DeleteTable', { TableName: 'plain' });
    expect(await call(service, LONDON, 'DeleteTable', { TableName: 'plain' })).toMatchObject({
      TableDescription: { TableStatus: 'DELETING' },
    });
    await world.pass(10_000);
    expect(await errorOf(describeTable(service, LONDON, 'plain'))).toContain('ResourceNotFoundException');
  });

  it('is refused while the table is protected', async () => {
    const { world, service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', plain({ DeletionProtectionEnabled: true }));
    await world.settle();
    const remove = () => errorOf(call(service, LONDON, 'DeleteTable', { TableName: 'plain' }));
    expect(await remove()).toBe(
      'ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable ' +
        'deletion protection first.',
    );
    await call(service, LONDON, 'UpdateTable', { TableName: 'plain', DeletionProtectionEnabled: false });
    expect(await remove()).toBe('no error');
  });

  it('leaves nothing for a table of the same name that is made later', async () => {
    const { world, service } = dynamoDb();
    await call(service, LONDON, 'CreateTable', plain());
    await world.settle();
    await call(service, LONDON, 'PutItem', { TableName: 'plain', Item: { id: { S: 'old' } } });
    await call(service, LONDON, 'DeleteTable', { TableName: 'plain' });
    await world.settle();
    await call(service, LONDON, 'CreateTable', plain());
    await world.settle();
    expect(await call(service, LONDON, 'Scan', { TableName: 'plain' })).toMatchObject({ Count: 0 });
    expect(world.failures).toEqual([]);
  });
});
