import type { CreateReplicationGroupMessage } from '@aws-sdk/client-elasticache';
import { AwsError } from '../../service.ts';
import { invalidCombination, notImplemented, snapshotNotFound } from './errors.ts';
import type { ElastiCache, ReplicationGroup, Snapshot } from './state.ts';

export function findSnapshot(cache: ElastiCache, region: string, name: string | undefined): Snapshot {
  const snapshot = cache.region(region).snapshots.get((name ?? '').toLowerCase());
  if (!snapshot) throw snapshotNotFound(name ?? '');
  return snapshot;
}

/** *Assumed*: what the request does not say is as it was, as the console fills it in. */
export function asInSnapshot(
  input: CreateReplicationGroupMessage,
  snapshot: Snapshot | undefined,
): CreateReplicationGroupMessage {
  if (!snapshot) return input;
  const { engine, version, nodeType, clusterEnabled, shards } = snapshot.source;
  return {
    ...input,
    Engine: input.Engine ?? engine,
    EngineVersion: input.EngineVersion ?? (input.Engine && input.Engine !== engine ? undefined : version),
    CacheNodeType: input.CacheNodeType ?? nodeType,
    NumNodeGroups: input.NumNodeGroups ?? (clusterEnabled ? shards.length : undefined),
  };
}

/** Documented (Snapshot.NumNodeGroups): as many shards as in the snapshot. */
export function requireRestorable(snapshot: Snapshot, group: ReplicationGroup): void {
  if (snapshot.status !== 'available') {
    throw new AwsError(
      'InvalidSnapshotStateFault',
      `Snapshot ${snapshot.name} is not in available state: it is ${snapshot.status}.`,
    );
  }
  if (snapshot.source.clusterEnabled !== group.clusterEnabled) {
    throw notImplemented('a restore into the other cluster mode');
  }
  if (snapshot.source.shards.length !== group.shards.length) {
    throw invalidCombination(
      `The snapshot ${snapshot.name} has ${snapshot.source.shards.length} node groups, the request ${group.shards.length}.`,
    );
  }
}
