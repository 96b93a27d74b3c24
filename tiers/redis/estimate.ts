import type { RedisSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

export function estimate(_desired: RedisSpec): readonly CostLine[] {
  return [];
}
