import { resourceName } from '../../core/naming.ts';
import type { RedisSpec, Tags } from '../../core/spec.ts';

export const LOG_TYPES = ['slow-log', 'engine-log'] as const;
export type LogType = (typeof LOG_TYPES)[number];

export interface RedisNames {
  readonly replicationGroup: string;
  readonly subnetGroup: string;
  /** Holds the family and the mode: both are fixed when a parameter group is created. */
  readonly parameterGroup: string;
  /** Of the generated secret; not used when the request names one. */
  readonly authTokenSecret: string;
  readonly logGroupPrefix: string;
  readonly logGroups: Readonly<Record<LogType, string>>;
}

export function redisNames(spec: RedisSpec): RedisNames {
  const { slug } = spec.identity;
  const logGroupPrefix = `/plinth/${slug}/redis/`;
  return {
    replicationGroup: resourceName('replicationGroup', slug, 'redis'),
    subnetGroup: resourceName('cacheGroup', slug, 'redis'),
    parameterGroup: parameterGroupName(spec, spec.parameterGroupFamily, spec.clusterMode),
    authTokenSecret: resourceName('secret', slug, 'redis-auth-token'),
    logGroupPrefix,
    logGroups: { 'slow-log': `${logGroupPrefix}slow-log`, 'engine-log': `${logGroupPrefix}engine-log` },
  };
}

function parameterGroupName({ identity }: RedisSpec, family: string, clusterMode: boolean): string {
  return resourceName('cacheGroup', identity.slug, `redis-${family}${clusterMode ? '-cluster' : ''}`);
}

/**
 * Parameter groups that this environment may have used before: of the retired families, and of the other mode, which a
 * replaced group leaves.
 */
export function formerParameterGroups(spec: RedisSpec): readonly string[] {
  const families = [spec.parameterGroupFamily, ...(spec.retiredParameterGroupFamilies ?? [])];
  const names = families.flatMap((family) =>
    [false, true].map((clusterMode) => parameterGroupName(spec, family, clusterMode)),
  );
  return [...new Set(names)].filter((name) => name !== redisNames(spec).parameterGroup);
}

/**
 * What a group was made with and AWS does not tell later: whose token it has and, behind a proxy such as the local
 * cloud's, its port.
 */
export const PORT_TAG = 'plinth:port';
export const SECRET_TAG = 'plinth:auth-token-secret';

export function groupTags(spec: RedisSpec, secretArn: string): Tags {
  return { ...spec.tags, [PORT_TAG]: String(spec.port), [SECRET_TAG]: secretArn };
}

/** One delivery of logs as text, to compare it by. */
export const logDelivery = (type: string, format: string, logGroup = 'elsewhere'): string =>
  `${type} ${format} ${logGroup}`;

/** Our defaults under what the request sets. A group for cluster mode must say so itself. */
export function redisParameters(spec: RedisSpec): Readonly<Record<string, string>> {
  const isGiven = Object.keys(spec.parameters).some((name) => name.toLowerCase() === 'maxmemory-policy');
  return {
    ...(isGiven ? {} : { 'maxmemory-policy': 'allkeys-lru' }),
    ...spec.parameters,
    ...(spec.clusterMode ? { 'cluster-enabled': 'yes' } : {}),
  };
}

/** Nodes in one shard. */
export function nodesPerShard(spec: RedisSpec): number {
  return spec.clusterMode ? 1 + spec.replicasPerShard : spec.nodeCount;
}

/** The node ids of a new group, as AWS counts them: `shop-dev-redis-001`, with cluster mode on `shop-dev-redis-0001-001`. */
export function newMemberIds(spec: RedisSpec): readonly string[] {
  const { replicationGroup } = redisNames(spec);
  const numbers = (count: number, digits: number) =>
    Array.from({ length: count }, (_, index) => String(index + 1).padStart(digits, '0'));
  const nodes = numbers(nodesPerShard(spec), 3);
  const shards = spec.clusterMode ? numbers(spec.shards, 4).map((shard) => `${shard}-`) : [''];
  return shards.flatMap((shard) => nodes.map((node) => `${replicationGroup}-${shard}${node}`));
}

/**
 * Automatic failover needs a second node to fail over to; with cluster mode on AWS requires it always. Multi-AZ
 * needs both: with one node AWS answers InvalidParameterCombination.
 */
export function availability(spec: RedisSpec): { automaticFailover: boolean; multiAz: boolean } {
  const paired = nodesPerShard(spec) >= 2;
  return { automaticFailover: spec.clusterMode || paired, multiAz: spec.multiAz && paired };
}
