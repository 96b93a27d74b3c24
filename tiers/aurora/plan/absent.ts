import type { Plan, PlanOptions } from '../../../core/tier.ts';
import { isEmpty } from '../../shared/plan.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedRegion } from '../observed.ts';
import { absentLeftovers } from './absent-leftovers.ts';
import { memberOf } from './global.ts';
import { clashes } from './ownership.ts';
import { combine, failWith, NOTHING, rds, waitFor } from './parts.ts';
import { clusterLabel, instanceLabel, LOOK_AGAIN } from './states.ts';

/**
 * Towards nothing, in the only order AWS takes (Aurora user guide, "Deleting an Aurora global database"): secondary
 * cluster out of the global database, its instances, itself; then the same for the primary one; then the empty
 * global cluster and what clusters use. The primary cluster leaves a final snapshot.
 */
export function planAbsent(observed: AuroraObserved, { discard = false }: PlanOptions = {}): Plan {
  const strange = combine(...clashes(observed));
  if (strange.failures.length > 0) return strange;
  const inTheWay = combine(...(discard ? unprotect(observed) : protections(observed)));
  if (!isEmpty(inTheWay)) return inTheWay;
  const { primary, secondary } = observed;
  return combine(
    ...(secondary ? [removeRegion(observed, secondary, discard)] : []),
    removeRegion(observed, primary, discard),
    removeGlobal(observed),
    absentLeftovers(observed),
  );
}

/**
 * Protection is there to stop exactly this; only the person who put it there takes it away. An environment that is
 * meant to be protected is refused before: here somebody turned it on in AWS.
 */
function protections({ globalCluster, primary, secondary }: AuroraObserved): Plan[] {
  const resources = [
    ...(globalCluster?.deletionProtection ? [`Aurora global cluster ${globalCluster.identifier}`] : []),
    ...[primary, secondary].flatMap((place) =>
      place?.cluster?.deletionProtection ? [clusterLabel(place.cluster, place.region)] : [],
    ),
  ];
  return resources.map((resource) =>
    failWith({
      class: 'Blocked',
      code: 'unusable',
      resource,
      pointer: '#/aurora/deletionProtection',
      message: `${resource} is protected from deletion. Turn its deletion protection off in AWS, then send the same request again.`,
    }),
  );
}

/** Of what never was ready: the protection was ours, and there is nothing yet that it could protect. */
function unprotect({ globalCluster, primary, secondary }: AuroraObserved): Plan[] {
  const clusters = [primary, secondary].flatMap((place) => {
    const cluster = place?.cluster;
    if (!place || !cluster?.deletionProtection || cluster.status === 'deleting') return [];
    const label = clusterLabel(cluster, place.region);
    // A cluster takes no change before it is available; one that has failed takes this one (assumed).
    if (/^(creating|modifying|upgrading|renaming)$/.test(cluster.status))
      return [waitFor(`${label} is ${cluster.status}`, LOOK_AGAIN.cluster)];
    const input = {
      DBClusterIdentifier: cluster.identifier,
      DeletionProtection: false,
      ApplyImmediately: true,
    };
    return [rds(place.region, 'ModifyDBCluster', input, `turn the deletion protection of ${label} off`)];
  });
  if (!globalCluster?.deletionProtection) return clusters;
  const label = `Aurora global cluster ${globalCluster.identifier}`;
  if (globalCluster.status !== 'available')
    return [...clusters, waitFor(`${label} is ${globalCluster.status}`, LOOK_AGAIN.globalCluster)];
  const input = { GlobalClusterIdentifier: globalCluster.identifier, DeletionProtection: false };
  const summary = `turn the deletion protection of ${label} off`;
  return [...clusters, rds(primary.region, 'ModifyGlobalCluster', input, summary)];
}

