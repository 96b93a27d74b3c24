import type { DBInstance, DescribeDBInstancesMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { instanceNotFound, onlyFields, required } from './errors.ts';
import { applyFilters, page } from './paging.ts';
import { applyStatus } from './pending-reboot.ts';
import type { InstanceRecord, Rds } from './state.ts';
import { showSubnetGroup } from './subnet-groups.ts';
import { ENGINE } from './versions.ts';

/** By identifier, in any case, or by ARN. */
export function findInstance(rds: Rds, region: string, identifier: string | undefined): InstanceRecord {
  const name = required('DBInstanceIdentifier', identifier);
  const prefix = `arn:aws:rds:${region}:${rds.world.account}:db:`;
  const id = name.startsWith(prefix) ? name.slice(prefix.length) : name.toLowerCase();
  const found = rds.region(region).instances.get(id);
  if (!found) throw instanceNotFound(name);
  return found;
}

export function showInstance(instance: InstanceRecord): DBInstance {
  const { cluster, shown } = instance;
  const { DatabaseName, MasterUsername, EngineVersion, StorageEncrypted, KmsKeyId } = cluster.shown;
  return {
    ...shown,
    DBInstanceStatus: instance.status,
    DBClusterIdentifier: cluster.id,
    DBName: DatabaseName,
    MasterUsername,
    EngineVersion,
    StorageEncrypted,
    KmsKeyId,
    BackupRetentionPeriod: cluster.shown.BackupRetentionPeriod,
    PreferredBackupWindow: cluster.shown.PreferredBackupWindow,
    DeletionProtection: cluster.shown.DeletionProtection,
    EnabledCloudwatchLogsExports: cluster.shown.EnabledCloudwatchLogsExports,
    IAMDatabaseAuthenticationEnabled: cluster.shown.IAMDatabaseAuthenticationEnabled,
    DBParameterGroups: [
      {
        DBParameterGroupName: instance.parameterGroup.name,
        ParameterApplyStatus: applyStatus(instance, 'instance'),
      },
    ],
    DBSubnetGroup: showSubnetGroup(cluster.subnetGroup),
    TagList: instance.tags,
  };
}

export function describeInstanceOperations(rds: Rds) {
  return {
    DescribeDBInstances: (input: DescribeDBInstancesMessage, { region }: CallContext) => {
      onlyFields('DescribeDBInstances', input, ['DBInstanceIdentifier', 'Filters', 'MaxRecords', 'Marker']);
      const all = input.DBInstanceIdentifier
        ? [findInstance(rds, region, input.DBInstanceIdentifier)]
        : rds.region(region).instances.values();
      const kept = applyFilters(all, input.Filters, {
        'db-cluster-id': (each) => [each.cluster.id, each.cluster.arn],
        'db-instance-id': (each) => [each.id, each.arn],
        'dbi-resource-id': (each) => [each.shown.DbiResourceId],
        engine: () => [ENGINE],
      });
      const { items, Marker } = page(kept, (each) => each.id, input);
      return { DBInstances: items.map(showInstance), Marker };
    },
  };
}
