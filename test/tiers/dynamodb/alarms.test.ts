import { dynamoDbAlarms } from '../../../tiers/dynamodb/alarms.ts';
import { alarmSettings } from '../shared/fixtures.ts';
import { games, global, single } from './fixtures.ts';

const namesOf = (spec: typeof single, region: string) =>
  dynamoDbAlarms(spec, alarmSettings)
    .filter((alarm) => alarm.region === region)
    .map(({ name }) => name);

describe('alarms of the DynamoDB tier', () => {
  const perTable = [
    'shop-dev-dynamodb-games-throttles',
    'shop-dev-dynamodb-games-by-player-throttles',
    'shop-dev-dynamodb-games-throttled-requests',
    'shop-dev-dynamodb-games-system-errors',
    'shop-dev-dynamodb-games-latency',
  ];
  it('has one set for each table', () => {
    expect(namesOf(single, 'eu-west-2')).toEqual(perTable);
  });

  it.each(['eu-west-1', 'eu-west-2'])('adds replication latency with global tables in %s', (region) => {
    expect(namesOf(global, region)).toEqual([...perTable, 'shop-dev-dynamodb-games-replication-latency']);
  });

  it('measures replication towards the other region', () => {
    const receiving = dynamoDbAlarms(global, alarmSettings).flatMap(({ region, metric }) =>
      'metrics' in metric && metric.metrics[0]?.dimensions.ReceivingRegion
        ? [`${region} > ${metric.metrics[0].dimensions.ReceivingRegion}`]
        : [],
    );
    expect(receiving).toEqual(['eu-west-2 > eu-west-1', 'eu-west-1 > eu-west-2']);
  });

  it('fills every metric with zero, because DynamoDB alarms ignore missing data, and reads ten at most', () => {
    for (const { metric } of dynamoDbAlarms(global, alarmSettings)) {
      if (!('metrics' in metric)) throw new Error('a plain metric');
      expect(metric.metrics.length).toBeLessThanOrEqual(10);
      for (const { id } of metric.metrics) expect(metric.expression).toContain(`FILL(${id}, 0)`);
    }
  });

  it('sums throttled reads and writes of an index by its own dimensions', () => {
    const alarm = dynamoDbAlarms(single, alarmSettings).find(({ name }) => name.includes('by-player'));
    expect(alarm?.metric).toEqual({
      expression: 'FILL(m1, 0) + FILL(m2, 0)',
      label: 'index by-player of table shop-dev-games throttle events',
      metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name, index) => ({
        id: `m${index + 1}`,
        namespace: 'AWS/DynamoDB',
        name,
        statistic: 'Sum',
        dimensions: { TableName: games.tableName, GlobalSecondaryIndexName: 'by-player' },
      })),
    });
  });

  it('has none when alarms are off', () => {
    expect(dynamoDbAlarms(global, { ...alarmSettings, enabled: false })).toEqual([]);
  });
});
