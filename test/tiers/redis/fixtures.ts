import type { RedisSpec } from '../../../core/spec.ts';
import { groupTags, nodesPerShard, redisNames, redisParameters } from '../../../tiers/redis/names.ts';
import type {
  ObservedMember,
  ObservedReplicationGroup,
  RedisObserved,
} from '../../../tiers/redis/observe.ts';
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

export function member(spec: RedisSpec, change: Partial<ObservedMember> = {}): ObservedMember {
  return {
    id: memberIds(spec)[0] ?? '',
    status: 'available',
    maintenanceWindow: spec.maintenanceWindow,
    engineVersion: `${spec.engineVersion}.0`,
    parameterGroup: redisNames(spec).parameterGroup,
    securityGroupIds: spec.securityGroupIds,
    ...change,
  };
}

const secretOf = (spec: RedisSpec) => spec.authTokenSecretArn ?? secretArn;

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
    tags: groupTags(spec, secretOf(spec)),
    engine: spec.engine,
    createdAt: '2026-11-24T10:20:30.000Z',
    clusterEnabled: spec.clusterMode,
    shards: Array.from({ length: spec.clusterMode ? spec.shards : 1 }, (_, shard) => ({
      id: String(shard + 1).padStart(4, '0'),
      nodes: nodesPerShard(spec),
    })),
    memberIds: ids,
    members: ids.map((one) => member(spec, { id: one })),
    nodeType: spec.nodeType,
    automaticFailover: spec.clusterMode || spec.nodeCount > 1 ? 'enabled' : 'disabled',
    multiAz: spec.multiAz ? 'enabled' : 'disabled',
    snapshotRetentionDays: spec.snapshotRetentionDays,
    snapshotWindow: spec.snapshotWindow,
    atRestEncryption: true,
    kmsKeyArn: spec.kmsKeyArn,
    transitEncryption: true,
    logDeliveries: ['engine-log', 'slow-log'].map((type) => `${type} json /plinth/shop-dev/redis/${type}`),
    primaryEndpoint: spec.clusterMode ? null : endpoint('master'),
    readerEndpoint: spec.clusterMode ? null : endpoint('replica'),
    configurationEndpoint: spec.clusterMode ? endpoint('clustercfg') : null,
    events: [],
    ...change,
  };
}

export const tagged = (spec: RedisSpec, name: string) => ({
  name,
  ours: true,
  arn: `arn:${name}`,
  tags: spec.tags,
});

export function observed(spec: RedisSpec, change: Partial<RedisObserved> = {}): RedisObserved {
  const names = redisNames(spec);
  return {
    region: spec.region,
    subnetGroup: { ...tagged(spec, names.subnetGroup), subnetIds: [...spec.subnetIds].sort() },
    parameterGroup: {
      ...tagged(spec, names.parameterGroup),
      family: spec.parameterGroupFamily,
      values: redisParameters(spec),
    },
    formerParameterGroups: [],
    formerSecret: null,
    secret: {
      ...tagged(spec, names.authTokenSecret),
      arn: secretOf(spec),
      ours: spec.authTokenSecretArn === null,
      generated: spec.authTokenSecretArn === null,
      scheduledForDeletion: false,
    },
    logGroups: Object.values(names.logGroups)
      .sort()
      .map((name) => ({
        ...tagged(spec, name),
        arn: `arn:aws:logs:eu-west-2:${ACCOUNT}:log-group:${name}`,
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
  formerParameterGroups: [],
  formerSecret: null,
  secret: null,
  logGroups: [],
  group: null,
};
