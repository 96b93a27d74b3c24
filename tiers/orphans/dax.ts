import {
  DAXClient,
  DeleteClusterCommand,
  DeleteParameterGroupCommand,
  DeleteSubnetGroupCommand,
  DescribeClustersCommand,
  DescribeParameterGroupsCommand,
  DescribeSubnetGroupsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-dax';
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

const isCandidate = (search: Search, name = '') => name.startsWith(search.prefix) && !search.isKnown(name);

/** Tags can be read of an available cluster only; the description names the owner too. */
async function ownerOf(
  dax: DAXClient,
  arn: string | undefined,
  text: string | undefined,
): Promise<Owner | null> {
  const tags = await orUnreadable(
    allPages(async (NextToken) => {
      const page = await dax.send(new ListTagsCommand({ ResourceName: arn, NextToken }));
      return { items: page.Tags ?? [], next: page.NextToken };
    }),
  );
  return tags ? ownerInTags(tagRecord(tags)) : ownerInText(text);
}

export const daxClusters: OrphanKind = {
  kind: 'DAX cluster',
  after: 'nothing',
  async find(search, region) {
    const dax = search.clients.get(DAXClient, region);
    const all = await allPages(async (NextToken) => {
      const page = await dax.send(new DescribeClustersCommand({ NextToken }));
      return { items: page.Clusters ?? [], next: page.NextToken };
    });
    const candidates = all.filter(
      ({ ClusterName, Status }) => Status !== 'deleting' && isCandidate(search, ClusterName),
    );
    return eachOf(candidates, async (cluster) => {
      const name = cluster.ClusterName ?? '';
      const born = (cluster.Nodes ?? []).flatMap(({ NodeCreateTime }) => NodeCreateTime?.getTime() ?? []);
      return foundAs(search, await ownerOf(dax, cluster.ClusterArn, cluster.Description), {
        ...{ kind: this.kind, name, region },
        createdAt: born.length > 0 ? new Date(Math.min(...born)) : null,
        detail: { nodeType: cluster.NodeType ?? '', nodes: cluster.TotalNodes ?? 0 },
        remove: () => dax.send(new DeleteClusterCommand({ ClusterName: name })),
      });
    });
  },
};

/** The groups of DAX take no tags. */
export const daxSubnetGroups: OrphanKind = {
  kind: 'DAX subnet group',
  after: 'the cluster in it',
  async find(search, region) {
    const dax = search.clients.get(DAXClient, region);
    const all = await allPages(async (NextToken) => {
      const page = await dax.send(new DescribeSubnetGroupsCommand({ NextToken }));
      return { items: page.SubnetGroups ?? [], next: page.NextToken };
    });
    return all.flatMap(({ SubnetGroupName: name = '', Description }) =>
      foundAs(search, ownerInText(Description), {
        ...{ kind: this.kind, name, region, createdAt: null },
        remove: () => dax.send(new DeleteSubnetGroupCommand({ SubnetGroupName: name })),
      }),
    );
  },
};

export const daxParameterGroups: OrphanKind = {
  kind: 'DAX parameter group',
  after: 'the cluster that uses it',
  async find(search, region) {
    const dax = search.clients.get(DAXClient, region);
    const all = await allPages(async (NextToken) => {
      const page = await dax.send(new DescribeParameterGroupsCommand({ NextToken }));
      return { items: page.ParameterGroups ?? [], next: page.NextToken };
    });
    return all.flatMap(({ ParameterGroupName: name = '', Description }) =>
      foundAs(search, ownerInText(Description), {
        ...{ kind: this.kind, name, region, createdAt: null },
        remove: () => dax.send(new DeleteParameterGroupCommand({ ParameterGroupName: name })),
      }),
    );
  },
};
