import type {
  CreateReplicationGroupMessage,
  CreateReplicationGroupResult,
} from '@aws-sdk/client-elasticache';
import type { RedisGroup } from '../../engines/types.ts';
import { AwsError, type CallContext } from '../../service.ts';
import { requireNodeType, resolveVersion } from './catalogue.ts';
import { describeGroup } from './describe.ts';
import { invalidCombination, invalidValue, refuseMembers } from './errors.ts';
import { findParameterGroup } from './parameter-groups.ts';
import { makeShards, requireNodeQuota, zones } from './placement.ts';
import { asInSnapshot, findSnapshot, requireRestorable } from './restore.ts';
import type { ElastiCache, ParameterGroup, ReplicationGroup, Snapshot } from './state.ts';
import { findSubnetGroup } from './subnet-groups.ts';
import { tagMap } from './tags.ts';
import {
  requireAuthToken,
  requireGroupId,
  requireKey,
  requireLogDeliveries,
  requireSecurityGroups,
  requireTopic,
  requireTopology,
  requireWindows,
} from './validation.ts';

const NOT_IMPLEMENTED = [
  'GlobalReplicationGroupId',
  'PrimaryClusterId',
  'NodeGroupConfiguration',
  'CacheSecurityGroupNames',
  'SnapshotArns',
  'UserGroupIds',
  'ServerlessCacheSnapshotName',
  'Durability',
] as const;

export function createReplicationGroup(
  cache: ElastiCache,
  input: CreateReplicationGroupMessage,
  context: CallContext,
): CreateReplicationGroupResult {
  refuseMembers(input, NOT_IMPLEMENTED, 'CreateReplicationGroup');
  const { region } = context;
  const id = requireGroupId(input.ReplicationGroupId);
  const { groups } = cache.region(region);
  if (groups.has(id)) {
    throw new AwsError(
      'ReplicationGroupAlreadyExistsFault',
      `Replication group with id ${id} already exists.`,
    );
  }
  const snapshot = input.SnapshotName ? findSnapshot(cache, region, input.SnapshotName) : undefined;
  const group = newGroup(cache, asInSnapshot(input, snapshot), context, id);
  if (snapshot) requireRestorable(snapshot, group);
  requireNodeQuota(cache, group);
  groups.set(id, group);
  start(cache, group, input.AuthToken, snapshot);
  return { ReplicationGroup: describeGroup(group) };
}

function newGroup(
  cache: ElastiCache,
  input: CreateReplicationGroupMessage,
  context: CallContext,
  id: string,
): ReplicationGroup {
  const { region } = context;
  if (!input.ReplicationGroupDescription) throw invalidValue('ReplicationGroupDescription must be provided.');
  const { engine, actual, family } = resolveVersion(input.Engine ?? 'redis', input.EngineVersion);
  const parameters = parameterGroup(cache, region, input, family);
  const clusterParameters = parameters.values.get('cluster-enabled') === 'yes';
  if (input.ClusterMode === 'enabled' && !clusterParameters) {
    throw invalidCombination('ClusterMode enabled needs a parameter group with cluster-enabled.');
  }
  const topology = requireTopology(input, clusterParameters);
  const subnets = input.CacheSubnetGroupName
    ? findSubnetGroup(cache, region, input.CacheSubnetGroupName)
    : undefined;
  const transitEncryption = input.TransitEncryptionEnabled ?? false;
  if (transitEncryption && !subnets) {
    throw invalidCombination('TransitEncryptionEnabled needs a CacheSubnetGroupName.');
  }
  requireAuthToken(input.AuthToken, transitEncryption);
  // Documented: on by default for Valkey, off for Redis.
  const atRestEncryption = input.AtRestEncryptionEnabled ?? engine === 'valkey';
  requireSecurityGroups(cache, region, input.SecurityGroupIds ?? [], subnets);
  requireTopic(cache, region, input.NotificationTopicArn);
  requireWindows(input);
  return {
    id,
    arn: cache.arn(region, 'replicationgroup', id),
    region,
    createdAt: new Date(cache.world.clock.now()),
    engine,
    clusterEnabled: topology.clusterEnabled,
    shards: makeShards(
      id,
      topology.clusterEnabled,
      Array(topology.shards).fill(topology.nodesPerShard),
      zones(input.PreferredCacheClusterAZs, region, subnets),
    ),
    subnetGroup: subnets?.name,
    atRestEncryption,
    kmsKeyArn: requireKey(cache, context, input.KmsKeyId, atRestEncryption),
    transitEncryption,
    description: input.ReplicationGroupDescription,
    status: 'creating',
    version: actual,
    nodeType: requireNodeType(input.CacheNodeType),
    parameterGroup: parameters.name,
    parametersPending: false,
    securityGroupIds: input.SecurityGroupIds ?? [],
    automaticFailover: input.AutomaticFailoverEnabled ? 'enabled' : 'disabled',
    multiAz: input.MultiAZEnabled ?? false,
    authTokenSince: input.AuthToken === undefined ? undefined : new Date(cache.world.clock.now()),
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    maintenanceWindow: input.PreferredMaintenanceWindow?.toLowerCase() ?? 'sun:03:00-sun:04:00',
    snapshotWindow: input.SnapshotWindow ?? '01:00-02:00',
    snapshotRetentionDays: input.SnapshotRetentionLimit ?? 0,
    notificationTopicArn: input.NotificationTopicArn,
    logDeliveries: requireLogDeliveries(cache, region, input.LogDeliveryConfigurations ?? []),
    pending: {},
    tags: tagMap(input.Tags),
    redis: undefined,
  };
}

