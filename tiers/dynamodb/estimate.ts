import type { DynamoDbSpec } from '../../core/spec.ts';
import type { CostLine } from '../../core/tier.ts';

export function estimate(_desired: DynamoDbSpec): readonly CostLine[] {
  return [];
}
