import type { RedisSpec } from '../../../core/spec.ts';
import { nodesPerShard, redisNames, redisParameters } from '../../../tiers/redis/names.ts';
import type { ObservedReplicationGroup, RedisObserved } from '../../../tiers/redis/observe.ts';
import { ACCOUNT, base, keyArn } from '../shared/fixtures.ts';

export const single: RedisSpec = {
  ...base,
  region: 'eu-west-2',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: ['sg-redis'],
  kmsKeyArn: keyArn('eu-west-2', 'redis'),
  engine: 'redis',
  engineVersion: '7.1',
  parameterGroupFamily: 'redis7',
  nodeType: 'cache.r7g.large',
  clusterMode: false,
  nodeCount: 1,
  shards: 1,
  replicasPerShard: 0,
  multiAz: false,
  port: 6379,
  snapshotRetentionDays: 1,
  snapshotWindow: '02:00-03:00',
  maintenanceWindow: 'sun:04:00-sun:05:00',
  authTokenSecretArn: null,
  secretsKmsKeyArn: keyArn('eu-west-2', 'secrets'),
  logRetentionDays: 30,
  parameters: {},
};

export const multiAz: RedisSpec = { ...single, nodeCount: 3, replicasPerShard: 2, multiAz: true };
export const clustered: RedisSpec = {
  ...single,
  clusterMode: true,
  shards: 2,
  replicasPerShard: 1,
  multiAz: true,
};

export const secretArn = `arn:aws:secretsmanager:eu-west-2:${ACCOUNT}:secret:shop-dev-redis-auth-token-AbCdEf`;

export function memberIds(spec: RedisSpec): string[] {
  const id = redisNames(spec).replicationGroup;
  const nodes = Array.from({ length: nodesPerShard(spec) }, (_, node) => String(node + 1).padStart(3, '0'));
  if (!spec.clusterMode) return nodes.map((node) => `${id}-${node}`);
  return Array.from({ length: spec.shards }, (_, shard) => String(shard + 1).padStart(4, '0')).flatMap(
    (shard) => nodes.map((node) => `${id}-${shard}-${node}`),
  );
}

/** A replication group as it is when everything has been done. */
export function observedGroup(
  spec: RedisSpec,
  change: Partial<ObservedReplicationGroup> = {},
): ObservedReplicationGroup {
  const id = redisNames(spec).replicationGroup;
  const ids = memberIds(spec);
  const endpoint = (kind: string) => ({ address: `${kind}.${id}.cache.amazonaws.com`, port: spec.port });
  return {
    name: id,
    ours: true,
    arn: `arn:aws:elasticache:eu-west-2:${ACCOUNT}:replicationgroup:${id}`,
    status: 'available',
    tags: spec.tags,
    clusterEnabled: spec.clusterMode,
    shards: spec.shards,
    memberIds: ids,
    members: ids.map((member) => ({
      id: member,
      status: 'available',
      maintenanceWindow: spec.maintenanceWindow,
    })),
    nodeType: spec.nodeType,
    automaticFailover: spec.clusterMode || spec.nodeCount > 1 ? 'enabled' : 'disabled',
    multiAz: spec.multiAz ? 'enabled' : 'disabled',
    snapshotRetentionDays: spec.snapshotRetentionDays,
    snapshotWindow: spec.snapshotWindow,
    atRestEncryption: true,
    transitEncryption: true,
    primaryEndpoint: spec.clusterMode ? null : endpoint('master'),
    readerEndpoint: spec.clusterMode ? null : endpoint('replica'),
    configurationEndpoint: spec.clusterMode ? endpoint('clustercfg') : null,
    events: [],
    ...change,
  };
}

export function observed(spec: RedisSpec, change: Partial<RedisObserved> = {}): RedisObserved {
  const names = redisNames(spec);
  return {
    region: spec.region,
    subnetGroup: { name: names.subnetGroup, ours: true },
    parameterGroup: {
      name: names.parameterGroup,
      ours: true,
      family: spec.parameterGroupFamily,
      values: redisParameters(spec),
    },
    secret: {
      name: names.authTokenSecret,
      arn: spec.authTokenSecretArn ?? secretArn,
      ours: spec.authTokenSecretArn === null,
      generated: spec.authTokenSecretArn === null,
      scheduledForDeletion: false,
    },
    logGroups: Object.values(names.logGroups)
      .sort()
      .map((name) => ({
        name,
        ours: true,
        retentionDays: spec.logRetentionDays,
      })),
    group: observedGroup(spec),
    ...change,
  };
}

export const nothing: RedisObserved = {
  region: 'eu-west-2',
  subnetGroup: null,
  parameterGroup: null,
  secret: null,
  logGroups: [],
  group: null,
};
