import type {
  DecreaseReplicaCountMessage,
  IncreaseReplicaCountMessage,
  ModifyReplicationGroupShardConfigurationMessage,
  ReplicationGroup as ReplicationGroupDescription,
} from '@aws-sdk/client-elasticache';
import { AwsError, type CallContext } from '../../service.ts';
import { describeGroup } from './describe.ts';
import { invalidCombination, invalidValue, refuseMembers, requireAvailable } from './errors.ts';
import { modifying } from './modify.ts';
import { makeShards, requireNodeQuota, zones } from './placement.ts';
import { findGroup } from './replication-groups.ts';
import type { ElastiCache, ReplicationGroup, Shard } from './state.ts';

type Answer = { ReplicationGroup: ReplicationGroupDescription };

/** Documented default quotas: shards of a group. Replicas of a shard: 0 to 5. */
const MAX_SHARDS = 90;
const MAX_REPLICAS = 5;

export const increaseReplicaCount = (
  cache: ElastiCache,
  input: IncreaseReplicaCountMessage,
  context: CallContext,
): Answer => changeReplicas(cache, { ...input, more: true }, context);

export const decreaseReplicaCount = (
  cache: ElastiCache,
  input: DecreaseReplicaCountMessage,
  context: CallContext,
): Answer => changeReplicas(cache, { ...input, more: false }, context);

function changeReplicas(
  cache: ElastiCache,
  input: (IncreaseReplicaCountMessage | DecreaseReplicaCountMessage) & { readonly more: boolean },
  { region }: CallContext,
): Answer {
  const operation = input.more ? 'IncreaseReplicaCount' : 'DecreaseReplicaCount';
  refuseMembers(input, ['ReplicasToRemove'], operation);
  requireImmediate(input);
  const group = findGroup(cache, region, input.ReplicationGroupId);
  requireAvailable(group);
  const counts = group.shards.map((shard) => 1 + wantedReplicas(shard, input));
  const changed = group.shards.filter((shard, place) => shard.members.length !== counts[place]);
  // Documented: nothing to do is a fault of its own.
  if (changed.length === 0) {
    throw new AwsError(
      'NoOperationFault',
      'The operation was not performed because no changes were required.',
    );
  }
  group.shards.forEach((shard, place) => {
    const now = shard.members.length;
    const next = counts[place] ?? now;
    if (input.more ? next < now : next > now) {
      throw invalidValue(
        `${operation} cannot change shard ${shard.id} from ${now - 1} to ${next - 1} replicas.`,
      );
    }
    requireReplicas(group, next - 1);
  });
  return resize(cache, group, counts);
}

function wantedReplicas(
  shard: Shard,
  input: IncreaseReplicaCountMessage | DecreaseReplicaCountMessage,
): number {
  const { NewReplicaCount, ReplicaConfiguration } = input;
  if ((NewReplicaCount === undefined) === (ReplicaConfiguration === undefined)) {
    throw invalidCombination('Either NewReplicaCount or ReplicaConfiguration must be given.');
  }
  const own = ReplicaConfiguration?.find(({ NodeGroupId }) => NodeGroupId === shard.id);
  return NewReplicaCount ?? own?.NewReplicaCount ?? shard.members.length - 1;
}

/** Documented (DecreaseReplicaCount): at least one with Multi-AZ; failover without cluster mode needs one, too. */
function requireReplicas(group: ReplicationGroup, replicas: number): void {
  if (replicas < 0 || replicas > MAX_REPLICAS) {
    throw invalidValue(`The number of replicas must be between 0 and ${MAX_REPLICAS}.`);
  }
  const needsOne = group.multiAz || (!group.clusterEnabled && group.automaticFailover !== 'disabled');
  if (replicas === 0 && needsOne) {
    throw invalidCombination(
      `${group.id} has Multi-AZ or automatic failover turned on and needs at least 1 replica.`,
    );
  }
}

