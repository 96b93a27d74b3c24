import { tagRecord } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import { memberOf } from '../plan/members.ts';
import { arnOf, type Call, type Effects, type Place, placesIn } from './world.ts';

/** Calls about global clusters and their members. */
export const clusterEffects: Effects = {
  CreateGlobalCluster: ({ world, place, input, spec }) => {
    const source = input.SourceDBClusterIdentifier;
    const identifier = input.GlobalClusterIdentifier;
    world.globalCluster = {
      identifier,
      // Of no region (client-rds, GlobalClusterArn).
      arn: arnOf(spec, 'global-cluster', '', identifier),
      status: 'available',
      engineVersion: input.EngineVersion ?? place.cluster?.engineVersion ?? '',
      deletionProtection: input.DeletionProtection,
      endpoint: `${identifier}.global-to-be.global.rds.amazonaws.com`,
      failover: null,
      members: source ? [{ clusterArn: source, isWriter: true, synchronization: 'connected' }] : [],
      tags: tagRecord(input.Tags),
    };
    if (source && place.cluster) place.cluster.globalClusterIdentifier = identifier;
  },
  ModifyGlobalCluster: ({ world: { globalCluster }, input }) => {
    if (globalCluster) globalCluster.deletionProtection = input.DeletionProtection;
  },
  /** A secondary stands alone from then on, and one of its instances writes. */
  RemoveFromGlobalCluster: ({ world, input }) => {
    const { globalCluster } = world;
    const leaves = (arn: string) => arn === input.DbClusterIdentifier;
    if (globalCluster)
      globalCluster.members = globalCluster.members.filter(({ clusterArn }) => !leaves(clusterArn));
    for (const { cluster, instances } of placesIn(world)) {
      if (!cluster || !leaves(cluster.arn)) continue;
      cluster.globalClusterIdentifier = null;
      cluster.writerInstance ??= instances[0]?.identifier ?? null;
    }
  },
  DeleteGlobalCluster: ({ world }) => {
    world.globalCluster = null;
  },
  CreateDBCluster: ({ world: { globalCluster }, place, input, spec }) => {
    const cluster = newCluster(place, input, arnOf(spec, 'cluster', place.region, input.DBClusterIdentifier));
    place.cluster = cluster;
    if (!globalCluster || !input.GlobalClusterIdentifier) return;
    const isWriter = globalCluster.members.length === 0;
    const member = { clusterArn: cluster.arn, isWriter, synchronization: 'connected' };
    globalCluster.members = [...globalCluster.members, member];
  },
  ModifyDBCluster: (call) => {
    changeCluster(call);
    changeInsights(call);
  },
  FailoverDBCluster: ({ place: { cluster }, input }) => {
    if (cluster) cluster.writerInstance = input.TargetDBInstanceIdentifier;
  },
  /** The log groups stay. */
  DeleteDBCluster: ({ place }) => {
    const { cluster } = place;
    if (cluster)
      place.logGroups = (cluster.logExports ?? []).map((type) => names.logGroup(cluster.identifier, type));
    place.cluster = null;
  },
};

function newCluster({ region }: Place, input: Call['input'], arn: string): NonNullable<Place['cluster']> {
  const identifier = input.DBClusterIdentifier;
  return {
    identifier,
    arn,
    // AWS chooses it and the middle of the endpoints.
    resourceId: `cluster-${region}`,
    status: 'available',
    engine: input.Engine,
    engineVersion: input.EngineVersion,
    endpoint: `${identifier}.cluster-to-be.${region}.rds.amazonaws.com`,
    readerEndpoint: `${identifier}.cluster-ro-to-be.${region}.rds.amazonaws.com`,
    port: input.Port,
    databaseName: input.DatabaseName ?? null,
    masterUsername: input.MasterUsername ?? null,
    storageEncrypted: input.StorageEncrypted,
    storageType: input.StorageType,
    kmsKeyArn: input.KmsKeyId,
    subnetGroupName: input.DBSubnetGroupName,
    parameterGroupName: input.DBClusterParameterGroupName,
    securityGroupIds: [...input.VpcSecurityGroupIds].sort(),
    backupRetentionDays: input.BackupRetentionPeriod,
    backupWindow: input.PreferredBackupWindow.toLowerCase(),
    maintenanceWindow: input.PreferredMaintenanceWindow.toLowerCase(),
    logExports: [...input.EnableCloudwatchLogsExports].sort(),
    deletionProtection: input.DeletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot,
    globalClusterIdentifier: input.GlobalClusterIdentifier ?? null,
    writerInstance: null,
    tags: tagRecord(input.Tags),
  };
}

function changeCluster({ world, place, input }: Call): void {
  const { cluster, instances } = place;
  if (!cluster) return;
  const { EnableLogTypes = [], DisableLogTypes = [] } = input.CloudwatchLogsExportConfiguration ?? {};
  const logExports = [...(cluster.logExports ?? []), ...EnableLogTypes];
  Object.assign(cluster, {
    backupRetentionDays: input.BackupRetentionPeriod ?? cluster.backupRetentionDays,
    backupWindow: input.PreferredBackupWindow?.toLowerCase() ?? cluster.backupWindow,
    maintenanceWindow: input.PreferredMaintenanceWindow?.toLowerCase() ?? cluster.maintenanceWindow,
    deletionProtection: input.DeletionProtection ?? cluster.deletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? cluster.copyTagsToSnapshot,
    storageType: input.StorageType ?? cluster.storageType,
    parameterGroupName: input.DBClusterParameterGroupName ?? cluster.parameterGroupName,
    securityGroupIds: input.VpcSecurityGroupIds ?? cluster.securityGroupIds,
    logExports: [...new Set(logExports)].filter((type) => !DisableLogTypes.includes(type)).sort(),
    engineVersion: input.EngineVersion ?? cluster.engineVersion,
  });
  if (input.DBClusterParameterGroupName)
    for (const instance of instances) instance.parameterStatus = 'pending-reboot';
  if (!input.EngineVersion) return;
  // All of them restart.
  for (const instance of instances) instance.parameterStatus = 'in-sync';
  const { globalCluster } = world;
  if (globalCluster && memberOf(globalCluster, cluster.arn)?.isWriter)
    globalCluster.engineVersion = input.EngineVersion;
}

/** All instances of a cluster share it. */
function changeInsights({ place, input }: Call): void {
  if (input.EnablePerformanceInsights === undefined) return;
  const days = input.EnablePerformanceInsights ? (input.PerformanceInsightsRetentionPeriod ?? 7) : null;
  for (const instance of place.instances) instance.performanceInsightsRetentionDays = days;
}
