import type { RedisSpec } from '../../core/spec.ts';
import type { FieldState } from '../../core/tier.ts';
import type { RedisObserved } from './observe.ts';

export function compare(_desired: RedisSpec, _observed: RedisObserved): readonly FieldState[] {
  return [];
}
