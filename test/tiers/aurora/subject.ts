import type { AuroraSpec } from '../../../core/spec.ts';
import { isOurs } from '../../../core/tier.ts';
import { commands } from '../../../tiers/aurora/apply.ts';
import type { World } from '../../../tiers/aurora/expected/world.ts';
import { auroraForesight } from '../../../tiers/aurora/foresight.ts';
import { names } from '../../../tiers/aurora/names.ts';
import {
  type AuroraObserved,
  type ObservedGlobalCluster,
  type ObservedRegion,
  placesOf,
} from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { ownedResources } from '../../../tiers/aurora/plan/ownership.ts';
import type { Subject } from '../shared/properties.ts';
import { alternatives, stranger } from './alternatives.ts';
import { nothing } from './fixtures.ts';
import { seenWith } from './simulation.ts';
import { arrivedStatus, isGone, OF_CLUSTER, OF_GLOBAL, OF_GROUP, OF_INSTANCE } from './statuses.ts';

/** What is found under the names of another document. */
function look(spec: AuroraSpec, observed: AuroraObserved): AuroraObserved {
  const { identity, parameterGroupFamily: family, masterSecretArn } = spec;
  const named = <T extends { readonly name: string }>(group: T | null, name: string) =>
    group?.name === name ? group : null;
  const seen = seenWith(spec, observed);
  const at = (place: ObservedRegion): ObservedRegion => ({
    ...place,
    clusterParameterGroup: named(place.clusterParameterGroup, names.clusterParameterGroup(identity, family)),
    instanceParameterGroup: named(
      place.instanceParameterGroup,
      names.instanceParameterGroup(identity, family),
    ),
  });
  const given = { region: spec.primary.region, generated: false, deletionScheduled: false, tags: {} };
  const generated = observed.secret?.generated ? observed.secret : null;
  return {
    ...seen,
    identity,
    secret: masterSecretArn === null ? generated : { arn: masterSecretArn, ...given },
    primary: at(seen.primary),
    secondary: seen.secondary && at(seen.secondary),
    retired: seen.retired && at(seen.retired),
  };
}

const among = (all: readonly string[], status: string) => (all.includes(status) ? status : (all[0] ?? ''));

/** The global database and its members say the same of each other, and one of them writes. */
function united(observed: AuroraObserved): AuroraObserved {
  const world = structuredClone(observed) as World;
  const { globalCluster } = world;
  const places = [world.primary, world.secondary, world.retired].filter((place) => place !== null);
  const known = places.flatMap(({ cluster }) => (cluster ? [cluster.arn] : []));
  // AWS deletes no member.
  const members = (globalCluster?.members ?? []).filter(
    ({ clusterArn }) => known.includes(clusterArn) || clusterArn === stranger.clusterArn,
  );
  const writer = members.find(({ isWriter }) => isWriter) ?? members[0];
  if (globalCluster) globalCluster.members = members.map((one) => ({ ...one, isWriter: one === writer }));
  for (const { cluster, instances } of places) {
    if (!cluster) continue;
    const isMember = members.some(({ clusterArn }) => clusterArn === cluster.arn);
    cluster.globalClusterIdentifier = isMember ? (globalCluster?.identifier ?? null) : null;
    if (!instances.some(({ identifier }) => identifier === cluster.writerInstance))
      cluster.writerInstance = null;
  }
  return world;
}

function possible(place: ObservedRegion): ObservedRegion {
  const { subnetGroup, cluster, instances } = place;
  return {
    ...place,
    subnetGroup: subnetGroup && { ...subnetGroup, status: among(OF_GROUP, subnetGroup.status) },
    cluster: cluster && { ...cluster, status: among(OF_CLUSTER, cluster.status) },
    instances: instances.map((one) => ({ ...one, status: among(OF_INSTANCE, one.status) })),
  };
}

function consistent(observed: AuroraObserved): AuroraObserved {
  const { globalCluster, primary, secondary, retired } = observed;
  return united({
    ...observed,
    globalCluster: globalCluster && { ...globalCluster, status: among(OF_GLOBAL, globalCluster.status) },
    primary: possible(primary),
    secondary: secondary && possible(secondary),
    retired: retired && possible(retired),
  });
}

function arrivedRegion(place: ObservedRegion): ObservedRegion {
  const { subnetGroup, cluster, instances } = place;
  const left = instances
    .filter(({ status }) => !isGone(status))
    .map((one) => ({
      ...one,
      status: arrivedStatus(one.status),
      changePending: false,
      parameterStatus: one.parameterStatus === 'applying' ? 'in-sync' : one.parameterStatus,
    }));
  const stays = cluster && !(isGone(cluster.status) && left.length === 0);
  return {
    ...place,
    subnetGroup: subnetGroup && { ...subnetGroup, status: 'Complete' },
    cluster: stays
      ? {
          ...cluster,
          status: isGone(cluster.status) ? cluster.status : arrivedStatus(cluster.status),
          logExports: cluster.logExports ?? [],
        }
      : null,
    instances: left,
  };
}

function arrivedGlobal(globalCluster: ObservedGlobalCluster, gone: readonly string[]) {
  if (isGone(globalCluster.status)) return null;
  const members = globalCluster.members
    .filter(({ clusterArn }) => !gone.includes(clusterArn))
    .map((one) => ({ ...one, synchronization: one.synchronization && 'connected' }));
  return { ...globalCluster, status: 'available', failover: null, members };
}

function arrive(observed: AuroraObserved): AuroraObserved {
  const { globalCluster, primary, secondary, retired } = observed;
  const arrived = {
    ...observed,
    primary: arrivedRegion(primary),
    secondary: secondary && arrivedRegion(secondary),
    retired: retired && arrivedRegion(retired),
  };
  const left = placesOf(arrived).map(({ cluster }) => cluster?.arn);
  const gone = placesOf(observed).flatMap(({ cluster }) =>
    cluster && !left.includes(cluster.arn) ? [cluster.arn] : [],
  );
  return united({ ...arrived, globalCluster: globalCluster && arrivedGlobal(globalCluster, gone) });
}

const isOfOthers = (observed: AuroraObserved) =>
  ownedResources(observed).filter(({ tags }) => !isOurs(observed.identity, tags));

export const aurora: Subject<AuroraSpec, AuroraObserved> = {
  plan,
  foresight: auroraForesight,
  commands: commands,
  nothing: (spec) => look(spec, { ...nothing(spec), identity: spec.identity }),
  look,
  consistent: (_, observed) => consistent(observed),
  arrive,
  remains: (observed) =>
    ownedResources(observed)
      .filter(({ tags }) => isOurs(observed.identity, tags))
      .filter(({ label }) => !label.startsWith('Secret') || !observed.secret?.deletionScheduled)
      .map(({ label }) => label),
  foreign: (observed) => isOfOthers(observed).map((one) => JSON.stringify(one)),
  alternatives,
};
