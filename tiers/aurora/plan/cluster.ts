import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedCluster, ObservedRegion } from '../observed.ts';
import { ENGINE, isGlobalReady } from './global.ts';
import { areGroupsReady } from './groups.ts';
import { changedInsights } from './insights.ts';
import { combine, NOTHING, rds, waitFor } from './parts.ts';
import { isSecretReady, PASSWORD_FIELD } from './secret.ts';
import { clusterLabel, isServing, LOOK_AGAIN } from './states.ts';
import { retag } from './tagging.ts';

export function planPrimaryCluster(spec: AuroraSpec, observed: AuroraObserved): Plan {
  if (observed.primary.cluster)
    return keepCluster(spec, spec.primary, observed.primary, observed.primary.cluster);
  const ready =
    areGroupsReady(spec, observed.primary) && isSecretReady(observed) && isGlobalReady(spec, observed);
  // With members already, AWS would make a secondary cluster of this one: planGlobal says what is wrong.
  if (!ready || (observed.globalCluster?.members.length ?? 0) > 0) return NOTHING;
  return createPrimary(spec, observed);
}

/** Made when the primary region serves: AWS's own flow adds a region to a global database that has a working writer. */
export function planSecondaryCluster(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
): Plan {
  if (place.cluster) return keepCluster(spec, target, place, place.cluster);
  const { primary, globalCluster } = observed;
  const ready =
    areGroupsReady(spec, place) &&
    isGlobalReady(spec, observed) &&
    globalCluster?.members.some((member) => member.isWriter) &&
    isServing(primary.cluster) &&
    primary.instances.some(isServing);
  return ready ? createSecondary(spec, target, observed) : NOTHING;
}

function commonInput(spec: AuroraSpec, target: AuroraRegionSpec) {
  return {
    DBClusterIdentifier: names.cluster(spec.identity, target.region),
    Engine: ENGINE,
    Port: spec.port,
    DBSubnetGroupName: names.subnetGroup(spec.identity),
    VpcSecurityGroupIds: [...target.securityGroupIds],
    DBClusterParameterGroupName: names.clusterParameterGroup(spec.identity, spec.parameterGroupFamily),
    StorageEncrypted: true,
    KmsKeyId: target.kmsKeyArn,
    StorageType: spec.storageType,
    BackupRetentionPeriod: spec.backupRetentionDays,
    PreferredBackupWindow: spec.backupWindow,
    PreferredMaintenanceWindow: spec.maintenanceWindow,
    EnableCloudwatchLogsExports: [...spec.logExports],
    EnableIAMDatabaseAuthentication: false,
    DeletionProtection: spec.deletionProtection,
    CopyTagsToSnapshot: true,
    Tags: tagList(spec.tags),
  };
}

function createPrimary(spec: AuroraSpec, { secret, globalCluster }: AuroraObserved): Plan {
  const { region } = spec.primary;
  const common = commonInput(spec, spec.primary);
  const input = {
    ...common,
    EngineVersion: spec.engineVersion,
    DatabaseName: spec.databaseName,
    MasterUsername: spec.masterUsername,
    ...(globalCluster && { GlobalClusterIdentifier: globalCluster.identifier }),
  };
  const summary = `create Aurora cluster ${common.DBClusterIdentifier} in ${region}`;
  return rds(region, 'CreateDBCluster', input, summary, {
    kind: 'read',
    secretId: secret?.arn ?? '',
    field: PASSWORD_FIELD,
    into: 'MasterUserPassword',
  });
}

/** Without user, password and database name, which come from the primary cluster (AWS refuses them here). */
function createSecondary(spec: AuroraSpec, target: AuroraRegionSpec, observed: AuroraObserved): Plan {
  const common = commonInput(spec, target);
  const input = {
    ...common,
    // The version the primary cluster has now: an automatic upgrade may have moved it.
    EngineVersion: observed.primary.cluster?.engineVersion,
    GlobalClusterIdentifier: observed.globalCluster?.identifier,
  };
  const summary = `add Aurora cluster ${common.DBClusterIdentifier} in ${target.region} to ${observed.globalCluster?.identifier}`;
  return rds(target.region, 'CreateDBCluster', input, summary);
}

function keepCluster(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  place: ObservedRegion,
  cluster: ObservedCluster,
): Plan {
  const label = clusterLabel(cluster, target.region);
  if (!isServing(cluster)) return waitFor(`${label} is ${cluster.status}`, LOOK_AGAIN.cluster);
  // `backing-up` and the like serve, but take no change.
  if (cluster.status !== 'available') return NOTHING;
  const changes = { ...changedSettings(spec, target, cluster), ...changedInsights(spec, target, place) };
  const fields = Object.keys(changes);
  return combine(
    fields.length === 0
      ? NOTHING
      : rds(
          ...([target.region, 'ModifyDBCluster'] as const),
          { DBClusterIdentifier: cluster.identifier, ...changes, ApplyImmediately: true },
          `change ${fields.join(', ')} of ${label}`,
        ),
    retag(spec, target.region, label, cluster),
  );
}

/**
 * Settings that one call changes in place. The port is not among them: it is a matter of every client, and what
 * reads back is the port that answers, which another endpoint than AWS may choose.
 */
function changedSettings(spec: AuroraSpec, target: AuroraRegionSpec, cluster: ObservedCluster) {
  const group = names.clusterParameterGroup(spec.identity, spec.parameterGroupFamily);
  const securityGroups = [...target.securityGroupIds].sort();
  const window = (text: string | null) => text?.toLowerCase();
  const enable = spec.logExports.filter((type) => cluster.logExports?.includes(type) === false);
  const disable = (cluster.logExports ?? []).filter((type) => !spec.logExports.includes(type));
  return {
    ...(cluster.backupRetentionDays !== spec.backupRetentionDays && {
      BackupRetentionPeriod: spec.backupRetentionDays,
    }),
    ...(window(cluster.backupWindow) !== window(spec.backupWindow) && {
      PreferredBackupWindow: spec.backupWindow,
    }),
    ...(window(cluster.maintenanceWindow) !== window(spec.maintenanceWindow) && {
      PreferredMaintenanceWindow: spec.maintenanceWindow,
    }),
    ...(cluster.deletionProtection !== spec.deletionProtection && {
      DeletionProtection: spec.deletionProtection,
    }),
    ...(!cluster.copyTagsToSnapshot && { CopyTagsToSnapshot: true }),
    ...(cluster.storageType !== spec.storageType && { StorageType: spec.storageType }),
    ...(cluster.parameterGroupName !== group && { DBClusterParameterGroupName: group }),
    ...(cluster.securityGroupIds.join() !== securityGroups.join() && { VpcSecurityGroupIds: securityGroups }),
    ...(enable.length + disable.length > 0 && {
      CloudwatchLogsExportConfiguration: { EnableLogTypes: enable, DisableLogTypes: disable },
    }),
  };
}
