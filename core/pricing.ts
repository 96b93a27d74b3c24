/** What a price is for, and where it is from. All are on-demand list prices in USD, without tax. */
export interface Price {
  readonly usd: number;
  readonly per: 'hour' | 'month';
  /** Day, month or year of the list that it is from. */
  readonly date: string;
  readonly source: string;
}

/** AWS's own pricing calculator counts a month as 730 hours. */
export const HOURS_A_MONTH = 730;

interface List {
  readonly date: string;
  readonly source: string;
  readonly per: Price['per'];
}

/** Copies of AWS's price lists; each entry below is of one of them. */
const LISTS = {
  rds2021: {
    date: '2021-08-03',
    source: 'vantage-sh/ec2instances.info, www/rds/instances.json at 14ede5a5',
    per: 'hour',
  },
  cache2022: {
    date: '2022-02-13',
    source: 'vantage-sh/ec2instances.info, www/cache/instances.json at 3e75a5dd',
    per: 'hour',
  },
  cache2026: { date: '2026-10-02', source: 'AWS price list of ElastiCache', per: 'hour' },
  dynamodb2026: { date: '2026-07-31', source: 'AWS price list of DynamoDB', per: 'hour' },
  dax2026: { date: '2026-04', source: 'usage.ai, prices of DAX', per: 'hour' },
  london2026: { date: '2026-09', source: 'AWS price list of eu-west-2', per: 'month' },
} as const satisfies Readonly<Record<string, List>>;

type Row = readonly [list: keyof typeof LISTS, usd: Readonly<Record<string, number>>];

/** Columns of the lists that have all three regions. */
const three = (london: number, ireland: number, virginia: number) => ({
  'eu-west-2': london,
  'eu-west-1': ireland,
  'us-east-1': virginia,
});

/**
 * By what is bought, in AWS's words. What is not here is unknown. Classes without a list that says its region and its
 * date are left out: `db.r7g`, `db.t4g`, `dax.r4`, `dax.r5`, and `cache.r7g` in Europe.
 */
const PRICES: Readonly<Record<string, Row>> = {
  'db.r6g.large': ['rds2021', three(0.304, 0.286, 0.26)],
  'db.r6g.xlarge': ['rds2021', three(0.609, 0.573, 0.519)],
  'db.r6g.2xlarge': ['rds2021', three(1.217, 1.146, 1.038)],
  'db.r5.large': ['rds2021', three(0.34, 0.32, 0.29)],
  'db.r5.xlarge': ['rds2021', three(0.68, 0.64, 0.58)],
  'db.t3.medium': ['rds2021', three(0.093, 0.088, 0.082)],
  'cache.r6g.large': ['cache2022', three(0.24, 0.229, 0.206)],
  'cache.r6g.xlarge': ['cache2022', { 'eu-west-2': 0.481, 'eu-west-1': 0.458 }],
  'cache.r7g.large': ['cache2026', { 'us-east-1': 0.219 }],
  'cache.r7g.xlarge': ['cache2026', { 'us-east-1': 0.437 }],
  'dax.t3.small': ['dax2026', { 'us-east-1': 0.04 }],
  'dynamodb read capacity unit': ['dynamodb2026', { 'us-east-1': 0.00013 }],
  'dynamodb write capacity unit': ['dynamodb2026', { 'us-east-1': 0.00065 }],
  secret: ['london2026', { 'eu-west-2': 0.4 }],
  'alarm metric': ['london2026', { 'eu-west-2': 0.1 }],
};

/** Null: no source has a price for it there, and none is guessed. */
export function priceOf(item: string, region: string): Price | null {
  const [list, prices] = Object.hasOwn(PRICES, item) ? (PRICES[item] as Row) : [];
  const usd = prices?.[region];
  return list && usd !== undefined ? { usd, ...LISTS[list] } : null;
}

/** A Valkey node costs 0.8 of the Redis OSS node of the same type (price list of 2026-10-02). */
export function priceOfCacheNode(engine: 'redis' | 'valkey', nodeType: string, region: string): Price | null {
  const price = priceOf(nodeType, region);
  if (!price || engine === 'redis') return price;
  const source = `0.8 of the Redis OSS node (${LISTS.cache2026.source}, ${LISTS.cache2026.date}): ${price.source}`;
  return { ...price, usd: price.usd * 0.8, source };
}

/** USD a month for this many. */
export function monthlyUsd({ usd, per }: Price, quantity: number): number {
  return toCents(usd * quantity * (per === 'hour' ? HOURS_A_MONTH : 1));
}

/** Fractions of a cent come from binary fractions, not from AWS. */
export function toCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
