import type { DBCluster, ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { logTypes } from './cluster-settings.ts';
import { findCluster, showCluster } from './cluster-show.ts';
import { checkMonitoring, usableSecurityGroups } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { type Insights, insightsOf, resolveInsights } from './insights.ts';
import { exportLogs } from './log-exports.ts';
import { changedWithTheWindow } from './maintenance-window.ts';
import { masterPassword } from './names.ts';
import { groupForFamily } from './parameter-groups.ts';
import {
  type ClusterRecord,
  instancesOf,
  isSecondary,
  type ParameterGroupRecord,
  type Rds,
} from './state.ts';
import { beginUpgrade, requireSecondariesFirst, requireUpgradable, upgradeTarget } from './upgrade.ts';
import { ENGINE } from './versions.ts';
import { windows } from './windows.ts';

const FIELDS = [
  ...['DBClusterIdentifier', 'ApplyImmediately', 'BackupRetentionPeriod', 'DBClusterParameterGroupName'],
  ...['VpcSecurityGroupIds', 'MasterUserPassword', 'PreferredBackupWindow', 'PreferredMaintenanceWindow'],
  ...['EnableIAMDatabaseAuthentication', 'CloudwatchLogsExportConfiguration', 'DeletionProtection'],
  ...['CopyTagsToSnapshot', 'AutoMinorVersionUpgrade', 'MonitoringInterval', 'MonitoringRoleArn'],
  ...['DatabaseInsightsMode', 'EnablePerformanceInsights', 'PerformanceInsightsKMSKeyId'],
  ...['PerformanceInsightsRetentionPeriod', 'EngineVersion', 'AllowMajorVersionUpgrade', 'StorageType'],
];

/** Fields whose change leaves the cluster `available`: they touch no instance (*assumed*). */
const QUIET = [
  ...['DBClusterIdentifier', 'ApplyImmediately', 'DeletionProtection', 'CopyTagsToSnapshot'],
  ...['PreferredBackupWindow', 'PreferredMaintenanceWindow', 'AllowMajorVersionUpgrade'],
];

export function modifyClusterOperations(rds: Rds) {
  return {
    ModifyDBCluster: (input: ModifyDBClusterMessage, { region }: CallContext) => {
      onlyFields('ModifyDBCluster', input, FIELDS);
      const cluster = findCluster(rds, region, input.DBClusterIdentifier);
      if (cluster.status === 'failed' && isUnprotection(input)) {
        cluster.shown.DeletionProtection = false;
        return { DBCluster: showCluster(rds, cluster) };
      }
      requireModifiable(cluster);
      const password = newPassword(rds, cluster, input.MasterUserPassword);
      const version = newVersion(rds, cluster, input);
      change(rds, cluster, input, version);
      const work = password === undefined ? undefined : () => setPassword(rds, cluster, password);
      if (version !== undefined && input.ApplyImmediately) beginUpgrade(rds, cluster, version, work);
      else if (work) settle(rds, cluster, 'resetting-master-credentials', work);
      else if (isLoud(input)) settle(rds, cluster, 'modifying');
      return { DBCluster: showCluster(rds, cluster) };
    },
  };
}

const isLoud = (input: ModifyDBClusterMessage) =>
  Object.entries(input).some(([field, value]) => value !== undefined && !QUIET.includes(field));

/** All that a failed cluster takes (*assumed*): otherwise nothing could clean it up. */
function isUnprotection({ DBClusterIdentifier: _, ApplyImmediately: __, ...change }: ModifyDBClusterMessage) {
  const asked = Object.entries(change).filter(([, value]) => value !== undefined);
  return asked.length === 1 && change.DeletionProtection === false;
}

function requireModifiable(cluster: ClusterRecord): void {
  if (cluster.status === 'available') return;
  throw fault(
    'InvalidDBClusterStateFault',
    `DB cluster ${cluster.id} is in state ${cluster.status}; it has to be available.`,
  );
}

/** *documented* (Aurora guide): the secondary takes the password through replication, from its primary only. */
function newPassword(rds: Rds, cluster: ClusterRecord, password: string | undefined): string | undefined {
  if (password === undefined) return undefined;
  if (isSecondary(rds, cluster)) {
    throw invalidCombination('Cannot modify the master password of a cross region replication cluster');
  }
  return masterPassword(password);
}

/** Asked for now, or waiting and to be applied with what is asked for now. */
function newVersion(rds: Rds, cluster: ClusterRecord, input: ModifyDBClusterMessage): string | undefined {
  const waiting = input.ApplyImmediately ? cluster.shown.PendingModifiedValues?.EngineVersion : undefined;
  const asked = { ...input, EngineVersion: input.EngineVersion ?? waiting };
  const target = upgradeTarget(rds, cluster.region, cluster.shown.EngineVersion ?? '', asked);
  if (target === undefined) return undefined;
  requireSecondariesFirst(rds, cluster, target);
  requireUpgradable(rds, cluster);
  return target;
}

/** All of it is checked before any of it counts. */
function change(
  rds: Rds,
  cluster: ClusterRecord,
  input: ModifyDBClusterMessage,
  version: string | undefined,
): void {
  const { shown, region } = cluster;
  const changed: Partial<DBCluster> = {
    ...changedWindows(shown, input),
    ...changedMonitoring(rds, shown, input),
    ...changedInsights(rds, cluster, input),
    DeletionProtection: input.DeletionProtection ?? shown.DeletionProtection,
    CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? shown.CopyTagsToSnapshot,
    AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? shown.AutoMinorVersionUpgrade,
    IAMDatabaseAuthenticationEnabled:
      input.EnableIAMDatabaseAuthentication ?? shown.IAMDatabaseAuthenticationEnabled,
    EnabledCloudwatchLogsExports: changedLogs(shown, input),
  };
  if (input.VpcSecurityGroupIds) {
    const { vpcId } = cluster.subnetGroup;
    changed.VpcSecurityGroups = usableSecurityGroups(rds, region, vpcId, input.VpcSecurityGroupIds);
  }
  const group = changedGroup(rds, cluster, input.DBClusterParameterGroupName);
  Object.assign(changed, changedWithTheWindow(rds, cluster, input, version));
  Object.assign(shown, changed);
  cluster.parameterGroup = group;
  shareWithInstances(rds, cluster, changed);
  exportLogs(rds, cluster);
}

function changedGroup(rds: Rds, cluster: ClusterRecord, name: string | undefined): ParameterGroupRecord {
  if (!name) return cluster.parameterGroup;
  const family = `${ENGINE}${cluster.shown.EngineVersion?.split('.')[0]}`;
  return groupForFamily(rds, cluster.region, 'cluster', name, family);
}

function changedWindows(shown: DBCluster, input: ModifyDBClusterMessage): Partial<DBCluster> {
  const { backup, maintenance } = windows(
    input.PreferredBackupWindow ?? shown.PreferredBackupWindow,
    input.PreferredMaintenanceWindow ?? shown.PreferredMaintenanceWindow,
  );
  return { PreferredBackupWindow: backup, PreferredMaintenanceWindow: maintenance };
}

function changedMonitoring(rds: Rds, shown: DBCluster, input: ModifyDBClusterMessage): Partial<DBCluster> {
  if (input.MonitoringInterval === undefined && input.MonitoringRoleArn === undefined) return {};
  const interval = input.MonitoringInterval ?? shown.MonitoringInterval;
  const kept = interval === 0 ? undefined : shown.MonitoringRoleArn;
  const monitoring = checkMonitoring(rds, interval, input.MonitoringRoleArn ?? kept);
  return { MonitoringInterval: monitoring.interval, MonitoringRoleArn: monitoring.roleArn };
}

/** What counts now is what the instances have, which may have been set on them. */
function changedInsights(
  rds: Rds,
  cluster: ClusterRecord,
  input: ModifyDBClusterMessage,
): Insights | undefined {
  const asked = [
    ...[input.EnablePerformanceInsights, input.PerformanceInsightsRetentionPeriod],
    ...[input.PerformanceInsightsKMSKeyId, input.DatabaseInsightsMode],
  ];
  if (asked.every((value) => value === undefined)) return undefined;
  const { shown } = instancesOf(rds, cluster)[0] ?? cluster;
  return resolveInsights(rds, cluster.region, input, insightsOf(shown));
}

function changedLogs(shown: DBCluster, input: ModifyDBClusterMessage): string[] {
  const { EnableLogTypes: on, DisableLogTypes: off } = input.CloudwatchLogsExportConfiguration ?? {};
  const disabled = logTypes(off);
  const all = [...(shown.EnabledCloudwatchLogsExports ?? []), ...logTypes(on)];
  return [...new Set(all)].filter((type) => !disabled.includes(type));
}

/** *documented* (Aurora guide): what is set on the cluster counts for all of its instances. */
function shareWithInstances(rds: Rds, cluster: ClusterRecord, changed: Partial<DBCluster>): void {
  for (const { shown } of instancesOf(rds, cluster)) {
    if (changed.PerformanceInsightsEnabled !== undefined) Object.assign(shown, insightsOf(cluster.shown));
    if (changed.MonitoringInterval !== undefined) {
      shown.MonitoringInterval = changed.MonitoringInterval;
      shown.MonitoringRoleArn = changed.MonitoringRoleArn;
    }
    if ('StorageType' in changed) shown.StorageType = changed.StorageType ?? 'aurora';
    if (changed.VpcSecurityGroups) shown.VpcSecurityGroups = changed.VpcSecurityGroups;
  }
}

/** Leaves `available`, and comes back after the time a modification takes. */
function settle(
  rds: Rds,
  cluster: ClusterRecord,
  status: string,
  work: () => Promise<void> = async () => {},
): void {
  cluster.status = status;
  const back = async () => {
    await work();
    if (cluster.status === status) cluster.status = 'available';
  };
  rds.world.later('rds.cluster.modify', back, failWith(rds, cluster));
}

/** *documented*: at once, whatever ApplyImmediately says; the status says so meanwhile. */
async function setPassword(rds: Rds, cluster: ClusterRecord, password: string): Promise<void> {
  try {
    await cluster.postgres?.setMasterPassword(password);
  } catch (error) {
    failWith(rds, cluster, [password])(error);
  }
}
