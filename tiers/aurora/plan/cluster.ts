import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan, PlanOptions } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedCluster, ObservedRegion } from '../observed.ts';
import { clusterSettings, inputOf, insightsInput } from '../settings.ts';
import { areGroupsReady } from './groups.ts';
import { isInsightsRight } from './insights.ts';
import { ENGINE, isGlobalReady } from './members.ts';
import { combine, NOTHING, rds, waitAfter } from './parts.ts';
import { isApart, rejoin } from './rejoin.ts';
import { isSecretReady, PASSWORD_FIELD } from './secret.ts';
import { clusterLabel, instanceLabel, isServing, LOOK_AGAIN, waitWhile } from './states.ts';
import { retag } from './tagging.ts';
import { isTooOld } from './upgrade.ts';

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
  options: PlanOptions,
): Plan {
  if (place.cluster) {
    return isApart(observed, place)
      ? rejoin(observed, place, options)
      : keepCluster(spec, target, place, place.cluster);
  }
  const { primary, globalCluster } = observed;
  const ready =
    // An upgrade that is due comes first: a secondary cluster has to be of the version of its primary.
    !isTooOld(spec, primary.cluster) &&
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
    // One that is about to go takes nobody in.
    ...(globalCluster && spec.globalDatabase && { GlobalClusterIdentifier: globalCluster.identifier }),
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
  if (!isServing(cluster))
    return waitWhile(label, target === spec.secondary ? 'joining' : 'cluster', cluster.status);
  const changes = inputOf(clusterSettings(spec, target, cluster));
  const insights = isInsightsRight(spec, place) ? {} : insightsInput(spec, target, place);
  const fields = Object.keys({ ...changes, ...insights });
  const busy = [
    ...(cluster.status === 'available' || fields.length === 0 ? [] : [label]),
    // All instances share it, so all of them have to take it.
    ...(Object.keys(insights).length === 0 ? [] : place.instances)
      .filter((instance) => instance.status !== 'available')
      .map((instance) => instanceLabel(instance, target.region)),
  ];
  // `backing-up` and the like serve, but take no change.
  if (busy.length > 0) return waitAfter(`${busy.join(', ')} cannot be changed now`, LOOK_AGAIN.cluster);
  return combine(
    fields.length === 0
      ? NOTHING
      : rds(
          ...([target.region, 'ModifyDBCluster'] as const),
          { DBClusterIdentifier: cluster.identifier, ...changes, ...insights, ApplyImmediately: true },
          `change ${fields.join(', ')} of ${label}`,
        ),
    retag(spec, target.region, label, cluster),
  );
}