function removeRegion(observed: AuroraObserved, place: ObservedRegion, discard: boolean): Plan {
  const { region, cluster, instances } = place;
  const label = cluster && clusterLabel(cluster, region);
  if (cluster && label && cluster.status !== 'deleting') {
    const left = leaveGlobal(observed, place, label);
    if (left) return left;
  }
  if (instances.length > 0) return removeInstances(place);
  if (!cluster || !label) return NOTHING;
  if (cluster.status === 'deleting') return waitFor(`${label} is being deleted`, LOOK_AGAIN.cluster);
  const keeps = place === observed.primary && !discard;
  const ending = keeps
    ? {
        SkipFinalSnapshot: false,
        FinalDBSnapshotIdentifier: names.finalSnapshot(cluster.identifier, cluster.resourceId),
      }
    : { SkipFinalSnapshot: true };
  return rds(
    ...([region, 'DeleteDBCluster'] as const),
    { DBClusterIdentifier: cluster.identifier, ...ending },
    `delete ${label}${keeps ? ' with a final snapshot' : ''}`,
  );
}

/** Null once the cluster stands alone and at rest. The writer of the global database leaves last. */
function leaveGlobal(
  observed: AuroraObserved,
  { region, cluster }: ObservedRegion,
  label: string,
): Plan | null {
  const { globalCluster, primary } = observed;
  if (!cluster) return null;
  const member = memberOf(globalCluster, cluster.arn);
  if (!globalCluster || !member) {
    // `promoting`: on its way from secondary to standalone. A cluster that failed can be deleted as it is.
    const settling = /^(creating|promoting|modifying|starting|stopping|upgrading|renaming|failing-over)$/;
    return settling.test(cluster.status)
      ? waitFor(`${label} is ${cluster.status}`, LOOK_AGAIN.cluster)
      : null;
  }
  const others = globalCluster.members.length - 1;
  if (member.isWriter && others > 0) {
    return waitFor(
      `${label} leaves the global database after the ${others} other member`,
      LOOK_AGAIN.cluster,
    );
  }
  if (globalCluster.status !== 'available') {
    return waitFor(
      `Aurora global cluster ${globalCluster.identifier} is ${globalCluster.status}`,
      LOOK_AGAIN.cluster,
    );
  }
  if (cluster.status !== 'available') return waitFor(`${label} is ${cluster.status}`, LOOK_AGAIN.cluster);
  return rds(
    ...([primary.region, 'RemoveFromGlobalCluster'] as const),
    { GlobalClusterIdentifier: globalCluster.identifier, DbClusterIdentifier: cluster.arn },
    `take ${label} out of ${globalCluster.identifier} (${region})`,
  );
}

/** Readers first, the writer when it is alone. */
function removeInstances({ region, cluster, instances }: ObservedRegion): Plan {
  const writer = cluster?.writerInstance;
  const readers = instances.filter((instance) => instance.identifier !== writer);
  const now = readers.length > 0 ? readers : instances;
  return combine(
    ...now.map((instance) => {
      const label = instanceLabel(instance, region);
      if (/^(deleting|delete-precheck|creating|modifying|rebooting)$/.test(instance.status)) {
        return waitFor(`${label} is ${instance.status}`, LOOK_AGAIN.instance);
      }
      const input = { DBInstanceIdentifier: instance.identifier, SkipFinalSnapshot: true };
      return rds(region, 'DeleteDBInstance', input, `delete ${label}`);
    }),
  );
}

function removeGlobal({ globalCluster, primary }: AuroraObserved): Plan {
  if (!globalCluster || globalCluster.members.length > 0) return NOTHING;
  const label = `Aurora global cluster ${globalCluster.identifier}`;
  if (globalCluster.status !== 'available') {
    return waitFor(`${label} is ${globalCluster.status}`, LOOK_AGAIN.globalCluster);
  }
  const input = { GlobalClusterIdentifier: globalCluster.identifier };
  return rds(primary.region, 'DeleteGlobalCluster', input, `delete ${label}`);
}
