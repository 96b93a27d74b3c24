import type { DaxSpec } from '../../core/spec.ts';
import type { FieldState } from '../../core/tier.ts';
import type { DaxObserved } from './observe.ts';

export function compare(_desired: DaxSpec, _observed: DaxObserved): readonly FieldState[] {
  return [];
}
