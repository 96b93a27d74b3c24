import type { AuroraSpec } from '../../core/spec.ts';
import type { Action } from '../../core/tier.ts';
import type { AuroraObserved } from './observed.ts';

export function expect(_spec: AuroraSpec, observed: AuroraObserved, _action: Action): AuroraObserved {
  return observed;
}
