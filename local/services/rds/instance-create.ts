import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { findCluster } from './cluster-show.ts';
import { checkMonitoring } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import {
  checkClass,
  checkEngine,
  checkRoom,
  chooseZone,
  instanceInsights,
  promotionTier,
  refuseClusterLevel,
} from './instance-settings.ts';
import { showInstance } from './instance-show.ts';
import { exportLogs } from './log-exports.ts';
import { identifier } from './names.ts';
import { groupForFamily } from './parameter-groups.ts';
import { appliedNow, applyParameters } from './pending-reboot.ts';
import { arn, type ClusterRecord, type InstanceRecord, isSecondary, now, type Rds } from './state.ts';
import { checkTags } from './tags.ts';
import { ENGINE } from './versions.ts';
import { maintenanceWindow } from './windows.ts';

const FIELDS = [
  ...['DBInstanceIdentifier', 'DBClusterIdentifier', 'DBInstanceClass', 'Engine', 'EngineVersion'],
  ...['LicenseModel', 'AvailabilityZone', 'DBSubnetGroupName', 'DBParameterGroupName', 'PromotionTier'],
  ...['PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade', 'PubliclyAccessible', 'CopyTagsToSnapshot'],
  ...['MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'PerformanceInsightsKMSKeyId', 'CACertificateIdentifier', 'Tags'],
];

export function createInstanceOperations(rds: Rds) {
  return {
    CreateDBInstance: (input: CreateDBInstanceMessage, { region }: CallContext) => {
      refuseClusterLevel(input);
      onlyFields('CreateDBInstance', input, FIELDS);
      const instance = check(rds, region, input);
      rds.region(region).instances.set(instance.id, instance);
      // The first instance of a cluster that takes writes is its writer.
      if (!isSecondary(rds, instance.cluster)) instance.cluster.writer ??= instance.id;
      start(rds, instance);
      return { DBInstance: showInstance(instance) };
    },
  };
}

function check(rds: Rds, region: string, input: CreateDBInstanceMessage): InstanceRecord {
  const id = identifier('DBInstanceIdentifier', input.DBInstanceIdentifier);
  if (rds.region(region).instances.has(id)) {
    throw fault('DBInstanceAlreadyExistsFault', `DB instance already exists: ${id}`);
  }
  if (!input.DBClusterIdentifier) {
    throw invalidCombination(
      `A DB instance of ${ENGINE} has to be a member of a DB cluster: DBClusterIdentifier.`,
    );
  }
  const cluster = findCluster(rds, region, input.DBClusterIdentifier);
  if (cluster.status !== 'available') {
    throw fault(
      'InvalidDBClusterStateFault',
      `DB cluster ${cluster.id} is in state ${cluster.status}; it has to be available.`,
    );
  }
  checkEngine(cluster, input);
  checkClass(rds, cluster, input.DBInstanceClass);
  checkSubnetGroup(cluster, input.DBSubnetGroupName);
  checkRoom(rds, cluster);
  return record(rds, cluster, id, input);
}

function checkSubnetGroup(cluster: ClusterRecord, asked: string | undefined): void {
  const { name } = cluster.subnetGroup;
  if (asked === undefined || asked.toLowerCase() === name) return;
  throw invalidCombination(
    `The DB subnet group ${asked} differs from that of DB cluster ${cluster.id}, ${name}.`,
  );
}

function record(
  rds: Rds,
  cluster: ClusterRecord,
  id: string,
  input: CreateDBInstanceMessage,
): InstanceRecord {
  const { region } = cluster;
  const family = `${ENGINE}${cluster.shown.EngineVersion?.split('.')[0]}`;
  // What was set on the cluster counts for an instance that says nothing.
  const monitoring = checkMonitoring(
    rds,
    input.MonitoringInterval ?? cluster.shown.MonitoringInterval,
    input.MonitoringRoleArn ?? (input.MonitoringInterval === 0 ? undefined : cluster.shown.MonitoringRoleArn),
  );
  const insights = instanceInsights(rds, cluster, input);
  const resourceId = `db-${rds.world.uniqueId(26).toUpperCase()}`;
  const instanceArn = arn(rds.world, region, 'db', id);
  const done = Promise.resolve();
  const parameterGroup = groupForFamily(rds, region, 'instance', input.DBParameterGroupName, family);
  return {
    id,
    arn: instanceArn,
    region,
    cluster,
    status: 'creating',
    parameterGroup,
    applied: appliedNow(cluster.parameterGroup, parameterGroup),
    started: done,
    removed: done,
    sequence: rds.nextSequence(),
    tags: checkTags(input.Tags),
    shown: {
      DBInstanceIdentifier: id,
      DBInstanceArn: instanceArn,
      DbiResourceId: resourceId,
      DBInstanceClass: input.DBInstanceClass,
      Engine: ENGINE,
      LicenseModel: 'postgresql-license',
      AllocatedStorage: 1,
      StorageType: cluster.shown.StorageType ?? 'aurora',
      AvailabilityZone: chooseZone(rds, cluster, input.AvailabilityZone),
      MultiAZ: false,
      PromotionTier: promotionTier(input.PromotionTier),
      PubliclyAccessible: input.PubliclyAccessible ?? false,
      AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
      CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
      PreferredMaintenanceWindow: input.PreferredMaintenanceWindow
        ? maintenanceWindow(input.PreferredMaintenanceWindow)
        : cluster.shown.PreferredMaintenanceWindow,
      CACertificateIdentifier: input.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
      MonitoringInterval: monitoring.interval,
      MonitoringRoleArn: monitoring.roleArn,
      EnhancedMonitoringResourceArn: monitoring.roleArn && monitoringStream(rds, region, resourceId),
      ...insights,
      VpcSecurityGroups: cluster.shown.VpcSecurityGroups,
      PendingModifiedValues: {},
      DbInstancePort: 0,
      NetworkType: 'IPV4',
      ActivityStreamStatus: 'stopped',
      DBSecurityGroups: [],
      DomainMemberships: [],
      AssociatedRoles: [],
      ReadReplicaDBInstanceIdentifiers: [],
    },
  };
}

const monitoringStream = (rds: Rds, region: string, resourceId: string) =>
  `arn:aws:logs:${region}:${rds.world.account}:log-group:RDSOSMetrics:log-stream:${resourceId}`;

/** *documented* (client-rds d.ts): the endpoint is not shown while the instance is creating. */
function start(rds: Rds, instance: InstanceRecord): void {
  let settled = () => {};
  instance.started = new Promise((resolve) => {
    settled = resolve;
  });
  const run = async () => {
    try {
      const endpoint = await instance.cluster.postgres?.addInstance(instance.id);
      instance.shown.InstanceCreateTime = now(rds);
      instance.shown.Endpoint = { Address: endpoint?.address, Port: endpoint?.port };
      applyParameters(instance);
      if (instance.status === 'creating') instance.status = 'available';
      exportLogs(rds, instance.cluster);
    } finally {
      settled();
    }
  };
  rds.world.later('rds.instance.create', run, failWith(rds, instance));
}
