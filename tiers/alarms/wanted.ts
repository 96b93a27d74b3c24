import type { AlarmsSpec, Desired } from '../../core/spec.ts';
import type { Alarm, TierKind } from '../../core/tier.ts';
import { alarms as auroraAlarms } from '../aurora/alarms.ts';
import { daxAlarms } from '../dax/alarms.ts';
import { dynamoDbAlarms } from '../dynamodb/alarms.ts';
import { redisAlarms } from '../redis/alarms.ts';

// biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
type AlarmsOf = (spec: any, settings: AlarmsSpec, observed: any) => readonly Alarm[];

/** Of each tier, without the calls that change it. */
const OF_TIER: Readonly<Record<TierKind, AlarmsOf>> = {
  aurora: auroraAlarms,
  dynamodb: dynamoDbAlarms,
  redis: redisAlarms,
  dax: daxAlarms,
};

/** The alarms that an environment should have, by what its tiers are observed to be. */
export function wantedAlarms(desired: Desired, observed: Readonly<Record<TierKind, unknown>>): Alarm[] {
  if (!desired.alarms.enabled) return [];
  return (Object.keys(OF_TIER) as TierKind[]).flatMap((kind) =>
    OF_TIER[kind](desired[kind], desired.alarms, observed[kind]),
  );
}
