import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import type { AuroraObserved, ObservedCluster, ObservedRegion } from '../observed.ts';
import { compareVersions, majorOf } from '../version-order.ts';
import { isGlobalReady, memberOf } from './members.ts';
import { marked, NOTHING, rds, waitAfter } from './parts.ts';
import { clusterLabel, LOOK_AGAIN } from './states.ts';

/** A minor upgrade is due. Newer within its major version is fine: AWS may upgrade by itself. */
export function isTooOld(spec: AuroraSpec, cluster: ObservedCluster | null): boolean {
  return (
    cluster !== null &&
    majorOf(cluster.engineVersion) === majorOf(spec.engineVersion) &&
    compareVersions(cluster.engineVersion, spec.engineVersion) < 0
  );
}

/**
 * A minor upgrade in place. In a global database every cluster is upgraded by itself, the one that writes last: AWS
 * refuses it while a secondary is of a lower version, and takes no minor version in ModifyGlobalCluster (Aurora user
 * guide, "Upgrading an Amazon Aurora global database").
 */
export function upgrade(
  spec: AuroraSpec,
  { region }: AuroraRegionSpec,
  observed: AuroraObserved,
  { cluster }: ObservedRegion,
): Plan {
  if (!cluster || !isTooOld(spec, cluster)) return NOTHING;
  const label = clusterLabel(cluster, region);
  // While the global database is made, left or switched over, it waits, and so does every lesser restart.
  const settled = spec.globalDatabase ? isGlobalReady(spec, observed) : observed.globalCluster === null;
  if (!settled)
    return waitAfter(`${label} is upgraded when its global database is at rest`, LOOK_AGAIN.cluster);
  const before = writesFor(observed, cluster).filter(
    (other) => isTooOld(spec, other) || other.status !== 'available',
  );
  if (before.length > 0) return waitAfter(`${label} is upgraded after the others`, LOOK_AGAIN.cluster);
  const input = {
    DBClusterIdentifier: cluster.identifier,
    EngineVersion: spec.engineVersion,
    ApplyImmediately: true,
  };
  const summary = `upgrade ${label} from ${cluster.engineVersion} to ${spec.engineVersion}`;
  return marked(rds(region, 'ModifyDBCluster', input, summary), { effect: 'restart' });
}

/** The clusters that follow this one, if it is the writer of the global database. */
function writesFor(observed: AuroraObserved, cluster: ObservedCluster): ObservedCluster[] {
  const { globalCluster, primary, secondary, retired } = observed;
  if (!memberOf(globalCluster, cluster.arn)?.isWriter) return [];
  return [primary, secondary, retired]
    .flatMap((place) => (place?.cluster ? [place.cluster] : []))
    .filter((other) => other !== cluster && memberOf(globalCluster, other.arn));
}
