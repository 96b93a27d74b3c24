import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { inOrder } from '../../shared/plan.ts';
import { instanceNames } from '../names.ts';
import type { AuroraObserved, ObservedInstance, ObservedRegion } from '../observed.ts';
import { removeExtras } from './extras.ts';
import { areGroupsReady } from './groups.ts';
import { marked, NOTHING, rds, waitAfter, waitFor } from './parts.ts';
import { instanceLabel, LOOK_AGAIN } from './states.ts';
import { upgrade } from './upgrade.ts';

/**
 * What breaks connections, in the order that breaks the fewest: what goes is not restarted first, an upgrade or a new
 * class makes waiting parameters count too. One thing at a time in a region, and only when nothing else changes there.
 */
export function planRestarts(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
): Plan {
  const extras = removeExtras(spec, target, place);
  if (extras.actions.length + extras.waits.length > 0) return extras;
  const { cluster, instances } = place;
  const wanted = instanceNames(spec.identity, target.region, target.instanceCount);
  const kept = instances.filter(({ identifier }) => wanted.includes(identifier));
  if (cluster?.status !== 'available' || kept.length === 0) return NOTHING;
  const steps = [
    () => upgrade(spec, target, observed, place),
    () => resize(spec, target, place, kept),
    () => (areGroupsReady(spec, place) ? reboot(target, place, kept) : NOTHING),
  ];
  const next = inOrder(steps);
  const busy = kept.filter((instance) => instance.status !== 'available' || instance.changePending);
  if (next.actions.length === 0 || busy.length === 0) return next;
  // One that is made or changed is waited for elsewhere; `backing-up` and the like serve, but take no change.
  const labels = busy.map((instance) => instanceLabel(instance, target.region)).join(', ');
  return waitAfter(`${labels} cannot be changed now`, LOOK_AGAIN.instance);
}

/** The writer last: while a reader restarts nobody's writes break. */
function nextOf(place: ObservedRegion, due: readonly ObservedInstance[]): ObservedInstance | undefined {
  return due.find(({ identifier }) => identifier !== place.cluster?.writerInstance) ?? due[0];
}

function resize(
  spec: AuroraSpec,
  { region }: AuroraRegionSpec,
  place: ObservedRegion,
  kept: readonly ObservedInstance[],
): Plan {
  const next = nextOf(
    place,
    kept.filter((instance) => instance.instanceClass !== spec.instanceClass),
  );
  if (!next) return NOTHING;
  const input = {
    DBInstanceIdentifier: next.identifier,
    DBInstanceClass: spec.instanceClass,
    ApplyImmediately: true,
  };
  const summary = `change ${instanceLabel(next, region)} from ${next.instanceClass} to ${spec.instanceClass}`;
  return marked(rds(region, 'ModifyDBInstance', input, summary), { effect: 'restart' });
}

/** A value of a static parameter counts from the next start (client-rds, Parameter.ApplyMethod). */
function reboot(
  { region }: AuroraRegionSpec,
  place: ObservedRegion,
  kept: readonly ObservedInstance[],
): Plan {
  const applying = kept.find(({ parameterStatus }) => parameterStatus === 'applying');
  if (applying)
    return waitFor(`${instanceLabel(applying, region)} is applying its parameters`, LOOK_AGAIN.instance);
  const next = nextOf(
    place,
    kept.filter(({ parameterStatus }) => parameterStatus === 'pending-reboot'),
  );
  if (!next) return NOTHING;
  const label = instanceLabel(next, region);
  const summary = `restart ${label}, so that its parameters count`;
  const plan = rds(region, 'RebootDBInstance', { DBInstanceIdentifier: next.identifier }, summary);
  return marked(plan, { effect: 'restart' });
}
