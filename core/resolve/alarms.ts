import type { EnvironmentRequest } from '../generated/api.ts';
import type { AlarmsSpec } from '../spec.ts';
import type { Places } from './regions.ts';

/** Thresholds of the Terraform module; memory and replica lag are ours. */
export const DEFAULT_THRESHOLDS = {
  cpuPercent: 80,
  connectionsPercent: 80,
  latencyMs: 200,
  redisMemoryPercent: 80,
  replicaLagMs: 1000,
} as const;

/** The alarms' settings, with the topics of every region that the environment is in. */
export function alarmsSpec({ alarms }: EnvironmentRequest, { primary, secondary }: Places): AlarmsSpec {
  const places = secondary === null ? [primary] : [primary, secondary];
  return {
    enabled: alarms?.enabled ?? true,
    ...DEFAULT_THRESHOLDS,
    ...alarms?.thresholds,
    topicArns: Object.fromEntries(places.map(({ region, topicArns }) => [region, topicArns])),
  };
}
