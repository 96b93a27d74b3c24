import type {
  CreateSnapshotMessage,
  DeleteSnapshotMessage,
  DescribeSnapshotsListMessage,
  DescribeSnapshotsMessage,
  Snapshot as SnapshotDescription,
} from '@aws-sdk/client-elasticache';
import type { RedisGroup } from '../../engines/types.ts';
import { AwsError, type CallContext } from '../../service.ts';
import { invalidCombination, invalidValue, notImplemented, requireAvailable } from './errors.ts';
import { pageOf } from './paging.ts';
import { findGroup } from './replication-groups.ts';
import { findSnapshot } from './restore.ts';
import type { ElastiCache, ReplicationGroup, Snapshot, Tags } from './state.ts';
import { tagMap } from './tags.ts';
import { requireKey } from './validation.ts';

/** Documented for DescribeSnapshots: 20 to 50 a page. */
const MAX_RECORDS = 50;
/** Documented (ElastiCache guide, backup constraints): manual ones of a node in 24 hours. *Assumed*: those that are left count. */
const MAX_A_DAY = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

export function createSnapshot(
  cache: ElastiCache,
  input: CreateSnapshotMessage,
  context: CallContext,
): { Snapshot: SnapshotDescription } {
  if (input.CacheClusterId !== undefined) {
    if (input.ReplicationGroupId !== undefined) {
      throw invalidCombination('ReplicationGroupId and CacheClusterId cannot be used together.');
    }
    throw notImplemented('CacheClusterId of CreateSnapshot');
  }
  const group = findGroup(cache, context.region, input.ReplicationGroupId);
  requireAvailable(group);
  const kmsKeyArn = requireKey(cache, context, input.KmsKeyId, true) ?? group.kmsKeyArn;
  const snapshot = addSnapshot(cache, group, input.SnapshotName, kmsKeyArn, tagMap(input.Tags));
  group.status = 'snapshotting';
  const { redis } = group;
  cache.world.later('elasticache.snapshot.create', async () => {
    try {
      await fill(cache, snapshot, redis);
    } finally {
      if (group.status === 'snapshotting') group.status = 'available';
    }
  });
  return { Snapshot: describe(snapshot, false) };
}

/** The snapshot under its name, still without data. */
export function addSnapshot(
  cache: ElastiCache,
  group: ReplicationGroup,
  givenName: string | undefined,
  kmsKeyArn = group.kmsKeyArn,
  tags: Tags = new Map(),
): Snapshot {
  const { world } = cache;
  const name = requireName(givenName);
  const { snapshots } = cache.region(group.region);
  if (snapshots.has(name)) {
    throw new AwsError('SnapshotAlreadyExistsFault', `Snapshot with specified name already exists: ${name}.`);
  }
  requireSupported(group);
  requireQuota([...snapshots.values()], group, world.clock.now());
  const { redis: _, ...source } = group;
  const snapshot: Snapshot = {
    name,
    arn: cache.arn(group.region, 'snapshot', name),
    region: group.region,
    createdAt: new Date(world.clock.now()),
    source,
    status: 'creating',
    kmsKeyArn,
    tags,
    data: undefined,
  };
  snapshots.set(name, snapshot);
  return snapshot;
}

/** What the engine holds at this moment. A snapshot that fails goes again; the events say so (*assumed*). */
export async function fill(
  cache: ElastiCache,
  snapshot: Snapshot,
  redis: RedisGroup | undefined,
): Promise<void> {
  const { source, name, region } = snapshot;
  try {
    snapshot.data = await redis?.snapshot();
    snapshot.status = 'available';
    cache.events.record(region, 'replication-group', source.id, `Snapshot ${name} of ${source.id} created`);
  } catch (error) {
    cache.region(region).snapshots.delete(name);
    const cause = error instanceof Error ? error.message : String(error);
    cache.events.record(region, 'replication-group', source.id, `Snapshot ${name} failed: ${cause}`);
    throw error;
  }
}

/** Documented (SnapshotFeatureNotSupportedFault; ElastiCache guide, backup constraints). */
function requireSupported(group: ReplicationGroup): void {
  if (group.clusterEnabled || group.nodeType !== 'cache.t1.micro') return;
  throw new AwsError(
    'SnapshotFeatureNotSupportedFault',
    'Snapshots of clusters that run on cache.t1.micro are not supported.',
  );
}

