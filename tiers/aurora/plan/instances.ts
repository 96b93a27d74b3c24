import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { instanceNames, names } from '../names.ts';
import type { AuroraObserved, ObservedInstance, ObservedRegion } from '../observed.ts';
import { ENGINE } from './global.ts';
import { isInsightsRight } from './insights.ts';
import { combine, NOTHING, rds, waitFor } from './parts.ts';
import { isRoleReady } from './role.ts';
import { instanceLabel, isServing, LOOK_AGAIN } from './states.ts';
import { retag } from './tagging.ts';

/**
 * The first instance of a cluster becomes its writer, so the others are asked for once it is there; none of them
 * waits for another to be available. More instances than asked for are left alone: removing one is a decision.
 */
export function planInstances(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
): Plan {
  const wanted = instanceNames(spec.identity, target.region, target.instanceCount);
  const existing = new Map(place.instances.map((instance) => [instance.identifier, instance]));
  const kept = wanted.map((name) => existing.get(name)).filter((instance) => instance !== undefined);
  const missing = wanted.filter((name) => !existing.has(name));
  const mayCreate =
    place.cluster?.status === 'available' && isRoleReady(spec, observed) && isInsightsRight(spec, place);
  const next = place.instances.length === 0 ? missing.slice(0, 1) : missing;
  return combine(
    ...(mayCreate
      ? next.map((name) => createInstance(spec, target, observed, name, wanted.indexOf(name)))
      : []),
    ...kept.map((instance) => waitForInstance(instance, target.region)),
    ...keepInstances(spec, target, observed, place, kept),
  );
}

function createInstance(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  identifier: string,
  index: number,
): Plan {
  const insights = spec.performanceInsightsRetentionDays;
  const input = {
    DBInstanceIdentifier: identifier,
    DBClusterIdentifier: names.cluster(spec.identity, target.region),
    Engine: ENGINE,
    DBInstanceClass: spec.instanceClass,
    DBParameterGroupName: names.instanceParameterGroup(spec.identity, spec.parameterGroupFamily),
    // 0 is promoted first: after a failover the first instance is where it was before.
    PromotionTier: index === 0 ? 0 : 1,
    PubliclyAccessible: false,
    AutoMinorVersionUpgrade: spec.autoMinorVersionUpgrade,
    PreferredMaintenanceWindow: spec.maintenanceWindow,
    ...monitoring(spec, observed),
    EnablePerformanceInsights: insights !== null,
    ...(insights !== null && {
      PerformanceInsightsRetentionPeriod: insights,
      PerformanceInsightsKMSKeyId: target.kmsKeyArn,
    }),
    Tags: tagList(spec.tags),
  };
  return rds(
    target.region,
    'CreateDBInstance',
    input,
    `create Aurora instance ${identifier} in ${target.region}`,
  );
}

function monitoring(spec: AuroraSpec, { monitoringRole }: AuroraObserved) {
  const MonitoringInterval = spec.monitoringIntervalSeconds;
  return MonitoringInterval === 0
    ? { MonitoringInterval }
    : { MonitoringInterval, MonitoringRoleArn: monitoringRole?.arn };
}

function waitForInstance(instance: ObservedInstance, region: string): Plan {
  const label = instanceLabel(instance, region);
  if (!isServing(instance)) return waitFor(`${label} is ${instance.status}`, LOOK_AGAIN.instance);
  return instance.changePending ? waitFor(`${label} is changing its class`, LOOK_AGAIN.instance) : NOTHING;
}

function keepInstances(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  place: ObservedRegion,
  kept: readonly ObservedInstance[],
): Plan[] {
  const resized = nextToResize(spec, place, kept);
  return kept
    .filter((instance) => instance.status === 'available' && !instance.changePending)
    .map((instance) => {
      const label = instanceLabel(instance, target.region);
      const changes = changedSettings(spec, observed, instance, instance === resized);
      const fields = Object.keys(changes);
      const modify =
        fields.length === 0
          ? NOTHING
          : rds(
              ...([target.region, 'ModifyDBInstance'] as const),
              { DBInstanceIdentifier: instance.identifier, ...changes, ApplyImmediately: true },
              `change ${fields.join(', ')} of ${label}`,
            );
      return combine(modify, retag(spec, target.region, label, instance));
    });
}

/** A new class restarts the instance: one at a time, while all others serve, and the writer last. */
function nextToResize(spec: AuroraSpec, place: ObservedRegion, kept: readonly ObservedInstance[]) {
  if (!kept.every((instance) => instance.status === 'available' && !instance.changePending)) return undefined;
  const others = kept.filter((instance) => instance.instanceClass !== spec.instanceClass);
  return others.find((instance) => instance.identifier !== place.cluster?.writerInstance) ?? others[0];
}

/** What AWS reports as null is unknown, and unknown is no difference. */
function changedSettings(
  spec: AuroraSpec,
  observed: AuroraObserved,
  instance: ObservedInstance,
  mayResize: boolean,
) {
  const group = names.instanceParameterGroup(spec.identity, spec.parameterGroupFamily);
  const { monitoringIntervalSeconds: interval, autoMinorVersionUpgrade: upgrade } = instance;
  return {
    ...(mayResize && { DBInstanceClass: spec.instanceClass }),
    ...(differs(instance.maintenanceWindow?.toLowerCase(), spec.maintenanceWindow.toLowerCase()) && {
      PreferredMaintenanceWindow: spec.maintenanceWindow,
    }),
    ...(differs(instance.parameterGroupName, group) && { DBParameterGroupName: group }),
    ...(differs(upgrade, spec.autoMinorVersionUpgrade) && {
      AutoMinorVersionUpgrade: spec.autoMinorVersionUpgrade,
    }),
    ...(differs(interval, spec.monitoringIntervalSeconds) &&
      isRoleReady(spec, observed) &&
      monitoring(spec, observed)),
  };
}

function differs<T>(found: T | null | undefined, wanted: T): boolean {
  return found !== null && found !== undefined && found !== wanted;
}
