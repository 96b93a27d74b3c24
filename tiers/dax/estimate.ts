import { costLine } from '../../core/cost.ts';
import { priceOf } from '../../core/pricing.ts';
import type { DaxSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

/** Its nodes: DAX keeps nothing that would cost besides. */
export function estimate({ region, nodeType, replicationFactor }: DaxSpec): readonly CostLine[] {
  const line = costLine(
    {
      tier: 'dax',
      region,
      item: `DAX node ${nodeType}`,
      quantity: replicationFactor,
      unit: 'node',
      note: 'Without transfer.',
    },
    priceOf(nodeType, region),
  );
  return [line];
}
