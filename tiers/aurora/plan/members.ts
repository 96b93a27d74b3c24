import type { AuroraSpec } from '../../../core/spec.ts';
import type { AuroraObserved, ObservedGlobalCluster } from '../observed.ts';

export const ENGINE = 'aurora-postgresql';

/** A cluster may join: there is no global database to join, or it is there and at rest. */
export function isGlobalReady(spec: AuroraSpec, { globalCluster }: AuroraObserved): boolean {
  return !spec.globalDatabase || (globalCluster?.status === 'available' && globalCluster.failover === null);
}

export function memberOf(globalCluster: ObservedGlobalCluster | null, clusterArn: string | undefined) {
  return globalCluster?.members.find((member) => member.clusterArn === clusterArn);
}
