import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DAXClient,
  DecreaseReplicationFactorCommand,
  DeleteClusterCommand,
  UpdateClusterCommand,
} from '@aws-sdk/client-dax';
import {
  DeleteTableCommand,
  DynamoDBClient,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DecreaseReplicaCountCommand,
  DeleteReplicationGroupCommand,
  ElastiCacheClient,
  ModifyCacheParameterGroupCommand,
  ModifyReplicationGroupCommand,
} from '@aws-sdk/client-elasticache';
import {
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { localLandingZone } from '../../../../local/landing-zones.ts';
import { eventually } from '../connect.ts';
import type { Plinth } from '../plinth.ts';
import type { Round } from './rounds.ts';

const CLUSTER = { DBClusterIdentifier: 'plinth-shop-dev-aurora-euw2' };
const INSTANCE = { DBInstanceIdentifier: 'plinth-shop-dev-aurora-euw2-2' };
const TABLE = { TableName: 'plinth-shop-dev-games' };
const GROUP = { ReplicationGroupId: 'plinth-shop-dev-redis', ApplyImmediately: true };
const DAX = { ClusterName: 'plinth-shop-dev-dax' };
const securityGroups = localLandingZone.regions['eu-west-2']?.securityGroupIds;
const OWN_GROUP = securityGroups?.aurora ?? '';
const OTHER_GROUP = securityGroups?.redis ?? '';
const ACCOUNT = 'eu-west-2:000000000000';

const aurora = 'aurora: Aurora cluster plinth-shop-dev-aurora-euw2 in eu-west-2';
const second = 'aurora: Aurora instance plinth-shop-dev-aurora-euw2-2 in eu-west-2';
const table = 'dynamodb: DynamoDB table plinth-shop-dev-games in eu-west-2';
const redis = 'redis: replication group plinth-shop-dev-redis in eu-west-2';
const dax = 'dax: DAX cluster plinth-shop-dev-dax in eu-west-2';
const tags = (team: string) =>
  `[Environment=dev,ManagedBy=plinth,Project=shop${team},plinth:environment=shop/dev,plinth:managed-by=plinth]`;

const parameters = (lockWaits: number) =>
  `[log_autovacuum_min_duration=10000,log_lock_waits=${lockWaits},log_min_duration_statement=1000,` +
  'log_temp_files=10240,pg_stat_statements.track=all,rds.force_ssl=1,shared_preload_libraries=pg_stat_statements,' +
  'track_activity_query_size=4096,track_io_timing=1]';

function clients({ aws }: Plinth) {
  return {
    rds: aws(RDSClient),
    dynamodb: aws(DynamoDBClient),
    elasticache: aws(ElastiCacheClient),
    dax: aws(DAXClient),
  };
}

const SETTINGS: Round = {
  what: 'backups, protection, windows, tags and times of all tiers',
  change: async (plinth) => {
    const { rds, dynamodb, elasticache, dax } = clients(plinth);
    const protection = { BackupRetentionPeriod: 1, DeletionProtection: false };
    await rds.send(
      new ModifyDBClusterCommand({
        ...CLUSTER,
        ...protection,
        VpcSecurityGroupIds: [OTHER_GROUP],
        ApplyImmediately: true,
      }),
    );
    await rds.send(
      new RemoveTagsFromResourceCommand({
        ResourceName: `arn:aws:rds:${ACCOUNT}:cluster:${CLUSTER.DBClusterIdentifier}`,
        TagKeys: ['Team'],
      }),
    );
    await dynamodb.send(new UpdateTableCommand({ ...TABLE, DeletionProtectionEnabled: false }));
    await dynamodb.send(
      new UntagResourceCommand({
        ResourceArn: `arn:aws:dynamodb:${ACCOUNT}:table/${TABLE.TableName}`,
        TagKeys: ['Team'],
      }),
    );
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        ...TABLE,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    );
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        ...TABLE,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: false },
      }),
    );
    await elasticache.send(new ModifyReplicationGroupCommand({ ...GROUP, SnapshotRetentionLimit: 9 }));
    await plinth.aws(CloudWatchLogsClient).send(
      new PutRetentionPolicyCommand({
        logGroupName: '/plinth/plinth-shop-dev/redis/slow-log',
        retentionInDays: 1,
      }),
    );
    await dax.send(new UpdateClusterCommand({ ...DAX, PreferredMaintenanceWindow: 'mon:01:00-mon:02:00' }));
  },
  expected: [
    `${aurora} aurora.backupRetentionDays: 1 → 3`,
    `${aurora} aurora.deletionProtection: false → true`,
    `${aurora} VpcSecurityGroupIds: [${OTHER_GROUP}] → [${OWN_GROUP}]`,
    `${aurora} tags: ${tags('')} → ${tags(',Team=blue')}`,
    `${table} dynamodb.deletionProtection: false → true`,
    `${table} tags: ${tags('')} → ${tags(',Team=blue')}`,
    `${table} dynamodb.pointInTimeRecovery: off → 35 days`,
    `${table} dynamodb.tables.ttlAttribute: off → expiresAt`,
    `${redis} redis.snapshotRetentionDays: 9 → 1`,
    'redis: log group /plinth/plinth-shop-dev/redis/slow-log in eu-west-2 redis.logRetentionDays: 1 → 30',
    `${dax} dax.maintenanceWindow: mon:01:00-mon:02:00 → sun:06:00-sun:07:00`,
  ],
};

