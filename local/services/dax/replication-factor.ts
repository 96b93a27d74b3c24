import type {
  DecreaseReplicationFactorRequest,
  DecreaseReplicationFactorResponse,
  IncreaseReplicationFactorRequest,
  IncreaseReplicationFactorResponse,
} from '@aws-sdk/client-dax';
import { AwsError, type CallContext } from '../../service.ts';
import { availableCluster, modifying, newNodes, requireNodeQuota } from './clusters.ts';
import { describeCluster } from './describe.ts';
import { invalidCombination, invalidValue } from './errors.ts';
import { findSubnetGroup } from './groups.ts';
import type { Cluster, Dax, Node } from './state.ts';
import { requireNodeCount, requireZones } from './validation.ts';

export function increaseReplicationFactor(
  dax: Dax,
  input: IncreaseReplicationFactorRequest,
  { region }: CallContext,
): IncreaseReplicationFactorResponse {
  const cluster = availableCluster(dax, region, input.ClusterName);
  const count = requireNodeCount(input.NewReplicationFactor);
  const more = count - cluster.nodes.length;
  if (more <= 0)
    throw invalidValue(`NewReplicationFactor must be more than the ${cluster.nodes.length} there are.`);
  requireNodeQuota(dax, region, more);
  const subnets = findSubnetGroup(dax, region, cluster.subnetGroup);
  // The zones asked for are those of the whole cluster; without any, the spread goes on.
  const zones = requireZones(input.AvailabilityZones, count, subnets).slice(-more);
  cluster.nodes.push(...newNodes(dax, cluster, zones));
  modifying(dax, cluster);
  return { Cluster: describeCluster(cluster) };
}

export function decreaseReplicationFactor(
  dax: Dax,
  input: DecreaseReplicationFactorRequest,
  { region }: CallContext,
): DecreaseReplicationFactorResponse {
  const cluster = availableCluster(dax, region, input.ClusterName);
  const fewer = cluster.nodes.length - requireNodeCount(input.NewReplicationFactor);
  if (fewer <= 0)
    throw invalidValue(`NewReplicationFactor must be less than the ${cluster.nodes.length} there are.`);
  for (const node of nodesToRemove(cluster, input, fewer)) node.status = 'deleting';
  modifying(dax, cluster);
  return { Cluster: describeCluster(cluster) };
}

/** By id, by zone, or else the youngest: the first node is the primary. */
function nodesToRemove(
  { nodes }: Cluster,
  { NodeIdsToRemove: ids = [], AvailabilityZones: zones = [] }: DecreaseReplicationFactorRequest,
  fewer: number,
): readonly Node[] {
  if (ids.length > 0) {
    const missing = ids.find((id) => !nodes.some((node) => node.id === id));
    if (missing) throw new AwsError('NodeNotFoundFault', `Node not found: ${missing}`);
    if (new Set(ids).size !== fewer) {
      throw invalidCombination(`NodeIdsToRemove must name the ${fewer} nodes that are too many.`);
    }
    return nodes.filter((node) => ids.includes(node.id));
  }
  const candidates = zones.length > 0 ? nodes.filter((node) => zones.includes(node.availabilityZone)) : nodes;
  if (candidates.length < fewer) {
    throw invalidCombination(`There are not ${fewer} nodes in ${zones.join(', ')} to remove.`);
  }
  return candidates.slice(-fewer);
}
