import type {
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  RebootNodeRequest,
  RebootNodeResponse,
  UpdateClusterRequest,
  UpdateClusterResponse,
} from '@aws-sdk/client-dax';
import { AwsError, type CallContext } from '../../service.ts';
import { describeCluster } from './describe.ts';
import { clusterNotFound, invalidValue, wrongState } from './errors.ts';
import { findParameterGroup, findSubnetGroup } from './groups.ts';
import { type Cluster, type Dax, DEFAULT_PARAMETER_GROUP, type Node, named, page } from './state.ts';
import { mergeTags } from './tags.ts';
import {
  requireClusterName,
  requireNodeCount,
  requireNodeType,
  requireRole,
  requireSecurityGroups,
  requireTopic,
  requireWindow,
  requireZones,
} from './validation.ts';

/** Documented default quota: nodes of an account in a region. */
const MAX_NODES = 50;

export function createCluster(
  dax: Dax,
  input: CreateClusterRequest,
  { region }: CallContext,
): CreateClusterResponse {
  const { clusters } = dax.region(region);
  const name = requireClusterName(input.ClusterName);
  if (clusters.has(name)) {
    throw new AwsError('ClusterAlreadyExistsFault', `Cluster ${name} already exists.`);
  }
  if (input.NetworkType !== undefined && input.NetworkType !== 'ipv4') {
    throw new AwsError('UnknownOperationException', 'The local cloud implements DAX on ipv4 only.', {
      status: 400,
    });
  }
  const nodeType = requireNodeType(input.NodeType);
  const count = requireNodeCount(input.ReplicationFactor);
  const subnets = findSubnetGroup(dax, region, input.SubnetGroupName);
  const zones = requireZones(input.AvailabilityZones, count, subnets);
  const { name: parameterGroup } = findParameterGroup(
    dax,
    region,
    input.ParameterGroupName ?? DEFAULT_PARAMETER_GROUP,
  );
  requireNodeQuota(dax, region, count);
  const cluster: Cluster = {
    name,
    arn: `arn:aws:dax:${region}:${dax.world.account}:cache/${name}`,
    region,
    hostSuffix: dax.world.uniqueId(6),
    nodeType,
    subnetGroup: subnets.name,
    roleArn: requireRole(dax, input.IamRoleArn),
    encryptedAtRest: input.SSESpecification?.Enabled ?? false,
    tls: input.ClusterEndpointEncryptionType === 'TLS',
    tags: mergeTags(new Map(), input.Tags ?? []),
    status: 'creating',
    description: input.Description,
    nodes: [],
    parameterGroup,
    securityGroupIds: requireSecurityGroups(dax, region, input.SecurityGroupIds ?? [], subnets),
    maintenanceWindow: requireWindow(input.PreferredMaintenanceWindow ?? 'sun:04:00-sun:05:00'),
    notification: input.NotificationTopicArn
      ? { topicArn: requireTopic(dax, region, input.NotificationTopicArn), status: 'active' }
      : undefined,
  };
  cluster.nodes = newNodes(dax, cluster, zones);
  clusters.set(name, cluster);
  dax.world.later('dax.cluster.create', () => becomeAvailable(cluster));
  return { Cluster: describeCluster(cluster) };
}

export function requireNodeQuota(dax: Dax, region: string, more: number): void {
  const clusters = [...dax.region(region).clusters.values()];
  const nodes = clusters.reduce((sum, cluster) => sum + cluster.nodes.length, more);
  const limit = dax.world.quotas.dax?.Nodes ?? MAX_NODES;
  if (nodes > limit) {
    throw new AwsError('NodeQuotaForCustomerExceededFault', `Quota of ${limit} nodes in the region reached.`);
  }
}

/** Ids go on in the alphabet: `<cluster>-a`, `<cluster>-b`, and a letter that has become free is taken again. */
export function newNodes(dax: Dax, { name, nodes }: Cluster, zones: readonly string[]): Node[] {
  const taken = new Set(nodes.map((node) => node.id));
  const free = [...'abcdefghijklmnopqrstuvwxyz']
    .map((letter) => `${name}-${letter}`)
    .filter((id) => !taken.has(id));
  return zones.map((availabilityZone, index) => ({
    id: free[index] ?? '',
    availabilityZone,
    createdAt: new Date(dax.world.clock.now()),
    status: 'creating',
    pendingReboot: false,
  }));
}

