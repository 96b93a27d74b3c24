import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { localLandingZone } from '../../local/landing-zones.ts';
import { type Credentials, credentials, eventually, query, redisAt, writer } from './support/connect.ts';
import { example } from './support/http.ts';
import { type Plinth, startPlinth } from './support/plinth.ts';

const REGIONS = ['eu-west-2', 'eu-west-1'] as const;

let plinth: Plinth;
let outputs: EnvironmentOutputs;
let secrets: Credentials;

beforeAll(async () => {
  plinth = await startPlinth();
  const { json } = await plinth.api.create(example('production'));
  const operation = await plinth.api.ended(json.links.self);
  expect(operation).toMatchObject({ status: 'succeeded', error: null });
  outputs = (await plinth.api.get(`${operation.links.environment}/outputs`)).json;
  secrets = await credentials(plinth, outputs);
});
afterAll(() => plinth.close());

describe('Aurora', () => {
  const ask = (at: { host: string; port: number }, ...statements: string[]) =>
    query(plinth, outputs, secrets.password, at, ...statements);
  const insert = `INSERT INTO users (username, email, password_hash) VALUES ('ada', 'ada@example.org', 'x')`;

  it('is one global cluster, encrypted with a key of each region and protected on both levels', async () => {
    const { GlobalClusters = [] } = await plinth.aws(RDSClient).send(new DescribeGlobalClustersCommand({}));
    expect(GlobalClusters).toMatchObject([
      { GlobalClusterIdentifier: outputs.aurora.globalClusterIdentifier, DeletionProtection: true },
    ]);
    expect(GlobalClusters[0]?.GlobalClusterMembers?.map(({ IsWriter }) => IsWriter)).toEqual([true, false]);
    for (const region of REGIONS) {
      const { DBClusters = [] } = await plinth.aws(RDSClient, region).send(new DescribeDBClustersCommand({}));
      expect(DBClusters).toMatchObject([
        {
          Status: 'available',
          StorageEncrypted: true,
          DeletionProtection: true,
          BackupRetentionPeriod: 14,
          KmsKeyId: localLandingZone.regions[region]?.kmsKeyArns.aurora,
        },
      ]);
    }
  });

  it.each([
    ['eu-west-2', 3],
    ['eu-west-1', 1],
  ])('has its instances in %s, monitored', async (region, count) => {
    const { DBInstances = [] } = await plinth.aws(RDSClient, region).send(new DescribeDBInstancesCommand({}));

    expect(DBInstances).toHaveLength(count);
    for (const instance of DBInstances)
      expect(instance).toMatchObject({
        DBInstanceStatus: 'available',
        DBInstanceClass: 'db.r6g.xlarge',
        MonitoringInterval: 60,
        PerformanceInsightsEnabled: true,
        PerformanceInsightsRetentionPeriod: 31,
      });
  });

  it('shows in the secondary region what the primary wrote, and takes no write there', async () => {
    const { secondary } = outputs.aurora;
    const there = { host: secondary?.readerEndpoint ?? '', port: secondary?.port ?? 0 };
    await ask(writer(outputs), insert);

    const rows = await eventually(
      () => ask(there, 'SELECT username FROM users'),
      ({ length }) => length > 0,
    );

    expect(rows).toEqual([{ username: 'ada' }]);
    // 25006: read_only_sql_transaction
    await expect(ask(there, insert)).rejects.toMatchObject({ code: '25006' });
    expect(secondary).toMatchObject({ region: 'eu-west-1', writerEndpoint: null });
  });
});

describe('DynamoDB', () => {
  const NAMES = ['games', 'game_moves', 'leaderboard', 'user_sessions'];
  const CASES = NAMES.flatMap((name) => REGIONS.map((region) => ({ name, region })));

  it.each(CASES)(
    '$name in $region is a replica, protected, backed up and tagged',
    async ({ name, region }) => {
      const client = plinth.aws(DynamoDBClient, region);
      const TableName = outputs.dynamodb.tables[name]?.name;
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      const { Tags = [] } = await client.send(
        new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }),
      );

      expect(Table).toMatchObject({
        TableStatus: 'ACTIVE',
        DeletionProtectionEnabled: true,
        SSEDescription: { KMSMasterKeyArn: localLandingZone.regions[region]?.kmsKeyArns.dynamodb },
      });
      expect(Table?.Replicas?.every(({ ReplicaStatus }) => ReplicaStatus === 'ACTIVE')).toBe(true);
      expect(Table?.Replicas?.map(({ RegionName }) => RegionName)).toEqual(
        expect.arrayContaining(REGIONS.filter((other) => other !== region)),
      );
      expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
      });
      expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
        'plinth:environment': 'shop/production',
        CostCentre: 'games-4711',
        Component: 'database',
      });
      expect(outputs.dynamodb.tables[name]?.arns[region]).toBe(Table?.TableArn);
      expect(outputs.dynamodb.tables[name]?.streamArns[region]).toBe(Table?.LatestStreamArn);
    },
  );
});

it('Redis has on its replica what the primary wrote, and takes no write there', async () => {
  const { primaryEndpoint, port, readerEndpoint, readerPort } = outputs.redis;
  const primary = await redisAt(plinth, primaryEndpoint, port, secrets.authToken);
  const reader = await redisAt(plinth, readerEndpoint, readerPort, secrets.authToken);
  await primary.command('SET', 'greeting', 'hello');

  expect(
    await eventually(
      () => reader.command('GET', 'greeting'),
      (value) => value !== null,
    ),
  ).toBe('hello');
  await expect(reader.command('SET', 'greeting', 'bye')).rejects.toThrow(/READONLY/);

  primary.close();
  reader.close();
});

it.each(REGIONS)(
  'the alarms of %s are there, with topics of that region and the threshold asked for',
  async (region) => {
    const { MetricAlarms = [] } = await plinth
      .aws(CloudWatchClient, region)
      .send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    const topics = Object.values(localLandingZone.regions[region]?.topicArns ?? {});

    expect(MetricAlarms.length).toBeGreaterThan(0);
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName).toSorted()).toEqual(
      outputs.alarms[region]?.toSorted(),
    );
    for (const { AlarmActions = [], OKActions = [] } of MetricAlarms) {
      expect(topics).toEqual(expect.arrayContaining([...AlarmActions, ...OKActions]));
      expect([AlarmActions.length, OKActions.length]).toEqual([1, 1]);
    }
    const cpu = MetricAlarms.filter(
      ({ Namespace, MetricName }) => Namespace === 'AWS/RDS' && MetricName === 'CPUUtilization',
    );
    expect(cpu.length).toBeGreaterThan(0);
    for (const { Threshold } of cpu) expect(Threshold).toBe(75);
  },
);
