import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { regionCode } from '../../core/naming.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import {
  eachOf,
  type Found,
  type OrphanKind,
  type Owner,
  ownerInTags,
  type Search,
  slugOf,
} from './found.ts';

const OURS = '/plinth/';
const OF_CLUSTERS = '/aws/rds/cluster/';

export const logGroups: OrphanKind = {
  kind: 'CloudWatch log group',
  after: 'nothing',
  async find(search, region) {
    const client = search.clients.get(CloudWatchLogsClient, region);
    const [own, ofClusters] = await Promise.all([
      list(client, OURS + search.prefix),
      list(client, OF_CLUSTERS + search.prefix),
    ]);
    const as = (group: LogGroup, owners: readonly Owner[], environment: string | null): Found => ({
      ...{ kind: this.kind, name: group.logGroupName ?? '', region, owners, environment },
      createdAt: group.creationTime === undefined ? null : new Date(group.creationTime),
      detail: { storedBytes: group.storedBytes ?? 0 },
      remove: () => client.send(new DeleteLogGroupCommand({ logGroupName: group.logGroupName })),
    });
    const candidates = own.filter(
      ({ logGroupName = '' }) => !search.isKnownSlug(logGroupName.split('/')[2] ?? ''),
    );
    const tagged = await eachOf(candidates, async (group) => {
      const owner = await ownerOf(client, group);
      const [, , slug = ''] = group.logGroupName?.split('/') ?? [];
      if (!owner || slug !== slugOf(search.prefix, owner)) return [];
      return [as(group, [owner], `${owner.project}/${owner.environment}`)];
    });
    const left = await eachOf(ofClusters, async (group) => {
      const owners = await formerOwners(search, region, group);
      return owners.length > 0 ? [as(group, owners, null)] : [];
    });
    return [...tagged, ...left];
  },
};

function list(client: CloudWatchLogsClient, logGroupNamePrefix: string): Promise<LogGroup[]> {
  return allPages(async (nextToken) => {
    const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
    return { items: page.logGroups ?? [], next: page.nextToken };
  });
}

async function ownerOf(client: CloudWatchLogsClient, { logGroupArn, arn }: LogGroup): Promise<Owner | null> {
  // `arn` ends with `:*`, which ListTagsForResource does not take.
  const resourceArn = logGroupArn ?? arn?.replace(/:\*$/, '');
  const answer = await orAbsent(client.send(new ListTagsForResourceCommand({ resourceArn })));
  return ownerInTags(answer?.tags ?? {});
}

/**
 * RDS makes the groups of a cluster's logs, without tags, and they stay when it goes. So the name alone says whose it
 * was: `/aws/rds/cluster/{prefix}{project}-{environment}-aurora-{region}/…`, of a cluster that is not there any more.
 * Any of the ways to read project and environment out of it may be right. None: it is not one of ours, or in use.
 */
async function formerOwners({ clients, prefix }: Search, region: string, group: LogGroup): Promise<Owner[]> {
  const [cluster = ''] = group.logGroupName?.slice(OF_CLUSTERS.length).split('/') ?? [];
  const end = `-aurora-${regionCode(region)}`;
  if (!cluster.startsWith(prefix) || !cluster.endsWith(end)) return [];
  const query = new DescribeDBClustersCommand({ DBClusterIdentifier: cluster });
  if (await orAbsent(clients.get(RDSClient, region).send(query))) return [];
  const words = cluster.slice(prefix.length, -end.length).split('-');
  return words.slice(1).map((_, index) => ({
    project: words.slice(0, index + 1).join('-'),
    environment: words.slice(index + 1).join('-'),
  }));
}
