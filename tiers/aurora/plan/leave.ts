import type { Plan } from '../../../core/tier.ts';
import type { AuroraObserved, ObservedCluster, ObservedGlobalCluster, ObservedRegion } from '../observed.ts';
import { memberOf } from './members.ts';
import { combine, marked, NOTHING, rds, waitAfter } from './parts.ts';
import {
  clusterLabel,
  instanceLabel,
  isBroken,
  LOOK_AGAIN,
  verdict,
  waitWhile,
  whenRefused,
} from './states.ts';

/** A cluster takes no change before it is available; whether one that has failed takes this one, AWS does not say. */
export function unprotectCluster(cluster: ObservedCluster, region: string): Plan {
  if (!cluster.deletionProtection || cluster.status === 'deleting') return NOTHING;
  const label = clusterLabel(cluster, region);
  if (/^(creating|modifying|upgrading|renaming|promoting)$/.test(cluster.status))
    return waitWhile(label, 'cluster', cluster.status);
  const input = {
    DBClusterIdentifier: cluster.identifier,
    DeletionProtection: false,
    ApplyImmediately: true,
  };
  return marked(
    rds(region, 'ModifyDBCluster', input, `turn the deletion protection of ${label} off`),
    whenRefused(
      cluster.status,
      'Turn its deletion protection off in AWS, with the help of AWS Support if the console refuses it too, then retry the operation.',
    ),
  );
}

export function unprotectGlobal({ globalCluster, primary }: AuroraObserved): Plan {
  if (!globalCluster?.deletionProtection) return NOTHING;
  const label = globalLabel(globalCluster);
  if (globalCluster.status !== 'available') return waitWhile(label, 'globalCluster', globalCluster.status);
  const input = { GlobalClusterIdentifier: globalCluster.identifier, DeletionProtection: false };
  return rds(primary.region, 'ModifyGlobalCluster', input, `turn the deletion protection of ${label} off`);
}

export const globalLabel = ({ identifier }: Pick<ObservedGlobalCluster, 'identifier'>) =>
  `Aurora global cluster ${identifier}`;

/** Nothing once the cluster stands alone and at rest. The writer of the global database leaves last. */
export function leaveGlobal(observed: AuroraObserved, { region, cluster }: ObservedRegion): Plan {
  const { globalCluster, primary } = observed;
  if (!cluster || cluster.status === 'deleting') return NOTHING;
  const label = clusterLabel(cluster, region);
  const wait = (why: string) => waitAfter(`${label} ${why}`, LOOK_AGAIN.cluster);
  const member = memberOf(globalCluster, cluster.arn);
  if (!globalCluster || !member) {
    // `promoting`: on its way from secondary to standalone. A cluster that failed can be deleted as it is.
    const settling = /^(creating|promoting|modifying|starting|stopping|upgrading|renaming|failing-over)$/;
    return settling.test(cluster.status) ? waitWhile(label, 'cluster', cluster.status) : NOTHING;
  }
  const others = globalCluster.members.length - 1;
  if (member.isWriter && others > 0)
    return wait(`leaves the global database after the ${others} other member`);
  if (globalCluster.status !== 'available') {
    return waitWhile(globalLabel(globalCluster), 'globalCluster', globalCluster.status);
  }
  // One that has failed may go: otherwise nothing could clean it up (assumed). Other such states end with a person only.
  if (isBroken(cluster.status) && cluster.status !== 'failed') return verdict(label, cluster.status);
  if (cluster.status !== 'available' && cluster.status !== 'failed')
    return waitWhile(label, 'cluster', cluster.status);
  return rds(
    ...([primary.region, 'RemoveFromGlobalCluster'] as const),
    { GlobalClusterIdentifier: globalCluster.identifier, DbClusterIdentifier: cluster.arn },
    `take ${label} out of ${globalCluster.identifier} (${region})`,
  );
}

/** Readers first, the writer when it is alone. */
export function removeInstances({ region, cluster, instances }: ObservedRegion): Plan {
  const writer = cluster?.writerInstance;
  const readers = instances.filter((instance) => instance.identifier !== writer);
  return combine(...(readers.length > 0 ? readers : instances).map((each) => removeInstance(region, each)));
}

export function removeInstance(region: string, instance: ObservedRegion['instances'][number]): Plan {
  const label = instanceLabel(instance, region);
  if (/^(deleting|delete-precheck|creating|modifying|rebooting|upgrading)$/.test(instance.status)) {
    return waitWhile(label, 'instance', instance.status);
  }
  const input = { DBInstanceIdentifier: instance.identifier, SkipFinalSnapshot: true };
  return rds(region, 'DeleteDBInstance', input, `delete ${label}`);
}

/** A cluster that another one has the data of: no snapshot of it is kept. */
export function removeCopy({ region, cluster }: ObservedRegion): Plan {
  if (!cluster) return NOTHING;
  const label = clusterLabel(cluster, region);
  if (cluster.status === 'deleting') return waitWhile(label, 'cluster', cluster.status);
  const input = { DBClusterIdentifier: cluster.identifier, SkipFinalSnapshot: true };
  return marked(rds(region, 'DeleteDBCluster', input, `delete ${label}`), { effect: 'delete' });
}

/** Of a global cluster that nobody is a member of any more. */
export function removeGlobal({ globalCluster, primary }: AuroraObserved): Plan {
  if (!globalCluster || globalCluster.members.length > 0) return NOTHING;
  const label = globalLabel(globalCluster);
  if (globalCluster.status !== 'available') {
    return waitWhile(label, 'globalCluster', globalCluster.status);
  }
  const input = { GlobalClusterIdentifier: globalCluster.identifier };
  return rds(primary.region, 'DeleteGlobalCluster', input, `delete ${label}`);
}
