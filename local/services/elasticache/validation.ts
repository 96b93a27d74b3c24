import type {
  CreateReplicationGroupMessage,
  LogDeliveryConfiguration,
  LogDeliveryConfigurationRequest,
} from '@aws-sdk/client-elasticache';
import type { CallContext } from '../../service.ts';
import { invalidCombination, invalidValue, notImplemented } from './errors.ts';
import type { ElastiCache, SubnetGroup } from './state.ts';

const MAX_ID = 40;
const MAX_RETENTION_DAYS = 35;

/** AWS's own two texts. */
export function requireGroupId(id: string | undefined): string {
  const given = id ?? '';
  if (given.length > MAX_ID)
    throw invalidValue(`Replication group id should be no more than ${MAX_ID} characters.`);
  if (!/^[a-z](-?[a-z0-9])*$/i.test(given)) {
    throw invalidValue(
      'The parameter ReplicationGroupIdentifier is not a valid identifier. Identifiers must begin with a letter; ' +
        'must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two ' +
        'consecutive hyphens.',
    );
  }
  return given.toLowerCase();
}

/** Shards and the nodes of each, after every rule about their numbers and about failover. */
export function requireTopology(
  input: CreateReplicationGroupMessage,
  clusterParameters: boolean,
): { shards: number; nodesPerShard: number; clusterEnabled: boolean } {
  const { NumCacheClusters, NumNodeGroups, ReplicasPerNodeGroup, AutomaticFailoverEnabled } = input;
  if (NumCacheClusters !== undefined && (NumNodeGroups ?? 1) + (ReplicasPerNodeGroup ?? 0) > 1) {
    throw invalidCombination(
      'NumCacheClusters cannot be used together with NumNodeGroups and ReplicasPerNodeGroup.',
    );
  }
  const shards = NumNodeGroups ?? 1;
  const replicas = ReplicasPerNodeGroup ?? 0;
  if (NumCacheClusters !== undefined && (NumCacheClusters < 1 || NumCacheClusters > 6)) {
    throw invalidValue('NumCacheClusters must be between 1 and 6.');
  }
  if (shards < 1) throw invalidValue('NumNodeGroups must be at least 1.');
  if (replicas < 0 || replicas > 5) throw invalidValue('ReplicasPerNodeGroup must be between 0 and 5.');
  if (shards > 1 && !clusterParameters) {
    throw invalidCombination(
      'More than one node group needs a parameter group with cluster-enabled, such as default.redis7.cluster.on.',
    );
  }
  if (clusterParameters && NumCacheClusters !== undefined && NumCacheClusters > 1) {
    throw invalidCombination(
      'With cluster mode enabled use NumNodeGroups and ReplicasPerNodeGroup instead of NumCacheClusters.',
    );
  }
  if (clusterParameters && !AutomaticFailoverEnabled) {
    throw invalidCombination(
      'Redis with cluster mode enabled cannot be created with auto failover turned off.',
    );
  }
  const nodesPerShard = NumCacheClusters ?? replicas + 1;
  requireFailover(
    AutomaticFailoverEnabled ?? false,
    input.MultiAZEnabled ?? false,
    nodesPerShard,
    clusterParameters,
  );
  requireZoneCount(input, shards * nodesPerShard);
  return { shards, nodesPerShard, clusterEnabled: clusterParameters };
}

/** Multi-AZ needs failover, failover needs a second node; a shard of cluster mode may have none. */
export function requireFailover(
  failover: boolean,
  multiAz: boolean,
  nodesPerShard: number,
  clusterEnabled: boolean,
): void {
  if (failover && nodesPerShard < 2 && !clusterEnabled) {
    throw invalidCombination(
      'When using automatic failover, there must be at least 2 cache clusters in the replication group.',
    );
  }
  if (multiAz && !failover) throw invalidCombination('MultiAZ requires automatic failover to be enabled.');
  if (multiAz && nodesPerShard < 2) {
    throw invalidCombination('MultiAZ requires at least one replica in each node group.');
  }
}

function requireZoneCount(
  { PreferredCacheClusterAZs: zones }: CreateReplicationGroupMessage,
  nodes: number,
): void {
  if (zones && zones.length !== nodes) {
    throw invalidCombination(
      `PreferredCacheClusterAZs must name one availability zone for each of the ${nodes} cache clusters.`,
    );
  }
}

