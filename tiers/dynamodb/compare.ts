import type { DynamoDbSpec } from '../../core/spec.ts';
import type { FieldState } from '../../core/tier.ts';
import type { DynamoDbObserved } from './observe.ts';

export function compare(_desired: DynamoDbSpec, _observed: DynamoDbObserved): readonly FieldState[] {
  return [];
}
