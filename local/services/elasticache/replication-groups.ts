import type {
  CacheClusterMessage,
  DeleteReplicationGroupMessage,
  DeleteReplicationGroupResult,
  DescribeCacheClustersMessage,
  DescribeReplicationGroupsMessage,
  ReplicationGroupMessage,
} from '@aws-sdk/client-elasticache';
import { AwsError, type CallContext } from '../../service.ts';
import { record } from './create.ts';
import { describeGroup, describeMembers } from './describe.ts';
import { clusterNotFound, groupNotFound, refuseMembers } from './errors.ts';
import { page } from './paging.ts';
import { addSnapshot, fill } from './snapshots.ts';
import type { ElastiCache, ReplicationGroup } from './state.ts';

export function findGroup(cache: ElastiCache, region: string, id: string | undefined): ReplicationGroup {
  const group = cache.region(region).groups.get((id ?? '').toLowerCase());
  if (!group) throw groupNotFound(id ?? '');
  return group;
}

export function describeReplicationGroups(
  cache: ElastiCache,
  input: DescribeReplicationGroupsMessage,
  { region }: CallContext,
): ReplicationGroupMessage {
  const groups = input.ReplicationGroupId
    ? [findGroup(cache, region, input.ReplicationGroupId)]
    : [...cache.region(region).groups.values()];
  const { items, Marker } = page(groups, input);
  return { ReplicationGroups: items.map(describeGroup), Marker };
}

export function describeCacheClusters(
  cache: ElastiCache,
  input: DescribeCacheClustersMessage,
  { region }: CallContext,
): CacheClusterMessage {
  const groups = [...cache.region(region).groups.values()];
  const all = groups.flatMap((group) => describeMembers(group, input.ShowCacheNodeInfo ?? false));
  const id = input.CacheClusterId?.toLowerCase();
  const found = id === undefined ? all : all.filter((cluster) => cluster.CacheClusterId === id);
  if (id !== undefined && found.length === 0) throw clusterNotFound(id);
  // Every cluster of the local cloud belongs to a group.
  const { items, Marker } = page(input.ShowCacheClustersNotInReplicationGroups ? [] : found, input);
  return { CacheClusters: items, Marker };
}

/** A group that could not be created is deleted in the same way. */
export function deleteReplicationGroup(
  cache: ElastiCache,
  input: DeleteReplicationGroupMessage,
  { region }: CallContext,
): DeleteReplicationGroupResult {
  const group = findGroup(cache, region, input.ReplicationGroupId);
  // There are no clusters without a group.
  refuseMembers(
    { ...input, RetainPrimaryCluster: input.RetainPrimaryCluster || undefined },
    ['RetainPrimaryCluster'],
    'DeleteReplicationGroup',
  );
  if (group.status !== 'available' && group.status !== 'create-failed') {
    throw new AwsError(
      'InvalidReplicationGroupStateFault',
      `Replication group ${group.id} is not in a valid state to be deleted: it is ${group.status}.`,
    );
  }
  const final = input.FinalSnapshotIdentifier;
  if (final !== undefined && group.status === 'create-failed') {
    throw new AwsError(
      'InvalidReplicationGroupStateFault',
      `Replication group ${group.id} is create-failed: no snapshot can be taken of it.`,
    );
  }
  const snapshot = final === undefined ? undefined : addSnapshot(cache, group, final);
  group.status = 'deleting';
  const { redis } = group;
  // Before the engine goes, and whatever becomes of it: a snapshot that fails is in the events.
  const kept = cache.world.work.track(async () => snapshot && fill(cache, snapshot, redis)).catch(() => {});
  group.redis = undefined;
  cache.world.later('elasticache.replicationGroup.delete', async () => {
    await kept;
    await redis?.destroy();
    cache.region(region).groups.delete(group.id);
    record(cache, group, `Replication group ${group.id} deleted`);
  });
  return { ReplicationGroup: describeGroup(group) };
}
