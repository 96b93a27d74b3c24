import { AwsError } from '../../service.ts';
import { invalidValue } from './errors.ts';
import type { ElastiCache, Member, ReplicationGroup, Shard, SubnetGroup } from './state.ts';

/** Documented default quotas: nodes of a region, of one group with cluster mode, and of one shard. */
const MAX_NODES = 300;
const MAX_GROUP_NODES = 90;
const SLOTS = 16_384;

/** The nodes go round the zones of the subnets, or where the request wants them. */
export function zones(
  preferred: readonly string[] | undefined,
  region: string,
  subnets: SubnetGroup | undefined,
): readonly string[] {
  const available = [...new Set(subnets?.subnets.map((subnet) => subnet.availabilityZone) ?? [])];
  const outside = preferred?.find((zone) => available.length > 0 && !available.includes(zone));
  if (outside) throw invalidValue(`${outside} is not a zone of the subnet group ${subnets?.name}.`);
  if (preferred) return preferred;
  return available.length > 0 ? available : [`${region}a`, `${region}b`, `${region}c`];
}

/**
 * Documented ids: `<group>-001` with cluster mode off, `<group>-0001-001` with it on. Those of `before` stay; a shard
 * that is new has the next number.
 *
 * @param counts nodes of each shard.
 */
export function makeShards(
  id: string,
  clusterEnabled: boolean,
  counts: readonly number[],
  around: readonly string[],
  before: readonly Shard[] = [],
): Shard[] {
  const last = Math.max(0, ...before.map((shard) => Number(shard.id)));
  return counts.map((count, place) => {
    const old = before[place];
    const shardId = old?.id ?? String(last + place - before.length + 1).padStart(4, '0');
    const prefix = clusterEnabled ? `${id}-${shardId}` : id;
    const first = Math.floor((place * SLOTS) / counts.length);
    const end = Math.floor(((place + 1) * SLOTS) / counts.length) - 1;
    return {
      id: shardId,
      slots: clusterEnabled ? `${first}-${end}` : undefined,
      members: Array.from(
        { length: count },
        (_, node): Member =>
          old?.members[node] ?? {
            id: `${prefix}-${String(node + 1).padStart(3, '0')}`,
            availabilityZone: around[(place * count + node) % around.length] ?? '',
          },
      ),
    };
  });
}

const nodeCount = (group: Pick<ReplicationGroup, 'shards'>): number =>
  group.shards.reduce((sum, shard) => sum + shard.members.length, 0);

/** Of the group as it is to be. */
export function requireNodeQuota(
  cache: ElastiCache,
  group: Pick<ReplicationGroup, 'id' | 'region' | 'shards'>,
): void {
  const nodes = nodeCount(group);
  if (nodes > MAX_GROUP_NODES) {
    throw new AwsError(
      'NodeQuotaForClusterExceededFault',
      `A replication group takes at most ${MAX_GROUP_NODES} nodes; ${group.id} asks for ${nodes}.`,
    );
  }
  const others = [...cache.region(group.region).groups.values()].filter(({ id }) => id !== group.id);
  const total = others.reduce((sum, one) => sum + nodeCount(one), nodes);
  const quota = cache.world.quotas.elasticache?.['Nodes per Region'] ?? MAX_NODES;
  if (total > quota) {
    throw new AwsError(
      'NodeQuotaForCustomerExceededFault',
      `Quota of ${quota} nodes in the region exceeded: there would be ${total}.`,
    );
  }
}
