import type { Tags } from '../../../core/spec.ts';
import { isOurs, type Plan } from '../../../core/tier.ts';
import { type AuroraObserved, type ObservedRegion, placesOf } from '../observed.ts';
import { notOurs } from './parts.ts';
import { clusterLabel, instanceLabel } from './states.ts';

export interface Owned {
  readonly label: string;
  readonly tags: Tags;
}

/** Everything observed that carries one of our names and takes tags; not a secret that the request named. */
export function ownedResources(observed: AuroraObserved): Owned[] {
  const { secret, monitoringRole: role, globalCluster } = observed;
  return [
    ...(secret?.generated ? [{ label: `Secret ${secret.arn}`, tags: secret.tags }] : []),
    ...(role ? [{ label: `IAM role ${role.name}`, tags: role.tags }] : []),
    ...(globalCluster
      ? [{ label: `Aurora global cluster ${globalCluster.identifier}`, tags: globalCluster.tags }]
      : []),
    ...placesOf(observed).flatMap(ownedInRegion),
  ];
}

function ownedInRegion(place: ObservedRegion): Owned[] {
  const { region, subnetGroup, clusterParameterGroup, instanceParameterGroup, cluster, instances } = place;
  const group = (kind: string, found: { name: string; tags: Tags } | null) =>
    found ? [{ label: `${kind} ${found.name} in ${region}`, tags: found.tags }] : [];
  return [
    ...group('DB subnet group', subnetGroup),
    ...group('DB cluster parameter group', clusterParameterGroup),
    ...group('DB parameter group', instanceParameterGroup),
    ...(cluster ? [{ label: clusterLabel(cluster, region), tags: cluster.tags }] : []),
    ...instances.map((each) => ({ label: instanceLabel(each, region), tags: each.tags })),
  ];
}

/** A failure for each resource that has our name and is not ours. */
export function clashes(observed: AuroraObserved): Plan[] {
  const { identity } = observed;
  return ownedResources(observed)
    .filter(({ tags }) => !isOurs(identity, tags))
    .map(({ label }) => notOurs(label, identity));
}
