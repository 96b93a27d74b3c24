import {
  DescribeCacheClustersCommand,
  DescribeCacheParameterGroupsCommand,
  DescribeCacheParametersCommand,
  DescribeCacheSubnetGroupsCommand,
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
import { redisParameters } from './names.ts';
import type {
  ObservedEndpoint,
  ObservedMember,
  ObservedOwned,
  ObservedParameterGroup,
  ObservedReplicationGroup,
} from './observe.ts';

/** Minutes: the 14 days for which ElastiCache keeps events. */
const EVENTS_DURATION_MINUTES = 14 * 24 * 60;

export async function observeSubnetGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  name: string,
): Promise<ObservedOwned | null> {
  const answer = await orAbsent(
    client.send(new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName: name })),
  );
  const group = answer?.CacheSubnetGroups?.[0];
  if (!group) return null;
  const tags = await readTags(client, group.ARN);
  return { name, ours: ownedBy(spec.identity, tags, group.CacheSubnetGroupDescription) };
}

export async function observeParameterGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  name: string,
): Promise<ObservedParameterGroup | null> {
  const answer = await orAbsent(
    client.send(new DescribeCacheParameterGroupsCommand({ CacheParameterGroupName: name })),
  );
  const group = answer?.CacheParameterGroups?.[0];
  if (!group) return null;
  const [tags, parameters] = await Promise.all([
    readTags(client, group.ARN),
    allPages(async (Marker) => {
      const page = await orAbsent(
        client.send(new DescribeCacheParametersCommand({ CacheParameterGroupName: name, Marker })),
      );
      return { items: page?.Parameters ?? [], next: page?.Marker };
    }),
  ]);
  const ourParameters = redisParameters(spec);
  const values = Object.fromEntries(
    parameters
      .filter(({ ParameterName = '' }) => ParameterName in ourParameters)
      .map(({ ParameterName = '', ParameterValue = '' }) => [ParameterName, ParameterValue]),
  );
  return {
    name,
    ours: ownedBy(spec.identity, tags, group.Description),
    family: group.CacheParameterGroupFamily ?? '',
    values,
  };
}

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
    shards: group.NodeGroups?.length ?? 0,
    memberIds: [...(group.MemberClusters ?? [])].sort(),
    nodeType: group.CacheNodeType ?? null,
    automaticFailover: group.AutomaticFailover ?? 'disabled',
    multiAz: group.MultiAZ ?? 'disabled',
    snapshotRetentionDays: group.SnapshotRetentionLimit ?? 0,
    snapshotWindow: group.SnapshotWindow ?? null,
    atRestEncryption: group.AtRestEncryptionEnabled ?? false,
    transitEncryption: group.TransitEncryptionEnabled ?? false,
    primaryEndpoint: endpoint(first?.PrimaryEndpoint),
    readerEndpoint: endpoint(first?.ReaderEndpoint),
    configurationEndpoint: endpoint(group.ConfigurationEndpoint),
  };
}

function endpoint(value: Endpoint | undefined): ObservedEndpoint | null {
  return value?.Address && value.Port ? { address: value.Address, port: value.Port } : null;
}

/** "If the cluster is not in the available state, ListTagsForResource returns an error" (its documentation). */
async function readTags(client: ElastiCacheClient, arn: string | undefined): Promise<Tags | null> {
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
