import type { RedisSpec } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import type { RedisObserved } from './observe.ts';

export function expect(_spec: RedisSpec, observed: RedisObserved, _action: Action): RedisObserved {
  return observed;
}
