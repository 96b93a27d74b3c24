import type { RedisSpec } from '../../core/spec.ts';
import { type Action, isOurs } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import type { Input } from './expect.ts';
import { logDelivery } from './names.ts';
import type { ObservedMember, ObservedReplicationGroup, ObservedShard, RedisObserved } from './observe.ts';

/** What the calls of the replication group lead to. */
export function expectGroup(
  spec: RedisSpec,
  observed: RedisObserved,
  { command, input }: Action,
): Partial<RedisObserved> {
  const { group } = observed;
  switch (command) {
    case 'CreateReplicationGroup':
      return { group: created(spec, input) };
    case 'DeleteReplicationGroup':
      return { group: null };
    case 'ModifyReplicationGroup':
      return { group: group && modified(group, input) };
    case 'IncreaseReplicaCount':
    case 'DecreaseReplicaCount':
      return { group: group && resized(group, withReplicas(group.shards, input)) };
    case 'ModifyReplicationGroupShardConfiguration':
      return { group: group && resized(group, withShards(group.shards, input)) };
    default:
      return {};
  }
}

function created(spec: RedisSpec, input: Input): ObservedReplicationGroup {
  const tags = tagRecord(input.Tags);
  const clusterEnabled = input.NumNodeGroups !== undefined;
  const nodes: number = clusterEnabled ? input.ReplicasPerNodeGroup + 1 : input.NumCacheClusters;
  const shards = Array.from({ length: input.NumNodeGroups ?? 1 }, (_, shard) => ({
    id: shardId(shard + 1),
    nodes,
  }));
  const empty: ObservedReplicationGroup = {
    name: input.ReplicationGroupId,
    arn: input.ReplicationGroupId,
    ours: isOurs(spec.identity, tags),
    tags,
    status: 'available',
    engine: input.Engine,
    createdAt: null,
    clusterEnabled,
    shards: [],
    memberIds: [],
    members: [],
    nodeType: input.CacheNodeType,
    automaticFailover: 'disabled',
    multiAz: 'disabled',
    snapshotRetentionDays: input.SnapshotRetentionLimit,
    snapshotWindow: input.SnapshotWindow,
    atRestEncryption: input.AtRestEncryptionEnabled,
    kmsKeyArn: input.KmsKeyId,
    transitEncryption: input.TransitEncryptionEnabled,
    logDeliveries: [],
    primaryEndpoint: null,
    readerEndpoint: null,
    configurationEndpoint: null,
    events: [],
  };
  const first: ObservedMember = { ...NEW_MEMBER, id: '' };
  return modified(resized({ ...empty, members: [first] }, shards), input);
}

const shardId = (number: number): string => String(number).padStart(4, '0');

const NEW_MEMBER: Omit<ObservedMember, 'id'> = {
  status: 'available',
  maintenanceWindow: null,
  engineVersion: null,
  parameterGroup: null,
  securityGroupIds: [],
};

function modified(group: ObservedReplicationGroup, input: Input): ObservedReplicationGroup {
  const onOff = (asked: boolean | undefined, was: string) =>
    asked === undefined ? was : asked ? 'enabled' : 'disabled';
  return {
    ...group,
    engine: input.Engine ?? group.engine,
    nodeType: input.CacheNodeType ?? group.nodeType,
    automaticFailover: onOff(input.AutomaticFailoverEnabled, group.automaticFailover),
    multiAz: onOff(input.MultiAZEnabled, group.multiAz),
    snapshotRetentionDays: input.SnapshotRetentionLimit ?? group.snapshotRetentionDays,
    snapshotWindow: input.SnapshotWindow ?? group.snapshotWindow,
    logDeliveries: withDeliveries(group.logDeliveries, input.LogDeliveryConfigurations ?? []),
    members: group.members.map((member) => ({
      ...member,
      maintenanceWindow: input.PreferredMaintenanceWindow ?? member.maintenanceWindow,
      engineVersion: input.EngineVersion ?? member.engineVersion,
      parameterGroup: input.CacheParameterGroupName ?? member.parameterGroup,
      securityGroupIds: input.SecurityGroupIds ? [...input.SecurityGroupIds].sort() : member.securityGroupIds,
    })),
  };
}

/** One of each type. */
function withDeliveries(current: readonly string[], asked: readonly Input[]): readonly string[] {
  const types = asked.map(({ LogType }) => `${LogType} `);
  const kept = current.filter((delivery) => !types.some((type) => delivery.startsWith(type)));
  const added = asked.map(({ LogType, LogFormat, DestinationDetails }) =>
    logDelivery(LogType, LogFormat, DestinationDetails.CloudWatchLogsDetails.LogGroup),
  );
  return [...kept, ...added].sort();
}

function withReplicas(
  shards: readonly ObservedShard[],
  { NewReplicaCount, ReplicaConfiguration = [] }: Input,
): ObservedShard[] {
  return shards.map((shard) => {
    const own = ReplicaConfiguration.find(({ NodeGroupId }: Input) => NodeGroupId === shard.id);
    const replicas = NewReplicaCount ?? own?.NewReplicaCount;
    return replicas === undefined ? shard : { ...shard, nodes: replicas + 1 };
  });
}

/** New shards are numbered on, and have as many nodes as the others. */
function withShards(
  shards: readonly ObservedShard[],
  { NodeGroupCount, NodeGroupsToRemove = [] }: Input,
): ObservedShard[] {
  const kept = shards.filter(({ id }) => !NodeGroupsToRemove.includes(id));
  const last = Math.max(0, ...kept.map(({ id }) => Number(id)));
  const added = Array.from({ length: Math.max(0, NodeGroupCount - kept.length) }, (_, index) => ({
    id: shardId(last + 1 + index),
    nodes: kept[0]?.nodes ?? 1,
  }));
  return [...kept, ...added];
}

/** Members as ElastiCache names them: `<group>-001` with cluster mode off, `<group>-0001-001` with it on. */
function resized(
  group: ObservedReplicationGroup,
  shards: readonly ObservedShard[],
): ObservedReplicationGroup {
  const memberIds = shards.flatMap(({ id, nodes }) =>
    Array.from({ length: nodes }, (_, node) => {
      const number = String(node + 1).padStart(3, '0');
      return group.clusterEnabled ? `${group.name}-${id}-${number}` : `${group.name}-${number}`;
    }),
  );
  const [like] = group.members;
  const members = memberIds.map(
    (id) => group.members.find((member) => member.id === id) ?? { ...NEW_MEMBER, ...like, id },
  );
  return { ...group, shards, memberIds, members };
}
