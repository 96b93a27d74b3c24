import {
  type DBCluster,
  type DBInstance,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBParametersCommand,
  DescribeDBSubnetGroupsCommand,
  ListTagsForResourceCommand,
  type Parameter,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { AuroraRegionSpec, AuroraSpec } from '../../core/spec.ts';
import type { Clients } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { instanceNames, MOST_INSTANCES, names } from './names.ts';
import { observeLogGroups } from './observe-logs.ts';
import type {
  ObservedCluster,
  ObservedInstance,
  ObservedParameterGroup,
  ObservedRegion,
  ObservedSubnetGroup,
} from './observed.ts';

/** What there is of the tier in one region. */
export async function observeRegion(
  clients: Clients,
  spec: AuroraSpec,
  { region, instanceCount }: Pick<AuroraRegionSpec, 'region' | 'instanceCount'>,
): Promise<ObservedRegion> {
  const rds = clients.get(RDSClient, region);
  const { identity, parameterGroupFamily: family } = spec;
  const [subnetGroup, clusterParameterGroup, instanceParameterGroup, [cluster, instances]] =
    await Promise.all([
      observeSubnetGroup(rds, names.subnetGroup(identity)),
      observeClusterGroup(rds, names.clusterParameterGroup(identity, family)),
      observeInstanceGroup(rds, names.instanceParameterGroup(identity, family)),
      observeCluster(rds, names.cluster(identity, region), {
        wanted: instanceNames(identity, region, instanceCount),
        possible: instanceNames(identity, region, MOST_INSTANCES),
      }),
    ]);
  const logGroups = cluster ? [] : await observeLogGroups(clients, region, identity);
  return {
    region,
    subnetGroup,
    clusterParameterGroup,
    instanceParameterGroup,
    cluster,
    instances,
    logGroups,
  };
}

async function tagsOf(rds: RDSClient, ResourceName: string) {
  const { TagList } = await rds.send(new ListTagsForResourceCommand({ ResourceName }));
  return tagRecord(TagList);
}

async function observeSubnetGroup(rds: RDSClient, name: string): Promise<ObservedSubnetGroup | null> {
  const answer = await orAbsent(rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name })));
  const found = answer?.DBSubnetGroups?.[0];
  if (!found) return null;
  const arn = found.DBSubnetGroupArn ?? '';
  return orAbsent(
    tagsOf(rds, arn).then((tags) => ({
      name,
      arn,
      status: found.SubnetGroupStatus ?? 'unknown',
      subnetIds: (found.Subnets ?? []).map((subnet) => subnet.SubnetIdentifier ?? '').sort(),
      tags,
    })),
  );
}

async function observeClusterGroup(rds: RDSClient, name: string): Promise<ObservedParameterGroup | null> {
  const DBClusterParameterGroupName = name;
  const command = new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName });
  const found = (await orAbsent(rds.send(command)))?.DBClusterParameterGroups?.[0];
  if (!found) return null;
  const arn = found.DBClusterParameterGroupArn ?? '';
  const parameters = allPages(async (Marker) => {
    const input = { DBClusterParameterGroupName, Source: 'user', Marker };
    const page = await rds.send(new DescribeDBClusterParametersCommand(input));
    return { items: page.Parameters ?? [], next: page.Marker };
  });
  return withValues(rds, { name, arn, family: found.DBParameterGroupFamily ?? '' }, parameters);
}

async function observeInstanceGroup(rds: RDSClient, name: string): Promise<ObservedParameterGroup | null> {
  const DBParameterGroupName = name;
  const command = new DescribeDBParameterGroupsCommand({ DBParameterGroupName });
  const found = (await orAbsent(rds.send(command)))?.DBParameterGroups?.[0];
  if (!found) return null;
  const arn = found.DBParameterGroupArn ?? '';
  const parameters = allPages(async (Marker) => {
    const input = { DBParameterGroupName, Source: 'user', Marker };
    const page = await rds.send(new DescribeDBParametersCommand(input));
    return { items: page.Parameters ?? [], next: page.Marker };
  });
  return withValues(rds, { name, arn, family: found.DBParameterGroupFamily ?? '' }, parameters);
}

/** Null when the group goes away between the calls. */
function withValues(
  rds: RDSClient,
  group: { name: string; arn: string; family: string },
  parameters: Promise<readonly Parameter[]>,
): Promise<ObservedParameterGroup | null> {
  return orAbsent(
    Promise.all([parameters, tagsOf(rds, group.arn)]).then(([list, tags]) => ({
      ...group,
      values: Object.fromEntries(
        list.map(({ ParameterName = '', ParameterValue = '' }) => [
          ParameterName.toLowerCase(),
          ParameterValue,
        ]),
      ),
      tags,
    })),
  );
}