function parameterGroup(
  cache: ElastiCache,
  region: string,
  { CacheParameterGroupName, ClusterMode, NumNodeGroups }: CreateReplicationGroupMessage,
  family: string,
): ParameterGroup {
  const clusterOn = ClusterMode === 'enabled' || (NumNodeGroups ?? 1) > 1;
  const name = CacheParameterGroupName ?? `default.${family}${clusterOn ? '.cluster.on' : ''}`;
  const group = findParameterGroup(cache, region, name);
  if (group.family !== family) {
    throw invalidCombination(
      `Expected a parameter group of family ${family} but found one of family ${group.family}`,
    );
  }
  return group;
}

/** The engine starts at once and gets the token, which nobody else keeps; the group is available after AWS's delay. */
function start(
  cache: ElastiCache,
  group: ReplicationGroup,
  authToken: string | undefined,
  snapshot: Snapshot | undefined,
): void {
  const { world, exhausted } = cache;
  if (exhausted.has(`${group.region} ${group.nodeType}`)) {
    world.later('elasticache.replicationGroup.create', () => failForCapacity(cache, group));
    return;
  }
  const starting = world.work.track(() => startRedis(cache, group, authToken, snapshot));
  // The failure is taken below; until then nobody awaits it.
  starting.catch(() => {});
  world.later(
    'elasticache.replicationGroup.create',
    async () => {
      group.redis = await starting;
      group.status = 'available';
      for (const id of memberIds(group)) {
        cache.events.record(group.region, 'cache-cluster', id, 'Cache cluster created');
      }
      record(cache, group, `Replication group ${group.id} created`);
    },
    (error) => {
      group.status = 'create-failed';
      const cause = error instanceof Error ? error.message : 'the engine did not start';
      record(cache, group, `Replication group ${group.id} failed to create: ${cause}`);
    },
  );
}

async function startRedis(
  cache: ElastiCache,
  group: ReplicationGroup,
  authToken: string | undefined,
  snapshot: Snapshot | undefined,
): Promise<RedisGroup> {
  const parameters = findParameterGroup(cache, group.region, group.parameterGroup).values;
  const redis = await cache.world.engines.createRedis({
    shards: group.shards.length,
    nodesPerShard: group.shards[0]?.members.length ?? 1,
    clusterMode: group.clusterEnabled,
    authToken,
    tls: group.transitEncryption,
    // ElastiCache's default differs from redis-server's own.
    parameters: { 'maxmemory-policy': 'volatile-lru', ...Object.fromEntries(parameters) },
    ...(snapshot?.data ? { restore: snapshot.data } : {}),
  });
  await redis.ready();
  return redis;
}

/** Documented class, *assumed* text: AWS tells the cause in the events only. */
function failForCapacity(cache: ElastiCache, group: ReplicationGroup): void {
  group.status = 'create-failed';
  const [first] = group.shards[0]?.members ?? [];
  const zone = first?.availabilityZone ?? group.region;
  const cause =
    `Insufficient capacity for ${group.nodeType} in Availability Zone ${zone} (InsufficientCacheClusterCapacity). ` +
    'Choose another node type or zone, or try again later.';
  if (first)
    cache.events.record(group.region, 'cache-cluster', first.id, `Cache cluster not created. ${cause}`);
  record(cache, group, `Replication group ${group.id} failed to create. ${cause}`);
}

const memberIds = (group: ReplicationGroup) =>
  group.shards.flatMap((shard) => shard.members.map((member) => member.id));

export const record = (cache: ElastiCache, group: ReplicationGroup, message: string): void =>
  cache.events.record(group.region, 'replication-group', group.id, message);
