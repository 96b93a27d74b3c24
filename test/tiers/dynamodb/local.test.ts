import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDbSpec } from '../../../core/spec.ts';
import { dynamoDbTier } from '../../../tiers/dynamodb/index.ts';
import { type LocalAws, landing, localAws } from '../shared/local.ts';
import { games, global, moves, single } from './fixtures.ts';

const keyOf = (region: string) => ({ region, kmsKeyArn: landing(region).kmsKeyArns.dynamodb });
const development: DynamoDbSpec = { ...single, tables: [games, moves], primary: keyOf('eu-west-2') };
const production: DynamoDbSpec = {
  ...global,
  tables: [games, moves],
  primary: keyOf('eu-west-2'),
  secondary: keyOf('eu-west-1'),
};

describe('the DynamoDB tier on the local cloud', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await localAws();
  });
  afterEach(() => aws.close());

  it.each([
    ['development', development],
    ['production', production],
  ])('makes %s tables ready, finds nothing left to do, and deletes them', async (_name, spec) => {
    await aws.arrive(dynamoDbTier, spec);
    expect((await aws.arrive(dynamoDbTier, spec)).commands).toEqual([]);
    const open = { ...spec, deletionProtection: false };
    await aws.arrive(dynamoDbTier, open);
    const { commands } = await aws.arrive(dynamoDbTier, open, 'absent');
    expect(commands.filter((command) => command.startsWith('DeleteTable'))).toHaveLength(2);
    const observed = await dynamoDbTier.observe({ spec, clients: aws.clients });
    expect(Object.values(observed.tables).map(({ primary, secondary }) => [primary, secondary])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('sets tags, recovery and protection in the second region too', async () => {
    await aws.arrive(dynamoDbTier, production);
    const observed = await dynamoDbTier.observe({ spec: production, clients: aws.clients });
    expect(observed.tables.games?.secondary).toMatchObject({
      ours: true,
      deletionProtection: true,
      pitr: { enabled: true, days: 35 },
      tags: production.tags,
    });
    expect(dynamoDbTier.outputs(production, observed).tables.games?.streamArns).toMatchObject({
      'eu-west-1': expect.stringContaining(':eu-west-1:'),
      'eu-west-2': expect.stringContaining(':eu-west-2:'),
    });
  });

  it('takes out a table, an index and the second region, and brings them back, as an update says', async () => {
    const before = { ...production, deletionProtection: false };
    await aws.arrive(dynamoDbTier, before);
    const spec: DynamoDbSpec = {
      ...before,
      globalTables: false,
      secondary: null,
      retiredSecondary: { region: 'eu-west-1' },
      tables: [{ ...games, indexes: [], retiredIndexes: ['by-player'] }],
      retiredTables: [moves],
      billingMode: 'PROVISIONED',
      provisioned: { readCapacityUnits: 5, writeCapacityUnits: 5 },
    };
    await aws.arrive(dynamoDbTier, spec);
    const observed = await dynamoDbTier.observe({ spec, clients: aws.clients });
    expect(observed.tables.games).toMatchObject({
      retired: null,
      primary: { indexes: [], replicas: [], billingMode: 'PROVISIONED' },
    });
    expect(observed.retiredTables.game_moves).toMatchObject({ primary: null, retired: null });
    await aws.arrive(dynamoDbTier, before);
    expect((await aws.arrive(dynamoDbTier, before)).commands).toEqual([]);
  });

  it('makes ready what a killed run has left half done', async () => {
    const [first] = dynamoDbTier.plan(
      production,
      await dynamoDbTier.observe({ spec: production, clients: aws.clients }),
    ).actions;
    if (!first) throw new Error('nothing to create');
    await dynamoDbTier.apply({ spec: production, clients: aws.clients }, first);
    const { commands } = await aws.arrive(dynamoDbTier, production);
    expect(commands.filter((command) => command.startsWith('CreateTable'))).toHaveLength(1);
  });

  it('does not touch a table of somebody else in the second region', async () => {
    const dublin = aws.clients.get(DynamoDBClient, 'eu-west-1');
    await dublin.send(
      new CreateTableCommand({
        TableName: games.tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expect(aws.arrive(dynamoDbTier, production)).rejects.toThrow('is not of shop/dev');
    const { Table } = await dublin.send(new DescribeTableCommand({ TableName: games.tableName }));
    expect(Table?.KeySchema).toEqual([{ AttributeName: 'id', KeyType: 'HASH' }]);
  });
});
