import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Identity } from '../../core/spec.ts';
import type { Clients } from '../../core/tier.ts';
import { allPages } from '../shared/reading.ts';
import { instanceNames, MOST_INSTANCES, names } from './names.ts';

/**
 * Names of the log groups that RDS made for a cluster and its instances. They carry no tags: they are ours by the names
 * in them.
 */
export async function observeLogGroups(
  clients: Clients,
  region: string,
  identity: Identity,
): Promise<string[]> {
  const client = clients.get(CloudWatchLogsClient, region);
  const instances = instanceNames(identity, region, MOST_INSTANCES);
  const find = (logGroupNamePrefix: string) =>
    allPages(async (nextToken) => {
      const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
      return { items: page.logGroups ?? [], next: page.nextToken };
    });
  const found = await Promise.all([
    find(names.logGroup(names.cluster(identity, region), '')),
    find(`${INSTANCE_LOGS}${commonStart(instances)}`),
  ]);
  return found
    .flat()
    .map(({ logGroupName = '' }) => logGroupName)
    .filter((name) => !name.startsWith(INSTANCE_LOGS) || instances.includes(name.split('/')[4] ?? ''))
    .sort();
}

/** `/aws/rds/instance/{instance}/{type}`: where logs of single instances go (RDS user guide); of Aurora's, assumed. */
const INSTANCE_LOGS = '/aws/rds/instance/';

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  while (!others.every((text) => text.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}