/** Documented for all of these: only true is permitted. */
function requireImmediate({ ApplyImmediately }: { ApplyImmediately: boolean | undefined }): void {
  if (ApplyImmediately !== true) throw invalidValue('ApplyImmediately must be true.');
}

export function modifyShardConfiguration(
  cache: ElastiCache,
  input: ModifyReplicationGroupShardConfigurationMessage,
  { region }: CallContext,
): Answer {
  refuseMembers(input, ['ReshardingConfiguration'], 'ModifyReplicationGroupShardConfiguration');
  requireImmediate(input);
  const group = findGroup(cache, region, input.ReplicationGroupId);
  requireAvailable(group);
  if (!group.clusterEnabled) {
    throw invalidCombination(`${group.id} has cluster mode off and cannot have more than one shard.`);
  }
  const count = input.NodeGroupCount ?? 0;
  if (count < 1) throw invalidValue('NodeGroupCount must be at least 1.');
  if (count > MAX_SHARDS) {
    throw new AwsError(
      'NodeGroupsPerReplicationGroupQuotaExceededFault',
      `A replication group has at most ${MAX_SHARDS} node groups.`,
    );
  }
  const gone = surplus(group, input, count);
  const kept = group.shards.filter(({ id }) => !gone.includes(id));
  if (kept.length === count && gone.length === 0) {
    throw invalidCombination(`${group.id} has ${count} node groups already.`);
  }
  const like = kept[0]?.members.length ?? 1;
  const counts = Array.from({ length: count }, (_, place) => kept[place]?.members.length ?? like);
  return resize(cache, group, counts, gone);
}

/** Documented: with fewer shards exactly one of the two lists says which ones. */
function surplus(
  group: ReplicationGroup,
  { NodeGroupsToRemove, NodeGroupsToRetain }: ModifyReplicationGroupShardConfigurationMessage,
  count: number,
): string[] {
  const ids = group.shards.map(({ id }) => id);
  if (count >= ids.length) {
    if (NodeGroupsToRemove || NodeGroupsToRetain) {
      throw invalidCombination('NodeGroupsToRemove and NodeGroupsToRetain are for fewer node groups only.');
    }
    return [];
  }
  if ((NodeGroupsToRemove === undefined) === (NodeGroupsToRetain === undefined)) {
    throw invalidCombination('Either NodeGroupsToRemove or NodeGroupsToRetain is required.');
  }
  const unknown = [...(NodeGroupsToRemove ?? []), ...(NodeGroupsToRetain ?? [])].find(
    (id) => !ids.includes(id),
  );
  if (unknown) throw invalidValue(`${group.id} has no node group ${unknown}.`);
  const gone = NodeGroupsToRemove ?? ids.filter((id) => !NodeGroupsToRetain?.includes(id));
  if (ids.length - new Set(gone).size !== count) {
    throw invalidCombination(`Without ${gone.join(', ')} there are not ${count} node groups.`);
  }
  return gone;
}

/** The shape is shown when the engine has it; meanwhile the group is modifying. */
function resize(
  cache: ElastiCache,
  group: ReplicationGroup,
  counts: readonly number[],
  gone: readonly string[] = [],
): Answer {
  const subnets = cache.region(group.region).subnetGroups.get(group.subnetGroup ?? '');
  const before = group.shards;
  const kept = before.filter(({ id }) => !gone.includes(id));
  const around = zones(undefined, group.region, subnets);
  const shards = makeShards(group.id, group.clusterEnabled, counts, around, kept);
  requireNodeQuota(cache, { ...group, shards });
  const removed = before.flatMap(({ id }, place) => (gone.includes(id) ? [place] : []));
  const { redis } = group;
  const resizing = cache.world.work.track(async () => redis?.resize(counts, removed));
  // Taken below; until then nobody awaits it.
  resizing.catch(() => {});
  modifying(cache, group, async () => {
    await resizing;
    group.shards = shards;
  });
  return { ReplicationGroup: describeGroup(group) };
}
