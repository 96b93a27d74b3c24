import { dailyUsd } from '../../../functions/orphans/price.ts';

describe('what an orphan costs a day', () => {
  it.each([
    ['an instance', 'Aurora instance', { instanceClass: 'db.r6g.large' }, 7.296],
    [
      'every node of a group',
      'ElastiCache replication group',
      { nodeType: 'cache.r6g.large', nodes: 2 },
      11.52,
    ],
    ['a secret', 'Secrets Manager secret', {}, 0.0132],
    ['each metric of an alarm', 'CloudWatch alarm', { metrics: 10 }, 0.0329],
    ['nothing for what AWS gives away', 'ElastiCache subnet group', {}, 0],
    ['unknown without a price', 'Aurora instance', { instanceClass: 'db.x9.huge' }, null],
    [
      'unknown, not nothing, for nodes without one',
      'ElastiCache replication group',
      { nodeType: 'x', nodes: 1 },
      null,
    ],
    ['unknown where use decides', 'DynamoDB table', { sizeBytes: 5 }, null],
  ])('%s', (_what, kind, detail, expected) => {
    expect(dailyUsd({ kind, region: 'eu-west-2', detail: detail as never })).toBe(expected);
  });
});
