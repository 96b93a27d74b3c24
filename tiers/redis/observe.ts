import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RedisSpec, Tags } from '../../core/spec.ts';
import type { Scope } from '../../core/tier.ts';
import { redisNames } from './names.ts';
import { observeLogGroups, observeSecret } from './observe-around.ts';
import { observeParameterGroup, observeReplicationGroup, observeSubnetGroup } from './observe-group.ts';

export interface ObservedOwned {
  readonly name: string;
  readonly ours: boolean;
}

export interface ObservedParameterGroup extends ObservedOwned {
  readonly family: string;
  /** Only of the parameters that we set. */
  readonly values: Readonly<Record<string, string>>;
}

export interface ObservedSecret extends ObservedOwned {
  readonly arn: string;
  /** Made by Plinth; false: named in the request, and never changed or deleted. */
  readonly generated: boolean;
  readonly scheduledForDeletion: boolean;
}

export interface ObservedLogGroup extends ObservedOwned {
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
}

export interface ObservedReplicationGroup extends ObservedOwned {
  readonly arn: string;
  readonly status: string;
  /** Null where AWS does not list them now: it does so for an available group only. */
  readonly tags: Tags | null;
  readonly clusterEnabled: boolean;
  readonly shards: number;
  readonly memberIds: readonly string[];
  readonly members: readonly ObservedMember[];
  readonly nodeType: string | null;
  readonly automaticFailover: string;
  readonly multiAz: string;
  readonly snapshotRetentionDays: number;
  readonly snapshotWindow: string | null;
  readonly atRestEncryption: boolean;
  readonly transitEncryption: boolean;
  readonly primaryEndpoint: ObservedEndpoint | null;
  readonly readerEndpoint: ObservedEndpoint | null;
  readonly configurationEndpoint: ObservedEndpoint | null;
  /** What AWS says happened; only of a group in create-failed. */
  readonly events: readonly string[];
}

export interface RedisObserved {
  readonly region: string;
  readonly subnetGroup: ObservedOwned | null;
  readonly parameterGroup: ObservedParameterGroup | null;
  readonly secret: ObservedSecret | null;
  /** Those that exist. */
  readonly logGroups: readonly ObservedLogGroup[];
  readonly group: ObservedReplicationGroup | null;
}

export async function observeRedis({ spec, clients }: Scope<RedisSpec>): Promise<RedisObserved> {
  const cache = clients.get(ElastiCacheClient, spec.region);
  const names = redisNames(spec);
  const [subnetGroup, parameterGroup, secret, logGroups, group] = await Promise.all([
    observeSubnetGroup(cache, spec, names.subnetGroup),
    observeParameterGroup(cache, spec, names.parameterGroup),
    observeSecret(clients.get(SecretsManagerClient, spec.region), spec, names.authTokenSecret),
    observeLogGroups(clients.get(CloudWatchLogsClient, spec.region), spec, names),
    observeReplicationGroup(cache, spec, names.replicationGroup),
  ]);
  return { region: spec.region, subnetGroup, parameterGroup, secret, logGroups, group };
}
