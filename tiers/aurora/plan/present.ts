import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan, PlanOptions } from '../../../core/tier.ts';
import type { AuroraObserved, ObservedRegion } from '../observed.ts';
import { planPrimaryCluster, planSecondaryCluster } from './cluster.ts';
import { planGlobal } from './global.ts';
import { planGroups } from './groups.ts';
import { immutableMismatches } from './immutable.ts';
import { planInstances } from './instances.ts';
import { clashes } from './ownership.ts';
import { combine, NOTHING } from './parts.ts';
import { isApart } from './rejoin.ts';
import { planRestarts } from './restarts.ts';
import { planRetired } from './retire.ts';
import { planRole } from './role.ts';
import { planSecret } from './secret.ts';
import { brokenStates } from './states.ts';

/** Towards the desired database. With a failure anywhere, nothing is done anywhere. */
export function planPresent(spec: AuroraSpec, observed: AuroraObserved, options: PlanOptions): Plan {
  const strange = combine(...clashes(observed));
  if (strange.failures.length > 0) return strange;
  const wrong = combine(...brokenStates(observed), ...immutableMismatches(spec, observed));
  if (wrong.failures.length > 0) return wrong;
  const { primary, secondary } = observed;
  const plan = combine(
    planSecret(spec, observed),
    planRole(spec, observed),
    planRegion(spec, spec.primary, observed, primary, () =>
      combine(planGlobal(spec, observed), planPrimaryCluster(spec, observed)),
    ),
    ...(spec.secondary && secondary
      ? [planSecondary(spec, spec.secondary, observed, secondary, options)]
      : []),
    planRetired(observed),
  );
  return plan.failures.length > 0 ? { ...NOTHING, failures: plan.failures } : plan;
}

function planSecondary(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
  options: PlanOptions,
): Plan {
  const cluster = () => planSecondaryCluster(spec, target, observed, place, options);
  // Nothing is made or changed in a cluster that is about to be replaced.
  if (isApart(observed, place)) return combine(planGroups(spec, target, place), cluster());
  return planRegion(spec, target, observed, place, cluster);
}

function planRegion(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
  planCluster: () => Plan,
): Plan {
  const inPlace = combine(
    planGroups(spec, target, place),
    planCluster(),
    planInstances(spec, target, observed, place),
  );
  // In the middle of another change a restart would be answered with "busy".
  const changing = inPlace.actions.some(({ region }) => region === target.region);
  return changing ? inPlace : combine(inPlace, planRestarts(spec, target, observed, place));
}
