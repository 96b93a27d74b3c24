import type { DynamoDbSpec } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import type { DynamoDbObserved } from './observe.ts';

export function expect(_spec: DynamoDbSpec, observed: DynamoDbObserved, _action: Action): DynamoDbObserved {
  return observed;
}
