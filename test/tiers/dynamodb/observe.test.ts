import { observeDynamoDb } from '../../../tiers/dynamodb/observe.ts';
import { type Call, fakeClients, sdkError } from '../shared/fake-clients.ts';
import { games, global, observedTable, single } from './fixtures.ts';

const ARN = 'arn:aws:dynamodb:eu-west-2:123456789012:table/shop-dev-games';

/** DescribeTable's answer for a ready `games` table. */
const Table = {
  TableArn: ARN,
  TableStatus: 'ACTIVE',
  KeySchema: [
    { AttributeName: 'timestamp', KeyType: 'RANGE' },
    { AttributeName: 'gameId', KeyType: 'HASH' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'gameId', AttributeType: 'S' },
    { AttributeName: 'timestamp', AttributeType: 'N' },
    { AttributeName: 'playerId', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-player',
      IndexStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'playerId', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  LatestStreamArn: `${ARN}/stream/2026`,
  SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: single.primary.kmsKeyArn },
  CreationDateTime: new Date(0),
};

const answers: Record<string, (call: Call) => unknown> = {
  DescribeTable: () => ({ Table }),
  DescribeTimeToLive: () => ({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
  }),
  DescribeContinuousBackups: () => ({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 },
    },
  }),
  ListTagsOfResource: ({ input }) =>
    input.NextToken
      ? { Tags: [{ Key: 'team', Value: 'payments' }] }
      : {
          Tags: [
            { Key: 'plinth:environment', Value: 'shop/dev' },
            { Key: 'plinth:managed-by', Value: 'plinth' },
          ],
          NextToken: 'more',
        },
};
const clientsWith = (change: typeof answers = {}) =>
  fakeClients((call) => ({ ...answers, ...change })[call.command]?.(call));

describe('observe of the DynamoDB tier', () => {
  it('reads a table with its tags, time to live and recovery as plain data', async () => {
    const observed = await observeDynamoDb({ spec: single, clients: clientsWith() });
    expect(observed.tables.games?.primary).toEqual(observedTable(single, games, 'eu-west-2'));
  });

  it('reads both regions of a global table', async () => {
    const clients = clientsWith();
    await observeDynamoDb({ spec: global, clients });
    const described = clients.calls.filter(({ command }) => command === 'DescribeTable');
    expect(described.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'eu-west-2']);
  });

  it('looks at what an update has taken out too', async () => {
    const clients = clientsWith();
    const spec = {
      ...single,
      retiredTables: [{ logicalName: 'old', tableName: 'shop-dev-old' }],
      retiredSecondary: { region: 'eu-west-1' },
    };
    const observed = await observeDynamoDb({ spec, clients });
    expect(observed.retiredTables.old).toMatchObject({
      primary: { tableName: 'shop-dev-old', region: 'eu-west-2' },
      retired: { tableName: 'shop-dev-old', region: 'eu-west-1' },
    });
    expect(observed.tables.games?.retired).toMatchObject({ region: 'eu-west-1' });
  });

  it('answers null for what does not exist', async () => {
    const clients = clientsWith({
      DescribeTable: () => {
        throw sdkError('ResourceNotFoundException');
      },
    });
    const { games: pair } = (await observeDynamoDb({ spec: global, clients })).tables;
    expect([pair?.primary, pair?.secondary]).toEqual([null, null]);
  });

  it('takes tags that cannot be read yet as none', async () => {
    const clients = clientsWith({
      ListTagsOfResource: () => {
        throw sdkError('ResourceNotFoundException');
      },
    });
    const observed = await observeDynamoDb({ spec: single, clients });
    expect(observed.tables.games?.primary).toMatchObject({ ours: false, tags: {} });
  });

  it.each(['CREATING', 'DELETING'])(
    'does not ask for settings of a table that is %s',
    async (TableStatus) => {
      const clients = clientsWith({ DescribeTable: () => ({ Table: { ...Table, TableStatus } }) });
      const observed = await observeDynamoDb({ spec: single, clients });
      expect(observed.tables.games?.primary).toMatchObject({ ttl: null, pitr: null });
      expect(clients.calls.map(({ command }) => command)).toEqual([
        'DescribeTable',
        'ListTagsOfResource',
        'ListTagsOfResource',
      ]);
    },
  );

  it('takes settings as unreadable when the table is further in its deletion than it says', async () => {
    const clients = clientsWith({
      DescribeTimeToLive: () => {
        throw sdkError(
          'ValidationException',
          'Cannot describe time to live while table is in DELETING state',
        );
      },
    });
    expect((await observeDynamoDb({ spec: single, clients })).tables.games?.primary?.ttl).toBeNull();
  });

  it('lets other errors through', async () => {
    const clients = clientsWith({
      DescribeTable: () => {
        throw sdkError('ThrottlingException');
      },
    });
    await expect(observeDynamoDb({ spec: single, clients })).rejects.toThrow('ThrottlingException');
  });
});
