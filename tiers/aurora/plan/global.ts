import type { AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { inOrder } from '../../shared/plan.ts';
import { names } from '../names.ts';
import type { AuroraObserved, ObservedCluster, ObservedGlobalCluster } from '../observed.ts';
import { removeGlobal, unprotectGlobal } from './leave.ts';
import { ENGINE, memberOf } from './members.ts';
import { combine, failWith, NOTHING, rds, waitFor } from './parts.ts';
import { isApart } from './rejoin.ts';
import { planGlobalOff } from './retire.ts';
import { clusterLabel, isServing, LOOK_AGAIN, waitWhile } from './states.ts';
import { retag } from './tagging.ts';

export function planGlobal(spec: AuroraSpec, observed: AuroraObserved): Plan {
  const { globalCluster } = observed;
  const identifier = names.globalCluster(spec.identity);
  const label = `Aurora global cluster ${identifier}`;
  if (!spec.globalDatabase) return planGlobalOff(spec, observed);
  if (!globalCluster) return createGlobal(spec, observed, identifier, label);
  if (globalCluster.failover !== null) {
    return waitFor(`${label} is ${globalCluster.failover}`, LOOK_AGAIN.globalCluster);
  }
  if (globalCluster.status !== 'available') {
    return waitWhile(label, 'globalCluster', globalCluster.status);
  }
  if (globalCluster.members.length > 0 && !observed.primary.cluster) return lostPrimary(spec, label);
  if (isBeside(observed.primary.cluster, globalCluster))
    return globalCluster.members.length === 0 ? removeEmpty(observed) : takenOver(observed, label);
  const { region } = spec.primary;
  const protect =
    globalCluster.deletionProtection === spec.deletionProtection
      ? NOTHING
      : rds(
          ...([region, 'ModifyGlobalCluster'] as const),
          { GlobalClusterIdentifier: identifier, DeletionProtection: spec.deletionProtection },
          `turn deletion protection of ${label} ${spec.deletionProtection ? 'on' : 'off'}`,
        );
  return combine(protect, retag(spec, region, label, globalCluster), planMembers(observed, label));
}

/**
 * The database has left the global cluster, or never was in it: AWS takes an existing cluster only into a global cluster
 * that is made around it. The cluster itself says when it is about to join.
 */
export function isBeside(cluster: ObservedCluster | null, globalCluster: ObservedGlobalCluster): boolean {
  return (
    cluster?.status === 'available' &&
    cluster.globalClusterIdentifier === null &&
    !memberOf(globalCluster, cluster.arn)
  );
}

/** After a switchover somebody has taken the old primary cluster out: which of the two has the newest data is theirs to say. */
function takenOver({ primary: { cluster, region } }: AuroraObserved, label: string): Plan {
  const resource = cluster ? clusterLabel(cluster, region) : region;
  return failWith({
    class: 'Blocked',
    code: 'unusable',
    resource,
    pointer: '#/aurora/globalDatabase',
    message: `${resource} is not a member of ${label}, which has other members, and AWS takes no existing cluster in. Take them out of it, and then retry the operation: the global database is made anew around this cluster.`,
  });
}

function removeEmpty(observed: AuroraObserved): Plan {
  return inOrder([() => unprotectGlobal(observed), () => removeGlobal(observed)]);
}

/** Around a cluster that is there already, or empty: then the engine's facts go into this call (AWS: never both). */
function createGlobal(
  spec: AuroraSpec,
  { primary }: AuroraObserved,
  identifier: string,
  label: string,
): Plan {
  const { region } = spec.primary;
  const common = {
    GlobalClusterIdentifier: identifier,
    DeletionProtection: spec.deletionProtection,
    Tags: tagList(spec.tags),
  };
  if (primary.cluster) {
    if (!isServing(primary.cluster)) return NOTHING;
    const input = { ...common, SourceDBClusterIdentifier: primary.cluster.arn };
    return rds(
      region,
      'CreateGlobalCluster',
      input,
      `create ${label} around ${clusterLabel(primary.cluster, region)}`,
    );
  }
  const input = {
    ...common,
    Engine: ENGINE,
    EngineVersion: spec.engineVersion,
    DatabaseName: spec.databaseName,
    StorageEncrypted: true,
  };
  return rds(region, 'CreateGlobalCluster', input, `create ${label}`);
}

/** Waits until every cluster of ours that exists is a member and in step. */
function planMembers(observed: AuroraObserved, label: string): Plan {
  const { globalCluster, primary, secondary } = observed;
  const waits = [primary, secondary].map((place) => {
    if (!place?.cluster || !isServing(place.cluster)) return NOTHING;
    if (place === secondary && isApart(observed, place)) return NOTHING;
    const member = memberOf(globalCluster, place.cluster.arn);
    const title = clusterLabel(place.cluster, place.region);
    if (!member) return waitFor(`${title} is not yet a member of ${label}`, LOOK_AGAIN.synchronization);
    // AWS may report none: then it is unknown, which is no reason to wait.
    if (member.synchronization === null || member.synchronization === 'connected') return NOTHING;
    return waitFor(`${title} is ${member.synchronization}`, LOOK_AGAIN.synchronization);
  });
  return combine(...waits);
}

function lostPrimary(spec: AuroraSpec, label: string): Plan {
  const name = names.cluster(spec.identity, spec.primary.region);
  return failWith({
    class: 'Blocked',
    code: 'unusable',
    resource: label,
    message: `${label} has members, but Aurora cluster ${name} in ${spec.primary.region} is gone. Restore it into the global database, or remove the remaining members, then retry the operation.`,
  });
}
