import type { AuroraSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

export function estimate(_desired: AuroraSpec): readonly CostLine[] {
  return [];
}
