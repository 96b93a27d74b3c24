import type { RedisSpec } from '../../core/spec.ts';
import type { Action, Effect, SecretUse } from '../../core/tier.ts';
import { ownerDescription, tagList } from '../shared/ownership.ts';
import { AUTH_TOKEN_FIELD, call } from './calls-around.ts';
import { availability, groupTags, LOG_TYPES, type LogType, redisNames } from './names.ts';
import type { ObservedReplicationGroup } from './observe.ts';

/** The calls of the replication group, as data. */
export function createReplicationGroup(spec: RedisSpec, secretArn: string): Action {
  const names = redisNames(spec);
  const { automaticFailover, multiAz } = availability(spec);
  const input = {
    ReplicationGroupId: names.replicationGroup,
    ReplicationGroupDescription: ownerDescription(spec.identity, 'Redis of'),
    Engine: spec.engine,
    EngineVersion: spec.engineVersion,
    CacheNodeType: spec.nodeType,
    ...(spec.clusterMode
      ? { NumNodeGroups: spec.shards, ReplicasPerNodeGroup: spec.replicasPerShard }
      : { NumCacheClusters: spec.nodeCount }),
    AutomaticFailoverEnabled: automaticFailover,
    MultiAZEnabled: multiAz,
    CacheSubnetGroupName: names.subnetGroup,
    SecurityGroupIds: spec.securityGroupIds,
    CacheParameterGroupName: names.parameterGroup,
    Port: spec.port,
    AtRestEncryptionEnabled: true,
    KmsKeyId: spec.kmsKeyArn,
    // No TransitEncryptionMode: encrypted connections only is what creation with TLS gives; `required` is a step
    // of the migration from plain text.
    TransitEncryptionEnabled: true,
    SnapshotRetentionLimit: spec.snapshotRetentionDays,
    SnapshotWindow: spec.snapshotWindow,
    PreferredMaintenanceWindow: spec.maintenanceWindow,
    LogDeliveryConfigurations: logDeliveries(spec, LOG_TYPES),
    Tags: tagList(groupTags(spec, secretArn)),
  };
  const secret: SecretUse = { kind: 'read', secretId: secretArn, field: AUTH_TOKEN_FIELD, into: 'AuthToken' };
  return call(
    'elasticache',
    spec.region,
    'CreateReplicationGroup',
    input,
    `create replication group ${names.replicationGroup}`,
    secret,
  );
}

export function logDeliveries(spec: RedisSpec, types: readonly LogType[]) {
  const { logGroups } = redisNames(spec);
  return types.map((LogType) => ({
    LogType,
    DestinationType: 'cloudwatch-logs',
    DestinationDetails: { CloudWatchLogsDetails: { LogGroup: logGroups[LogType] } },
    LogFormat: 'json',
  }));
}

export function modifyReplicationGroup(
  spec: RedisSpec,
  changes: Readonly<Record<string, unknown>>,
  effect?: Effect,
): Action {
  const id = redisNames(spec).replicationGroup;
  const action = call(
    'elasticache',
    spec.region,
    'ModifyReplicationGroup',
    { ReplicationGroupId: id, ApplyImmediately: true, ...changes },
    `set ${Object.keys(changes).join(', ')} of replication group ${id}`,
  );
  return effect ? { ...action, effect } : action;
}

/** Of all shards alike, or of those that have another number than the others. */
export function changeReplicas(
  spec: RedisSpec,
  group: Pick<ObservedReplicationGroup, 'shards'>,
  to: number,
  direction: 'more' | 'fewer',
): Action {
  const id = redisNames(spec).replicationGroup;
  const wrong = group.shards.filter(({ nodes }) => (direction === 'more' ? nodes - 1 < to : nodes - 1 > to));
  const input =
    wrong.length === group.shards.length
      ? { NewReplicaCount: to }
      : { ReplicaConfiguration: wrong.map((shard) => ({ NodeGroupId: shard.id, NewReplicaCount: to })) };
  const from = [...new Set(wrong.map(({ nodes }) => nodes - 1))].join(' or ');
  const action = call(
    'elasticache',
    spec.region,
    direction === 'more' ? 'IncreaseReplicaCount' : 'DecreaseReplicaCount',
    { ReplicationGroupId: id, ...input, ApplyImmediately: true },
    `change replicas of replication group ${id} from ${from} to ${to} a shard`,
  );
  // A replica holds nothing of its own.
  return direction === 'more' ? action : { ...action, effect: 'delete' };
}

/** Data moves between shards under load; ElastiCache serves meanwhile (online resharding). */
export function changeShards(spec: RedisSpec, { shards }: Pick<ObservedReplicationGroup, 'shards'>): Action {
  const id = redisNames(spec).replicationGroup;
  const surplus = shards.slice(spec.shards).map((shard) => shard.id);
  return call(
    'elasticache',
    spec.region,
    'ModifyReplicationGroupShardConfiguration',
    {
      ReplicationGroupId: id,
      NodeGroupCount: spec.shards,
      ApplyImmediately: true,
      ...(surplus.length > 0 ? { NodeGroupsToRemove: surplus } : {}),
    },
    `change shards of replication group ${id} from ${shards.length} to ${spec.shards}`,
  );
}

/** @param finalSnapshot its name, or null: what is cached is gone afterwards. */
export function deleteReplicationGroup(region: string, id: string, finalSnapshot: string | null): Action {
  const action = call(
    'elasticache',
    region,
    'DeleteReplicationGroup',
    {
      ReplicationGroupId: id,
      RetainPrimaryCluster: false,
      ...(finalSnapshot ? { FinalSnapshotIdentifier: finalSnapshot } : {}),
    },
    `delete replication group ${id}${finalSnapshot ? ` and keep its data as snapshot ${finalSnapshot}` : ''}`,
  );
  return finalSnapshot
    ? { ...action, leaves: { tier: 'redis', region, name: finalSnapshot } }
    : { ...action, effect: 'data-loss' };
}
