import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as dax from '@aws-sdk/client-dax';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import * as cache from '@aws-sdk/client-elasticache';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import * as rds from '@aws-sdk/client-rds';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Gives a client of this region. */
type Aws = <T>(client: new (config: Record<string, unknown>) => T, region?: string) => T;

export interface Inventory {
  /** `DBCluster plinth-shop-dev-aurora-euw2` and the like, of every service that an environment uses. */
  readonly resources: readonly string[];
  /** Snapshots of clusters and replication groups, which stay on purpose: `DBClusterSnapshot …`. */
  readonly snapshots: readonly string[];
  /** Names of the secrets that can still be restored. */
  readonly scheduledSecrets: readonly string[];
}

/** Everything there is in a region, as its owner lists it: one page holds what a test makes. */
export async function inventory({ aws }: { readonly aws: Aws }, region: string): Promise<Inventory> {
  const parts = await Promise.all([
    databases(aws(rds.RDSClient, region)),
    caches(aws(cache.ElastiCacheClient, region)),
    accelerators(aws(dax.DAXClient, region)),
    around(aws, region),
  ]);
  const secrets = aws(SecretsManagerClient, region);
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
  const names = (scheduled: boolean) =>
    SecretList.filter(({ DeletedDate }) => (DeletedDate !== undefined) === scheduled).map(
      ({ Name = '' }) => Name,
    );
  return {
    resources: [...parts.flat(), ...labelled('Secret', names(false))].sort(),
    snapshots: await snapshots(aws(rds.RDSClient, region), aws(cache.ElastiCacheClient, region)),
    scheduledSecrets: names(true).sort(),
  };
}

async function snapshots(databases: rds.RDSClient, caches: cache.ElastiCacheClient): Promise<string[]> {
  const [{ DBClusterSnapshots = [] }, { Snapshots = [] }] = await Promise.all([
    databases.send(new rds.DescribeDBClusterSnapshotsCommand({})),
    caches.send(new cache.DescribeSnapshotsCommand({})),
  ]);
  return [
    ...DBClusterSnapshots.map((each) => `DBClusterSnapshot ${each.DBClusterSnapshotIdentifier}`),
    ...Snapshots.map((each) => `Snapshot ${each.SnapshotName}`),
  ].sort();
}

const labelled = (kind: string, names: readonly (string | undefined)[]) =>
  names.map((name) => `${kind} ${name}`);

async function databases(client: rds.RDSClient): Promise<string[]> {
  const [clusters, instances, globals, subnets, clusterGroups, instanceGroups] = await Promise.all([
    client.send(new rds.DescribeDBClustersCommand({})),
    client.send(new rds.DescribeDBInstancesCommand({})),
    client.send(new rds.DescribeGlobalClustersCommand({})),
    client.send(new rds.DescribeDBSubnetGroupsCommand({})),
    client.send(new rds.DescribeDBClusterParameterGroupsCommand({})),
    client.send(new rds.DescribeDBParameterGroupsCommand({})),
  ]);
  return [
    ...(clusters.DBClusters ?? []).map((each) => `DBCluster ${each.DBClusterIdentifier}`),
    ...(instances.DBInstances ?? []).map((each) => `DBInstance ${each.DBInstanceIdentifier}`),
    ...(globals.GlobalClusters ?? []).map((each) => `GlobalCluster ${each.GlobalClusterIdentifier}`),
    ...(subnets.DBSubnetGroups ?? []).map((each) => `DBSubnetGroup ${each.DBSubnetGroupName}`),
    ...(clusterGroups.DBClusterParameterGroups ?? []).map(
      (each) => `DBClusterParameterGroup ${each.DBClusterParameterGroupName}`,
    ),
    ...(instanceGroups.DBParameterGroups ?? []).map(
      (each) => `DBParameterGroup ${each.DBParameterGroupName}`,
    ),
  ];
}

async function caches(client: cache.ElastiCacheClient): Promise<string[]> {
  const [groups, nodes, subnets, parameters] = await Promise.all([
    client.send(new cache.DescribeReplicationGroupsCommand({})),
    client.send(new cache.DescribeCacheClustersCommand({})),
    client.send(new cache.DescribeCacheSubnetGroupsCommand({})),
    client.send(new cache.DescribeCacheParameterGroupsCommand({})),
  ]);
  return [
    ...(groups.ReplicationGroups ?? []).map((each) => `ReplicationGroup ${each.ReplicationGroupId}`),
    ...(nodes.CacheClusters ?? []).map((each) => `CacheCluster ${each.CacheClusterId}`),
    ...(subnets.CacheSubnetGroups ?? []).map((each) => `CacheSubnetGroup ${each.CacheSubnetGroupName}`),
    ...(parameters.CacheParameterGroups ?? []).map(
      (each) => `CacheParameterGroup ${each.CacheParameterGroupName}`,
    ),
  ];
}

async function accelerators(client: dax.DAXClient): Promise<string[]> {
  const [clusters, subnets, parameters] = await Promise.all([
    client.send(new dax.DescribeClustersCommand({})),
    client.send(new dax.DescribeSubnetGroupsCommand({})),
    client.send(new dax.DescribeParameterGroupsCommand({})),
  ]);
  return [
    ...(clusters.Clusters ?? []).map((each) => `DAX cluster ${each.ClusterName}`),
    ...(subnets.SubnetGroups ?? []).map((each) => `DAX subnet group ${each.SubnetGroupName}`),
    ...(parameters.ParameterGroups ?? []).map((each) => `DAX parameter group ${each.ParameterGroupName}`),
  ];
}

async function around(aws: Aws, region: string): Promise<string[]> {
  const cloudwatch = aws(CloudWatchClient, region);
  const [tables, alarms, dashboards, roles, logs] = await Promise.all([
    aws(DynamoDBClient, region).send(new ListTablesCommand({})),
    cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 })),
    cloudwatch.send(new ListDashboardsCommand({})),
    aws(IAMClient, region).send(new ListRolesCommand({})),
    aws(CloudWatchLogsClient, region).send(new DescribeLogGroupsCommand({})),
  ]);
  return [
    ...labelled('Table', tables.TableNames ?? []),
    ...(alarms.MetricAlarms ?? []).map((each) => `Alarm ${each.AlarmName}`),
    ...(dashboards.DashboardEntries ?? []).map((each) => `Dashboard ${each.DashboardName}`),
    ...(roles.Roles ?? []).map((each) => `Role ${each.RoleName}`),
    ...(logs.logGroups ?? []).map((each) => `LogGroup ${each.logGroupName}`),
  ];
}
