import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeReplicationGroupsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import type { Environment, Operation } from '../../core/generated/api.ts';
import { PROVISION_STEPS } from '../../core/operations.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { localLandingZone } from '../../local/landing-zones.ts';
import { type Credentials, credentials, query, redisAt, writer } from './support/connect.ts';
import { example } from './support/http.ts';
import { type Plinth, startPlinth } from './support/plinth.ts';

const HOME = localLandingZone.regions['eu-west-2'];

let plinth: Plinth;
let operation: Operation;
let environment: Environment;
let outputs: EnvironmentOutputs;
let secrets: Credentials;

beforeAll(async () => {
  plinth = await startPlinth();
  const { status, json, headers } = await plinth.api.create(example('development'));
  expect(status).toBe(202);
  operation = await plinth.api.ended(headers.location ?? json.links.self);
  environment = (await plinth.api.get(operation.links.environment)).json;
  outputs = (await plinth.api.get(environment.links.outputs)).json;
  secrets = await credentials(plinth, outputs);
});
afterAll(() => plinth.close());

describe('the operation', () => {
  it('has succeeded with every step, in the order of the state machine', () => {
    expect(operation).toMatchObject({ status: 'succeeded', kind: 'create', error: null });
    expect(operation.steps.map(({ name, tier, status }) => ({ name, tier, status }))).toEqual(
      PROVISION_STEPS.map((step) => ({ ...step, status: 'succeeded' })),
    );
    expect(operation.steps.flatMap(({ waitingFor }) => waitingFor)).toEqual([]);
  });

  it('has times that follow each other', () => {
    const times = operation.steps.map((step) =>
      [step.startedAt, step.endedAt].map((at) => Date.parse(at ?? '')),
    );
    for (const [started = NaN, ended = NaN] of times) expect(started).toBeLessThanOrEqual(ended);
    const starts = operation.steps
      .filter(({ name }) => !name.startsWith('Await'))
      .map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted());
    const whole = [operation.createdAt, operation.startedAt, operation.endedAt];
    expect(whole).toEqual(whole.toSorted());
    for (const at of whole) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('leaves the environment ready, with the schema at its newest version', () => {
    expect(environment).toMatchObject({ status: 'ready', schemaVersion: '0005_game_sessions' });
    expect(environment.operationId).toBe(operation.operationId);
  });
});

describe('the outputs', () => {
  it('name an endpoint, a port and a secret of each tier', () => {
    expect(outputs).toMatchObject({
      aurora: { databaseName: 'appdb', tls: true, secondary: null, globalClusterIdentifier: null },
      redis: { tls: true, replicationGroupId: 'plinth-shop-dev-redis' },
      dax: { clusterName: 'plinth-shop-dev-dax', tls: true },
      schema: { set: 'gaming', version: '0005_game_sessions' },
    });
    expect(Object.keys(outputs.dynamodb.tables)).toEqual([
      'games',
      'game_moves',
      'leaderboard',
      'user_sessions',
    ]);
    expect(outputs.aurora.masterSecretArn).toMatch(/^arn:aws:secretsmanager:eu-west-2:/);
    expect(outputs.redis.authTokenSecretArn).toMatch(/^arn:aws:secretsmanager:eu-west-2:/);
    expect(outputs.dax.address).not.toBe('');
  });

  it('come as lines of a .env file', async () => {
    const { text, headers } = await plinth.api.get(`${environment.links.outputs}?format=env`);

    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toContain(`AURORA_WRITER_ENDPOINT=${outputs.aurora.primary.writerEndpoint}\n`);
    expect(text).toContain(`REDIS_PORT=${outputs.redis.port}\n`);
    expect(text).toContain('DYNAMODB_TABLE_GAMES=plinth-shop-dev-games\n');
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^[A-Z][A-Z0-9_]*=\S/);
  });

  it("come as Terraform variables with the module's twelve names", async () => {
    const { text } = await plinth.api.get(`${environment.links.outputs}?format=tfvars`);

    const names = text.split('\n').flatMap((line) => /^([a-z_]+) += /.exec(line)?.[1] ?? []);
    expect(names.slice(0, 12)).toEqual([
      'primary_cluster_endpoint',
      'primary_cluster_reader_endpoint',
      'primary_cluster_port',
      'primary_cluster_database_name',
      'dynamodb_table_names',
      'dynamodb_table_arns',
      'dynamodb_stream_arns',
      'redis_primary_endpoint',
      'redis_reader_endpoint',
      'redis_port',
      'dax_cluster_address',
      'dax_port',
    ]);
  });
});

