import type { RedisSpec, Tags } from '../../core/spec.ts';
import type { Action, SecretUse } from '../../core/tier.ts';
import { ownerDescription, tagList } from '../shared/ownership.ts';
import { availability, type LogType, redisNames } from './names.ts';

/** The calls of this tier, as data. */
function call(
  service: string,
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  secret?: SecretUse,
): Action {
  return {
    service,
    region,
    command,
    input,
    summary: `${summary} in ${region}`,
    ...(secret ? { secret } : {}),
  };
}

/** Field of the JSON secret `{"authToken": "…"}` that Plinth generates; consumers read it from there. */
export const AUTH_TOKEN_FIELD = 'authToken';

/** 64 letters and digits: within the 16 to 128 characters of an AUTH token, and legal whatever the client. */
const AUTH_TOKEN_LENGTH = 64;

/** ModifyCacheParameterGroup takes at most 20 parameters a call. */
export const PARAMETERS_A_CALL = 20;

export function createSubnetGroup(spec: RedisSpec): Action {
  const name = redisNames(spec).subnetGroup;
  const input = {
    CacheSubnetGroupName: name,
    CacheSubnetGroupDescription: ownerDescription(spec.identity, 'Redis subnets of'),
    SubnetIds: spec.subnetIds,
    Tags: tagList(spec.tags),
  };
  return call(
    'elasticache',
    spec.region,
    'CreateCacheSubnetGroup',
    input,
    `create cache subnet group ${name}`,
  );
}

export function createParameterGroup(spec: RedisSpec): Action {
  const name = redisNames(spec).parameterGroup;
  const input = {
    CacheParameterGroupName: name,
    CacheParameterGroupFamily: spec.parameterGroupFamily,
    Description: ownerDescription(spec.identity, 'Redis parameters of'),
    Tags: tagList(spec.tags),
  };
  return call(
    'elasticache',
    spec.region,
    'CreateCacheParameterGroup',
    input,
    `create cache parameter group ${name}`,
  );
}

export function setParameters(spec: RedisSpec, values: Readonly<Record<string, string>>): Action {
  const name = redisNames(spec).parameterGroup;
  const input = {
    CacheParameterGroupName: name,
    ParameterNameValues: Object.entries(values).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
    })),
  };
  const what = Object.keys(values).join(', ');
  return call(
    'elasticache',
    spec.region,
    'ModifyCacheParameterGroup',
    input,
    `set ${what} of cache parameter group ${name}`,
  );
}

export function createLogGroup(spec: RedisSpec, type: LogType): Action {
  const logGroupName = redisNames(spec).logGroups[type];
  return call(
    'logs',
    spec.region,
    'CreateLogGroup',
    { logGroupName, tags: spec.tags },
    `create log group ${logGroupName}`,
  );
}

export function setRetention(spec: RedisSpec, logGroupName: string): Action {
  const retentionInDays = spec.logRetentionDays;
  return call(
    'logs',
    spec.region,
    'PutRetentionPolicy',
    { logGroupName, retentionInDays },
    `keep log group ${logGroupName} for ${retentionInDays} days`,
  );
}

export function createSecret(spec: RedisSpec): Action {
  const name = redisNames(spec).authTokenSecret;
  const input = {
    Name: name,
    Description: ownerDescription(spec.identity, 'Redis AUTH token of'),
    KmsKeyId: spec.secretsKmsKeyArn,
    Tags: tagList(spec.tags),
  };
  const secret: SecretUse = {
    kind: 'generate',
    length: AUTH_TOKEN_LENGTH,
    excludePunctuation: true,
    field: AUTH_TOKEN_FIELD,
  };
  return call(
    'secretsmanager',
    spec.region,
    'CreateSecret',
    input,
    `generate Redis AUTH token ${name}`,
    secret,
  );
}

export function restoreSecret(spec: RedisSpec, arn: string): Action {
  const name = redisNames(spec).authTokenSecret;
  return call('secretsmanager', spec.region, 'RestoreSecret', { SecretId: arn }, `restore secret ${name}`);
}

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
    LogDeliveryConfigurations: Object.entries(names.logGroups).map(([LogType, LogGroup]) => ({
      LogType,
      DestinationType: 'cloudwatch-logs',
      DestinationDetails: { CloudWatchLogsDetails: { LogGroup } },
      LogFormat: 'json',
    })),
    Tags: tagList(spec.tags),
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

export function modifyReplicationGroup(spec: RedisSpec, changes: Readonly<Record<string, unknown>>): Action {
  const id = redisNames(spec).replicationGroup;
  return call(
    'elasticache',
    spec.region,
    'ModifyReplicationGroup',
    { ReplicationGroupId: id, ApplyImmediately: true, ...changes },
    `set ${Object.keys(changes).join(', ')} of replication group ${id}`,
  );
}

export function changeReplicas(spec: RedisSpec, from: number, to: number): Action {
  const id = redisNames(spec).replicationGroup;
  return call(
    'elasticache',
    spec.region,
    to > from ? 'IncreaseReplicaCount' : 'DecreaseReplicaCount',
    { ReplicationGroupId: id, NewReplicaCount: to, ApplyImmediately: true },
    `change replicas of replication group ${id} from ${from} to ${to} a shard`,
  );
}

export function tagReplicationGroup(spec: RedisSpec, arn: string, tags: Tags): Action {
  const id = redisNames(spec).replicationGroup;
  return call(
    'elasticache',
    spec.region,
    'AddTagsToResource',
    { ResourceName: arn, Tags: tagList(tags) },
    `tag replication group ${id}`,
  );
}

/** No final snapshot: it is a cache, and the automatic snapshots are what a restore starts from. */
export function deleteReplicationGroup(region: string, id: string): Action {
  return call(
    'elasticache',
    region,
    'DeleteReplicationGroup',
    { ReplicationGroupId: id, RetainPrimaryCluster: false },
    `delete replication group ${id}`,
  );
}

export function deleteParameterGroup(region: string, name: string): Action {
  return call(
    'elasticache',
    region,
    'DeleteCacheParameterGroup',
    { CacheParameterGroupName: name },
    `delete cache parameter group ${name}`,
  );
}

export function deleteSubnetGroup(region: string, name: string): Action {
  return call(
    'elasticache',
    region,
    'DeleteCacheSubnetGroup',
    { CacheSubnetGroupName: name },
    `delete cache subnet group ${name}`,
  );
}

export function deleteLogGroup(region: string, logGroupName: string): Action {
  return call('logs', region, 'DeleteLogGroup', { logGroupName }, `delete log group ${logGroupName}`);
}

/** The least that Secrets Manager takes: the token opens nothing any more. The name's next life restores it. */
const RECOVERY_WINDOW_DAYS = 7;

export function deleteSecret(region: string, arn: string, name: string): Action {
  return call(
    'secretsmanager',
    region,
    'DeleteSecret',
    { SecretId: arn, RecoveryWindowInDays: RECOVERY_WINDOW_DAYS },
    `delete secret ${name} (it can be restored for ${RECOVERY_WINDOW_DAYS} days)`,
  );
}