const SIZES: Round = {
  what: 'classes, node types, nodes, indexes and parameters',
  change: async (plinth) => {
    const { rds, dynamodb, elasticache, dax } = clients(plinth);
    await rds.send(
      new ModifyDBInstanceCommand({ ...INSTANCE, DBInstanceClass: 'db.r6g.xlarge', ApplyImmediately: true }),
    );
    await rds.send(
      new ModifyDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: 'plinth-shop-dev-aurora-postgresql15-cluster',
        Parameters: [{ ParameterName: 'log_lock_waits', ParameterValue: '0', ApplyMethod: 'immediate' }],
      }),
    );
    await dynamodb.send(
      new UpdateTableCommand({
        ...TABLE,
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-player' } }],
      }),
    );
    await elasticache.send(
      new ModifyReplicationGroupCommand({ ...GROUP, CacheNodeType: 'cache.r7g.xlarge' }),
    );
    await elasticache.send(
      new ModifyCacheParameterGroupCommand({
        CacheParameterGroupName: 'plinth-shop-dev-redis-redis7',
        ParameterNameValues: [{ ParameterName: 'maxmemory-policy', ParameterValue: 'noeviction' }],
      }),
    );
    await dax.send(new DecreaseReplicationFactorCommand({ ...DAX, NewReplicationFactor: 1 }));
  },
  expected: [
    `${second} aurora.instanceClass: db.r6g.xlarge → db.r6g.large`,
    `aurora: DB cluster parameter group plinth-shop-dev-aurora-postgresql15-cluster in eu-west-2 aurora.clusterParameters: ${parameters(0)} → ${parameters(1)}`,
    `${table} dynamodb.tables.indexes.by-player: false → true`,
    `${redis} redis.nodeType: cache.r7g.xlarge → cache.r7g.large`,
    'redis: cache parameter group plinth-shop-dev-redis-redis7 in eu-west-2 redis.parameters.maxmemory-policy: noeviction → allkeys-lru',
    `${dax} dax.replicationFactor: 1 → 3`,
  ],
};

const MEMBERS: Round = {
  what: 'an Aurora instance and a Redis replica removed, a table and the DAX cluster deleted, a secret too',
  change: async (plinth) => {
    const { rds, dynamodb, elasticache, dax } = clients(plinth);
    await rds.send(new DeleteDBInstanceCommand({ ...INSTANCE, SkipFinalSnapshot: true }));
    await plinth
      .aws(SecretsManagerClient)
      .send(new DeleteSecretCommand({ SecretId: 'plinth-shop-dev-aurora-master-user' }));
    await elasticache.send(new ModifyReplicationGroupCommand({ ...GROUP, AutomaticFailoverEnabled: false }));
    await elasticache.send(new DecreaseReplicaCountCommand({ ...GROUP, NewReplicaCount: 0 }));
    await dax.send(new DeleteClusterCommand(DAX));
    await dynamodb.send(new UpdateTableCommand({ ...TABLE, DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand(TABLE));
  },
  expected: [
    `${second} exists: false → true`,
    'aurora: Secret plinth-shop-dev-aurora-master-user exists: false → true',
    `${redis} redis.nodeCount: 1 → 2`,
    `${redis} AutomaticFailoverEnabled: false → true`,
    `${table} exists: false → true`,
    `${dax} exists: false → true`,
  ],
};

const REDIS_GONE: Round = {
  what: 'the Redis group deleted',
  change: (plinth) =>
    clients(plinth).elasticache.send(
      new DeleteReplicationGroupCommand({ ReplicationGroupId: GROUP.ReplicationGroupId }),
    ),
  expected: [`${redis} exists: false → true`],
};

export const TIERS: readonly Round[] = [SETTINGS, SIZES, MEMBERS, REDIS_GONE];

/** What AWS does by itself, here by hand. */
export async function asAwsDoes(plinth: Plinth): Promise<void> {
  const { rds, elasticache } = clients(plinth);
  await rds.send(
    new ModifyDBClusterCommand({
      ...{ ...CLUSTER, EngineVersion: '15.18', PreferredMaintenanceWindow: 'SUN:04:30-SUN:05:30' },
      ApplyImmediately: true,
    }),
  );
  await rds.send(new FailoverDBClusterCommand(CLUSTER));
  await rds.send(new CreateDBClusterSnapshotCommand({ ...CLUSTER, DBClusterSnapshotIdentifier: 'by-hand' }));
  await elasticache.send(new ModifyReplicationGroupCommand({ ...GROUP, EngineVersion: '7.1' }));
}

export async function writerOf({ aws }: Plinth): Promise<string | undefined> {
  const { DBClusters = [] } = await aws(RDSClient).send(new DescribeDBClustersCommand(CLUSTER));
  return DBClusters[0]?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)
    ?.DBInstanceIdentifier;
}

/** A cluster of one instance, without a final snapshot. */
export async function deleteDatabase({ aws }: Plinth, DBClusterIdentifier: string): Promise<void> {
  const rds = aws(RDSClient);
  await rds.send(
    new DeleteDBInstanceCommand({
      DBInstanceIdentifier: `${DBClusterIdentifier}-1`,
      SkipFinalSnapshot: true,
    }),
  );
  await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
  const gone = () =>
    rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier })).then(
      () => false,
      () => true,
    );
  await eventually(gone, (is) => is);
}
