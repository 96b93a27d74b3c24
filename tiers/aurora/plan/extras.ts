import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { instanceNames, MOST_INSTANCES } from '../names.ts';
import type { ObservedInstance, ObservedRegion } from '../observed.ts';
import { removeInstance } from './leave.ts';
import { combine, marked, NOTHING, rds, waitFor } from './parts.ts';
import { clusterLabel, instanceLabel, isServing, LOOK_AGAIN } from './states.ts';

/** Instances of our cluster with our names beyond the count. What somebody added under another name is left alone. */
export function extraInstances(
  spec: AuroraSpec,
  { region, instanceCount }: AuroraRegionSpec,
  { cluster, instances }: ObservedRegion,
): ObservedInstance[] {
  const beyond = instanceNames(spec.identity, region, MOST_INSTANCES).slice(instanceCount);
  return instances.filter(
    ({ identifier, clusterIdentifier }) =>
      cluster !== null && clusterIdentifier === cluster.identifier && beyond.includes(identifier),
  );
}

/**
 * They go once all that stays serves: readers first. If the writer is one of them, one that stays takes over first, so
 * that writes break for the moments of a failover and not for the minutes that AWS takes to find a new writer.
 */
export function removeExtras(spec: AuroraSpec, target: AuroraRegionSpec, place: ObservedRegion): Plan {
  const extras = extraInstances(spec, target, place);
  const { cluster, instances } = place;
  if (extras.length === 0 || !cluster) return NOTHING;
  const wanted = instanceNames(spec.identity, target.region, target.instanceCount);
  const kept = instances.filter(({ identifier }) => wanted.includes(identifier));
  const label = clusterLabel(cluster, target.region);
  const ready = kept.length === wanted.length && kept.every(isServing) && cluster.status === 'available';
  if (!ready) {
    const what = `what goes of ${label} goes when what stays is available`;
    return waitFor(what, LOOK_AGAIN.instance);
  }
  const readers = extras.filter(({ identifier }) => identifier !== cluster.writerInstance);
  if (readers.length > 0) return combine(...readers.map((each) => removeInstance(target.region, each)));
  const heir = kept.find(({ status }) => status === 'available');
  if (!heir) return waitFor(`${label} has no instance that can take over now`, LOOK_AGAIN.instance);
  const input = {
    DBClusterIdentifier: cluster.identifier,
    TargetDBInstanceIdentifier: heir.identifier,
  };
  const summary = `let ${instanceLabel(heir, target.region)} take over from ${cluster.writerInstance} as the writer`;
  return marked(rds(target.region, 'FailoverDBCluster', input, summary), { effect: 'restart' });
}
