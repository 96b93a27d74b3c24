import { HOURS_A_MONTH, type Price, priceOf, priceOfCacheNode } from '../../core/pricing.ts';
import type { Found } from '../../tiers/orphans/index.ts';

type Priced = Pick<Found, 'kind' | 'region' | 'detail'>;

/** AWS takes nothing for these. */
const FREE = /^(IAM role|Aurora global cluster|(RDS|ElastiCache|DAX) .*group)$/;

/** What each kind is priced by. What depends on use, such as storage, is not known from a list. */
const PRICES: Readonly<Record<string, (found: Priced) => { price: Price | null; quantity: number }>> = {
  'Aurora instance': ({ region, detail }) => ({
    price: priceOf(String(detail.instanceClass), region),
    quantity: 1,
  }),
  'ElastiCache replication group': ({ region, detail }) => ({
    price: priceOfCacheNode(detail.engine === 'valkey' ? 'valkey' : 'redis', String(detail.nodeType), region),
    quantity: Number(detail.nodes),
  }),
  'DAX cluster': ({ region, detail }) => ({
    price: priceOf(String(detail.nodeType), region),
    quantity: Number(detail.nodes),
  }),
  'Secrets Manager secret': ({ region }) => ({ price: priceOf('secret', region), quantity: 1 }),
  'CloudWatch alarm': ({ region, detail }) => ({
    price: priceOf('alarm metric', region),
    quantity: Number(detail.metrics),
  }),
};

/** USD a day of 24 hours, by the prices of `core/pricing.ts`; null: there is none for it. */
export function dailyUsd(found: Priced): number | null {
  const { price, quantity } = PRICES[found.kind]?.(found) ?? { price: null, quantity: 0 };
  if (price) {
    const daily = price.usd * quantity * (price.per === 'hour' ? 24 : 24 / HOURS_A_MONTH);
    return Math.round(daily * 10_000) / 10_000;
  }
  // "ElastiCache replication group" ends like the groups that cost nothing.
  return FREE.test(found.kind) && !(found.kind in PRICES) ? 0 : null;
}
