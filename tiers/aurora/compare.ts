import type { AuroraSpec } from '../../core/spec.ts';
import type { FieldState } from '../../core/tier.ts';
import type { AuroraObserved } from './observed.ts';

export function compare(_desired: AuroraSpec, _observed: AuroraObserved): readonly FieldState[] {
  return [];
}
