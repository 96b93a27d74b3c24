import type { AuroraSpec } from '../../../core/spec.ts';
import type { Plan, PlanOptions } from '../../../core/tier.ts';
import type { AuroraObserved } from '../observed.ts';
import { planAbsent } from './absent.ts';
import { planPresent } from './present.ts';

/** Pure. Null: the database must not exist. */
export function plan(desired: AuroraSpec | null, observed: AuroraObserved, options: PlanOptions = {}): Plan {
  return desired ? planPresent(desired, observed, options) : planAbsent(observed, options);
}
