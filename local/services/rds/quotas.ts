import type { AccountQuota } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { fault, onlyFields } from './errors.ts';
import type { ParameterGroupRecord, Rds, RegionState } from './state.ts';

/** Names *documented* (client-rds d.ts, AccountQuota), defaults *documented* (Aurora and RDS guides, "Quotas"). Per region. */
const DEFAULTS = {
  AllocatedStorage: 100_000,
  AuthorizationsPerDBSecurityGroup: 20,
  CustomEndpointsPerDBCluster: 5,
  DBClusterParameterGroups: 50,
  DBClusterRoles: 5,
  DBClusters: 40,
  DBInstanceRoles: 5,
  DBInstances: 40,
  DBParameterGroups: 50,
  DBSecurityGroups: 25,
  DBSubnetGroups: 50,
  EventSubscriptions: 20,
  ManualClusterSnapshots: 100,
  ManualSnapshots: 100,
  OptionGroups: 20,
  ReadReplicasPerMaster: 15,
  ReservedDBInstances: 40,
  SubnetsPerDBSubnetGroup: 20,
} as const;

export type QuotaName = keyof typeof DEFAULTS;

/** What stands between a create and its error: *documented* (client-rds d.ts, errors of each operation). */
const FAULTS = {
  DBClusterParameterGroups: [
    'DBParameterGroupQuotaExceededFault',
    'DB cluster parameter group quota exceeded',
  ],
  DBClusters: ['DBClusterQuotaExceededFault', 'DB Cluster quota exceeded'],
  DBInstances: ['InstanceQuotaExceededFault', 'DB instance quota exceeded'],
  DBParameterGroups: ['DBParameterGroupQuotaExceededFault', 'DB parameter group quota exceeded'],
  DBSubnetGroups: ['DBSubnetGroupQuotaExceededFault', 'DB subnet group quota exceeded'],
  ManualClusterSnapshots: ['SnapshotQuotaExceededFault', 'Manual DB cluster snapshot quota exceeded'],
} as const satisfies Partial<Record<QuotaName, readonly [string, string]>>;

/** Default groups do not count (*documented*). */
const own = (groups: ReadonlyMap<string, ParameterGroupRecord>) =>
  [...groups.keys()].filter((name) => !name.startsWith('default.')).length;

/** What is used of the quotas that can be used here; of the others: nothing. */
const USED: Partial<Record<QuotaName, (state: RegionState) => number>> = {
  AllocatedStorage: (state) => state.instances.size,
  DBClusterParameterGroups: (state) => own(state.parameterGroups.cluster),
  DBClusters: (state) => state.clusters.size,
  DBInstances: (state) => state.instances.size,
  DBParameterGroups: (state) => own(state.parameterGroups.instance),
  DBSubnetGroups: (state) => state.subnetGroups.size,
  ManualClusterSnapshots: (state) => state.snapshots.size,
  SubnetsPerDBSubnetGroup: (state) =>
    Math.max(0, ...[...state.subnetGroups.values()].map(({ subnets }) => subnets.length)),
};

function maximum(rds: Rds, name: QuotaName): number {
  return rds.world.quotas.rds?.[name] ?? DEFAULTS[name];
}

/** Throws the fault of a quota that has no room for one more. */
export function requireRoom(rds: Rds, region: string, name: keyof typeof FAULTS): void {
  const used = USED[name]?.(rds.region(region)) ?? 0;
  if (used < maximum(rds, name)) return;
  const [code, message] = FAULTS[name];
  throw fault(code, message);
}

/** *documented* (client-rds d.ts, CreateDBSubnetGroup): DBSubnetQuotaExceededFault. */
export function requireSubnetRoom(rds: Rds, subnets: number): void {
  if (subnets <= maximum(rds, 'SubnetsPerDBSubnetGroup')) return;
  throw fault('DBSubnetQuotaExceededFault', 'Subnets per DB subnet group quota exceeded');
}

export function quotaOperations(rds: Rds) {
  return {
    DescribeAccountAttributes: (input: object, { region }: CallContext) => {
      onlyFields('DescribeAccountAttributes', input, []);
      const state = rds.region(region);
      const AccountQuotas = (Object.keys(DEFAULTS) as QuotaName[]).map(
        (name): AccountQuota => ({
          AccountQuotaName: name,
          Used: USED[name]?.(state) ?? 0,
          Max: maximum(rds, name),
        }),
      );
      return { AccountQuotas };
    },
  };
}
