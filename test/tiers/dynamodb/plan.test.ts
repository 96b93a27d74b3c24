import type { DynamoDbSpec } from '../../../core/spec.ts';
import type { ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { brief } from '../shared/fixtures.ts';
import { games, global, moves, observedAll, observedTable, single } from './fixtures.ts';

const LONDON = 'eu-west-2';
const DUBLIN = 'eu-west-1';
const absent: Partial<TablePair> = { primary: null, secondary: null };
const london = (change: Partial<ObservedTable>, spec = global) => ({
  primary: observedTable(spec, games, LONDON, change),
});
const dublin = (change: Partial<ObservedTable>) => ({
  secondary: observedTable(global, games, DUBLIN, change),
});
const replica = (status: string) =>
  london({ replicas: [{ region: DUBLIN, status, statusDescription: 'why' }] });

describe('plan of tables that are wanted', () => {
  const cases: [string, DynamoDbSpec, Partial<TablePair>, string[]][] = [
    ['creates an absent table', single, absent, ['CreateTable eu-west-2']],
    ['creates the primary first', global, absent, ['CreateTable eu-west-2']],
    ['has nothing to do for a ready table', single, {}, []],
    ['has nothing to do for a ready global table', global, {}, []],
    [
      'waits for a table in creation',
      single,
      london({ status: 'CREATING' }, single),
      ['wait: DynamoDB table shop-dev-games in eu-west-2 is CREATING'],
    ],
    [
      'waits for an index in creation',
      single,
      london(
        {
          indexes: [
            {
              name: 'by-player',
              status: 'CREATING',
              keys: ['playerId:S'],
              projection: 'ALL',
              readCapacityUnits: 0,
              writeCapacityUnits: 0,
            },
          ],
        },
        single,
      ),
      ['wait: index by-player of DynamoDB table shop-dev-games in eu-west-2 is CREATING'],
    ],
    ['adds a missing index', single, london({ indexes: [] }, single), ['UpdateTable eu-west-2']],
    [
      'leaves an index alone that nobody asked for',
      { ...single, tables: [{ ...games, indexes: [] }] },
      london({}, single),
      [],
    ],
    [
      'adds a replica to the active table',
      global,
      { ...london({ replicas: [] }), secondary: null },
      ['UpdateTable eu-west-2'],
    ],
    [
      'waits for the replica',
      global,
      { ...replica('CREATING'), secondary: null },
      ['wait: the replica of DynamoDB table shop-dev-games in eu-west-1 is CREATING'],
    ],
    [
      'waits until the replica is visible in its region',
      global,
      { secondary: null },
      ['wait: the replica of DynamoDB table shop-dev-games in eu-west-1 is not visible there yet'],
    ],
    [
      'waits until the replica table is active too',
      global,
      dublin({ status: 'CREATING' }),
      ['wait: DynamoDB table shop-dev-games in eu-west-1 is CREATING'],
    ],
    [
      'turns on time to live',
      single,
      london({ ttl: { status: 'DISABLED', attribute: null } }, single),
      ['UpdateTimeToLive eu-west-2'],
    ],
    [
      'counts time to live that is being enabled',
      single,
      london({ ttl: { status: 'ENABLING', attribute: 'ttl' } }, single),
      [],
    ],
    [
      'turns off time to live that nobody wants',
      { ...single, tables: [{ ...games, ttlAttribute: null }] },
      london({}, single),
      ['UpdateTimeToLive eu-west-2'],
    ],
    [
      'refuses to move time to live',
      single,
      london({ ttl: { status: 'ENABLED', attribute: 'other' } }, single),
      ['Terminal immutable'],
    ],
    [
      'sets recovery in the primary',
      global,
      london({ pitr: { enabled: false, days: null } }),
      ['UpdateContinuousBackups eu-west-2'],
    ],
    [
      'sets recovery in the replica',
      global,
      dublin({ pitr: { enabled: true, days: 7 } }),
      ['UpdateContinuousBackups eu-west-1'],
    ],
    [
      'takes recovery days that are not told as they are',
      single,
      london({ pitr: { enabled: true, days: null } }, single),
      [],
    ],
    [
      'turns off recovery',
      { ...single, pitrDays: null },
      london({}, single),
      ['UpdateContinuousBackups eu-west-2'],
    ],
    [
      'tags the replica, which has no tags of its source',
      global,
      dublin({ tags: {}, ours: false }),
      ['TagResource eu-west-1'],
    ],
    ['leaves foreign tags alone', single, london({ tags: { ...single.tags, cost: 'x' } }, single), []],
    [
      'protects the replica after all else',
      global,
      dublin({ deletionProtection: false, pitr: null }),
      ['UpdateContinuousBackups eu-west-1'],
    ],
    [
      'protects the replica in its region',
      global,
      dublin({ deletionProtection: false }),
      ['UpdateTable eu-west-1'],
    ],
    [
      'turns on a stream that is off',
      single,
      london({ streamViewType: null }, single),
      ['UpdateTable eu-west-2'],
    ],
    [
      'changes the billing mode',
      single,
      london({ billingMode: 'PROVISIONED' }, single),
      ['UpdateTable eu-west-2'],
    ],
    ['fails on another key', single, london({ keys: ['id:S'] }, single), ['Terminal immutable']],
    [
      'fails on another stream view',
      single,
      london({ streamViewType: 'KEYS_ONLY' }, single),
      ['Terminal immutable'],
    ],
    [
      'fails on an index with other keys',
      single,
      london(
        {
          indexes: [
            {
              name: 'by-player',
              status: 'ACTIVE',
              keys: ['x:S'],
              projection: 'ALL',
              readCapacityUnits: 0,
              writeCapacityUnits: 0,
            },
          ],
        },
        single,
      ),
      ['Terminal immutable'],
    ],
    [
      'leaves a replica alone that nobody asked for, and nobody took out',
      single,
      { ...london({ deletionProtection: false }, global), secondary: null },
      [],
    ],
    ['fails on a table of somebody else', single, london({ ours: false }, single), ['Terminal not-ours']],
    [
      'fails on a clash in the second region before it creates the first',
      global,
      { primary: null, secondary: observedTable(global, games, DUBLIN, { ours: false, replicas: [] }) },
      ['Terminal not-ours'],
    ],
    [
      'waits for the tags of a table in creation',
      single,
      london({ ours: false, tags: {}, status: 'CREATING' }, single),
      ['wait: the tags of DynamoDB table shop-dev-games in eu-west-2 to be visible'],
    ],
    [
      'waits for an old table in the second region to go',
      global,
      { primary: null, ...dublin({ status: 'DELETING' }) },
      ['wait: the old DynamoDB table shop-dev-games in eu-west-1 is DELETING'],
    ],
    [
      'fails on a table of ours in the second region that is no replica',
      global,
      { ...london({ replicas: [] }), ...dublin({}) },
      ['Terminal unusable'],
    ],
    [
      'is blocked by an inaccessible key',
      single,
      london({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }, single),
      ['Blocked failed-state'],
    ],
    [
      'is blocked without the replication role',
      single,
      london({ status: 'REPLICATION_NOT_AUTHORIZED' }, single),
      ['Blocked failed-state'],
    ],
    ['fails on an archived table', single, london({ status: 'ARCHIVED' }, single), ['Terminal failed-state']],
    ['is blocked by a failed replica', global, replica('CREATION_FAILED'), ['Blocked failed-state']],
    [
      'is blocked by a replica with an inaccessible key',
      global,
      replica('INACCESSIBLE_ENCRYPTION_CREDENTIALS'),
      ['Blocked failed-state'],
    ],
    ['is blocked by a disabled region', global, replica('REGION_DISABLED'), ['Blocked failed-state']],
    [
      'refuses provisioned global tables',
      { ...global, billingMode: 'PROVISIONED', provisioned: { readCapacityUnits: 5, writeCapacityUnits: 5 } },
      absent,
      ['Terminal unusable'],
    ],
  ];
  it.each(cases)('%s', (_name, desired, change, expected) => {
    expect(brief(planDynamoDb(desired, observedAll(desired, change)))).toEqual(expected);
  });

  it('creates all tables side by side', () => {
    const spec = { ...single, tables: [games, moves] };
    const plan = planDynamoDb(spec, observedAll(spec, absent));
    expect(plan.actions.map(({ input }) => input.TableName)).toEqual([
      'shop-dev-games',
      'shop-dev-game-moves',
    ]);
  });

  it('looks at the pace of the replica while the table is updating for it', () => {
    const replicas = [{ region: DUBLIN, status: 'CREATING', statusDescription: null }];
    const observed = observedAll(global, { ...london({ status: 'UPDATING', replicas }), secondary: null });
    expect(planDynamoDb(global, observed).waits).toEqual([
      {
        what: 'the replica of DynamoDB table shop-dev-games in eu-west-1 is CREATING',
        retryAfterSeconds: 30,
        expectedSeconds: 400,
      },
    ]);
  });

  it('names the key that cannot be used and what to do', () => {
    const observed = observedAll(single, london({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }, single));
    const [failure] = planDynamoDb(single, observed).failures;
    expect(failure?.message).toContain('arn:aws:kms:eu-west-2:123456789012:key/tables');
    expect(failure?.message).toContain('enable it');
  });

  it('points at the environment name when a table is not ours', () => {
    const [failure] = planDynamoDb(single, observedAll(single, london({ ours: false }, single))).failures;
    expect(failure?.pointer).toBe('#/environment');
  });

  it('tells why a replica failed', () => {
    expect(
      planDynamoDb(global, observedAll(global, replica('CREATION_FAILED'))).failures[0]?.message,
    ).toContain('is CREATION_FAILED (why)');
  });
});

describe('calls', () => {
  const first = (spec: DynamoDbSpec, change: Partial<TablePair>) =>
    planDynamoDb(spec, observedAll(spec, change)).actions[0]?.input;

  it('creates a table with key, stream, index, tags and protection', () => {
    expect(first(global, absent)).toEqual({
      TableName: 'shop-dev-games',
      AttributeDefinitions: [
        { AttributeName: 'gameId', AttributeType: 'S' },
        { AttributeName: 'timestamp', AttributeType: 'N' },
        { AttributeName: 'playerId', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'gameId', KeyType: 'HASH' },
        { AttributeName: 'timestamp', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-player',
          KeySchema: [{ AttributeName: 'playerId', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: global.primary.kmsKeyArn },
      DeletionProtectionEnabled: true,
      Tags: [
        { Key: 'plinth:environment', Value: 'shop/dev' },
        { Key: 'plinth:managed-by', Value: 'plinth' },
        { Key: 'team', Value: 'payments' },
      ],
    });
  });

  it('gives a replica the key of its own region', () => {
    expect(first(global, { ...london({ replicas: [] }), secondary: null })).toEqual({
      TableName: 'shop-dev-games',
      ReplicaUpdates: [
        { Create: { RegionName: DUBLIN, KMSMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/tables' } },
      ],
    });
  });

  it('gives a provisioned table and its indexes their capacity', () => {
    const provisioned = { readCapacityUnits: 5, writeCapacityUnits: 3 };
    const input = first({ ...single, billingMode: 'PROVISIONED', provisioned }, absent);
    const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 3 };
    expect(input?.ProvisionedThroughput).toEqual(units);
    expect(input?.GlobalSecondaryIndexes).toEqual([
      expect.objectContaining({ ProvisionedThroughput: units }),
    ]);
  });

  it('changes only the capacity that differs', () => {
    const provisioned = { readCapacityUnits: 5, writeCapacityUnits: 3 };
    const spec: DynamoDbSpec = { ...single, billingMode: 'PROVISIONED', provisioned };
    expect(first(spec, london({ readCapacityUnits: 1 }, spec))).toEqual({
      TableName: 'shop-dev-games',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 3 },
    });
  });

  it('sets the recovery period', () => {
    expect(first(single, london({ pitr: { enabled: false, days: null } }, single))).toEqual({
      TableName: 'shop-dev-games',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    });
  });
});

describe('plan of tables that must not exist', () => {
  const open = { deletionProtection: false };
  const openPair = { ...london(open), ...dublin(open) };
  const cases: [string, Partial<TablePair>, string[]][] = [
    ['has nothing to do when all is gone', absent, []],
    ['does not touch a table of somebody else', { ...london({ ours: false }), secondary: null }, []],
    ['refuses a protected table', {}, ['Blocked unusable', 'Blocked unusable']],
    ['refuses a protected replica', { ...openPair, ...dublin({}) }, ['Blocked unusable']],
    ['removes the replica first', openPair, ['UpdateTable eu-west-2']],
    [
      'waits for the replica to go',
      {
        ...london({ ...open, replicas: [{ region: DUBLIN, status: 'DELETING', statusDescription: null }] }),
        ...dublin(open),
      },
      ['wait: the replica of DynamoDB table shop-dev-games in eu-west-1 is DELETING'],
    ],
    [
      'waits for an update to end',
      { ...london({ ...open, status: 'UPDATING' }), ...dublin(open) },
      ['wait: DynamoDB table shop-dev-games in eu-west-2 is UPDATING'],
    ],
    [
      'deletes the table without replicas',
      { ...london({ ...open, replicas: [] }), secondary: null },
      ['DeleteTable eu-west-2'],
    ],
    [
      'waits for the table to go',
      { ...london({ ...open, status: 'DELETING', replicas: [] }), secondary: null },
      ['wait: DynamoDB table shop-dev-games in eu-west-2 is DELETING'],
    ],
    ['deletes a replica that is left alone', { primary: null, ...dublin(open) }, ['DeleteTable eu-west-1']],
  ];
  it.each(cases)('%s', (_name, change, expected) => {
    expect(brief(planDynamoDb(null, observedAll(global, change)))).toEqual(expected);
  });

  it('turns protection off first, of what never was ready', () => {
    const plan = planDynamoDb(null, observedAll(global, {}), { discard: true });
    expect(brief(plan)).toEqual(['UpdateTable eu-west-2', 'UpdateTable eu-west-1']);
    expect(plan.actions.map(({ input }) => input.DeletionProtectionEnabled)).toEqual([false, false]);
  });

  it.each([{ discard: true }, {}])(
    'leaves the protection of a table of somebody else alone that stands in the other region, with %j',
    (options) => {
      const theirs = { secondary: observedTable(global, games, 'eu-west-1', { ours: false, tags: {} }) };
      const own = london({ ...open, replicas: [] });
      const plan = planDynamoDb(null, observedAll(global, { ...own, ...theirs }), options);
      expect(brief(plan)).toEqual(['DeleteTable eu-west-2']);
    },
  );
});
