import type { DBCluster, DBClusterSnapshot, DBInstance, GlobalCluster, Tag } from '@aws-sdk/client-rds';
import type { PostgresCluster, PostgresSnapshot } from '../../engines/types.ts';
import type { World } from '../../service.ts';
import type { Applied } from './pending-reboot.ts';
import type { RdsSettings } from './settings.ts';

export interface SubnetGroupRecord {
  readonly name: string;
  readonly arn: string;
  description: string;
  vpcId: string;
  subnets: { readonly id: string; readonly availabilityZone: string }[];
  tags: Tag[];
}

export type ParameterGroupKind = 'cluster' | 'instance';

export interface ParameterGroupRecord {
  readonly kind: ParameterGroupKind;
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  readonly description: string;
  /** Only what a user has set. */
  readonly values: Map<string, { readonly value: string; readonly applyMethod: ApplyMethod }>;
  tags: Tag[];
}

export type ApplyMethod = 'immediate' | 'pending-reboot';

export interface ClusterRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** What Describe shows, but for members, tags and groups, which are looked up. Never holds a password. */
  readonly shown: DBCluster;
  status: string;
  subnetGroup: SubnetGroupRecord;
  parameterGroup: ParameterGroupRecord;
  /** Undefined while the engine is being asked for, and when it failed to come. */
  postgres: PostgresCluster | undefined;
  /** Identifier of the global database this cluster is a member of. */
  globalCluster: string | undefined;
  /** Instance that takes writes. A secondary cluster of a global database has none. */
  writer: string | undefined;
  /** When ModifyDBCluster last made the storage I/O-Optimized. */
  optimisedAtMs: number | undefined;
  tags: Tag[];
}

export interface InstanceRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly cluster: ClusterRecord;
  readonly shown: DBInstance;
  status: string;
  parameterGroup: ParameterGroupRecord;
  /** What its last start took over from its groups. */
  applied: Readonly<Record<ParameterGroupKind, Applied>>;
  /** Settles when the engine has started, or failed to: a removal has to come after it. */
  started: Promise<void>;
  /** Settles when a deleted instance is gone. */
  removed: Promise<void>;
  /** Creation order, for the choice of a new writer. */
  readonly sequence: number;
  tags: Tag[];
}

export interface SnapshotRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly shown: DBClusterSnapshot;
  /** A restored cluster has it; a snapshot does not show it. */
  readonly databaseName: string | undefined;
  status: string;
  /** Copies share it. Undefined while it is being taken, and of a cluster without an engine. */
  data: PostgresSnapshot | undefined;
  tags: Tag[];
}

export interface GlobalClusterRecord {
  readonly id: string;
  readonly arn: string;
  readonly shown: GlobalCluster;
  status: string;
  /** In the order they joined; the writer is the primary cluster. */
  members: GlobalMember[];
  tags: Tag[];
}

export interface GlobalMember {
  readonly cluster: ClusterRecord;
  readonly isWriter: boolean;
  synchronization: 'connected' | 'pending-resync';
}

export interface RegionState {
  readonly region: string;
  readonly subnetGroups: Map<string, SubnetGroupRecord>;
  readonly parameterGroups: Readonly<Record<ParameterGroupKind, Map<string, ParameterGroupRecord>>>;
  readonly clusters: Map<string, ClusterRecord>;
  readonly instances: Map<string, InstanceRecord>;
  /** They outlive their clusters. */
  readonly snapshots: Map<string, SnapshotRecord>;
}

/** What every operation of this service works on. */
export interface Rds {
  readonly world: World;
  readonly settings: RdsSettings;
  /**
   * Global clusters belong to the account: their ARN has no region, and DescribeGlobalClusters answers the same in
   * every region (documented: its `region` filter selects by the members' regions).
   */
  readonly globalClusters: Map<string, GlobalClusterRecord>;
  region(name: string): RegionState;
  regions(): Iterable<RegionState>;
  nextSequence(): number;
}

export function createState(world: World, settings: RdsSettings): Rds {
  const regions = new Map<string, RegionState>();
  let sequence = 0;
  return {
    world,
    settings,
    globalClusters: new Map(),
    nextSequence: () => sequence++,
    regions: () => regions.values(),
    region(name) {
      const state = regions.get(name) ?? emptyRegion(name);
      regions.set(name, state);
      return state;
    },
  };
}

function emptyRegion(region: string): RegionState {
  return {
    region,
    subnetGroups: new Map(),
    parameterGroups: { cluster: new Map(), instance: new Map() },
    clusters: new Map(),
    instances: new Map(),
    snapshots: new Map(),
  };
}

/** `arn:aws:rds:eu-west-2:123456789012:cluster:shop`; a global cluster's has no region. */
export function arn(world: World, region: string, type: string, name: string): string {
  return `arn:aws:rds:${region}:${world.account}:${type}:${name}`;
}

export function now(rds: Rds): Date {
  return new Date(rds.world.clock.now());
}

export function instancesOf(rds: Rds, cluster: ClusterRecord): InstanceRecord[] {
  return [...rds.region(cluster.region).instances.values()].filter((each) => each.cluster === cluster);
}

export function globalOf(rds: Rds, cluster: ClusterRecord): GlobalClusterRecord | undefined {
  return cluster.globalCluster === undefined ? undefined : rds.globalClusters.get(cluster.globalCluster);
}

/** A member of a global database that does not take writes. */
export function isSecondary(rds: Rds, cluster: ClusterRecord): boolean {
  const member = globalOf(rds, cluster)?.members.find((each) => each.cluster === cluster);
  return member !== undefined && !member.isWriter;
}
