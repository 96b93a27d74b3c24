import type { RedisSpec, Tags } from '../../core/spec.ts';
import type { Action, SecretUse } from '../../core/tier.ts';
import { ownerDescription, tagList } from '../shared/ownership.ts';
import { type LogType, redisNames } from './names.ts';
import type { ObservedTagged } from './observe.ts';

/** The calls around the replication group, as data. */
export function call(
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

/** Back to the family's defaults. */
export function resetParameters(spec: RedisSpec, parameters: readonly string[]): Action {
  const name = redisNames(spec).parameterGroup;
  const input = {
    CacheParameterGroupName: name,
    ResetAllParameters: false,
    ParameterNameValues: parameters.map((ParameterName) => ({ ParameterName })),
  };
  return call(
    'elasticache',
    spec.region,
    'ResetCacheParameterGroup',
    input,
    `reset ${parameters.join(', ')} of cache parameter group ${name}`,
  );
}

/** More subnets; none can be taken away from under a group. */
export function setSubnets(spec: RedisSpec): Action {
  const name = redisNames(spec).subnetGroup;
  return call(
    'elasticache',
    spec.region,
    'ModifyCacheSubnetGroup',
    { CacheSubnetGroupName: name, SubnetIds: spec.subnetIds },
    `set subnets of cache subnet group ${name}`,
  );
}

/** Each service has its own call for the same thing. */
export function tagResource(
  service: 'elasticache' | 'logs' | 'secretsmanager',
  region: string,
  { arn, name }: Pick<ObservedTagged, 'arn' | 'name'>,
  tags: Tags,
): Action {
  const summary = `tag ${name} with ${Object.keys(tags).join(', ')}`;
  if (service === 'logs') return call('logs', region, 'TagResource', { resourceArn: arn, tags }, summary);
  return service === 'elasticache'
    ? call(service, region, 'AddTagsToResource', { ResourceName: arn, Tags: tagList(tags) }, summary)
    : call(service, region, 'TagResource', { SecretId: arn, Tags: tagList(tags) }, summary);
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

export function deleteParameterGroup(region: string, name: string): Action {
  return call(
    'elasticache',
    region,
    'DeleteCacheParameterGroup',
    { CacheParameterGroupName: name },
    `delete cache parameter group ${name}`,
  );
}

/** @param again it is made anew right after. */
export function deleteSubnetGroup(region: string, name: string, again = false): Action {
  const action = call(
    'elasticache',
    region,
    'DeleteCacheSubnetGroup',
    { CacheSubnetGroupName: name },
    `delete cache subnet group ${name}`,
  );
  return again ? { ...action, effect: 'replace' } : action;
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
