import type { EnvironmentRequest, PresetValues } from '../generated/api.ts';
import type { RedisSpec } from '../spec.ts';
import type { Faults } from './faults.ts';
import { checkParameters } from './parameters.ts';
import type { Places } from './regions.ts';
import { checkSecretArn } from './secrets.ts';
import { checkWindows } from './windows.ts';

export type RedisSizes = Omit<
  RedisSpec,
  'identity' | 'tags' | 'region' | 'subnetIds' | 'securityGroupIds' | 'kmsKeyArn' | 'secretsKmsKeyArn'
>;

/**
 * Versions that can be created, with their parameter group families. The first is the default: 7.1 is the last of
 * Redis OSS and has the family of the Terraform module's 7.0. Sources: CreateCacheParameterGroup (families),
 * ElastiCache supported engine versions.
 */
const VERSIONS: Readonly<Record<RedisSpec['engine'], Readonly<Record<string, string>>>> = {
  redis: { '7.1': 'redis7', '7.0': 'redis7', '6.2': 'redis6.x' },
  valkey: { '8.2': 'valkey8', '8.1': 'valkey8', '8.0': 'valkey8', '7.2': 'valkey7' },
};

/** Nodes of one cluster, by default. Source: ElastiCache quotas. */
const MAX_NODES = 90;

/** The sizes of the Redis tier, and everything that is wrong with them on their own. */
export function redisSizes(faults: Faults, preset: PresetValues, request: EnvironmentRequest): RedisSizes {
  const given = request.redis ?? {};
  const engine = given.engine ?? 'redis';
  const versions = Object.keys(VERSIONS[engine]);
  const engineVersion = given.engineVersion ?? (engine === 'redis' ? '7.1' : '8.2');
  if (!versions.includes(engineVersion))
    faults.add(
      ['redis', 'engineVersion'],
      `(${engineVersion}) is not offered for ${engine}. Versions: ${versions.join(', ')}.`,
    );
  const sizes: RedisSizes = {
    engine,
    engineVersion,
    parameterGroupFamily: VERSIONS[engine][engineVersion] ?? '',
    nodeType: given.nodeType ?? preset.redis.nodeType ?? '',
    ...topology(preset, request),
    multiAz: given.multiAz ?? preset.redis.multiAz ?? false,
    port: given.port ?? 6379,
    snapshotRetentionDays: given.snapshotRetentionDays ?? preset.redis.snapshotRetentionDays ?? 0,
    snapshotWindow: given.snapshotWindow ?? '03:00-04:00',
    maintenanceWindow: given.maintenanceWindow ?? 'sun:05:00-sun:06:00',
    authTokenSecretArn: given.authTokenSecretArn ?? null,
    logRetentionDays: given.logRetentionDays ?? 30,
    parameters: given.parameters ?? {},
  };
  checkTopology(faults, sizes, request);
  checkWindows(faults, {
    tier: 'redis',
    daily:
      sizes.snapshotRetentionDays === 0 ? null : { field: 'snapshotWindow', value: sizes.snapshotWindow },
    maintenanceWindow: sizes.maintenanceWindow,
    minimumMinutes: 60,
  });
  checkParameters(faults, ['redis', 'parameters'], sizes.parameters, {
    'cluster-enabled': 'is set by redis.clusterMode. Remove it.',
  });
  return sizes;
}

function topology(
  preset: PresetValues,
  { redis }: EnvironmentRequest,
): Pick<RedisSizes, 'clusterMode' | 'nodeCount' | 'shards' | 'replicasPerShard'> {
  const mode = redis?.clusterMode;
  const nodeCount = redis?.nodeCount ?? preset.redis.nodeCount ?? 1;
  if (mode === undefined)
    return { clusterMode: false, nodeCount, shards: 1, replicasPerShard: nodeCount - 1 };
  return { clusterMode: true, nodeCount: mode.shards * (1 + mode.replicasPerShard), ...mode };
}

function checkTopology(faults: Faults, sizes: RedisSizes, { redis }: EnvironmentRequest): void {
  if (sizes.clusterMode && redis?.nodeCount !== undefined)
    faults.add(
      ['redis', 'nodeCount'],
      'goes without redis.clusterMode, which counts shards and replicas. Remove one of them.',
    );
  if (sizes.nodeCount > MAX_NODES)
    faults.add(
      ['redis', 'clusterMode'],
      `comes to ${sizes.nodeCount} nodes; a cluster has at most ${MAX_NODES}.`,
    );
  // CreateReplicationGroup: Multi-AZ needs automatic failover, which needs a replica.
  if (sizes.multiAz && sizes.replicasPerShard === 0) {
    const size = sizes.clusterMode ? 'redis.clusterMode.replicasPerShard 1' : 'redis.nodeCount 2';
    faults.add(
      ['redis', 'multiAz'],
      `needs a second node to fail over to. Set it false, or ask for ${size} or more.`,
    );
  }
}

/** Completes the sizes with what is known only of the whole environment. */
export function redisSpec(
  sizes: RedisSizes,
  { primary }: Places,
  base: Pick<RedisSpec, 'identity' | 'tags'>,
): RedisSpec {
  return {
    ...base,
    ...sizes,
    region: primary.region,
    subnetIds: primary.privateSubnetIds,
    securityGroupIds: [primary.securityGroupIds.redis],
    kmsKeyArn: primary.kmsKeyArns.redis,
    secretsKmsKeyArn: primary.kmsKeyArns.secrets,
  };
}

/** A secret has to be readable where the group is made. */
export function checkRedisSecret(faults: Faults, sizes: RedisSizes, region: string): void {
  checkSecretArn(faults, ['redis', 'authTokenSecretArn'], sizes.authTokenSecretArn, region);
}