export function becomeAvailable(cluster: Cluster): void {
  cluster.nodes = cluster.nodes.filter((node) => node.status !== 'deleting');
  for (const node of cluster.nodes) node.status = 'available';
  cluster.status = 'available';
}

export function describeClusters(
  dax: Dax,
  input: DescribeClustersRequest,
  { region }: CallContext,
): DescribeClustersResponse {
  const clusters = named(dax.region(region).clusters, input.ClusterNames, clusterNotFound);
  const { items, NextToken } = page(clusters, input);
  return { Clusters: items.map(describeCluster), NextToken };
}

export function updateCluster(
  dax: Dax,
  input: UpdateClusterRequest,
  { region }: CallContext,
): UpdateClusterResponse {
  const cluster = availableCluster(dax, region, input.ClusterName);
  const changes = Object.entries(input).filter(
    ([name, value]) => name !== 'ClusterName' && value !== undefined,
  );
  if (changes.length === 0) throw invalidValue('No modifications were requested');
  const subnets = findSubnetGroup(dax, region, cluster.subnetGroup);
  const window = requireWindow(input.PreferredMaintenanceWindow ?? cluster.maintenanceWindow);
  const securityGroupIds = requireSecurityGroups(
    dax,
    region,
    input.SecurityGroupIds ?? cluster.securityGroupIds,
    subnets,
  );
  const topicArn = input.NotificationTopicArn
    ? requireTopic(dax, region, input.NotificationTopicArn)
    : cluster.notification?.topicArn;
  const { name: parameterGroup } = findParameterGroup(
    dax,
    region,
    input.ParameterGroupName ?? cluster.parameterGroup,
  );
  // Assumed: nodes keep their parameters until they are rebooted, which is what NodeIdsToReboot is for (client-dax).
  if (parameterGroup !== cluster.parameterGroup) for (const node of cluster.nodes) node.pendingReboot = true;
  const status = input.NotificationTopicStatus ?? cluster.notification?.status ?? 'active';
  Object.assign(cluster, {
    description: input.Description ?? cluster.description,
    maintenanceWindow: window,
    securityGroupIds,
    notification: topicArn ? { topicArn, status } : undefined,
    parameterGroup,
  });
  modifying(dax, cluster);
  return { Cluster: describeCluster(cluster) };
}

/** Documented: one node, whose cache stays; it is `rebooting` meanwhile. *Assumed*: its cluster stays available. */
export function rebootNode(dax: Dax, input: RebootNodeRequest, { region }: CallContext): RebootNodeResponse {
  const cluster = availableCluster(dax, region, input.ClusterName);
  const node = cluster.nodes.find(({ id }) => id === input.NodeId);
  if (!node) throw new AwsError('NodeNotFoundFault', `Node not found: ${input.NodeId}`);
  if (node.status !== 'available') throw wrongState(node.id, node.status);
  node.status = 'rebooting';
  dax.world.later('dax.node.reboot', () => {
    node.pendingReboot = false;
    if (node.status === 'rebooting') node.status = 'available';
  });
  return { Cluster: describeCluster(cluster) };
}

export function modifying(dax: Dax, cluster: Cluster): void {
  cluster.status = 'modifying';
  dax.world.later('dax.cluster.modify', () => becomeAvailable(cluster));
}

export function deleteCluster(
  dax: Dax,
  input: DeleteClusterRequest,
  { region }: CallContext,
): DeleteClusterResponse {
  const cluster = availableCluster(dax, region, input.ClusterName);
  cluster.status = 'deleting';
  for (const node of cluster.nodes) node.status = 'deleting';
  dax.world.later('dax.cluster.delete', () => {
    dax.region(region).clusters.delete(cluster.name);
  });
  return { Cluster: describeCluster(cluster) };
}

/** A cluster that can be changed or deleted: one change at a time. */
export function availableCluster(dax: Dax, region: string, name = ''): Cluster {
  const cluster = dax.region(region).clusters.get(name.toLowerCase());
  if (!cluster) throw clusterNotFound(name);
  if (cluster.status !== 'available') throw wrongState(cluster.name, cluster.status);
  return cluster;
}
