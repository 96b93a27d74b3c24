import {
  DeleteDBClusterParameterGroupCommand,
  DeleteDBParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  ListTagsForResourceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { eachOf, type Found, foundAs, type OrphanKind, ownerInTags, type Search } from './found.ts';

interface Group {
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly remove: () => Promise<unknown>;
}

/** Groups come without their tags, so those are read of what has our prefix and is not known already. */
async function tagged(
  search: Search,
  kind: string,
  region: string,
  rds: RDSClient,
  groups: readonly Group[],
): Promise<Found[]> {
  const candidates = groups.filter(
    ({ name = '' }) => name.startsWith(search.prefix) && !search.isKnown(name),
  );
  return eachOf(candidates, async ({ name = '', arn, remove }) => {
    const answer = await orAbsent(rds.send(new ListTagsForResourceCommand({ ResourceName: arn })));
    const owner = ownerInTags(tagRecord(answer?.TagList));
    return foundAs(search, owner, { kind, name, region, createdAt: null, remove });
  });
}

export const subnetGroups: OrphanKind = {
  kind: 'RDS subnet group',
  after: 'the clusters in it',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    const groups = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBSubnetGroupsCommand({ Marker }));
      return { items: page.DBSubnetGroups ?? [], next: page.Marker };
    });
    const asGroup = ({ DBSubnetGroupName: name, DBSubnetGroupArn: arn }: (typeof groups)[number]) => ({
      ...{ name, arn },
      remove: () => rds.send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: name })),
    });
    return tagged(search, this.kind, region, rds, groups.map(asGroup));
  },
};

export const clusterParameterGroups: OrphanKind = {
  kind: 'RDS cluster parameter group',
  after: 'the clusters that use it',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    const groups = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBClusterParameterGroupsCommand({ Marker }));
      return { items: page.DBClusterParameterGroups ?? [], next: page.Marker };
    });
    const asGroup = (group: (typeof groups)[number]) => {
      const { DBClusterParameterGroupName: name, DBClusterParameterGroupArn: arn } = group;
      const input = { DBClusterParameterGroupName: name };
      return { name, arn, remove: () => rds.send(new DeleteDBClusterParameterGroupCommand(input)) };
    };
    return tagged(search, this.kind, region, rds, groups.map(asGroup));
  },
};

export const parameterGroups: OrphanKind = {
  kind: 'RDS parameter group',
  after: 'the instances that use it',
  async find(search, region) {
    const rds = search.clients.get(RDSClient, region);
    const groups = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBParameterGroupsCommand({ Marker }));
      return { items: page.DBParameterGroups ?? [], next: page.Marker };
    });
    const asGroup = ({ DBParameterGroupName: name, DBParameterGroupArn: arn }: (typeof groups)[number]) => ({
      ...{ name, arn },
      remove: () => rds.send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: name })),
    });
    return tagged(search, this.kind, region, rds, groups.map(asGroup));
  },
};
