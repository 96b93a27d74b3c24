import type { Cluster as ClusterDescription, Node as NodeDescription } from '@aws-sdk/client-dax';
import type { Cluster, Node } from './state.ts';

/** Documented: 9111 with TLS, 8111 without. */
const PORT = 8111;
const TLS_PORT = 9111;

export function describeCluster(cluster: Cluster): ClusterDescription {
  const active = cluster.nodes.filter((node) => node.status === 'available');
  const toReboot = cluster.nodes.filter((node) => node.pendingReboot).map((node) => node.id);
  return {
    ClusterName: cluster.name,
    Description: cluster.description,
    ClusterArn: cluster.arn,
    Status: cluster.status,
    TotalNodes: cluster.nodes.length,
    ActiveNodes: active.length,
    NodeType: cluster.nodeType,
    ClusterDiscoveryEndpoint: discoveryEndpoint(cluster),
    NodeIdsToRemove: cluster.nodes.filter((node) => node.status === 'deleting').map((node) => node.id),
    Nodes: cluster.nodes.map((node) => describeNode(cluster, node)),
    PreferredMaintenanceWindow: cluster.maintenanceWindow,
    ...(cluster.notification
      ? {
          NotificationConfiguration: {
            TopicArn: cluster.notification.topicArn,
            TopicStatus: cluster.notification.status,
          },
        }
      : {}),
    SubnetGroup: cluster.subnetGroup,
    SecurityGroups: cluster.securityGroupIds.map((id) => ({ SecurityGroupIdentifier: id, Status: 'active' })),
    IamRoleArn: cluster.roleArn,
    ParameterGroup: {
      ParameterGroupName: cluster.parameterGroup,
      ParameterApplyStatus: toReboot.length > 0 ? 'pending-reboot' : 'in-sync',
      NodeIdsToReboot: toReboot,
    },
    SSEDescription: { Status: cluster.encryptedAtRest ? 'ENABLED' : 'DISABLED' },
    ClusterEndpointEncryptionType: cluster.tls ? 'TLS' : 'NONE',
    NetworkType: 'ipv4',
  };
}

/** Port and URL are known at once, the address when the cluster is available. */
function discoveryEndpoint({ name, hostSuffix, region, tls, status }: Cluster) {
  const Port = tls ? TLS_PORT : PORT;
  if (status === 'creating') return { Port };
  const Address = `${name}.${hostSuffix}.dax-clusters.${region}.amazonaws.com`;
  // Documented: the port is not part of the URL.
  return { Address, Port, URL: `${tls ? 'daxs' : 'dax'}://${Address}` };
}

function describeNode({ hostSuffix, region, tls }: Cluster, node: Node): NodeDescription {
  return {
    NodeId: node.id,
    NodeStatus: node.status,
    NodeCreateTime: node.createdAt,
    AvailabilityZone: node.availabilityZone,
    ParameterGroupStatus: node.pendingReboot ? 'pending-reboot' : 'in-sync',
    ...(node.status === 'available'
      ? {
          Endpoint: {
            Address: `${node.id}.${hostSuffix}.nodes.dax-clusters.${region}.amazonaws.com`,
            Port: tls ? TLS_PORT : PORT,
          },
        }
      : {}),
  };
}
