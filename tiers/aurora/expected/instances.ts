import { tagRecord } from '../../shared/ownership.ts';
import { memberOf } from '../plan/members.ts';
import { arnOf, type Call, type Effects, type Place, type World } from './world.ts';

/** Calls about the instances of a cluster. */
export const instanceEffects: Effects = {
  CreateDBInstance: ({ world, place, input, spec }) => {
    const identifier = input.DBInstanceIdentifier;
    const instance = newInstance(input, arnOf(spec, 'db', place.region, identifier));
    place.instances = [...place.instances, instance].sort((a, b) =>
      a.identifier.localeCompare(b.identifier, 'en', { numeric: true }),
    );
    if (place.cluster && writesAlone(world, place)) place.cluster.writerInstance ??= identifier;
  },
  ModifyDBInstance: ({ place, input }) => {
    const instance = place.instances.find((each) => each.identifier === input.DBInstanceIdentifier);
    if (!instance) return;
    const group = input.DBParameterGroupName;
    const restarts = input.DBInstanceClass !== undefined;
    Object.assign(instance, {
      instanceClass: input.DBInstanceClass ?? instance.instanceClass,
      maintenanceWindow: input.PreferredMaintenanceWindow?.toLowerCase() ?? instance.maintenanceWindow,
      parameterGroupName: group ?? instance.parameterGroupName,
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? instance.autoMinorVersionUpgrade,
      monitoringIntervalSeconds: input.MonitoringInterval ?? instance.monitoringIntervalSeconds,
      ...(group && { parameterStatus: 'pending-reboot' }),
      ...(restarts && { parameterStatus: 'in-sync' }),
    });
  },
  RebootDBInstance: ({ place, input }) => {
    for (const instance of place.instances)
      if (instance.identifier === input.DBInstanceIdentifier) instance.parameterStatus = 'in-sync';
  },
  /** Another one takes over from a writer that goes. */
  DeleteDBInstance: ({ place, input }) => {
    const { cluster } = place;
    place.instances = place.instances.filter((each) => each.identifier !== input.DBInstanceIdentifier);
    if (!cluster || cluster.writerInstance !== input.DBInstanceIdentifier) return;
    cluster.writerInstance = place.instances[0]?.identifier ?? null;
  },
};

/** The instances of a secondary cluster are all readers. */
function writesAlone({ globalCluster }: World, { cluster }: Place): boolean {
  return memberOf(globalCluster, cluster?.arn)?.isWriter !== false;
}

function newInstance(input: Call['input'], arn: string): Place['instances'][number] {
  return {
    identifier: input.DBInstanceIdentifier,
    arn,
    status: 'available',
    clusterIdentifier: input.DBClusterIdentifier,
    instanceClass: input.DBInstanceClass,
    maintenanceWindow: input.PreferredMaintenanceWindow.toLowerCase(),
    parameterGroupName: input.DBParameterGroupName,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
    monitoringIntervalSeconds: input.MonitoringInterval,
    performanceInsightsRetentionDays: input.EnablePerformanceInsights
      ? input.PerformanceInsightsRetentionPeriod
      : null,
    changePending: false,
    parameterStatus: 'in-sync',
    tags: tagRecord(input.Tags),
  };
}
