import { costLine } from '../../core/cost.ts';
import { priceOf } from '../../core/pricing.ts';
import type { Desired } from '../../core/spec.ts';
import type { Alarm, CostLine } from '../../core/tier.ts';
import { alarms as auroraAlarms } from '../aurora/alarms.ts';
import { daxAlarms } from '../dax/alarms.ts';
import { dynamoDbAlarms } from '../dynamodb/alarms.ts';
import { redisAlarms } from '../redis/alarms.ts';

/**
 * The alarms of an environment a month. CloudWatch charges an alarm for each metric that it reads, so one on metric
 * math counts several times (CloudWatch pricing). The dashboard is
 * left out: no list has its price.
 */
export function estimateAlarms(desired: Desired): readonly CostLine[] {
  const all = alarmsOf(desired);
  const regions = [...new Set(all.map(({ region }) => region))];
  return regions.map((region) => {
    const metrics = all
      .filter((alarm) => alarm.region === region)
      .reduce((sum, { metric }) => sum + ('metrics' in metric ? metric.metrics.length : 1), 0);
    return costLine(
      {
        tier: 'shared',
        region,
        item: 'CloudWatch alarms',
        quantity: metrics,
        unit: 'metric of an alarm',
        note: 'Without the dashboard and notifications.',
      },
      priceOf('alarm metric', region),
    );
  });
}

/** As they will be: what AWS calls the nodes changes names, not the count. */
function alarmsOf({ aurora, dynamodb, redis, dax, alarms }: Desired): readonly Alarm[] {
  return [
    ...auroraAlarms(aurora, alarms),
    ...dynamoDbAlarms(dynamodb, alarms),
    ...redisAlarms(redis, alarms, { group: null }),
    ...daxAlarms(dax, alarms),
  ];
}
