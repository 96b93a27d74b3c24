import { costLine, monthlyCost } from '../../core/cost.ts';
import type { Price } from '../../core/pricing.ts';

const price: Price = { usd: 0.1, per: 'hour', date: '2026-01-01', source: 'list' };
const what = { tier: 'redis', region: 'eu-west-2', item: 'node', quantity: 3, unit: 'node' } as const;

describe('the monthly cost', () => {
  it('is the sum of what has a price, and counts what has none', () => {
    const cost = monthlyCost([costLine(what, price), costLine({ ...what, tier: 'dax' }, null)]);
    expect(cost).toEqual({
      monthly: 219,
      unknown: 1,
      lines: [
        { ...what, monthly: 219, priceDate: '2026-01-01', source: 'list' },
        { ...what, tier: 'dax', monthly: null, priceDate: null, source: null },
      ],
    });
  });

  it('of nothing is nothing', () => {
    expect(monthlyCost([costLine({ ...what, quantity: 0 }, null)])).toEqual({
      monthly: 0,
      unknown: 0,
      lines: [],
    });
  });

  it('has no fractions of a cent from adding', () => {
    const third = { ...price, usd: 0.1, per: 'month' } as const;
    const lines = [1, 2].map((quantity) => costLine({ ...what, quantity }, third));
    expect(monthlyCost(lines)).toMatchObject({ monthly: 0.3, unknown: 0 });
  });
});