describe('PostgreSQL', () => {
  const ask = (...statements: string[]) =>
    query(plinth, outputs, secrets.password, writer(outputs), ...statements);

  it('takes the master user over TLS and has the migrated tables', async () => {
    const [tls] = await ask('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    const tables = await ask(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);

    expect(tls).toEqual({ ssl: true });
    expect(tables.map(({ tablename }) => tablename)).toEqual(
      expect.arrayContaining(['game_sessions', 'support_tickets', 'user_stats', 'users']),
    );
  });

  it('refuses another password', async () => {
    await expect(query(plinth, outputs, 'wrong', writer(outputs), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  const ADA = `INSERT INTO users (username, email, password_hash) VALUES ('ada', 'ada@example.org', 'x')`;
  it.each([
    [
      'a second user of the same name',
      [ADA, `INSERT INTO users (username, email, password_hash) VALUES ('ada', 'b@example.org', 'x')`],
      '23505',
    ],
    ['statistics of nobody', [`INSERT INTO user_stats (user_id) VALUES (uuid_generate_v4())`], '23503'],
    [
      'an unknown status of a ticket',
      [
        ADA,
        `INSERT INTO support_tickets (user_id, subject, description, category, status) SELECT id, 's', 'd', 'c', 'lost' FROM users`,
      ],
      '23514',
    ],
    [
      'a game that ends before it starts',
      [
        ADA,
        `INSERT INTO game_sessions (user_id, game_id, game_type, ended_at) SELECT id, 'g', 'chess', '2000-01-01' FROM users`,
      ],
      '23514',
    ],
  ])('refuses %s', async (_what, statements, code) => {
    await expect(ask('BEGIN', ...statements)).rejects.toMatchObject({ code });
  });
});

it('Redis takes the token over TLS, and nobody without it', async () => {
  const { primaryEndpoint, port } = outputs.redis;
  const client = await redisAt(plinth, primaryEndpoint, port, secrets.authToken);
  await client.command('SET', 'greeting', 'hello');
  expect(await client.command('GET', 'greeting')).toBe('hello');
  expect(await client.command('CONFIG', 'GET', 'maxmemory-policy')).toEqual([
    'maxmemory-policy',
    'allkeys-lru',
  ]);
  client.close();

  await expect(redisAt(plinth, primaryEndpoint, port, 'wrong')).rejects.toThrow(/WRONGPASS|invalid/);
});

describe('DynamoDB', () => {
  const key = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : []),
  ];
  const CASES = [
    {
      name: 'games',
      keys: key('gameId', 'timestamp'),
      indexes: { 'by-player': key('playerId', 'timestamp'), 'by-status': key('status', 'timestamp') },
      ttl: 'ttl',
    },
    {
      name: 'game_moves',
      keys: key('gameId', 'moveNumber'),
      indexes: { 'by-player': key('playerId', 'gameId') },
      ttl: undefined,
    },
    {
      name: 'leaderboard',
      keys: key('leaderboardType', 'playerId'),
      indexes: { 'by-score': key('leaderboardType', 'score') },
      ttl: undefined,
    },
    { name: 'user_sessions', keys: key('sessionId'), indexes: { 'by-user': key('userId') }, ttl: 'ttl' },
  ];

  it.each(CASES)(
    '$name has its keys, indexes, encryption, stream, TTL, backups and tags',
    async ({ name, keys, indexes, ttl }) => {
      const client = plinth.aws(DynamoDBClient);
      const TableName = outputs.dynamodb.tables[name]?.name;
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
      const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      const { Tags = [] } = await client.send(
        new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }),
      );

      expect(Table).toMatchObject({
        TableStatus: 'ACTIVE',
        KeySchema: keys,
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        SSEDescription: { SSEType: 'KMS', KMSMasterKeyArn: HOME?.kmsKeyArns.dynamodb },
      });
      expect(
        Object.fromEntries(
          (Table?.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index.KeySchema]),
        ),
      ).toEqual(indexes);
      expect(TimeToLiveDescription?.AttributeName).toBe(ttl);
      expect(TimeToLiveDescription?.TimeToLiveStatus).toBe(ttl ? 'ENABLED' : 'DISABLED');
      expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
      });
      expect(Tags).toEqual(expect.arrayContaining([{ Key: 'plinth:environment', Value: 'shop/dev' }]));
      expect(outputs.dynamodb.tables[name]).toMatchObject({
        arns: { 'eu-west-2': Table?.TableArn },
        streamArns: { 'eu-west-2': Table?.LatestStreamArn },
      });
    },
  );
});

