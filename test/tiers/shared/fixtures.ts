import type { AlarmsSpec, Identity, TierSpecBase } from '../../../core/spec.ts';
import { ownershipTags, type Plan } from '../../../core/tier.ts';

export const identity: Identity = { project: 'shop', environment: 'dev', slug: 'shop-dev' };
export const base: TierSpecBase = { identity, tags: { ...ownershipTags(identity), team: 'payments' } };
export const ACCOUNT = '123456789012';
export const keyArn = (region: string, name: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`;

const topics = { critical: 'arn:c', warning: 'arn:w', info: 'arn:i' };
export const alarmSettings: AlarmsSpec = {
  enabled: true,
  cpuPercent: 80,
  connectionsPercent: 80,
  latencyMs: 200,
  redisMemoryPercent: 75,
  replicaLagMs: 1000,
  topicArns: { 'eu-west-2': topics, 'eu-west-1': topics },
};

/** A plan in few words: `CreateTable eu-west-2`, `wait: …`, `Terminal not-ours: …`. */
export function brief(plan: Plan): string[] {
  return [
    ...plan.actions.map(({ command, region }) => `${command} ${region}`),
    ...plan.waits.map(({ what }) => `wait: ${what}`),
    ...plan.failures.map((failure) => `${failure.class} ${failure.code}`),
  ];
}
