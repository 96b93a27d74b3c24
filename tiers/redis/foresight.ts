import type { RedisSpec } from '../../core/spec.ts';
import type { Foresight } from '../../core/tier.ts';
import { compare } from './compare.ts';
import { estimate } from './estimate.ts';
import { expect } from './expect.ts';
import type { RedisObserved } from './observe.ts';

/** What the plans of this tier lead to, and what they cost. */
export const redisForesight: Foresight<RedisSpec, RedisObserved> = {
  kind: 'redis',
  expect,
  compare,
  estimate,
};
