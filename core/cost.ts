import type { MonthlyCost } from './generated/api.ts';
import { monthlyUsd, type Price, toCents } from './pricing.ts';
import type { CostLine } from './tier.ts';

/** A line with its price, or without one where none is known. */
export function costLine(
  what: Pick<CostLine, 'tier' | 'region' | 'item' | 'quantity' | 'unit' | 'note'>,
  price: Price | null,
): CostLine {
  return {
    ...what,
    monthlyUsd: price && monthlyUsd(price, what.quantity),
    priceDate: price?.date ?? null,
    source: price?.source ?? null,
  };
}

/**
 * USD a month, without what depends on use. Lines of nothing are left out; a line without a price is counted as
 * unknown, and is in the sum with nothing.
 */
export function monthlyCost(lines: readonly CostLine[]): MonthlyCost {
  const shown = lines.filter(({ quantity }) => quantity > 0);
  return {
    monthly: toCents(shown.reduce((sum, line) => sum + (line.monthlyUsd ?? 0), 0)),
    unknown: shown.filter((line) => line.monthlyUsd === null).length,
    lines: shown.map(({ monthlyUsd: monthly, ...line }) => ({ ...line, monthly })),
  };
}
