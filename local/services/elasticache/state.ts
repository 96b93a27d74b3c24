import type { AutomaticFailoverStatus, LogDeliveryConfiguration } from '@aws-sdk/client-elasticache';
import type { RedisGroup, RedisSnapshot } from '../../engines/types.ts';
import type { World } from '../../service.ts';
import type { Events } from './events.ts';

export type Tags = Map<string, string>;

export interface SubnetGroup {
  readonly name: string;
  readonly arn: string;
  description: string;
  vpcId: string;
  subnets: { readonly id: string; readonly availabilityZone: string }[];
  readonly tags: Tags;
}

export interface ParameterGroup {
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  readonly description: string;
  /** Only what differs from the family's defaults. */
  readonly values: Map<string, string>;
  /** `default.redis7` and the like: nobody changes or deletes them. */
  readonly isDefault: boolean;
  readonly tags: Tags;
}

export type GroupStatus =
  | 'creating'
  | 'available'
  | 'modifying'
  | 'snapshotting'
  | 'deleting'
  | 'create-failed';

/** One node: a cache cluster with one cache node, in ElastiCache's words. */
export interface Member {
  readonly id: string;
  readonly availabilityZone: string;
}

export interface Shard {
  readonly id: string;
  readonly slots: string | undefined;
  readonly members: readonly Member[];
}

/** A manual snapshot. Nothing of it changes but its status. */
export interface Snapshot {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: Date;
  /** The group as it was. */
  readonly source: Omit<ReplicationGroup, 'redis'>;
  status: 'creating' | 'available' | 'failed' | 'deleting';
  readonly kmsKeyArn: string | undefined;
  readonly tags: Tags;
  data: RedisSnapshot | undefined;
}

/** A replication group. The auth token is not part of it: the engine alone has it. */
export interface ReplicationGroup {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: Date;
  engine: 'redis' | 'valkey';
  readonly clusterEnabled: boolean;
  shards: readonly Shard[];
  readonly subnetGroup: string | undefined;
  readonly atRestEncryption: boolean;
  readonly kmsKeyArn: string | undefined;
  readonly transitEncryption: boolean;
  description: string;
  status: GroupStatus;
  version: string;
  nodeType: string;
  parameterGroup: string;
  /** Set while the running engine has other parameters than its group says. */
  parametersPending: boolean;
  securityGroupIds: string[];
  automaticFailover: AutomaticFailoverStatus;
  multiAz: boolean;
  authTokenSince: Date | undefined;
  autoMinorVersionUpgrade: boolean;
  maintenanceWindow: string;
  snapshotWindow: string;
  snapshotRetentionDays: number;
  notificationTopicArn: string | undefined;
  logDeliveries: LogDeliveryConfiguration[];
  /** Changes that wait for the maintenance window, which never comes here. */
  pending: { nodeType?: string; version?: string };
  readonly tags: Tags;
  redis: RedisGroup | undefined;
}

interface RegionState {
  readonly subnetGroups: Map<string, SubnetGroup>;
  readonly parameterGroups: Map<string, ParameterGroup>;
  readonly groups: Map<string, ReplicationGroup>;
  readonly snapshots: Map<string, Snapshot>;
}

/** What the operations of this folder share. Regions do not see each other. */
export class ElastiCache {
  readonly world: World;
  readonly events: Events;
  /** `region nodeType` without capacity: groups that ask for it end in create-failed. */
  readonly exhausted = new Set<string>();
  readonly #regions = new Map<string, RegionState>();
  readonly #defaults: (cache: ElastiCache, region: string) => Map<string, ParameterGroup>;

  constructor(
    world: World,
    events: Events,
    defaults: (cache: ElastiCache, region: string) => Map<string, ParameterGroup>,
  ) {
    this.world = world;
    this.events = events;
    this.#defaults = defaults;
  }

  region(region: string): RegionState {
    let state = this.#regions.get(region);
    if (!state) {
      state = {
        subnetGroups: new Map(),
        parameterGroups: this.#defaults(this, region),
        groups: new Map(),
        snapshots: new Map(),
      };
      this.#regions.set(region, state);
    }
    return state;
  }

  arn(region: string, type: string, name: string): string {
    return `arn:aws:elasticache:${region}:${this.world.account}:${type}:${name}`;
  }
}
