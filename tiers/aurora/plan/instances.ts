import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { instanceNames, names } from '../names.ts';
import type { AuroraObserved, ObservedInstance, ObservedRegion } from '../observed.ts';
import { inputOf, instanceSettings, MONITORING } from '../settings.ts';
import { isInsightsRight } from './insights.ts';
import { ENGINE } from './members.ts';
import { combine, NOTHING, rds, waitAfter, waitFor } from './parts.ts';
import { isRoleReady } from './role.ts';
import { instanceLabel, isServing, LOOK_AGAIN, waitWhile } from './states.ts';
import { retag } from './tagging.ts';

/**
 * The first instance of a cluster becomes its writer, so the others are asked for once it is there; none of them
 * waits for another to be available.
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
    ...keepInstances(spec, target, observed, kept),
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
  if (!isServing(instance)) return waitWhile(label, 'instance', instance.status);
  return instance.changePending
    ? waitFor(`${label} is changing its class`, LOOK_AGAIN.instance, 300)
    : NOTHING;
}

/** In place, without a restart. A change that has to wait for the role waits for its action. */
function keepInstances(
  spec: AuroraSpec,
  target: AuroraRegionSpec,
  observed: AuroraObserved,
  kept: readonly ObservedInstance[],
): Plan[] {
  return kept.filter(isServing).map((instance) => {
    const label = instanceLabel(instance, target.region);
    const settings = instanceSettings(spec, observed, instance).filter(
      ({ field }) => field !== MONITORING || isRoleReady(spec, observed),
    );
    const changes = inputOf(settings);
    const fields = Object.keys(changes);
    const tags = retag(spec, target.region, label, instance);
    if (fields.length === 0) return tags;
    // `backing-up` and the like serve, but take no change.
    if (instance.status !== 'available' || instance.changePending)
      return waitAfter(`${label} cannot be changed now`, LOOK_AGAIN.instance);
    const input = { DBInstanceIdentifier: instance.identifier, ...changes, ApplyImmediately: true };
    const summary = `change ${fields.join(', ')} of ${label}`;
    return combine(rds(target.region, 'ModifyDBInstance', input, summary), tags);
  });
}
