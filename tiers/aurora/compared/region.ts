import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { FieldState } from '../../../core/tier.ts';
import { instanceNames, names } from '../names.ts';
import type {
  AuroraObserved,
  ObservedCluster,
  ObservedInstance,
  ObservedParameterGroup,
  ObservedRegion,
} from '../observed.ts';
import { clusterParameters, instanceParameters } from '../parameters.ts';
import { extraInstances } from '../plan/extras.ts';
import { isGroupRight } from '../plan/groups.ts';
import { facts } from '../plan/immutable.ts';
import { isApart } from '../plan/rejoin.ts';
import { clusterLabel, instanceLabel, isBroken, isServing } from '../plan/states.ts';
import { isTooOld } from '../plan/upgrade.ts';
import { clusterSettings, instanceSettings } from '../settings.ts';
import { majorOf } from '../version-order.ts';
import { exists, field, fromSettings, pairs, tagsField } from './fields.ts';

/** Every field of one region that is in use. */
export function regionFields(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
): FieldState[] {
  const { region } = target;
  const wanted = instanceNames(spec.identity, region, target.instanceCount);
  return [
    ...subnetGroupFields(spec, target, place),
    ...parameterGroupFields(spec, region, 'cluster', place.clusterParameterGroup),
    ...parameterGroupFields(spec, region, 'instance', place.instanceParameterGroup),
    ...clusterFields(spec, target, observed, place),
    ...wanted.flatMap((identifier) => {
      const found = place.instances.find((each) => each.identifier === identifier);
      return found
        ? instanceFields(spec, region, observed, found)
        : [exists(instanceLabel({ identifier }, region), true, false)];
    }),
    ...otherInstances(spec, target, place, wanted),
  ];
}

/** Everything of a region that is to be empty: only what is there is a field. */
export function retiredFields({ region, ...place }: ObservedRegion): FieldState[] {
  const groups = [
    ['DB subnet group', place.subnetGroup],
    ['DB cluster parameter group', place.clusterParameterGroup],
    ['DB parameter group', place.instanceParameterGroup],
  ] as const;
  return [
    ...(place.cluster ? [clusterLabel(place.cluster, region)] : []),
    ...place.instances.map((each) => instanceLabel(each, region)),
    ...groups.flatMap(([kind, group]) => (group ? [`${kind} ${group.name} in ${region}`] : [])),
    ...place.logGroups.map((name) => `log group ${name} in ${region}`),
  ].map((resource) => exists(resource, false, true));
}

function subnetGroupFields(
  spec: AuroraSpec,
  { region, subnetIds }: AuroraRegionSpec,
  { subnetGroup: found }: ObservedRegion,
): FieldState[] {
  const resource = `DB subnet group ${names.subnetGroup(spec.identity)} in ${region}`;
  if (!found) return [exists(resource, true, false)];
  const wanted = [...subnetIds].sort();
  return [
    exists(resource, true, true),
    field(resource, 'SubnetIds', wanted, found.subnetIds, wanted.join() !== found.subnetIds.join()),
    tagsField(resource, spec.tags, found.tags),
  ];
}

function parameterGroupFields(
  spec: AuroraSpec,
  region: string,
  kind: 'cluster' | 'instance',
  found: ObservedParameterGroup | null,
): FieldState[] {
  const { identity, parameterGroupFamily: family } = spec;
  const [label, name, wanted] =
    kind === 'cluster'
      ? ([
          'DB cluster parameter group',
          names.clusterParameterGroup(identity, family),
          clusterParameters(spec),
        ] as const)
      : ([
          'DB parameter group',
          names.instanceParameterGroup(identity, family),
          instanceParameters(spec),
        ] as const);
  const resource = `${label} ${name} in ${region}`;
  if (!found) return [exists(resource, true, false)];
  return [
    exists(resource, true, true),
    field(
      resource,
      `aurora.${kind}Parameters`,
      pairs(wanted),
      pairs(found.values),
      !isGroupRight(wanted, found),
    ),
    tagsField(resource, spec.tags, found.tags),
  ];
}

function clusterFields(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
): FieldState[] {
  const { cluster } = place;
  const identifier = names.cluster(spec.identity, target.region);
  const resource = clusterLabel({ identifier }, target.region);
  if (!cluster) return [exists(resource, true, false)];
  return [
    exists(resource, true, true),
    statusField(resource, cluster.status),
    ...membership(spec, resource, observed, place),
    version(spec, resource, cluster),
    ...facts(spec, target, cluster).map((fact) => field(resource, fact.field, fact.wanted, fact.found)),
    ...fromSettings(resource, clusterSettings(spec, target, cluster)),
    tagsField(resource, spec.tags, cluster.tags),
  ];
}

/** What is on its way is not known yet: only a state that will not pass is a difference. */
function statusField(resource: string, status: string): FieldState {
  const known = isServing({ status }) || isBroken(status) ? status : null;
  return field(resource, 'Status', 'available', known, isBroken(status));
}

/** Only of a second region: of the primary one it is the global cluster itself that counts. */
function membership(
  spec: AuroraSpec,
  resource: string,
  observed: AuroraObserved,
  place: ObservedRegion,
): FieldState[] {
  if (place !== observed.secondary) return [];
  const wanted = names.globalCluster(spec.identity);
  const found = isApart(observed, place) ? 'none' : (place.cluster?.globalClusterIdentifier ?? null);
  return [field(resource, 'GlobalClusterIdentifier', wanted, found, found === 'none')];
}

function version(spec: AuroraSpec, resource: string, cluster: ObservedCluster): FieldState {
  const differs = isTooOld(spec, cluster) || majorOf(cluster.engineVersion) !== majorOf(spec.engineVersion);
  return field(resource, 'aurora.engineVersion', spec.engineVersion, cluster.engineVersion, differs);
}

function instanceFields(
  spec: AuroraSpec,
  region: string,
  observed: AuroraObserved,
  instance: ObservedInstance,
): FieldState[] {
  const resource = instanceLabel(instance, region);
  const { performanceInsightsRetentionDays: insights, parameterStatus: parameters } = instance;
  const wanted = spec.performanceInsightsRetentionDays;
  return [
    exists(resource, true, true),
    statusField(resource, instance.status),
    field(resource, 'aurora.instanceClass', spec.instanceClass, instance.instanceClass),
    {
      ...{ resource, field: 'aurora.performanceInsightsRetentionDays', desired: wanted, observed: insights },
      // Null is no unknown here: it is off.
      state: insights === wanted ? 'as-desired' : 'changed',
    },
    ...fromSettings(resource, instanceSettings(spec, observed, instance)),
    field(
      ...([resource, 'ParameterApplyStatus', 'in-sync'] as const),
      parameters === 'applying' ? null : parameters,
      parameters === 'pending-reboot',
    ),
    tagsField(resource, spec.tags, instance.tags),
  ];
}

/** Beyond the count, and in our cluster under another name: those are left alone, unless they cannot be. */
function otherInstances(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  place: ObservedRegion,
  wanted: readonly string[],
): FieldState[] {
  const extras = extraInstances(spec, target, place);
  const others = place.instances.filter(
    (each) => !wanted.includes(each.identifier) && !extras.includes(each),
  );
  return [
    ...extras.map((each) => exists(instanceLabel(each, target.region), false, true)),
    ...others.flatMap((each) => {
      const resource = instanceLabel(each, target.region);
      return [statusField(resource, each.status), tagsField(resource, {}, each.tags)];
    }),
  ];
}
