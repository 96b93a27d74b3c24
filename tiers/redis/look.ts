import type { RedisSpec } from '../../core/spec.ts';
import type { Look } from '../../core/tier.ts';
import { observeRedis, type RedisObserved } from './observe.ts';
import { planRedis } from './plan.ts';

/** A replication group as it is, and what it takes to be as desired. */
export const redisLook: Look<RedisSpec, RedisObserved> = {
  kind: 'redis',
  observe: observeRedis,
  plan: planRedis,
};
