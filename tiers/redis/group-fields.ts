import type { RedisSpec } from '../../core/spec.ts';
import type { FieldValue } from '../../core/tier.ts';
import { logDeliveries } from './calls.ts';
import {
  availability,
  groupTags,
  LOG_TYPES,
  logDelivery,
  nodesPerShard,
  PORT_TAG,
  redisNames,
  SECRET_TAG,
} from './names.ts';
import type { ObservedReplicationGroup, RedisObserved } from './observe.ts';

/** How a field of the group becomes what it should be. */
type How = 'upgrade' | 'settings' | 'nodeType' | 'shards' | 'replicas' | 'tags';

/** One field of the group: what plan acts on and compare shows. */
export interface GroupField {
  /** As in `FieldState`. */
  readonly field: string;
  readonly desired: FieldValue;
  /** Null: not known, and then no difference. */
  readonly observed: FieldValue;
  readonly differs: boolean;
  readonly how: How | Replacement;
  /** Of ModifyReplicationGroup. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** No call changes it. */
export interface Replacement {
  readonly why: string;
  /** Of the request. */
  readonly pointer: string;
}

type Facts = RedisObserved & { readonly group: ObservedReplicationGroup };

export function groupFields(desired: RedisSpec, observed: Facts): readonly GroupField[] {
  const { group } = observed;
  return [
    ...fixedFields(desired, observed),
    ...engineFields(desired, group),
    ...settingFields(desired, group),
    field('redis.nodeType', desired.nodeType, group.nodeType, 'nodeType'),
    ...sizeFields(desired, group),
    tagField(desired, observed),
  ];
}

function field(
  name: string,
  desired: FieldValue,
  observed: FieldValue,
  how: GroupField['how'],
  input?: GroupField['input'],
): GroupField {
  const differs = observed !== null && String(desired) !== String(observed);
  return { field: name, desired, observed, differs, how, ...(input ? { input } : {}) };
}

function fixedFields(desired: RedisSpec, { group, secret, subnetGroup }: Facts): GroupField[] {
  const fixed = (name: string, want: FieldValue, have: FieldValue, why: string, pointer = '#/redis') =>
    field(name, want, have, { why, pointer });
  const made = 'is decided when a group is created';
  const port = group.tags?.[PORT_TAG];
  const token = group.tags?.[SECRET_TAG];
  // An alias is not what reads back, and a bare id (client-elasticache calls it an ID) cannot be held against an
  // ARN: what is not known to differ must not cost the data.
  const isComparable = !desired.kmsKeyArn.includes(':alias/') && group.kmsKeyArn?.startsWith('arn:');
  const key = isComparable ? group.kmsKeyArn : null;
  const lost = (subnetGroup?.subnetIds ?? []).filter((id) => !desired.subnetIds.includes(id));
  return [
    fixed(
      'redis.clusterMode',
      desired.clusterMode,
      group.clusterEnabled,
      'goes on only by way of compatible mode, in which clients have to move one by one, and never off',
      '#/redis/clusterMode',
    ),
    fixed('AtRestEncryptionEnabled', true, group.atRestEncryption, made),
    fixed('TransitEncryptionEnabled', true, group.transitEncryption, 'takes every client to be moved first'),
    fixed('KmsKeyId', desired.kmsKeyArn, key, made, '#/landingZone'),
    fixed('redis.port', desired.port, port ? Number(port) : null, made, '#/redis/port'),
    fixed(
      'redis.authTokenSecretArn',
      secret?.arn ?? redisNames(desired).authTokenSecret,
      token ?? null,
      'holds the AUTH token that the group was created with',
      '#/redis/authTokenSecretArn',
    ),
    fixed(
      'SubnetIds',
      [...desired.subnetIds].sort(),
      lost.length > 0 ? (subnetGroup?.subnetIds ?? null) : [...desired.subnetIds].sort(),
      'can grow only while nodes are in them',
      '#/landingZone',
    ),
  ];
}

/**
 * Redis OSS to Valkey is an upgrade (ElastiCache guide, "How to upgrade from Redis OSS to Valkey"); nothing goes back.
 * Newer within its family is fine: AWS upgrades minor versions by itself.
 */
function engineFields(desired: RedisSpec, group: ObservedReplicationGroup): GroupField[] {
  const names = redisNames(desired);
  const running = group.members[0]?.engineVersion ?? null;
  const parameterGroup = group.members[0]?.parameterGroup ?? null;
  const crossing = group.engine !== null && group.engine !== desired.engine;
  const version = running && minorOf(running);
  const newer = !crossing && version !== null && order(version) > order(desired.engineVersion);
  const fine = newer && majorOf(version) === majorOf(desired.engineVersion);
  const back = crossing ? desired.engine === 'redis' : newer;
  const how: GroupField['how'] = back
    ? {
        why: 'can be upgraded, Redis to Valkey too, but never taken back',
        pointer: crossing ? '#/redis/engine' : '#/redis/engineVersion',
      }
    : 'upgrade';
  const versionInput = {
    ...(crossing ? { Engine: desired.engine } : {}),
    EngineVersion: desired.engineVersion,
  };
  const upgrading = crossing || (version !== null && version !== desired.engineVersion && !fine);
  const versions = field(
    ...(['redis.engineVersion', desired.engineVersion, version] as const),
    ...([crossing ? 'upgrade' : how, versionInput] as const),
  );
  return [
    field('redis.engine', desired.engine, group.engine, how, versionInput),
    { ...versions, differs: versions.differs && !fine },
    field(
      'CacheParameterGroupName',
      names.parameterGroup,
      parameterGroup,
      upgrading ? 'upgrade' : 'settings',
      {
        CacheParameterGroupName: names.parameterGroup,
      },
    ),
  ];
}

/** `7.1.0` → `7.1`: patches are AWS's own affair. */
const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** Versions that can be asked for have one parameter group family a major version (CreateCacheParameterGroup). */
const majorOf = (version: string): string => version.split('.')[0] ?? version;

function order(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** A failover or Multi-AZ on its way is not a difference, nor which node is the primary. */
function settingFields(desired: RedisSpec, group: ObservedReplicationGroup): GroupField[] {
  const { automaticFailover, multiAz } = availability(desired);
  const [member] = group.members;
  const days = desired.snapshotRetentionDays;
  const maintenance = desired.maintenanceWindow.toLowerCase();
  const setting = (name: string, want: FieldValue, have: FieldValue, input: GroupField['input']) =>
    field(name, want, have, 'settings', input);
  return [
    setting('AutomaticFailoverEnabled', automaticFailover, /^enabl/.test(group.automaticFailover), {
      AutomaticFailoverEnabled: automaticFailover,
    }),
    setting('redis.multiAz', multiAz, group.multiAz === 'enabled', { MultiAZEnabled: multiAz }),
    setting('redis.snapshotRetentionDays', days, group.snapshotRetentionDays, {
      SnapshotRetentionLimit: days,
    }),
    setting('redis.snapshotWindow', desired.snapshotWindow, group.snapshotWindow, {
      SnapshotWindow: desired.snapshotWindow,
    }),
    setting('redis.maintenanceWindow', maintenance, member?.maintenanceWindow?.toLowerCase() ?? null, {
      PreferredMaintenanceWindow: desired.maintenanceWindow,
    }),
    setting('SecurityGroupIds', [...desired.securityGroupIds].sort(), member?.securityGroupIds ?? null, {
      SecurityGroupIds: desired.securityGroupIds,
    }),
    ...logFields(desired, group),
  ];
}

/** Deliveries that others have added are left alone; there are two types, so there is no room for any. */
function logFields(desired: RedisSpec, group: ObservedReplicationGroup): GroupField[] {
  const { logGroups } = redisNames(desired);
  const wanted = LOG_TYPES.map((type) => logDelivery(type, 'json', logGroups[type])).sort();
  const missing = LOG_TYPES.filter(
    (type) => !group.logDeliveries.includes(logDelivery(type, 'json', logGroups[type])),
  );
  return [
    field('LogDeliveryConfigurations', wanted, group.logDeliveries, 'settings', {
      LogDeliveryConfigurations: logDeliveries(desired, missing),
    }),
  ];
}

function sizeFields(desired: RedisSpec, { clusterEnabled, shards }: ObservedReplicationGroup): GroupField[] {
  const nodes = nodesPerShard(desired);
  const counts = [...new Set(shards.map((shard) => shard.nodes))];
  const uneven = counts.length > 1;
  const all = (count: number) => (desired.clusterMode ? count - 1 : count);
  const observed = uneven ? shards.map((shard) => `${shard.id}: ${all(shard.nodes)}`) : counts.map(all)[0];
  const name = desired.clusterMode ? 'redis.clusterMode.replicasPerShard' : 'redis.nodeCount';
  return [
    ...(desired.clusterMode && clusterEnabled
      ? [field('redis.clusterMode.shards', desired.shards, shards.length || null, 'shards')]
      : []),
    field(name, all(nodes), observed ?? null, 'replicas'),
  ];
}

/** Those that we set; tags of others are left alone. */
function tagField(desired: RedisSpec, { group, secret }: Facts): GroupField {
  const { tags } = group;
  const wanted = secret ? groupTags(desired, secret.arn) : desired.tags;
  return field('tags', tagTexts(wanted, wanted), tags && tagTexts(wanted, tags), 'tags');
}

export function tagTexts(wanted: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>) {
  return Object.keys(wanted)
    .filter((key) => tags[key] !== undefined)
    .sort()
    .map((key) => `${key}=${tags[key]}`);
}
