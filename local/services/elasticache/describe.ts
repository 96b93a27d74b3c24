import type {
  CacheCluster,
  CacheNode,
  NodeGroup,
  NodeGroupMember,
  ReplicationGroup as ReplicationGroupDescription,
} from '@aws-sdk/client-elasticache';
import type { Endpoint } from '../../engines/types.ts';
import type { Member, ReplicationGroup, Shard } from './state.ts';

const NODE_ID = '0001';

const endpoint = (value: Endpoint) => ({ Address: value.address, Port: value.port });

/** Endpoints appear when the group has its engine; the ports are those of the real servers on this machine. */
export function describeGroup(group: ReplicationGroup): ReplicationGroupDescription {
  const { redis } = group;
  const [first] = redis?.nodes[0] ?? [];
  return {
    ReplicationGroupId: group.id,
    Description: group.description,
    Status: group.status,
    ARN: group.arn,
    ReplicationGroupCreateTime: group.createdAt,
    Engine: group.engine,
    CacheNodeType: group.nodeType,
    ClusterEnabled: group.clusterEnabled,
    ClusterMode: group.clusterEnabled ? 'enabled' : 'disabled',
    MemberClusters: group.shards.flatMap((shard) => shard.members.map((member) => member.id)),
    NodeGroups: group.shards.map((shard, index) => nodeGroup(group, shard, index)),
    ...(group.clusterEnabled && first ? { ConfigurationEndpoint: endpoint(first) } : {}),
    AutomaticFailover: group.automaticFailover,
    MultiAZ: group.multiAz ? 'enabled' : 'disabled',
    SnapshotRetentionLimit: group.snapshotRetentionDays,
    SnapshotWindow: group.snapshotWindow,
    AuthTokenEnabled: group.authTokenSince !== undefined,
    AuthTokenLastModifiedDate: group.authTokenSince,
    TransitEncryptionEnabled: group.transitEncryption,
    ...(group.transitEncryption ? { TransitEncryptionMode: 'required' as const } : {}),
    AtRestEncryptionEnabled: group.atRestEncryption,
    KmsKeyId: group.kmsKeyArn,
    AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
    DataTiering: 'disabled',
    NetworkType: 'ipv4',
    IpDiscovery: 'ipv4',
    LogDeliveryConfigurations: group.logDeliveries,
    PendingModifiedValues: {},
  };
}

function nodeGroup(group: ReplicationGroup, shard: Shard, index: number): NodeGroup {
  const { redis } = group;
  const nodes = redis?.nodes[index] ?? [];
  return {
    NodeGroupId: shard.id,
    Status: group.status === 'create-failed' ? 'creating' : group.status,
    ...(shard.slots ? { Slots: shard.slots } : {}),
    // Cluster mode off: one shard with a primary and a reader endpoint of its own.
    ...(redis && !group.clusterEnabled
      ? { PrimaryEndpoint: endpoint(redis.primaryEndpoint), ReaderEndpoint: endpoint(redis.readerEndpoint) }
      : {}),
    NodeGroupMembers: shard.members.map((member, at) =>
      nodeMember(group, member, nodes[at], at === 0 ? 'primary' : 'replica'),
    ),
  };
}

function nodeMember(
  group: ReplicationGroup,
  member: Member,
  node: Endpoint | undefined,
  role: string,
): NodeGroupMember {
  const common = {
    CacheClusterId: member.id,
    CacheNodeId: NODE_ID,
    PreferredAvailabilityZone: member.availabilityZone,
  };
  // Documented: roles are given for cluster mode disabled only.
  if (!node || group.clusterEnabled) return common;
  return { ...common, ReadEndpoint: endpoint(node), CurrentRole: role };
}

/** Every member with its place among the shards. */
export function describeMembers(group: ReplicationGroup, showNodes: boolean): CacheCluster[] {
  return group.shards.flatMap((shard, shardIndex) =>
    shard.members.map((member, index) =>
      cacheCluster(group, member, group.redis?.nodes[shardIndex]?.[index], showNodes),
    ),
  );
}

function cacheCluster(
  group: ReplicationGroup,
  member: Member,
  node: Endpoint | undefined,
  showNodes: boolean,
): CacheCluster {
  return {
    CacheClusterId: member.id,
    ReplicationGroupId: group.id,
    // A cluster has no create-failed: it stays creating until the group is deleted.
    CacheClusterStatus: group.status === 'create-failed' ? 'creating' : group.status,
    CacheClusterCreateTime: group.createdAt,
    ARN: group.arn.replace(/replicationgroup:.*/, `cluster:${member.id}`),
    CacheNodeType: group.nodeType,
    Engine: group.engine,
    EngineVersion: group.version,
    NumCacheNodes: 1,
    PreferredAvailabilityZone: member.availabilityZone,
    PreferredMaintenanceWindow: group.maintenanceWindow,
    ...(group.notificationTopicArn
      ? { NotificationConfiguration: { TopicArn: group.notificationTopicArn, TopicStatus: 'active' } }
      : {}),
    CacheParameterGroup: {
      CacheParameterGroupName: group.parameterGroup,
      ParameterApplyStatus: group.parametersPending ? 'pending-reboot' : 'in-sync',
      CacheNodeIdsToReboot: group.parametersPending ? [NODE_ID] : [],
    },
    CacheSubnetGroupName: group.subnetGroup,
    ...(showNodes ? { CacheNodes: [cacheNode(group, member, node)] } : {}),
    AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
    SecurityGroups: group.securityGroupIds.map((SecurityGroupId) => ({ SecurityGroupId, Status: 'active' })),
    SnapshotRetentionLimit: group.snapshotRetentionDays,
    SnapshotWindow: group.snapshotWindow,
    AuthTokenEnabled: group.authTokenSince !== undefined,
    AuthTokenLastModifiedDate: group.authTokenSince,
    TransitEncryptionEnabled: group.transitEncryption,
    AtRestEncryptionEnabled: group.atRestEncryption,
    ReplicationGroupLogDeliveryEnabled: group.logDeliveries.length > 0,
    LogDeliveryConfigurations: group.logDeliveries,
    NetworkType: 'ipv4',
    IpDiscovery: 'ipv4',
    PendingModifiedValues: {
      ...(group.pending.nodeType ? { CacheNodeType: group.pending.nodeType } : {}),
      ...(group.pending.version ? { EngineVersion: group.pending.version } : {}),
    },
  };
}

const cacheNode = (group: ReplicationGroup, member: Member, node: Endpoint | undefined): CacheNode => ({
  CacheNodeId: NODE_ID,
  CacheNodeStatus: group.status === 'create-failed' ? 'creating' : group.status,
  CacheNodeCreateTime: group.createdAt,
  ParameterGroupStatus: group.parametersPending ? 'pending-reboot' : 'in-sync',
  CustomerAvailabilityZone: member.availabilityZone,
  ...(node ? { Endpoint: endpoint(node) } : {}),
});
