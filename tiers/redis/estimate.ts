import { costLine } from '../../core/cost.ts';
import { priceOf, priceOfCacheNode } from '../../core/pricing.ts';
import type { RedisSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';
import { nodesPerShard } from './names.ts';

/** Every node of every shard, and the secret. */
export function estimate(desired: RedisSpec): readonly CostLine[] {
  const { region, nodeType, engine, shards } = desired;
  const nodes = costLine(
    {
      tier: 'redis',
      region,
      item: `${engine === 'valkey' ? 'Valkey' : 'Redis'} node ${nodeType}`,
      quantity: nodesPerShard(desired) * (desired.clusterMode ? shards : 1),
      unit: 'node',
      note: 'Without snapshots, log groups and transfer.',
    },
    priceOfCacheNode(engine, nodeType, region),
  );
  if (desired.authTokenSecretArn !== null) return [nodes];
  const secret = costLine(
    {
      tier: 'redis',
      region,
      item: 'Secret of the AUTH token',
      quantity: 1,
      unit: 'secret',
      note: 'Without calls.',
    },
    priceOf('secret', region),
  );
  return [nodes, secret];
}
