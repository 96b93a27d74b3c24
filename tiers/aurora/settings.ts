import type { AuroraRegionSpec, AuroraSpec } from '../../core/spec.ts';
import type { FieldValue } from '../../core/tier.ts';
import { names } from './names.ts';
import type { AuroraObserved, ObservedCluster, ObservedInstance, ObservedRegion } from './observed.ts';

/** One thing that we set: plans send `input` when it differs, comparisons show `desired` beside `observed`. */
export interface Setting {
  /** Of the request, `aurora.backupRetentionDays`, else in AWS's words. */
  readonly field: string;
  readonly desired: FieldValue;
  /** Null: AWS does not say, and unknown is no difference. */
  readonly observed: FieldValue;
  readonly differs: boolean;
  /** What the call that changes it takes. */
  readonly input: Readonly<Record<string, unknown>>;
}

function setting(
  field: string,
  desired: FieldValue,
  observed: FieldValue,
  input: Setting['input'],
  same: (a: FieldValue, b: FieldValue) => boolean = equal,
): Setting {
  return { field, desired, observed, differs: observed !== null && !same(desired, observed), input };
}

function equal(a: FieldValue, b: FieldValue): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : a === b;
}

/** AWS answers windows in lower case. */
function sameText(a: FieldValue, b: FieldValue): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}

/** The input of one call that changes all that differs. */
export function inputOf(settings: readonly Setting[]): Record<string, unknown> {
  return Object.assign({}, ...settings.filter(({ differs }) => differs).map(({ input }) => input));
}

/**
 * What one ModifyDBCluster changes in place, without a restart. The port is not among them: it is a matter of every
 * client.
 */
export function clusterSettings(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  cluster: ObservedCluster,
): Setting[] {
  const group = names.clusterParameterGroup(spec.identity, spec.parameterGroupFamily);
  const securityGroups = [...target.securityGroupIds].sort();
  return [
    setting('aurora.backupRetentionDays', spec.backupRetentionDays, cluster.backupRetentionDays, {
      BackupRetentionPeriod: spec.backupRetentionDays,
    }),
    setting(
      ...(['aurora.backupWindow', spec.backupWindow, cluster.backupWindow] as const),
      { PreferredBackupWindow: spec.backupWindow },
      sameText,
    ),
    setting(
      ...(['aurora.maintenanceWindow', spec.maintenanceWindow, cluster.maintenanceWindow] as const),
      { PreferredMaintenanceWindow: spec.maintenanceWindow },
      sameText,
    ),
    setting('aurora.deletionProtection', spec.deletionProtection, cluster.deletionProtection, {
      DeletionProtection: spec.deletionProtection,
    }),
    setting('CopyTagsToSnapshot', true, cluster.copyTagsToSnapshot, { CopyTagsToSnapshot: true }),
    setting('aurora.storageType', spec.storageType, cluster.storageType, { StorageType: spec.storageType }),
    setting('DBClusterParameterGroup', group, cluster.parameterGroupName, {
      DBClusterParameterGroupName: group,
    }),
    setting('VpcSecurityGroupIds', securityGroups, cluster.securityGroupIds, {
      VpcSecurityGroupIds: securityGroups,
    }),
    logExports(spec, cluster),
  ];
}

function logExports(spec: AuroraSpec, { logExports: found }: ObservedCluster): Setting {
  const wanted = [...spec.logExports].sort();
  const EnableLogTypes = spec.logExports.filter((type) => found?.includes(type) === false);
  const DisableLogTypes = (found ?? []).filter((type) => !spec.logExports.includes(type));
  return setting('aurora.logExports', wanted, found, {
    CloudwatchLogsExportConfiguration: { EnableLogTypes, DisableLogTypes },
  });
}

/** What ModifyDBInstance changes in place, without a restart. */
export function instanceSettings(
  spec: AuroraSpec,
  { monitoringRole }: Pick<AuroraObserved, 'monitoringRole'>,
  instance: ObservedInstance,
): Setting[] {
  const group = names.instanceParameterGroup(spec.identity, spec.parameterGroupFamily);
  const interval = spec.monitoringIntervalSeconds;
  return [
    setting(
      ...(['aurora.maintenanceWindow', spec.maintenanceWindow, instance.maintenanceWindow] as const),
      { PreferredMaintenanceWindow: spec.maintenanceWindow },
      sameText,
    ),
    setting('DBParameterGroup', group, instance.parameterGroupName, { DBParameterGroupName: group }),
    setting(
      ...([
        'aurora.autoMinorVersionUpgrade',
        spec.autoMinorVersionUpgrade,
        instance.autoMinorVersionUpgrade,
      ] as const),
      { AutoMinorVersionUpgrade: spec.autoMinorVersionUpgrade },
    ),
    setting(MONITORING, interval, instance.monitoringIntervalSeconds, {
      MonitoringInterval: interval,
      ...(interval > 0 && { MonitoringRoleArn: monitoringRole?.arn }),
    }),
  ];
}

/** The one setting of an instance that needs something else first: the role. */
export const MONITORING = 'aurora.monitoringIntervalSeconds';

/**
 * Performance Insights of all instances together: they share the settings, so the cluster is changed as a whole. AWS may
 * reset them when a cluster joins a global database. Null: off.
 */
export function insightsInput(spec: AuroraSpec, target: AuroraRegionSpec, { instances }: ObservedRegion) {
  const wanted = spec.performanceInsightsRetentionDays;
  if (wanted === null) return { EnablePerformanceInsights: false };
  const off = instances.every((instance) => instance.performanceInsightsRetentionDays === null);
  return {
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: wanted,
    // The key cannot be changed once Performance Insights is on (client-rds, ModifyDBInstance).
    ...(off && { PerformanceInsightsKMSKeyId: target.kmsKeyArn }),
  };
}
