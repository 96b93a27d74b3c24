import {
  DescribeCacheClustersCommand,
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  type Endpoint,
  ListTagsForResourceCommand,
  type ReplicationGroup,
  type SourceType,
} from '@aws-sdk/client-elasticache';
import type { RedisSpec, Tags } from '../../core/spec.ts';
import { ownedBy, tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent, orUnreadable } from '../shared/reading.ts';
import { logDelivery } from './names.ts';
import type { ObservedEndpoint, ObservedMember, ObservedReplicationGroup } from './observe.ts';

/** Minutes: the 14 days for which ElastiCache keeps events. */
const EVENTS_DURATION_MINUTES = 14 * 24 * 60;

export async function observeReplicationGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  id: string,
): Promise<ObservedReplicationGroup | null> {
  const answer = await orAbsent(
    client.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: id })),
  );
  const group = answer?.ReplicationGroups?.[0];
  if (!group) return null;
  const [tags, members, events] = await Promise.all([
    readTags(client, group.ARN),
    readMembers(client, id),
    group.Status === 'create-failed' ? readEvents(client, id) : [],
  ]);
  return {
    name: id,
    ours: ownedBy(spec.identity, tags, group.Description),
    tags,
    members,
    events,
    ...fromDescription(group),
  };
}

function fromDescription(
  group: ReplicationGroup,
): Omit<ObservedReplicationGroup, 'name' | 'ours' | 'tags' | 'members' | 'events'> {
  const [first] = group.NodeGroups ?? [];
  return {
    arn: group.ARN ?? '',
    status: group.Status ?? 'unknown',
    clusterEnabled: group.ClusterEnabled ?? false,
    engine: group.Engine ?? null,
    createdAt: group.ReplicationGroupCreateTime?.toISOString() ?? null,
    shards: (group.NodeGroups ?? [])
      .map(({ NodeGroupId = '', NodeGroupMembers = [] }) => ({
        id: NodeGroupId,
        nodes: NodeGroupMembers.length,
      }))
      .sort((a, b) => a.id.localeCompare(b.id)),
    memberIds: [...(group.MemberClusters ?? [])].sort(),
    nodeType: group.CacheNodeType ?? null,
    automaticFailover: group.AutomaticFailover ?? 'disabled',
    multiAz: group.MultiAZ ?? 'disabled',
    snapshotRetentionDays: group.SnapshotRetentionLimit ?? 0,
    snapshotWindow: group.SnapshotWindow ?? null,
    atRestEncryption: group.AtRestEncryptionEnabled ?? false,
    kmsKeyArn: group.KmsKeyId ?? null,
    transitEncryption: group.TransitEncryptionEnabled ?? false,
    logDeliveries: (group.LogDeliveryConfigurations ?? [])
      .filter(({ Status }) => Status !== 'disabling')
      .map(({ LogType = '', LogFormat = '', DestinationDetails }) =>
        logDelivery(LogType, LogFormat, DestinationDetails?.CloudWatchLogsDetails?.LogGroup),
      )
      .sort(),
    primaryEndpoint: endpoint(first?.PrimaryEndpoint),
    readerEndpoint: endpoint(first?.ReaderEndpoint),
    configurationEndpoint: endpoint(group.ConfigurationEndpoint),
  };
}

function endpoint(value: Endpoint | undefined): ObservedEndpoint | null {
  return value?.Address && value.Port ? { address: value.Address, port: value.Port } : null;
}

/** "If the cluster is not in the available state, ListTagsForResource returns an error" (its documentation). */
export async function readTags(client: ElastiCacheClient, arn: string | undefined): Promise<Tags | null> {
  if (!arn) return null;
  const answer = await orUnreadable(client.send(new ListTagsForResourceCommand({ ResourceName: arn })));
  return answer ? tagRecord(answer.TagList) : null;
}

/** DescribeCacheClusters takes one id or none, so all clusters of the region are listed: 100 a page. */
async function readMembers(client: ElastiCacheClient, id: string): Promise<ObservedMember[]> {
  const clusters = await allPages(async (Marker) => {
    const page = await client.send(new DescribeCacheClustersCommand({ MaxRecords: 100, Marker }));
    return { items: page.CacheClusters ?? [], next: page.Marker };
  });
  return clusters
    .filter((cluster) => cluster.ReplicationGroupId === id)
    .map((cluster) => ({
      id: cluster.CacheClusterId ?? '',
      status: cluster.CacheClusterStatus ?? 'unknown',
      maintenanceWindow: cluster.PreferredMaintenanceWindow ?? null,
      engineVersion: cluster.EngineVersion ?? null,
      parameterGroup: cluster.CacheParameterGroup?.CacheParameterGroupName ?? null,
      securityGroupIds: (cluster.SecurityGroups ?? [])
        .filter(({ Status }) => Status !== 'removing')
        .map(({ SecurityGroupId = '' }) => SecurityGroupId)
        .sort(),
    }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** The cause of a failed creation is only told as an event, of the group or of a member (`<id>-001`). */
async function readEvents(client: ElastiCacheClient, id: string): Promise<string[]> {
  const read = async (SourceType: SourceType, SourceIdentifier?: string) => {
    const answer = await orAbsent(
      client.send(
        new DescribeEventsCommand({ SourceType, SourceIdentifier, Duration: EVENTS_DURATION_MINUTES }),
      ),
    );
    return answer?.Events ?? [];
  };
  const [ofGroup, ofClusters] = await Promise.all([read('replication-group', id), read('cache-cluster')]);
  const ofMembers = ofClusters.filter((event) => event.SourceIdentifier?.startsWith(`${id}-`));
  const messages = [...ofGroup, ...ofMembers].flatMap(({ Message }) => (Message ? [Message] : []));
  return [...new Set(messages)];
}