async function observeCluster(
  rds: RDSClient,
  identifier: string,
  { wanted, possible }: { readonly wanted: readonly string[]; readonly possible: readonly string[] },
): Promise<[ObservedCluster | null, ObservedInstance[]]> {
  const command = new DescribeDBClustersCommand({ DBClusterIdentifier: identifier });
  const found = (await orAbsent(rds.send(command)))?.DBClusters?.[0];
  const members = (found?.DBClusterMembers ?? []).map((member) => member.DBInstanceIdentifier ?? '');
  // By name, not by cluster: an instance of a strange cluster may have our name, and one just asked for may not be
  // among the members yet.
  const Filters = [
    { Name: 'db-instance-id', Values: [...new Set([...possible, ...members])].filter(Boolean) },
  ];
  const described = await allPages(async (Marker) => {
    const page = await rds.send(new DescribeDBInstancesCommand({ Filters, Marker }));
    return { items: page.DBInstances ?? [], next: page.Marker };
  });
  const instances = described
    .filter(
      ({ DBInstanceIdentifier: name = '', DBClusterIdentifier: owner }) =>
        wanted.includes(name) || members.includes(name) || owner === identifier,
    )
    .map((each) => toInstance(each, found));
  instances.sort((a, b) => a.identifier.localeCompare(b.identifier, 'en', { numeric: true }));
  return [found ? toCluster(identifier, found) : null, instances];
}

function toCluster(identifier: string, found: DBCluster): ObservedCluster {
  return {
    identifier,
    arn: found.DBClusterArn ?? '',
    resourceId: found.DbClusterResourceId ?? '',
    status: found.Status ?? 'unknown',
    engine: found.Engine ?? '',
    engineVersion: found.EngineVersion ?? '',
    endpoint: found.Endpoint ?? null,
    readerEndpoint: found.ReaderEndpoint ?? null,
    port: found.Port ?? null,
    databaseName: found.DatabaseName ?? null,
    masterUsername: found.MasterUsername ?? null,
    storageEncrypted: found.StorageEncrypted ?? false,
    // Not returned for plain `aurora` (client-rds, CreateDBClusterMessage.StorageType).
    storageType: found.StorageType ?? 'aurora',
    kmsKeyArn: found.KmsKeyId ?? null,
    subnetGroupName: found.DBSubnetGroup ?? null,
    parameterGroupName: found.DBClusterParameterGroup ?? null,
    securityGroupIds: (found.VpcSecurityGroups ?? []).map((group) => group.VpcSecurityGroupId ?? '').sort(),
    backupRetentionDays: found.BackupRetentionPeriod ?? null,
    backupWindow: found.PreferredBackupWindow ?? null,
    maintenanceWindow: found.PreferredMaintenanceWindow ?? null,
    logExports: found.PendingModifiedValues?.PendingCloudwatchLogsExports
      ? null
      : [...(found.EnabledCloudwatchLogsExports ?? [])].sort(),
    deletionProtection: found.DeletionProtection ?? false,
    copyTagsToSnapshot: found.CopyTagsToSnapshot ?? false,
    globalClusterIdentifier: found.GlobalClusterIdentifier ?? null,
    writerInstance:
      found.DBClusterMembers?.find((member) => member.IsClusterWriter)?.DBInstanceIdentifier ?? null,
    tags: tagRecord(found.TagList),
  };
}

/** Both of an instance's groups can hold values that wait for a restart; the worse of the two counts. */
function parameterStatus(found: DBInstance, cluster: DBCluster | undefined): string | null {
  const member = cluster?.DBClusterMembers?.find(
    (each) => each.DBInstanceIdentifier === found.DBInstanceIdentifier,
  );
  const statuses = [
    ...(found.DBParameterGroups ?? []).map((group) => group.ParameterApplyStatus),
    member?.DBClusterParameterGroupStatus,
  ].filter((status) => status !== undefined);
  const worst = ['pending-reboot', 'applying'].find((status) => statuses.includes(status));
  return worst ?? statuses[0] ?? null;
}

function toInstance(found: DBInstance, cluster: DBCluster | undefined): ObservedInstance {
  const pendingClass = found.PendingModifiedValues?.DBInstanceClass;
  return {
    identifier: found.DBInstanceIdentifier ?? '',
    arn: found.DBInstanceArn ?? '',
    status: found.DBInstanceStatus ?? 'unknown',
    clusterIdentifier: found.DBClusterIdentifier ?? null,
    instanceClass: pendingClass ?? found.DBInstanceClass ?? '',
    maintenanceWindow: found.PreferredMaintenanceWindow ?? null,
    parameterGroupName: found.DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
    autoMinorVersionUpgrade: found.AutoMinorVersionUpgrade ?? null,
    monitoringIntervalSeconds: found.MonitoringInterval ?? null,
    performanceInsightsRetentionDays: found.PerformanceInsightsEnabled
      ? (found.PerformanceInsightsRetentionPeriod ?? 7)
      : null,
    changePending: pendingClass !== undefined,
    parameterStatus: parameterStatus(found, cluster),
    tags: tagRecord(found.TagList),
  };
}
