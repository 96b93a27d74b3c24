import { monthlyCost } from '../core/cost.ts';
import type { MonthlyCost } from '../core/generated/api.ts';
import type { Desired } from '../core/spec.ts';
import { TIER_KINDS } from '../core/tier.ts';
import { estimateAlarms } from '../tiers/alarms/estimate.ts';
import { foresights } from '../tiers/foresights.ts';
import { looks } from '../tiers/looks.ts';

/** A whole environment a month, without what depends on use. */
export function costOf(desired: Desired | null): MonthlyCost {
  if (!desired) return monthlyCost([]);
  return monthlyCost([
    ...TIER_KINDS.flatMap((kind) => foresights[kind].estimate(looks[kind].specOf(desired))),
    ...estimateAlarms(desired),
  ]);
}
