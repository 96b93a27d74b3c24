import type { AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { inOrder } from '../../shared/plan.ts';
import type { AuroraObserved, ObservedRegion } from '../observed.ts';
import { removeGroups, removeLogs } from './absent-leftovers.ts';
import {
  leaveGlobal,
  removeCopy,
  removeGlobal,
  removeInstances,
  unprotectCluster,
  unprotectGlobal,
} from './leave.ts';
import { memberOf } from './members.ts';
import { combine, failWith, marked, NOTHING } from './parts.ts';
import { clusterLabel } from './states.ts';
import { strangers } from './strangers.ts';

/**
 * The second region goes, and the primary one stays as it is. Its protection goes first, because the request that takes
 * the region away is the consent; then the order is AWS's own (Aurora user guide, "Deleting an Aurora global database").
 */
export function planRetired(observed: AuroraObserved): Plan {
  const place = observed.retired;
  if (!place) return NOTHING;
  return inOrder([
    () => stillWrites(observed, place),
    () => (place.cluster ? unprotectCluster(place.cluster, place.region) : NOTHING),
    () => leaveGlobal(observed, place),
    () => removeInstances(place),
    () => removeCopy(place),
    () => combine(removeGroups(place), removeLogs(place)),
  ]);
}

/** Which region writes is a matter of operation: after a switchover the newest data is in the region that is to go. */
function stillWrites({ globalCluster, primary }: AuroraObserved, place: ObservedRegion): Plan {
  const { cluster } = place;
  const writes = memberOf(globalCluster, cluster?.arn)?.isWriter;
  if (!cluster || !globalCluster || !writes) return NOTHING;
  const label = clusterLabel(cluster, place.region);
  return failWith({
    class: 'Blocked',
    code: 'unusable',
    resource: label,
    pointer: '#/aurora/globalDatabase',
    message: `${label} is the one that writes in ${globalCluster.identifier}, so it cannot go. Switch over to ${primary.region} first (SwitchoverGlobalCluster), then retry the operation.`,
  });
}

/** The global database goes, its primary cluster leaves it with all its data and serves on meanwhile. */
export function planGlobalOff(spec: AuroraSpec, observed: AuroraObserved): Plan {
  if (spec.globalDatabase || !observed.globalCluster) return NOTHING;
  return inOrder([
    () => strangers(observed, ', or ask for aurora.globalDatabase true'),
    () => unprotectGlobal(observed),
    // The writer waits until the others have left.
    () => marked(leaveIfMember(observed), { effect: 'in-place' }),
    () => removeGlobal(observed),
  ]);
}

function leaveIfMember(observed: AuroraObserved): Plan {
  const { globalCluster, primary } = observed;
  return memberOf(globalCluster, primary.cluster?.arn) ? leaveGlobal(observed, primary) : NOTHING;
}
