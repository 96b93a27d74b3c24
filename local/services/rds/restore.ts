import type { DBCluster, RestoreDBClusterFromSnapshotMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { orderableVersions } from './catalogue.ts';
import { addCluster, startEngine } from './cluster-record.ts';
import { checkEngine, commonSettings, type Encryption } from './cluster-settings.ts';
import { showCluster } from './cluster-show.ts';
import { usableKey, usableSecurityGroups } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { identifier } from './names.ts';
import { groupForFamily } from './parameter-groups.ts';
import { requireRoom } from './quotas.ts';
import { findSnapshot, requireAvailable } from './snapshot-record.ts';
import type { Rds, SnapshotRecord } from './state.ts';
import { findSubnetGroup } from './subnet-groups.ts';
import { checkTags } from './tags.ts';
import { compareVersions, type EngineVersion } from './versions.ts';

const FIELDS = [
  ...['DBClusterIdentifier', 'SnapshotIdentifier', 'Engine', 'EngineVersion', 'EngineMode', 'Port', 'Tags'],
  ...['DBSubnetGroupName', 'VpcSecurityGroupIds', 'DBClusterParameterGroupName', 'KmsKeyId', 'StorageType'],
  ...['EnableIAMDatabaseAuthentication', 'EnableCloudwatchLogsExports', 'DeletionProtection'],
  ...['CopyTagsToSnapshot', 'MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights'],
  ...['PerformanceInsightsKMSKeyId', 'PerformanceInsightsRetentionPeriod', 'BackupRetentionPeriod'],
  ...['PreferredBackupWindow', 'EngineLifecycleSupport'],
];

export function restoreOperations(rds: Rds) {
  return {
    /** The cluster has the users and passwords of the snapshot, and no instances. */
    RestoreDBClusterFromSnapshot: async (
      input: RestoreDBClusterFromSnapshotMessage,
      { region }: CallContext,
    ) => {
      onlyFields('RestoreDBClusterFromSnapshot', input, FIELDS);
      const { snapshot, ...checked } = check(rds, region, input);
      const cluster = addCluster(rds, region, checked);
      const origin = () => {
        if (!snapshot.data) throw new Error(`snapshot ${snapshot.id} is of a cluster that had no engine`);
        return { snapshot: snapshot.data };
      };
      await startEngine(rds, cluster, origin, { delay: 'rds.cluster.restore' });
      return { DBCluster: showCluster(rds, cluster) };
    },
  };
}

function check(rds: Rds, region: string, input: RestoreDBClusterFromSnapshotMessage) {
  const id = identifier('DBClusterIdentifier', input.DBClusterIdentifier);
  if (rds.region(region).clusters.has(id)) {
    throw fault('DBClusterAlreadyExistsFault', `DB Cluster ${id} already exists`);
  }
  const snapshot = findSnapshot(rds, region, 'SnapshotIdentifier', input.SnapshotIdentifier);
  requireAvailable(snapshot);
  checkEngine(input);
  const version = engineVersion(rds, region, snapshot, input.EngineVersion);
  const subnetGroup = findSubnetGroup(rds, region, input.DBSubnetGroupName ?? 'default');
  const name = input.DBClusterParameterGroupName;
  requireRoom(rds, region, 'DBClusters');
  return {
    id,
    snapshot,
    version,
    subnetGroup,
    securityGroups: usableSecurityGroups(rds, region, subnetGroup.vpcId, input.VpcSecurityGroupIds),
    parameterGroup: groupForFamily(rds, region, 'cluster', name, version.family),
    database: snapshot.databaseName,
    masterUsername: snapshot.shown.MasterUsername,
    port: input.Port ?? snapshot.shown.Port,
    settings: settings(rds, region, snapshot, input),
    storage: storage(rds, region, snapshot, input.KmsKeyId),
    tags: checkTags(input.Tags),
  };
}

/** What the request does not say is as in the snapshot, as far as the snapshot has it (*assumed*). */
function settings(
  rds: Rds,
  region: string,
  { shown }: SnapshotRecord,
  input: RestoreDBClusterFromSnapshotMessage,
): Partial<DBCluster> {
  return commonSettings(rds, region, {
    ...input,
    BackupRetentionPeriod: input.BackupRetentionPeriod ?? shown.BackupRetentionPeriod,
    PreferredBackupWindow: input.PreferredBackupWindow ?? shown.PreferredBackupWindow,
    StorageType: input.StorageType ?? shown.StorageType,
    EnableIAMDatabaseAuthentication:
      input.EnableIAMDatabaseAuthentication ?? shown.IAMDatabaseAuthenticationEnabled,
  });
}

/**
 * *assumed*: without a version that of the snapshot, or where it cannot be ordered any more the next of its major
 * version. A newer major version is not implemented.
 */
function engineVersion(
  rds: Rds,
  region: string,
  { shown }: SnapshotRecord,
  asked: string | undefined,
): EngineVersion {
  const taken = shown.EngineVersion ?? '';
  const major = taken.split('.')[0];
  const fitting = orderableVersions(rds, region).filter(
    (each) => each.major === major && compareVersions(each.version, taken) >= 0,
  );
  const found =
    asked === undefined
      ? fitting[0]
      : fitting.findLast(({ version }) => version === asked || asked === major);
  if (found) return found;
  throw invalidCombination(
    `Cannot restore a snapshot of engine version ${taken} to version ${asked ?? taken}`,
  );
}

/** *documented* (client-rds d.ts): the snapshot's key unless another is given, which also encrypts an unencrypted one. */
function storage(rds: Rds, region: string, { shown }: SnapshotRecord, asked: string | undefined): Encryption {
  const key = asked ?? shown.KmsKeyId;
  if (asked === undefined && !shown.StorageEncrypted) return { StorageEncrypted: false, KmsKeyId: undefined };
  return { StorageEncrypted: true, KmsKeyId: key === undefined ? undefined : usableKey(rds, region, key) };
}
