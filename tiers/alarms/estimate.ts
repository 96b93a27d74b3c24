import { costLine } from '../../core/cost.ts';
import { priceOf } from '../../core/pricing.ts';
import type { AuroraSpec, Desired, RedisSpec } from '../../core/spec.ts';
import type { Alarm, CostLine } from '../../core/tier.ts';
import { alarms as auroraAlarms } from '../aurora/alarms.ts';
import type { AuroraObserved } from '../aurora/observed.ts';
import { daxAlarms } from '../dax/alarms.ts';
import { dynamoDbAlarms } from '../dynamodb/alarms.ts';
import { redisAlarms } from '../redis/alarms.ts';
import { nodesPerShard, redisNames } from '../redis/names.ts';
import type { RedisObserved } from '../redis/observe.ts';

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

/** As they will be: which instance writes and what AWS calls the nodes changes names, not the count. */
function alarmsOf({ aurora, dynamodb, redis, dax, alarms }: Desired): readonly Alarm[] {
  return [
    ...auroraAlarms(aurora, alarms, auroraNotSeen(aurora)),
    ...dynamoDbAlarms(dynamodb, alarms),
    ...redisAlarms(redis, alarms, redisWithNodes(redis)),
    ...daxAlarms(dax, alarms),
  ];
}

/** What the alarms read of it: where the writer is. */
function auroraNotSeen({ primary, secondary }: AuroraSpec): AuroraObserved {
  const place = ({ region }: { region: string }) => ({ region, cluster: null, instances: [] });
  const seen = { primary: place(primary), secondary: secondary && place(secondary) };
  return seen as unknown as AuroraObserved;
}

/** What the alarms read of it: the ids of the nodes. */
function redisWithNodes(spec: RedisSpec): RedisObserved {
  const count = nodesPerShard(spec) * (spec.clusterMode ? spec.shards : 1);
  const id = redisNames(spec).replicationGroup;
  const memberIds = Array.from({ length: count }, (_, index) => `${id}-${index + 1}`);
  return { group: { memberIds } } as unknown as RedisObserved;
}
