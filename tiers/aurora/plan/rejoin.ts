import type { Plan, PlanOptions } from '../../../core/tier.ts';
import { inOrder } from '../../shared/plan.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedRegion } from '../observed.ts';
import { removeCopy, removeInstances, unprotectCluster } from './leave.ts';
import { memberOf } from './members.ts';
import { failWith, marked, NOTHING } from './parts.ts';
import { clusterLabel } from './states.ts';

/**
 * The cluster of a second region has left the global database, or that has gone: AWS takes no existing cluster in as a
 * secondary.
 */
export function isApart({ globalCluster }: AuroraObserved, { cluster }: ObservedRegion): boolean {
  return (
    cluster !== null &&
    cluster.globalClusterIdentifier === null &&
    !memberOf(globalCluster, cluster.arn) &&
    // While it is made or promoted, what it belongs to may not be said yet.
    /^(available|deleting)$/.test(cluster.status)
  );
}

/** It is a copy of the primary's data from the moment it left, unless somebody has written to it since. */
export function rejoin(
  observed: AuroraObserved,
  place: ObservedRegion,
  { allowReplacement = false }: PlanOptions,
): Plan {
  const { cluster, region } = place;
  const label = cluster ? clusterLabel(cluster, region) : region;
  if (!allowReplacement && cluster?.status !== 'deleting') {
    return failWith({
      class: 'Terminal',
      code: 'immutable',
      resource: label,
      pointer: '#/aurora/globalDatabase',
      message:
        `${label} is not a member of ${names.globalCluster(observed.identity)}, and AWS takes no existing cluster in. ` +
        'Allow its replacement: then it is deleted, with all that was written to it since it left, and made anew as a copy of the primary cluster. Or delete it yourself.',
    });
  }
  return inOrder([
    () => marked(cluster ? unprotectCluster(cluster, region) : NOTHING, { effect: 'replace' }),
    () => marked(removeInstances(place), { effect: 'replace' }),
    // What was written to it since it left is nowhere else.
    () => marked(removeCopy(place), { effect: 'data-loss' }),
  ]);
}