describe('the AWS endpoint', () => {
  it('shows cluster, replication group and DAX cluster as the preset wants them', async () => {
    const { DBClusters = [] } = await plinth.aws(RDSClient).send(new DescribeDBClustersCommand({}));
    const { ReplicationGroups = [] } = await plinth
      .aws(ElastiCacheClient)
      .send(new DescribeReplicationGroupsCommand({}));
    const { Clusters = [] } = await plinth.aws(DAXClient).send(new DescribeClustersCommand({}));

    expect(DBClusters).toMatchObject([
      {
        Status: 'available',
        StorageEncrypted: true,
        KmsKeyId: HOME?.kmsKeyArns.aurora,
        BackupRetentionPeriod: 3,
        DeletionProtection: false,
        EnabledCloudwatchLogsExports: ['postgresql'],
      },
    ]);
    expect(DBClusters[0]?.DBClusterMembers).toHaveLength(1);
    expect(ReplicationGroups).toMatchObject([
      {
        Status: 'available',
        AtRestEncryptionEnabled: true,
        TransitEncryptionEnabled: true,
        AuthTokenEnabled: true,
        SnapshotRetentionLimit: 1,
        MultiAZ: 'disabled',
      },
    ]);
    expect(Clusters).toMatchObject([
      {
        Status: 'available',
        TotalNodes: 1,
        SSEDescription: { Status: 'ENABLED' },
        ClusterEndpointEncryptionType: 'TLS',
      },
    ]);
  });

  it('has every alarm of the outputs, with topics of its region for both directions, and the dashboard', async () => {
    const client = plinth.aws(CloudWatchClient);
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    const topics = Object.values(HOME?.topicArns ?? {});
    const actions = (alarm: MetricAlarm) => [...(alarm.AlarmActions ?? []), ...(alarm.OKActions ?? [])];

    expect(MetricAlarms.map(({ AlarmName }) => AlarmName).toSorted()).toEqual(
      outputs.alarms['eu-west-2']?.toSorted(),
    );
    const namespaces = new Set(
      MetricAlarms.flatMap(
        (alarm) => alarm.Namespace ?? alarm.Metrics?.[0]?.MetricStat?.Metric?.Namespace ?? [],
      ),
    );
    expect([...namespaces].toSorted()).toEqual(['AWS/DAX', 'AWS/DynamoDB', 'AWS/ElastiCache', 'AWS/RDS']);
    for (const alarm of MetricAlarms) {
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.OKActions).toHaveLength(1);
      for (const action of actions(alarm)) expect(topics).toContain(action);
    }
    const { DashboardBody = '' } = await client.send(
      new GetDashboardCommand({ DashboardName: outputs.dashboards['eu-west-2'] }),
    );
    expect(JSON.parse(DashboardBody).widgets.length).toBeGreaterThan(0);
  });
});
