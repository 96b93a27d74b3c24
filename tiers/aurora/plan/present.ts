import type { AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import type { AuroraObserved } from '../observed.ts';
import { planPrimaryCluster, planSecondaryCluster } from './cluster.ts';
import { planGlobal } from './global.ts';
import { planGroups } from './groups.ts';
import { immutableMismatches } from './immutable.ts';
import { planInstances } from './instances.ts';
import { clashes } from './ownership.ts';
import { combine, NOTHING } from './parts.ts';
import { planRole } from './role.ts';
import { planSecret } from './secret.ts';
import { brokenStates } from './states.ts';

/** Towards the desired database. With a failure anywhere, nothing is done anywhere. */
export function planPresent(spec: AuroraSpec, observed: AuroraObserved): Plan {
  const strange = combine(...clashes(observed));
  if (strange.failures.length > 0) return strange;
  const wrong = combine(...brokenStates(observed), ...immutableMismatches(spec, observed));
  if (wrong.failures.length > 0) return wrong;
  const { primary, secondary } = observed;
  const plan = combine(
    planSecret(spec, observed),
    planRole(spec, observed),
    planGroups(spec, spec.primary, primary),
    planGlobal(spec, observed),
    planPrimaryCluster(spec, observed),
    planInstances(spec, spec.primary, observed, primary),
    ...(spec.secondary && secondary
      ? [
          planGroups(spec, spec.secondary, secondary),
          planSecondaryCluster(spec, spec.secondary, observed, secondary),
          planInstances(spec, spec.secondary, observed, secondary),
        ]
      : []),
  );
  return plan.failures.length > 0 ? { ...NOTHING, failures: plan.failures } : plan;
}
