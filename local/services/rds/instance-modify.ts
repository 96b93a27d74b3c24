import type { DBInstance, DeleteDBInstanceMessage, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { checkMonitoring } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { checkClass, instanceInsights, promotionTier, refuseClusterLevel } from './instance-settings.ts';
import { findInstance, showInstance } from './instance-show.ts';
import { groupForFamily } from './parameter-groups.ts';
import { globalOf, type InstanceRecord, instancesOf, isSecondary, type Rds } from './state.ts';
import { maintenanceWindow } from './windows.ts';

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
      change(rds, instance, input);
      instance.status = 'modifying';
      const back = () => {
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

function change(rds: Rds, instance: InstanceRecord, input: ModifyDBInstanceMessage): void {
  const { shown, cluster, region } = instance;
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
}

/** *documented* (client-rds d.ts): another class waits for the maintenance window unless ApplyImmediately is set. */
function changedClass(
  rds: Rds,
  instance: InstanceRecord,
  input: ModifyDBInstanceMessage,
): Partial<DBInstance> {
  if (input.DBInstanceClass === undefined) return {};
  const instanceClass = checkClass(rds, instance.cluster, input.DBInstanceClass);
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
      await instance.cluster.postgres?.removeInstance(instance.id);
      rds.region(instance.region).instances.delete(instance.id);
      electWriter(rds, instance);
    } finally {
      settled();
    }
  };
  rds.world.later('rds.instance.delete', run, failWith(rds, instance));
}

/**
 * *documented* (Aurora guide, fault tolerance): the reader of the lowest promotion tier becomes the writer. Here ties go
 * to the oldest. Which process the engine promotes is its own choice: the cluster endpoint follows it.
 */
function electWriter(rds: Rds, gone: InstanceRecord): void {
  const { cluster } = gone;
  if (cluster.writer !== gone.id) return;
  const tier = (each: InstanceRecord) => each.shown.PromotionTier ?? 1;
  const heirs = instancesOf(rds, cluster).filter((each) => each.status !== 'deleting');
  cluster.writer = heirs.sort((a, b) => tier(a) - tier(b) || a.sequence - b.sequence)[0]?.id;
}
