import { monthlyUsd, priceOf, priceOfCacheNode } from '../../core/pricing.ts';

describe('a price', () => {
  it.each([
    ['db.r6g.large', 'eu-west-2', 0.304, '2021-08-03'],
    ['db.r6g.xlarge', 'eu-west-1', 0.573, '2021-08-03'],
    ['db.r6g.2xlarge', 'us-east-1', 1.038, '2021-08-03'],
    ['cache.r6g.large', 'eu-west-2', 0.24, '2022-02-13'],
    ['cache.r7g.xlarge', 'us-east-1', 0.437, '2026-10-02'],
    ['secret', 'eu-west-2', 0.4, '2026-09'],
  ])('of %s in %s is the one of the list, with its day and where it is from', (item, region, usd, date) => {
    expect(priceOf(item, region)).toMatchObject({
      usd,
      date,
      source: expect.stringMatching(/instances.json at|price list of/),
    });
  });

  it.each([
    ['db.r5.large', [0.34, 0.32, 0.29]],
    ['db.r5.xlarge', [0.68, 0.64, 0.58]],
    ['db.t3.medium', [0.093, 0.088, 0.082]],
    ['cache.r6g.xlarge', [0.481, 0.458, null]],
    ['cache.r7g.large', [null, null, 0.219]],
    ['dax.t3.small', [null, null, 0.04]],
    ['dynamodb read capacity unit', [null, null, 0.00013]],
    ['dynamodb write capacity unit', [null, null, 0.00065]],
    ['alarm metric', [0.1, null, null]],
  ])('of %s is the one of its list in London, Ireland and Virginia: %j', (item, prices) => {
    const regions = ['eu-west-2', 'eu-west-1', 'us-east-1'];
    expect(regions.map((region) => priceOf(item, region)?.usd ?? null)).toEqual(prices);
  });

  it.each([
    ['db.r7g.large', 'eu-west-2'],
    ['db.t4g.medium', 'us-east-1'],
    ['cache.r7g.large', 'eu-west-2'],
    ['cache.r6g.xlarge', 'us-east-1'],
    ['dax.r4.large', 'eu-west-2'],
    ['dax.r4.large', 'us-east-1'],
    ['db.r6g.large', 'eu-central-1'],
    ['constructor', 'eu-west-2'],
    ['secret', 'eu-west-1'],
  ])('of %s in %s is unknown instead of guessed', (item, region) => {
    expect(priceOf(item, region)).toBeNull();
  });

  it('of a Valkey node is 0.8 of the Redis node, where that is known', () => {
    expect(priceOfCacheNode('valkey', 'cache.r6g.large', 'eu-west-2')?.usd).toBeCloseTo(0.192);
    expect(priceOfCacheNode('valkey', 'cache.r6g.large', 'eu-west-2')?.source).toMatch(
      /^0\.8 of the Redis OSS node \(AWS price list of ElastiCache, 2026-10-02\): .*cache\/instances\.json/,
    );
    expect(priceOfCacheNode('valkey', 'cache.r7g.large', 'eu-west-2')).toBeNull();
  });

  it('of a Redis node is that of the list', () => {
    const listed = priceOf('cache.r6g.large', 'eu-west-2');
    expect(priceOfCacheNode('redis', 'cache.r6g.large', 'eu-west-2')).toEqual(listed);
  });

  it('by the hour is paid for 730 hours a month, one by the month once', () => {
    const hourly = { usd: 0.304, per: 'hour', date: '2021', source: 's' } as const;
    expect(monthlyUsd(hourly, 2)).toBe(443.84);
    expect(monthlyUsd({ ...hourly, usd: 0.4, per: 'month' }, 2)).toBe(0.8);
  });
});
