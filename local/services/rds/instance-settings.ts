import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { orderableClasses } from './catalogue.ts';
import { INSTANCE_CLASSES, isBurstable } from './classes.ts';
import { fault, invalidCombination, invalidValue, required } from './errors.ts';
import { type Insights, insightsOf, resolveInsights, sameInsights } from './insights.ts';
import { requireRoom } from './quotas.ts';
import {
  type ClusterRecord,
  globalOf,
  type InstanceRecord,
  instancesOf,
  isSecondary,
  type Rds,
} from './state.ts';
import { ENGINE } from './versions.ts';

/**
 * Fields of CreateDBInstance that are the cluster's. *documented* (client-rds d.ts: "doesn't apply to Aurora
 * instances"); the text for deletion protection from terraform-provider-aws pull request 6009, the others are made
 * like AWS's for security groups.
 */
const CLUSTER_LEVEL: Readonly<Record<string, string>> = {
  MasterUsername: 'master user name',
  MasterUserPassword: 'master user password',
  ManageMasterUserPassword: 'master user password management',
  DBName: 'database name',
  BackupRetentionPeriod: 'backup retention period',
  PreferredBackupWindow: 'backup window',
  StorageEncrypted: 'storage encryption',
  KmsKeyId: 'KMS key',
  EnableCloudwatchLogsExports: 'log exports',
  MultiAZ: 'Multi-AZ by adding instances',
  AllocatedStorage: 'allocated storage',
  StorageType: 'storage type',
  Iops: 'IOPS',
  VpcSecurityGroupIds: 'vpc security group',
  Port: 'database endpoint port',
};

export function refuseClusterLevel(input: object): void {
  const given = input as Readonly<Record<string, unknown>>;
  if (given.DeletionProtection !== undefined) {
    throw invalidCombination(
      'Deletion Protection can only be applied on the Cluster level, not for individual instances',
    );
  }
  for (const [field, name] of Object.entries(CLUSTER_LEVEL)) {
    if (given[field] === undefined) continue;
    throw invalidCombination(
      `The requested DB Instance will be a member of a DB Cluster. Set ${name} for the DB Cluster.`,
    );
  }
}

/** Texts *documented*: cn-terraform sonarqube issue 88, terraform-provider-aws issue 27736. */
export function checkClass(rds: Rds, cluster: ClusterRecord, asked: string | undefined): string {
  const instanceClass = required('DBInstanceClass', asked);
  if (!/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass)) {
    throw invalidValue(`Invalid DB Instance class: ${instanceClass}`);
  }
  if (
    !INSTANCE_CLASSES.includes(instanceClass) ||
    !orderableClasses(rds, cluster.region).includes(instanceClass)
  ) {
    throw invalidCombination(
      `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${instanceClass}, Engine=${ENGINE}, EngineVersion=${cluster.shown.EngineVersion}, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.`,
    );
  }
  if (cluster.globalCluster !== undefined && isBurstable(instanceClass)) {
    throw invalidCombination(
      `The requested instance class is not supported by global databases: ${instanceClass}`,
    );
  }
  return instanceClass;
}

export function checkEngine(cluster: ClusterRecord, input: CreateDBInstanceMessage): void {
  const engine = required('Engine', input.Engine);
  if (engine !== cluster.shown.Engine) {
    throw invalidCombination(
      `The engine name requested for your DB instance (${engine}) doesn't match the engine name of your DB cluster (${cluster.shown.Engine}).`,
    );
  }
  // Text *documented*: rain issue 309.
  if (input.EngineVersion !== undefined && input.EngineVersion !== cluster.shown.EngineVersion) {
    throw invalidCombination(
      `The engine version that you requested for your DB instance (${input.EngineVersion}) does not match the engine version of your DB cluster (${cluster.shown.EngineVersion}).`,
    );
  }
}

/** *documented*: 0 to 15, default 1. */
export function promotionTier(value: number | undefined): number {
  const tier = value ?? 1;
  if (!Number.isInteger(tier) || tier < 0 || tier > 15) {
    throw invalidValue(`Invalid promotion tier: ${tier}. Valid values are 0-15`);
  }
  return tier;
}

/**
 * *documented* (Aurora guide): a writer and 15 readers, one reader less for each secondary cluster; 16 readers in a
 * secondary. The error is *assumed*.
 */
export function checkRoom(rds: Rds, cluster: ClusterRecord): void {
  const secondaries = isSecondary(rds, cluster) ? 0 : (globalOf(rds, cluster)?.members.length ?? 1) - 1;
  const most = 16 - secondaries;
  if (instancesOf(rds, cluster).length >= most) {
    throw invalidCombination(`DB cluster ${cluster.id} already has ${most} instances, the most it can have.`);
  }
  requireRoom(rds, cluster.region, 'DBInstances');
}

/**
 * *documented* (client-rds d.ts, Aurora guide): all instances of a cluster have the same Performance Insights settings.
 * Which error says so is *assumed*. `self` is left out of the comparison, so a single instance may change.
 */
export function instanceInsights(
  rds: Rds,
  cluster: ClusterRecord,
  input: Parameters<typeof resolveInsights>[2],
  self?: InstanceRecord,
): Insights {
  const insights = resolveInsights(rds, cluster.region, input, insightsOf(self?.shown ?? cluster.shown));
  const other = instancesOf(rds, cluster).find((each) => each !== self && each.status !== 'deleting');
  if (other && !sameInsights(insights, insightsOf(other.shown))) {
    throw invalidCombination(
      `All DB instances of DB cluster ${cluster.id} must have the same Performance Insights settings as ${other.id}. Use ModifyDBCluster to change them for all.`,
    );
  }
  return insights;
}

/** The zone asked for, or the one of the subnet group with the fewest instances. */
export function chooseZone(rds: Rds, cluster: ClusterRecord, asked: string | undefined): string {
  const zones = [...new Set(cluster.subnetGroup.subnets.map((subnet) => subnet.availabilityZone))].sort();
  if (asked !== undefined) {
    if (zones.includes(asked)) return asked;
    throw fault(
      'InvalidVPCNetworkStateFault',
      `Cannot create a DB instance in ${asked}: DB subnet group ${cluster.subnetGroup.name} covers ${zones.join(', ')}.`,
    );
  }
  const taken = instancesOf(rds, cluster).map((each) => each.shown.AvailabilityZone);
  const count = (zone: string) => taken.filter((each) => each === zone).length;
  return zones.reduce((best, zone) => (count(zone) < count(best) ? zone : best), zones[0] ?? '');
}
