import type { DBCluster, DescribeDBClustersMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { clusterNotFound, onlyFields, required } from './errors.ts';
import { applyFilters, page } from './paging.ts';
import { applyStatus } from './pending-reboot.ts';
import { type ClusterRecord, instancesOf, isSecondary, type Rds } from './state.ts';
import { ENGINE } from './versions.ts';

/** By identifier, in any case, or by ARN. A cluster of another region does not exist here. */
export function findCluster(rds: Rds, region: string, identifier: string | undefined): ClusterRecord {
  const name = required('DBClusterIdentifier', identifier);
  const prefix = `arn:aws:rds:${region}:${rds.world.account}:cluster:`;
  const id = name.startsWith(prefix) ? name.slice(prefix.length) : name.toLowerCase();
  const found = rds.region(region).clusters.get(id);
  if (!found) throw clusterNotFound(name);
  return found;
}

export function showCluster(rds: Rds, cluster: ClusterRecord): DBCluster {
  const members = instancesOf(rds, cluster).map((instance) => ({
    DBInstanceIdentifier: instance.id,
    IsClusterWriter: cluster.writer === instance.id,
    DBClusterParameterGroupStatus: applyStatus(instance, 'cluster'),
    PromotionTier: instance.shown.PromotionTier,
  }));
  return {
    ...cluster.shown,
    Status: cluster.status,
    DBClusterParameterGroup: cluster.parameterGroup.name,
    DBSubnetGroup: cluster.subnetGroup.name,
    DBClusterMembers: members,
    MultiAZ: new Set(instancesOf(rds, cluster).map((each) => each.shown.AvailabilityZone)).size > 1,
    GlobalClusterIdentifier: cluster.globalCluster,
    GlobalWriteForwardingStatus: isSecondary(rds, cluster) ? 'disabled' : undefined,
    TagList: cluster.tags,
  };
}

export function describeClusterOperations(rds: Rds) {
  return {
    DescribeDBClusters: (input: DescribeDBClustersMessage, { region }: CallContext) => {
      onlyFields('DescribeDBClusters', input, [
        ...['DBClusterIdentifier', 'Filters', 'MaxRecords', 'Marker', 'IncludeShared'],
      ]);
      const all = input.DBClusterIdentifier
        ? [findCluster(rds, region, input.DBClusterIdentifier)]
        : rds.region(region).clusters.values();
      const kept = applyFilters(all, input.Filters, {
        'db-cluster-id': (each) => [each.id, each.arn],
        'db-cluster-resource-id': (each) => [each.shown.DbClusterResourceId],
        engine: () => [ENGINE],
      });
      const { items, Marker } = page(kept, (each) => each.id, input);
      return { DBClusters: items.map((each) => showCluster(rds, each)), Marker };
    },
  };
}
