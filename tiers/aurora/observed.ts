import type { Identity, Tags } from '../../core/spec.ts';

/** What AWS shows, as plain JSON: no Dates, no SDK metadata, no secret value. Null: it does not exist. */
export interface AuroraObserved {
  /** Whose resources were looked for: a plan to delete has no spec. */
  readonly identity: Identity;
  readonly secret: ObservedSecret | null;
  readonly monitoringRole: ObservedRole | null;
  readonly globalCluster: ObservedGlobalCluster | null;
  readonly primary: ObservedRegion;
  readonly secondary: ObservedRegion | null;
  /** The region that an update has taken out of the request, and that is to be empty. */
  readonly retired: ObservedRegion | null;
}

/** Every region that was looked at, the primary one first. */
export function placesOf({ primary, secondary, retired }: AuroraObserved): ObservedRegion[] {
  return [primary, secondary, retired].filter((place) => place !== null);
}

export interface ObservedSecret {
  readonly arn: string;
  readonly region: string;
  /** Made by this tier; false: named in the request, never changed. */
  readonly generated: boolean;
  readonly deletionScheduled: boolean;
  readonly tags: Tags;
}

export interface ObservedRole {
  readonly name: string;
  readonly arn: string;
  readonly policyAttached: boolean;
  readonly tags: Tags;
}

export interface ObservedGlobalMember {
  readonly clusterArn: string;
  readonly isWriter: boolean;
  /** `connected` or `pending-resync`; null when AWS reports none. */
  readonly synchronization: string | null;
}

export interface ObservedGlobalCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly status: string;
  readonly engineVersion: string;
  readonly deletionProtection: boolean;
  readonly endpoint: string | null;
  /** `failing-over` or the like while a switchover runs; null otherwise. */
  readonly failover: string | null;
  readonly members: readonly ObservedGlobalMember[];
  readonly tags: Tags;
}

export interface ObservedRegion {
  readonly region: string;
  readonly subnetGroup: ObservedSubnetGroup | null;
  readonly clusterParameterGroup: ObservedParameterGroup | null;
  readonly instanceParameterGroup: ObservedParameterGroup | null;
  readonly cluster: ObservedCluster | null;
  /** Members of the cluster, and instances that have a name of ours. */
  readonly instances: readonly ObservedInstance[];
  /** Log groups that RDS made for the cluster. Looked for once the cluster is gone: before, they are in use. */
  readonly logGroups: readonly string[];
}

export interface ObservedSubnetGroup {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly subnetIds: readonly string[];
  readonly tags: Tags;
}

export interface ObservedParameterGroup {
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  /** Only what was set by a user. */
  readonly values: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface ObservedCluster {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly endpoint: string | null;
  readonly readerEndpoint: string | null;
  readonly port: number | null;
  readonly databaseName: string | null;
  readonly masterUsername: string | null;
  readonly storageEncrypted: boolean;
  readonly storageType: string;
  readonly kmsKeyArn: string | null;
  readonly subnetGroupName: string | null;
  readonly parameterGroupName: string | null;
  readonly securityGroupIds: readonly string[];
  readonly backupRetentionDays: number | null;
  readonly backupWindow: string | null;
  readonly maintenanceWindow: string | null;
  /** Null while a change of them is under way. */
  readonly logExports: readonly string[] | null;
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshot: boolean;
  readonly globalClusterIdentifier: string | null;
  /** Identifier of the instance that AWS calls the writer; roles move, so this is only ever observed. */
  readonly writerInstance: string | null;
  readonly tags: Tags;
}

export interface ObservedInstance {
  readonly identifier: string;
  readonly arn: string;
  readonly status: string;
  readonly clusterIdentifier: string | null;
  /** With a pending change already counted in. */
  readonly instanceClass: string;
  readonly maintenanceWindow: string | null;
  readonly parameterGroupName: string | null;
  readonly autoMinorVersionUpgrade: boolean | null;
  readonly monitoringIntervalSeconds: number | null;
  /** Null: off. */
  readonly performanceInsightsRetentionDays: number | null;
  /** A change of the class is asked for and not done yet. */
  readonly changePending: boolean;
  /**
   * Of the parameters of its own group and of its cluster's: `in-sync`, `applying`, or `pending-reboot` when a value
   * counts only after a restart; null when AWS reports none.
   */
  readonly parameterStatus: string | null;
  readonly tags: Tags;
}
