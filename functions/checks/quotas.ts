import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeCacheClustersCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { Finding } from '../../core/generated/api.ts';
import type { Clients } from '../../core/tier.ts';
import { allPages } from '../../tiers/shared/reading.ts';
import { type Check, unchecked, warning } from './finding.ts';
import { type Added, addedCaches, addedTables } from './quota-use.ts';

/**
 * Quotas that no call tells in a way that covers all of them: what is in use is counted, and held against what AWS gives
 * every account. Sources: the quota pages of ElastiCache, DAX and DynamoDB.
 */
interface Counted {
  readonly what: string;
  readonly max: number;
  readonly count: (clients: Clients, region: string) => Promise<number>;
}

const COUNTED = {
  redis: { what: 'ElastiCache nodes', max: 300, count: cacheNodes },
  dax: { what: 'DAX nodes', max: 50, count: daxNodes },
  dynamodb: { what: 'DynamoDB tables', max: 2500, count: tables },
} as const satisfies Readonly<Record<string, Counted>>;

/** Only of what would be added; a quota that may have been raised is a warning. */
export const checkCountedQuotas: Check = async ({ clients }, planned) => {
  const { redis, dax } = addedCaches(planned);
  const wanted = [
    ...redis.map((added) => ({ ...added, of: COUNTED.redis })),
    ...dax.map((added) => ({ ...added, of: COUNTED.dax })),
    ...addedTables(planned).map((added) => ({ ...added, of: COUNTED.dynamodb })),
  ];
  return (await Promise.all(wanted.map((each) => checkCounted(clients, each.of, each)))).flat();
};

async function checkCounted(
  clients: Clients,
  { what, max, count }: Counted,
  { region, number }: Added,
): Promise<Finding[]> {
  try {
    const used = await count(clients, region);
    if (used + number <= max) return [];
    return [
      warning(
        'quota',
        `${what} in ${region}: ${used} are in use and ${number} more are asked for; the default quota is ${max}. If yours was raised, ignore this; otherwise raise it in Service Quotas.`,
      ),
    ];
  } catch (cause) {
    return [unchecked('quota', `The quota of ${what} in ${region}`, cause)];
  }
}

async function cacheNodes(clients: Clients, region: string): Promise<number> {
  const client = clients.get(ElastiCacheClient, region);
  const clusters = await allPages(async (Marker) => {
    const page = await client.send(new DescribeCacheClustersCommand({ Marker, MaxRecords: 100 }));
    return { items: page.CacheClusters ?? [], next: page.Marker };
  });
  return clusters.reduce((sum, { NumCacheNodes = 1 }) => sum + NumCacheNodes, 0);
}

async function daxNodes(clients: Clients, region: string): Promise<number> {
  const client = clients.get(DAXClient, region);
  const clusters = await allPages(async (NextToken) => {
    const page = await client.send(new DescribeClustersCommand({ NextToken }));
    return { items: page.Clusters ?? [], next: page.NextToken };
  });
  return clusters.reduce((sum, { TotalNodes = 0 }) => sum + TotalNodes, 0);
}

async function tables(clients: Clients, region: string): Promise<number> {
  const client = clients.get(DynamoDBClient, region);
  const names = await allPages(async (ExclusiveStartTableName) => {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
    return { items: page.TableNames ?? [], next: page.LastEvaluatedTableName };
  });
  return names.length;
}
