import type { DaxSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

export function estimate(_desired: DaxSpec): readonly CostLine[] {
  return [];
}