function requireQuota(snapshots: readonly Snapshot[], group: ReplicationGroup, now: number): void {
  const recent = snapshots.filter(
    ({ source, createdAt }) => source.id === group.id && now - createdAt.getTime() < DAY_MS,
  );
  if (recent.length < MAX_A_DAY) return;
  throw new AwsError(
    'SnapshotQuotaExceededFault',
    `A node takes at most ${MAX_A_DAY} manual snapshots in 24 hours; ${group.id} has taken ${recent.length}.`,
  );
}

/** *Assumed*: the rules of ElastiCache's other identifiers. Stored in lower case: documented. */
function requireName(name: string | undefined): string {
  if (!name || name.length > 255 || !/^[a-z](-?[a-z0-9])*$/i.test(name)) {
    throw invalidValue(
      'The parameter SnapshotName is not a valid identifier. Identifiers must begin with a letter; must contain only ' +
        'ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
    );
  }
  return name.toLowerCase();
}

/** A name that does not exist is an error; a group or a cluster without snapshots is not (*assumed*). */
export function describeSnapshots(
  cache: ElastiCache,
  input: DescribeSnapshotsMessage,
  { region }: CallContext,
): DescribeSnapshotsListMessage {
  const all = input.SnapshotName
    ? [findSnapshot(cache, region, input.SnapshotName)]
    : [...cache.region(region).snapshots.values()];
  const group = input.ReplicationGroupId?.toLowerCase();
  const found = all.filter(
    ({ source }) =>
      (group === undefined || source.id === group) &&
      // There are no automatic ones, and none of single clusters.
      input.SnapshotSource !== 'system' &&
      input.CacheClusterId === undefined,
  );
  const { items, Marker } = pageOf(found, input, MAX_RECORDS);
  return { Snapshots: items.map((one) => describe(one, input.ShowNodeGroupConfig ?? false)), Marker };
}

export function deleteSnapshot(
  cache: ElastiCache,
  input: DeleteSnapshotMessage,
  { region }: CallContext,
): { Snapshot: SnapshotDescription } {
  const snapshot = findSnapshot(cache, region, input.SnapshotName);
  if (snapshot.status !== 'available') {
    throw new AwsError(
      'InvalidSnapshotStateFault',
      `Snapshot ${snapshot.name} is not in available state: it is ${snapshot.status}.`,
    );
  }
  snapshot.status = 'deleting';
  cache.region(region).snapshots.delete(snapshot.name);
  void cache.world.work.track(async () => snapshot.data?.destroy());
  return { Snapshot: describe(snapshot, false) };
}

function describe(snapshot: Snapshot, showShards: boolean): SnapshotDescription {
  const { source } = snapshot;
  return {
    SnapshotName: snapshot.name,
    ARN: snapshot.arn,
    SnapshotStatus: snapshot.status,
    SnapshotSource: 'manual',
    ReplicationGroupId: source.id,
    ReplicationGroupDescription: source.description,
    CacheNodeType: source.nodeType,
    Engine: source.engine,
    EngineVersion: source.version,
    NumNodeGroups: source.shards.length,
    AutomaticFailover: source.automaticFailover,
    CacheParameterGroupName: source.parameterGroup,
    CacheSubnetGroupName: source.subnetGroup,
    PreferredMaintenanceWindow: source.maintenanceWindow,
    SnapshotWindow: source.snapshotWindow,
    SnapshotRetentionLimit: source.snapshotRetentionDays,
    KmsKeyId: snapshot.kmsKeyArn,
    DataTiering: 'disabled',
    NodeSnapshots: source.shards.map((shard, place) => ({
      NodeGroupId: shard.id,
      CacheClusterId: shard.members[0]?.id,
      CacheNodeId: '0001',
      CacheSize: `${Math.ceil((snapshot.data?.shards[place]?.bytes ?? 0) / 1024 / 1024)} MB`,
      CacheNodeCreateTime: source.createdAt,
      SnapshotCreateTime: snapshot.createdAt,
      ...(showShards
        ? {
            NodeGroupConfiguration: {
              NodeGroupId: shard.id,
              Slots: shard.slots,
              ReplicaCount: shard.members.length - 1,
            },
          }
        : {}),
    })),
  };
}
