import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RedisSpec, Tags } from '../../core/spec.ts';
import type { Scope } from '../../core/tier.ts';
import { formerParameterGroups, redisNames } from './names.ts';
import { observeLogGroups, observeSecret } from './observe-around.ts';
import { observeReplicationGroup } from './observe-group.ts';
import { observeFormerGroup, observeParameterGroup, observeSubnetGroup } from './observe-groups.ts';

export interface ObservedOwned {
  readonly name: string;
  readonly ours: boolean;
}

/** Something that carries our tags. */
export interface ObservedTagged extends ObservedOwned {
  readonly arn: string;
  /** Null where AWS does not list them now. */
  readonly tags: Tags | null;
}

export interface ObservedSubnetGroup extends ObservedTagged {
  readonly subnetIds: readonly string[];
}

export interface ObservedParameterGroup extends ObservedTagged {
  readonly family: string;
  /** Of the parameters that we set, and of others that are not at their default. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ObservedSecret extends ObservedTagged {
  /** Made by Plinth; false: named in the request, and never changed or deleted. */
  readonly generated: boolean;
  readonly scheduledForDeletion: boolean;
}

export interface ObservedLogGroup extends ObservedTagged {
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
}

export interface ObservedEndpoint {
  readonly address: string;
  readonly port: number;
}

export interface ObservedMember {
  readonly id: string;
  readonly status: string;
  readonly maintenanceWindow: string | null;
  /** `7.1.0` where `7.1` was asked for. */
  readonly engineVersion: string | null;
  readonly parameterGroup: string | null;
  readonly securityGroupIds: readonly string[];
}

export interface ObservedShard {
  readonly id: string;
  readonly nodes: number;
}

export interface ObservedReplicationGroup extends ObservedTagged {
  readonly status: string;
  readonly engine: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly clusterEnabled: boolean;
  readonly shards: readonly ObservedShard[];
  readonly memberIds: readonly string[];
  readonly members: readonly ObservedMember[];
  readonly nodeType: string | null;
  readonly automaticFailover: string;
  readonly multiAz: string;
  readonly snapshotRetentionDays: number;
  readonly snapshotWindow: string | null;
  readonly atRestEncryption: boolean;
  readonly kmsKeyArn: string | null;
  readonly transitEncryption: boolean;
  /** `slow-log json /plinth/…` */
  readonly logDeliveries: readonly string[];
  readonly primaryEndpoint: ObservedEndpoint | null;
  readonly readerEndpoint: ObservedEndpoint | null;
  readonly configurationEndpoint: ObservedEndpoint | null;
  /** What AWS says happened; only of a group in create-failed. */
  readonly events: readonly string[];
}

export interface RedisObserved {
  readonly region: string;
  readonly subnetGroup: ObservedSubnetGroup | null;
  readonly parameterGroup: ObservedParameterGroup | null;
  /** Those that exist of the parameter groups that were used before. */
  readonly formerParameterGroups: readonly ObservedOwned[];
  readonly secret: ObservedSecret | null;
  /** The secret that was generated before the request named one. */
  readonly formerSecret: ObservedSecret | null;
  /** Those that exist. */
  readonly logGroups: readonly ObservedLogGroup[];
  readonly group: ObservedReplicationGroup | null;
}

export async function observeRedis({ spec, clients }: Scope<RedisSpec>): Promise<RedisObserved> {
  const cache = clients.get(ElastiCacheClient, spec.region);
  const secrets = clients.get(SecretsManagerClient, spec.region);
  const names = redisNames(spec);
  const given = spec.authTokenSecretArn;
  const [subnetGroup, parameterGroup, former, secret, formerSecret, logGroups, group] = await Promise.all([
    observeSubnetGroup(cache, spec, names.subnetGroup),
    observeParameterGroup(cache, spec, names.parameterGroup),
    Promise.all(formerParameterGroups(spec).map((name) => observeFormerGroup(cache, spec, name))),
    observeSecret(secrets, spec, given ?? names.authTokenSecret),
    given ? observeSecret(secrets, { ...spec, authTokenSecretArn: null }, names.authTokenSecret) : null,
    observeLogGroups(clients.get(CloudWatchLogsClient, spec.region), spec, names),
    observeReplicationGroup(cache, spec, names.replicationGroup),
  ]);
  return {
    region: spec.region,
    subnetGroup,
    parameterGroup,
    formerParameterGroups: former.filter((found) => found !== null),
    secret,
    formerSecret,
    logGroups,
    group,
  };
}
