import type { Plan, PlanOptions } from '../../../core/tier.ts';
import { inOrder, isEmpty } from '../../shared/plan.ts';
import { names } from '../names.ts';
import { type AuroraObserved, type ObservedRegion, placesOf } from '../observed.ts';
import { absentLeftovers } from './absent-leftovers.ts';
import {
  globalLabel,
  leaveGlobal,
  removeCopy,
  removeGlobal,
  removeInstances,
  unprotectCluster,
  unprotectGlobal,
} from './leave.ts';
import { clashes } from './ownership.ts';
import { combine, failWith, marked, NOTHING, rds } from './parts.ts';
import { clusterLabel, waitWhile, whenRefused } from './states.ts';
import { strangers } from './strangers.ts';

/**
 * Towards nothing, in the only order AWS takes (Aurora user guide, "Deleting an Aurora global database"): secondary
 * cluster out of the global database, its instances, itself; then the same for the primary one; then the empty
 * global cluster and what clusters use. The primary cluster leaves a final snapshot, unless that is not wanted.
 */
export function planAbsent(observed: AuroraObserved, options: PlanOptions = {}): Plan {
  const { discard = false, finalSnapshots = true } = options;
  const strange = combine(...clashes(observed), strangers(observed));
  if (strange.failures.length > 0) return strange;
  const inTheWay = combine(...(discard ? unprotect(observed) : protections(observed)));
  if (!isEmpty(inTheWay)) return inTheWay;
  const { primary, secondary, retired } = observed;
  const copies = [secondary, retired].filter((place) => place !== null);
  return combine(
    ...copies.map((place) => removeRegion(observed, place, () => removeCopy(place))),
    removeRegion(observed, primary, () => removePrimary(primary, finalSnapshots && !discard)),
    removeGlobal(observed),
    absentLeftovers(observed),
  );
}

/**
 * Protection is there to stop exactly this; only the person who put it there takes it away. An environment that is
 * meant to be protected is refused before: here somebody turned it on in AWS.
 */
function protections(observed: AuroraObserved): Plan[] {
  const { globalCluster, retired } = observed;
  const resources = [
    ...(globalCluster?.deletionProtection ? [globalLabel(globalCluster)] : []),
    ...placesOf(observed)
      // A region that the request has given up is not protected any more, nor is what is being deleted.
      .filter((place) => place !== retired)
      .flatMap(({ cluster, region }) =>
        cluster?.deletionProtection && cluster.status !== 'deleting' ? [clusterLabel(cluster, region)] : [],
      ),
  ];
  const failures = resources.map((resource) =>
    failWith({
      class: 'Blocked',
      code: 'unusable',
      resource,
      pointer: '#/aurora/deletionProtection',
      message: `${resource} is protected from deletion. Turn its deletion protection off in AWS, then retry the operation.`,
    }),
  );
  if (failures.length > 0 || !retired?.cluster) return failures;
  return [unprotectCluster(retired.cluster, retired.region)];
}

/** Of what never was ready: the protection was ours, and there is nothing yet that it could protect. */
function unprotect(observed: AuroraObserved): Plan[] {
  const clusters = placesOf(observed).map(({ cluster, region }) =>
    cluster ? unprotectCluster(cluster, region) : NOTHING,
  );
  return [...clusters, unprotectGlobal(observed)];
}

function removeRegion(observed: AuroraObserved, place: ObservedRegion, removeCluster: () => Plan): Plan {
  return inOrder([() => leaveGlobal(observed, place), () => removeInstances(place), removeCluster]);
}

/** Without a snapshot all of the data is gone. */
function removePrimary({ region, cluster }: ObservedRegion, keeps: boolean): Plan {
  if (!cluster) return NOTHING;
  const label = clusterLabel(cluster, region);
  if (cluster.status === 'deleting') return waitWhile(label, 'cluster', cluster.status);
  const DBClusterIdentifier = cluster.identifier;
  if (!keeps) {
    const input = { DBClusterIdentifier, SkipFinalSnapshot: true };
    return marked(rds(region, 'DeleteDBCluster', input, `delete ${label}`), { effect: 'data-loss' });
  }
  const name = names.finalSnapshot(cluster.identifier, cluster.resourceId);
  const input = { DBClusterIdentifier, SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: name };
  return marked(rds(region, 'DeleteDBCluster', input, `delete ${label} with a final snapshot`), {
    effect: 'delete',
    leaves: { tier: 'aurora', region, name },
    // Of an instance in such a state RDS takes no final snapshot (client-rds, DeleteDBInstance); of a cluster it says nothing.
    ...whenRefused(
      cluster.status,
      'Restore what it held into another cluster (from a snapshot, or a point in time), or delete the environment again with finalSnapshot=false: then its data is gone.',
    ),
  });
}