/** A token is never part of a message. Allowed characters: documented at CreateReplicationGroup.AuthToken. */
export function requireAuthToken(token: string | undefined, transitEncryption: boolean): void {
  if (token === undefined) return;
  if (!transitEncryption) {
    throw invalidCombination('AuthToken can be specified only when TransitEncryptionEnabled is true.');
  }
  if (!/^[A-Za-z0-9!&#$^<>-]{16,128}$/.test(token)) throw invalidValue('Invalid AuthToken provided.');
}

/** The key that data at rest is encrypted with: a customer's of this region, or none for the service's own. */
export function requireKey(
  { world }: ElastiCache,
  { region }: CallContext,
  keyId: string | undefined,
  atRest: boolean,
): string | undefined {
  if (keyId === undefined) return undefined;
  if (!atRest)
    throw invalidCombination('KmsKeyId can be specified only when AtRestEncryptionEnabled is true.');
  const key = world.directory.kmsKey(region, keyId);
  if (!key) throw invalidValue(`The KMS key ${keyId} does not exist in ${region}.`);
  if (!key.enabled) throw invalidValue(`The KMS key ${key.arn} is disabled.`);
  return key.arn;
}

export function requireSecurityGroups(
  { world }: ElastiCache,
  region: string,
  ids: readonly string[],
  subnets: SubnetGroup | undefined,
): void {
  if (ids.length > 0 && !subnets) {
    throw invalidCombination('SecurityGroupIds can be used only with a CacheSubnetGroupName.');
  }
  for (const id of ids) {
    const group = world.directory.securityGroup(region, id);
    if (!group) throw invalidValue(`Some security group Ids do not exist: ${id}.`);
    if (group.vpcId !== subnets?.vpcId) {
      throw invalidCombination(
        `The security group ${id} is in ${group.vpcId}, the cache subnet group in ${subnets?.vpcId}.`,
      );
    }
  }
}

/** Documented: of the same account and region. */
export function requireTopic({ world }: ElastiCache, region: string, arn: string | undefined): void {
  if (arn === undefined) return;
  if (arn.split(':')[3] !== region || !world.directory.topicExists(arn)) {
    throw invalidValue(`The SNS topic ${arn} does not exist in ${region}.`);
  }
}

const MINUTES_OF_DAY = 24 * 60;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const SNAPSHOT_WINDOW = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;
const MAINTENANCE_WINDOW =
  /^(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)-(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)$/;

/** Documented: both windows are in UTC and at least an hour long. */
export function requireWindows(windows: {
  SnapshotWindow?: string;
  PreferredMaintenanceWindow?: string;
  SnapshotRetentionLimit?: number;
}): void {
  const { SnapshotWindow: snapshot, PreferredMaintenanceWindow: maintenance } = windows;
  const { SnapshotRetentionLimit: days = 0 } = windows;
  if (snapshot !== undefined) {
    const [, fromHour, from, toHour, to] = SNAPSHOT_WINDOW.exec(snapshot) ?? [];
    const length = minutes(toHour, to) - minutes(fromHour, from);
    if (!(modulo(length, MINUTES_OF_DAY) >= 60)) {
      throw invalidValue(`Invalid SnapshotWindow ${snapshot}. Use hh24:mi-hh24:mi, 60 minutes or more.`);
    }
  }
  if (maintenance !== undefined) {
    const [, fromDay = '', fromHour, from, toDay = '', toHour, to] =
      MAINTENANCE_WINDOW.exec(maintenance) ?? [];
    const start = DAYS.indexOf(fromDay) * MINUTES_OF_DAY + minutes(fromHour, from);
    const end = DAYS.indexOf(toDay) * MINUTES_OF_DAY + minutes(toHour, to);
    if (!(modulo(end - start, 7 * MINUTES_OF_DAY) >= 60)) {
      throw invalidValue(
        `Invalid PreferredMaintenanceWindow ${maintenance}. Use ddd:hh24:mi-ddd:hh24:mi, 60 minutes or more.`,
      );
    }
  }
  if (days < 0 || days > MAX_RETENTION_DAYS) {
    throw invalidValue(`SnapshotRetentionLimit must be between 0 and ${MAX_RETENTION_DAYS}.`);
  }
}

/** NaN where the text did not match. */
const minutes = (hour: string | undefined, minute: string | undefined): number =>
  Number(hour) * 60 + Number(minute);
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** Log deliveries after the request; a disabled one goes away. The log group has to be there (*assumed*: checked at once). */
export function requireLogDeliveries(
  { world }: ElastiCache,
  region: string,
  requests: readonly LogDeliveryConfigurationRequest[],
  current: readonly LogDeliveryConfiguration[] = [],
): LogDeliveryConfiguration[] {
  const byType = new Map(current.map((one) => [one.LogType, one]));
  const seen = new Set<string | undefined>();
  for (const { LogType, DestinationType, DestinationDetails, LogFormat, Enabled = true } of requests) {
    if (LogType !== 'slow-log' && LogType !== 'engine-log')
      throw invalidValue(`Invalid log type: ${LogType}.`);
    if (seen.has(LogType)) throw invalidCombination(`The log type ${LogType} is configured twice.`);
    seen.add(LogType);
    if (!Enabled) {
      byType.delete(LogType);
      continue;
    }
    if (DestinationType !== 'cloudwatch-logs') throw notImplemented(`log delivery to ${DestinationType}`);
    if (LogFormat !== 'json' && LogFormat !== 'text') throw invalidValue(`Invalid log format: ${LogFormat}.`);
    const logGroup = DestinationDetails?.CloudWatchLogsDetails?.LogGroup ?? '';
    if (!world.directory.logGroupExists(region, logGroup)) {
      throw invalidValue(`The log group ${logGroup} does not exist in ${region}.`);
    }
    byType.set(LogType, { LogType, DestinationType, DestinationDetails, LogFormat, Status: 'active' });
  }
  return [...byType.values()];
}
