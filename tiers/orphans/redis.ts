import {
  DeleteCacheParameterGroupCommand,
  DeleteCacheSubnetGroupCommand,
  DeleteReplicationGroupCommand,
  DescribeCacheParameterGroupsCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-elasticache';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orUnreadable } from '../shared/reading.ts';
import {
  eachOf,
  foundAs,
  type OrphanKind,
  type Owner,
  ownerInTags,
  ownerInText,
  type Search,
} from './found.ts';

/** By tags where their state lets them be read, else by description. */
async function ownerOf(
  cache: ElastiCacheClient,
  ResourceName: string | undefined,
  description: string | undefined,
): Promise<Owner | null> {
  const answer = await orUnreadable(cache.send(new ListTagsForResourceCommand({ ResourceName })));
  return answer ? ownerInTags(tagRecord(answer.TagList)) : ownerInText(description);
}

const isCandidate = (search: Search, name = '') => name.startsWith(search.prefix) && !search.isKnown(name);

export const replicationGroups: OrphanKind = {
  kind: 'ElastiCache replication group',
  after: 'nothing',
  async find(search, region) {
    const cache = search.clients.get(ElastiCacheClient, region);
    const all = await allPages(async (Marker) => {
      const page = await cache.send(new DescribeReplicationGroupsCommand({ Marker }));
      return { items: page.ReplicationGroups ?? [], next: page.Marker };
    });
    const candidates = all.filter(
      ({ ReplicationGroupId, Status }) => Status !== 'deleting' && isCandidate(search, ReplicationGroupId),
    );
    return eachOf(candidates, async (group) => {
      const name = group.ReplicationGroupId ?? '';
      return foundAs(search, await ownerOf(cache, group.ARN, group.Description), {
        ...{ kind: this.kind, name, region, createdAt: group.ReplicationGroupCreateTime ?? null },
        detail: {
          engine: group.Engine ?? '',
          nodeType: group.CacheNodeType ?? '',
          nodes: group.MemberClusters?.length ?? 0,
        },
        remove: () => cache.send(new DeleteReplicationGroupCommand({ ReplicationGroupId: name })),
      });
    });
  },
};

export const cacheSubnetGroups: OrphanKind = {
  kind: 'ElastiCache subnet group',
  after: 'the replication groups in it',
  async find(search, region) {
    const cache = search.clients.get(ElastiCacheClient, region);
    const all = await allPages(async (Marker) => {
      const page = await cache.send(new DescribeCacheSubnetGroupsCommand({ Marker }));
      return { items: page.CacheSubnetGroups ?? [], next: page.Marker };
    });
    const candidates = all.filter(({ CacheSubnetGroupName }) => isCandidate(search, CacheSubnetGroupName));
    return eachOf(candidates, async (group) => {
      const name = group.CacheSubnetGroupName ?? '';
      return foundAs(search, await ownerOf(cache, group.ARN, group.CacheSubnetGroupDescription), {
        ...{ kind: this.kind, name, region, createdAt: null },
        remove: () => cache.send(new DeleteCacheSubnetGroupCommand({ CacheSubnetGroupName: name })),
      });
    });
  },
};

export const cacheParameterGroups: OrphanKind = {
  kind: 'ElastiCache parameter group',
  after: 'the replication groups that use it',
  async find(search, region) {
    const cache = search.clients.get(ElastiCacheClient, region);
    const all = await allPages(async (Marker) => {
      const page = await cache.send(new DescribeCacheParameterGroupsCommand({ Marker }));
      return { items: page.CacheParameterGroups ?? [], next: page.Marker };
    });
    const candidates = all.filter(({ CacheParameterGroupName: name }) => isCandidate(search, name));
    return eachOf(candidates, async (group) => {
      const name = group.CacheParameterGroupName ?? '';
      return foundAs(search, await ownerOf(cache, group.ARN, group.Description), {
        ...{ kind: this.kind, name, region, createdAt: null },
        remove: () => cache.send(new DeleteCacheParameterGroupCommand({ CacheParameterGroupName: name })),
      });
    });
  },
};
