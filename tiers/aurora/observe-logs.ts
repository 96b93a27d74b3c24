import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../../core/tier.ts';
import { allPages } from '../shared/reading.ts';
import { names } from './names.ts';

/** Names of the log groups that RDS made for a cluster. They carry no tags: they are ours by the cluster's name. */
export async function observeLogGroups(
  clients: Clients,
  region: string,
  clusterIdentifier: string,
): Promise<string[]> {
  const client = clients.get(CloudWatchLogsClient, region);
  const logGroupNamePrefix = names.logGroup(clusterIdentifier, '');
  const groups = await allPages(async (nextToken) => {
    const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
    return { items: page.logGroups ?? [], next: page.nextToken };
  });
  return groups.map(({ logGroupName = '' }) => logGroupName).sort();
}
