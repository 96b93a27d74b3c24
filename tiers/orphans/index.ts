import { roles, secrets } from './around.ts';
import { clusters, globalClusters, instances } from './aurora.ts';
import { alarms, dashboards } from './cloudwatch.ts';
import { daxClusters, daxParameterGroups, daxSubnetGroups } from './dax.ts';
import { tables } from './dynamodb.ts';
import type { OrphanKind } from './found.ts';
import { logGroups } from './logs.ts';
import { clusterParameterGroups, parameterGroups, subnetGroups } from './rds-groups.ts';
import { cacheParameterGroups, cacheSubnetGroups, replicationGroups } from './redis.ts';

export type { Found, OrphanKind, Owner, Search } from './found.ts';

/** All kinds of resources that environments have, in an order in which they can be deleted. Final snapshots are no orphans. */
export const orphanKinds: readonly OrphanKind[] = [
  ...[alarms, dashboards],
  ...[instances, clusters, globalClusters, subnetGroups, clusterParameterGroups, parameterGroups],
  ...[replicationGroups, cacheSubnetGroups, cacheParameterGroups],
  ...[daxClusters, daxSubnetGroups, daxParameterGroups, tables],
  ...[secrets, roles, logGroups],
];
