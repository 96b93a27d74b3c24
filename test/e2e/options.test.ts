import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeReplicationGroupsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  CreateSecretCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { query, redisAt, writer } from './support/connect.ts';
import { example } from './support/http.ts';
import { type Plinth, startPlinth } from './support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startPlinth();
});
afterAll(() => plinth.close());

async function ready(body: unknown, project = 'shop'): Promise<EnvironmentOutputs> {
  const { status, json } = await plinth.api.create(body, { project });
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  const operation = await plinth.api.ended(json.links.self);
  expect(operation).toMatchObject({ status: 'succeeded', error: null });
  return (await plinth.api.get(`${operation.links.environment}/outputs`)).json;
}

it.each(['staging', 'standard', 'custom-tables'])('examples/%s.json becomes ready', async (name) => {
  const outputs = await ready(example(name), 'examples');

  expect(outputs.aurora.primary.region).toBe('eu-west-2');
});

describe('a request that chooses everything itself', () => {
  const REGION = 'eu-central-1';
  const PASSWORD = 'Chosen-by-hand-1234';
  const TOKEN = 'token-by-hand-1234567890';
  let outputs: EnvironmentOutputs;

  beforeAll(async () => {
    const secrets = plinth.aws(SecretsManagerClient, REGION);
    const secret = async (Name: string, value: object) =>
      (await secrets.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }))).ARN;
    outputs = await ready({
      environment: 'all',
      preset: 'production',
      primaryRegion: REGION,
      secondaryRegion: 'us-east-1',
      aurora: {
        instanceCount: 2,
        globalDatabase: false,
        databaseName: 'Game1',
        masterUsername: 'Keeper',
        masterSecretArn: await secret('my-master', { username: 'Keeper', password: PASSWORD }),
        port: 6432,
        backupRetentionDays: 35,
        backupWindow: '23:30-00:30',
        maintenanceWindow: 'mon:02:00-mon:03:00',
        performanceInsights: { enabled: true, retentionDays: 731 },
        monitoringIntervalSeconds: 0,
        logExports: [],
        storageType: 'aurora-iopt1',
        deletionProtection: false,
        clusterParameters: { log_min_duration_statement: '250' },
      },
      dynamodb: {
        billingMode: 'PROVISIONED',
        provisioned: { readCapacityUnits: 7, writeCapacityUnits: 3 },
        globalTables: false,
        pointInTimeRecovery: { enabled: false },
        deletionProtection: false,
      },
      redis: {
        engine: 'valkey',
        clusterMode: { shards: 2, replicasPerShard: 1 },
        authTokenSecretArn: await secret('my-token', { authToken: TOKEN }),
        multiAz: true,
        snapshotRetentionDays: 0,
        port: 7000,
        parameters: { 'maxmemory-policy': 'noeviction' },
      },
      dax: { replicationFactor: 4, recordTtlMs: 1000 },
      alarms: { enabled: false },
      tags: { Team: 'blue', Project: 'mine' },
    });
  });

  it('gets it from Aurora', async () => {
    const rds = plinth.aws(RDSClient, REGION);
    const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));

    expect(DBClusters).toMatchObject([
      {
        MasterUsername: 'Keeper',
        BackupRetentionPeriod: 35,
        PreferredBackupWindow: '23:30-00:30',
        PreferredMaintenanceWindow: 'mon:02:00-mon:03:00',
        StorageType: 'aurora-iopt1',
        DeletionProtection: false,
      },
    ]);
    expect(DBClusters[0]?.TagList).toEqual(expect.arrayContaining([{ Key: 'Project', Value: 'mine' }]));
    expect(DBInstances).toMatchObject(
      Array(2).fill({ MonitoringInterval: 0, PerformanceInsightsRetentionPeriod: 731 }),
    );
  });

  it('connects with the secrets of its own', async () => {
    const rows = await query(
      plinth,
      outputs,
      PASSWORD,
      writer(outputs),
      'SELECT current_user, current_database()',
    );
    expect(rows).toEqual([{ current_user: 'Keeper', current_database: 'Game1' }]);
    expect(outputs.aurora.masterSecretArn).toContain('my-master');

    const { configurationEndpoint, primaryEndpoint, port } = outputs.redis;
    const redis = await redisAt(plinth, configurationEndpoint, port, TOKEN);
    expect(await redis.command('CLUSTER', 'INFO')).toMatch(/cluster_state:ok/);
    expect(await redis.command('CONFIG', 'GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'noeviction',
    ]);
    redis.close();
    expect(primaryEndpoint).toBeNull();
    const { SecretList = [] } = await plinth
      .aws(SecretsManagerClient, REGION)
      .send(new ListSecretsCommand({}));
    expect(SecretList.map(({ Name }) => Name).toSorted()).toEqual(['my-master', 'my-token']);
  });

  it('gets it from ElastiCache and DynamoDB', async () => {
    const { ReplicationGroups = [] } = await plinth
      .aws(ElastiCacheClient, REGION)
      .send(new DescribeReplicationGroupsCommand({}));
    const { Table } = await plinth
      .aws(DynamoDBClient, REGION)
      .send(new DescribeTableCommand({ TableName: outputs.dynamodb.tables.games?.name }));

    expect(ReplicationGroups).toMatchObject([{ ClusterEnabled: true, MultiAZ: 'enabled', Engine: 'valkey' }]);
    expect(ReplicationGroups[0]?.NodeGroups).toHaveLength(2);
    expect(Table?.ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 7, WriteCapacityUnits: 3 });
    expect(Table?.DeletionProtectionEnabled).toBe(false);
  });

  it('has no alarms when it wants none', async () => {
    const { MetricAlarms } = await plinth.aws(CloudWatchClient, REGION).send(new DescribeAlarmsCommand({}));

    expect(MetricAlarms).toEqual([]);
    expect([outputs.alarms, outputs.dashboards]).toEqual([{}, {}]);
  });
});
