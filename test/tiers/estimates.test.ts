import { monthlyCost } from '../../core/cost.ts';
import type { CostLine } from '../../core/tier.ts';
import { estimateAlarms } from '../../tiers/alarms/estimate.ts';
import { estimate as aurora } from '../../tiers/aurora/estimate.ts';
import { estimate as dax } from '../../tiers/dax/estimate.ts';
import { estimate as dynamodb } from '../../tiers/dynamodb/estimate.ts';
import { estimate as redis } from '../../tiers/redis/estimate.ts';
import { resolveBody } from '../core/sample.ts';
import { development, production } from './aurora/fixtures.ts';
import { single as daxSingle, three } from './dax/fixtures.ts';
import { games, global, moves, single as tablesSingle } from './dynamodb/fixtures.ts';
import { clustered, multiAz, secretArn, single } from './redis/fixtures.ts';

/** `3 node Redis node cache.r6g.large eu-west-2: 525.6` */
const brief = (lines: readonly CostLine[]) =>
  lines.map(
    ({ quantity, unit, item, region, monthlyUsd }) => `${quantity} ${unit} ${item} ${region}: ${monthlyUsd}`,
  );

describe('a month of Aurora', () => {
  it('has its instances in each region at the price of that region, and the secret', () => {
    const spec = { ...production, performanceInsightsRetentionDays: 7 };
    expect(brief(aurora(spec))).toEqual([
      `3 instance Aurora instance db.r6g.xlarge eu-west-2: ${3 * 444.57}`,
      '1 instance Aurora instance db.r6g.xlarge eu-west-1: 418.29',
      '1 secret Secret of the master user eu-west-2: 0.4',
    ]);
    expect(aurora(spec)[0]).toMatchObject({ priceDate: '2021-08-03', note: expect.stringContaining('I/O') });
  });

  it('with a secret of the requester has none of ours', () => {
    const lines = aurora({ ...development, masterSecretArn: secretArn });
    expect(brief(lines)).toEqual(['1 instance Aurora instance db.r6g.large eu-west-2: 221.92']);
  });

  it.each([
    ['a class without a list', { instanceClass: 'db.r7g.large' }],
    ['I/O-Optimized storage', { storageType: 'aurora-iopt1' }],
  ])('with %s is unknown', (_, change) => {
    const [instances] = aurora({ ...development, ...change });
    expect(instances).toMatchObject({ monthlyUsd: null, priceDate: null, source: null });
  });

  it('says that Performance Insights beyond its free days cost, and not what', () => {
    const lines = aurora(production).filter(({ item }) => item.startsWith('Performance Insights'));
    expect(lines.map(({ quantity, monthlyUsd }) => [quantity, monthlyUsd])).toEqual([
      [3, null],
      [1, null],
    ]);
  });
});

describe('a month of Redis', () => {
  it.each([
    ['one node', single, 1, 175.2],
    ['three nodes', multiAz, 3, 525.6],
    ['two shards of two', clustered, 4, 700.8],
  ])('has %s', (_, spec, quantity, monthlyUsd) => {
    const [line] = redis({ ...spec, nodeType: 'cache.r6g.large' });
    expect(line).toMatchObject({ quantity, monthlyUsd });
  });

  it('is unknown for the nodes of the presets, which have no list in Europe', () => {
    expect(brief(redis(single))).toEqual([
      '1 node Redis node cache.r7g.large eu-west-2: null',
      '1 secret Secret of the AUTH token eu-west-2: 0.4',
    ]);
  });
});

describe('a month of DAX', () => {
  it('has its nodes, of which no price is known in Europe', () => {
    expect(brief(dax(three))).toEqual(['3 node DAX node dax.r4.large eu-west-2: null']);
    expect(dax({ ...daxSingle, region: 'us-east-1', nodeType: 'dax.t3.small' })[0]?.monthlyUsd).toBe(29.2);
  });
});

describe('a month of DynamoDB', () => {
  it('on demand costs nothing before it is used, and says so', () => {
    const lines = dynamodb({ ...global, tables: [games, moves] });
    expect(brief(lines)).toEqual([
      '2 table DynamoDB table on demand eu-west-2: 0',
      '2 table DynamoDB table on demand eu-west-1: 0',
    ]);
    expect(lines[0]?.note).toContain('requests');
  });

  it('provisioned has the capacity of every table and index', () => {
    const provisioned = { readCapacityUnits: 10, writeCapacityUnits: 5 };
    const primary = { ...tablesSingle.primary, region: 'us-east-1' };
    const spec = { ...tablesSingle, billingMode: 'PROVISIONED', provisioned, primary } as const;
    expect(brief(dynamodb({ ...spec, tables: [games, moves] }))).toEqual([
      '30 capacity unit DynamoDB provisioned read capacity us-east-1: 2.85',
      '15 capacity unit DynamoDB provisioned write capacity us-east-1: 7.12',
    ]);
  });

  it('provisioned with replicas has writes of an unknown price', () => {
    const provisioned = { readCapacityUnits: 10, writeCapacityUnits: 5 };
    const lines = dynamodb({ ...global, billingMode: 'PROVISIONED', provisioned });
    expect(lines.map(({ monthlyUsd }) => monthlyUsd)).toEqual([null, null, null, null]);
  });
});

describe('a month of alarms', () => {
  it('counts every metric that an alarm reads, in its region', async () => {
    const desired = await resolveBody({ environment: 'dev', preset: 'standard' });
    const lines = estimateAlarms(desired);
    expect(lines.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'eu-west-2']);
    const london = lines.find(({ region }) => region === 'eu-west-2');
    expect(london?.monthlyUsd).toBeCloseTo((london?.quantity ?? 0) * 0.1);
    // Two nodes of Redis, two instances, six of DAX and the tables' metric math.
    expect(london?.quantity).toBeGreaterThan(2 * 7 + 2 * 8 + 6);
    expect(monthlyCost(lines).unknown).toBe(1);
  });

  it('is nothing where there are none', async () => {
    const desired = await resolveBody({ environment: 'dev', alarms: { enabled: false } });
    expect(estimateAlarms(desired)).toEqual([]);
  });
});
