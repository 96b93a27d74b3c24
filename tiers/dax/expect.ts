import type { DaxSpec } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import type { DaxObserved } from './observe.ts';

export function expect(_spec: DaxSpec, observed: DaxObserved, _action: Action): DaxObserved {
  return observed;
}
