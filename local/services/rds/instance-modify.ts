import type { DBInstance, DeleteDBInstanceMessage, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { checkMonitoring } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { restart } from './instance-restart.ts';
import { checkClass, instanceInsights, promotionTier, refuseClusterLevel } from './instance-settings.ts';
import { findInstance, showInstance } from './instance-show.ts';
import { groupForFamily } from './parameter-groups.ts';
import { globalOf, type InstanceRecord, instancesOf, isSecondary, type Rds } from './state.ts';
import { maintenanceWindow } from './windows.ts';
import { heirOf } from './writers.ts';

const FIELDS = [
  ...['DBInstanceIdentifier', 'ApplyImmediately', 'DBInstanceClass', 'DBParameterGroupName', 'PromotionTier'],
  ...['PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade', 'PubliclyAccessible', 'CopyTagsToSnapshot'],
  ...['MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'PerformanceInsightsKMSKeyId', 'CACertificateIdentifier'],
];

export function modifyInstanceOperations(rds: Rds) {
  return {
    ModifyDBInstance: (input: ModifyDBInstanceMessage, { region }: CallContext) => {
      refuseClusterLevel(input);
      onlyFields('ModifyDBInstance', input, FIELDS);
      const instance = findInstance(rds, region, input.DBInstanceIdentifier);
      if (instance.status !== 'available') {
        throw fault(
          'InvalidDBInstanceStateFault',
          `DB instance ${instance.id} is in state ${instance.status}.`,
        );
      }
      const restarts = change(rds, instance, input);
      instance.status = 'modifying';
      const back = async () => {
        if (restarts) await restart(instance);
        if (instance.status === 'modifying') instance.status = 'available';
      };
      rds.world.later('rds.instance.modify', back, failWith(rds, instance));
      return { DBInstance: showInstance(instance) };
    },

    DeleteDBInstance: (input: DeleteDBInstanceMessage, { region }: CallContext) => {
      onlyFields('DeleteDBInstance', input, [
        ...[
          'DBInstanceIdentifier',
          'SkipFinalSnapshot',
          'FinalDBSnapshotIdentifier',
          'DeleteAutomatedBackups',
        ],
      ]);
      const instance = findInstance(rds, region, input.DBInstanceIdentifier);
      requireDeletable(rds, instance);
      // An Aurora cluster's snapshot is taken when the cluster goes. *assumed*: the error.
      if (input.FinalDBSnapshotIdentifier) {
        throw invalidCombination(
          'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
        );
      }
      remove(rds, instance);
      return { DBInstance: showInstance(instance) };
    },
  };
}

/** All of it is checked before any of it counts. Answers whether the instance restarts. */
function change(rds: Rds, instance: InstanceRecord, input: ModifyDBInstanceMessage): boolean {
  const { shown, cluster, region } = instance;
  const formerClass = shown.DBInstanceClass;
  const changed: Partial<DBInstance> = {
    ...instanceInsights(rds, cluster, input, instance),
    ...changedMonitoring(rds, shown, input),
    ...changedClass(rds, instance, input),
    PromotionTier: promotionTier(input.PromotionTier ?? shown.PromotionTier),
    PubliclyAccessible: input.PubliclyAccessible ?? shown.PubliclyAccessible,
    AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? shown.AutoMinorVersionUpgrade,
    CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? shown.CopyTagsToSnapshot,
    CACertificateIdentifier: input.CACertificateIdentifier ?? shown.CACertificateIdentifier,
    PreferredMaintenanceWindow: maintenanceWindow(
      input.PreferredMaintenanceWindow ?? shown.PreferredMaintenanceWindow ?? '',
    ),
  };
  if (input.DBParameterGroupName) {
    const { family } = instance.parameterGroup;
    instance.parameterGroup = groupForFamily(rds, region, 'instance', input.DBParameterGroupName, family);
  }
  Object.assign(shown, changed);
  return shown.DBInstanceClass !== formerClass;
}

/** *documented* (client-rds d.ts): another class waits for the maintenance window unless ApplyImmediately is set. */
function changedClass(
  rds: Rds,
  instance: InstanceRecord,
  input: ModifyDBInstanceMessage,
): Partial<DBInstance> {
  // *documented* (RDS guide, "Using the apply immediately setting"): what waits is applied, too.
  const waiting = input.ApplyImmediately ? instance.shown.PendingModifiedValues?.DBInstanceClass : undefined;
  const asked = input.DBInstanceClass ?? waiting;
  if (asked === undefined) return {};
  const instanceClass = checkClass(rds, instance.cluster, asked);
  return input.ApplyImmediately || instanceClass === instance.shown.DBInstanceClass
    ? { DBInstanceClass: instanceClass, PendingModifiedValues: {} }
    : { PendingModifiedValues: { DBInstanceClass: instanceClass } };
}

function changedMonitoring(rds: Rds, shown: DBInstance, input: ModifyDBInstanceMessage): Partial<DBInstance> {
  if (input.MonitoringInterval === undefined && input.MonitoringRoleArn === undefined) return {};
  const interval = input.MonitoringInterval ?? shown.MonitoringInterval;
  const kept = interval === 0 ? undefined : shown.MonitoringRoleArn;
  const monitoring = checkMonitoring(rds, interval, input.MonitoringRoleArn ?? kept);
  return { MonitoringInterval: monitoring.interval, MonitoringRoleArn: monitoring.roleArn };
}

/** Texts *documented*: terraform-provider-aws. Deletion protection of the cluster does not keep its instances. */
function requireDeletable(rds: Rds, instance: InstanceRecord): void {
  const { cluster } = instance;
  if (instance.status === 'deleting') {
    throw fault('InvalidDBInstanceStateFault', `Instance ${instance.id} is already being deleted.`);
  }
  const left = instancesOf(rds, cluster).filter((each) => each !== instance && each.status !== 'deleting');
  if (left.length > 0) return;
  if (isSecondary(rds, cluster)) {
    throw fault(
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the read replica DB cluster. Promote the DB cluster to a standalone DB cluster in order to delete it.',
    );
  }
  if ((globalOf(rds, cluster)?.members.length ?? 0) > 1) {
    throw fault(
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the master cluster. Delete the replica cluster before deleting the last master cluster instance.',
    );
  }
}

/** Removal waits for a start under way: the engine cannot stop what it has not started. */
function remove(rds: Rds, instance: InstanceRecord): void {
  instance.status = 'deleting';
  let settled = () => {};
  instance.removed = new Promise((resolve) => {
    settled = resolve;
  });
  const run = async () => {
    try {
      await instance.started;
      const { cluster } = instance;
      const heir = cluster.writer === instance.id ? heirOf(rds, cluster, instance)?.id : undefined;
      await cluster.postgres?.removeInstance(instance.id, heir);
      rds.region(instance.region).instances.delete(instance.id);
      if (cluster.writer === instance.id) cluster.writer = heir;
    } finally {
      settled();
    }
  };
  rds.world.later('rds.instance.delete', run, failWith(rds, instance));
}
