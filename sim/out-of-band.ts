import { CloudWatchClient, DeleteAlarmsCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DAXClient, DecreaseReplicationFactorCommand, DeleteClusterCommand } from '@aws-sdk/client-dax';
import { DeleteTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteReplicationGroupCommand,
  ElastiCacheClient,
  ModifyReplicationGroupCommand,
} from '@aws-sdk/client-elasticache';
import { DeleteDBInstanceCommand, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { HOME_REGION as HOME } from '../local/cloud.ts';
import { clusterNow, removeCluster } from './failed.ts';
import type { SimulatedEnvironment } from './scenario.ts';
import type { SimulatedWorld } from './world.ts';

export type OutOfBandAct = readonly [what: string, destroyed: boolean, act: () => Promise<unknown>];

/** What people with a console of their own do to an environment; `destroyed`: data goes with it. */
export function outOfBandActs(
  world: SimulatedWorld,
  environment: Pick<SimulatedEnvironment, 'project' | 'name'>,
): readonly OutOfBandAct[] {
  const { clients } = world.cloud.runtime;
  const prefix = `plinth-${environment.project}-${environment.name}`;
  const cluster = `${prefix}-aurora-euw2`;
  return [
    [
      'alarms are deleted',
      false,
      async () => {
        const client = clients.get(CloudWatchClient, HOME);
        const { MetricAlarms = [] } = await client.send(
          new DescribeAlarmsCommand({ AlarmNamePrefix: prefix }),
        );
        const AlarmNames = MetricAlarms.slice(0, 5).map(({ AlarmName = '' }) => AlarmName);
        if (AlarmNames.length > 0) await client.send(new DeleteAlarmsCommand({ AlarmNames }));
      },
    ],
    [
      'backups of the cluster are kept for a day',
      false,
      () =>
        clients.get(RDSClient, HOME).send(
          new ModifyDBClusterCommand({
            DBClusterIdentifier: cluster,
            BackupRetentionPeriod: 1,
          }),
        ),
    ],
    [
      'point-in-time recovery is turned off',
      false,
      () =>
        clients.get(DynamoDBClient, HOME).send(
          new UpdateContinuousBackupsCommand({
            TableName: `${prefix}-games`,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
          }),
        ),
    ],
    [
      'an instance of the cluster is deleted',
      false,
      async () => {
        const rds = clients.get(RDSClient, HOME);
        const DBInstanceIdentifier = (await clusterNow(rds, cluster))?.DBClusterMembers?.[0]
          ?.DBInstanceIdentifier;
        await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
      },
    ],
    [
      'snapshots of Redis are turned off',
      false,
      () =>
        clients.get(ElastiCacheClient, HOME).send(
          new ModifyReplicationGroupCommand({
            ReplicationGroupId: `${prefix}-redis`,
            SnapshotRetentionLimit: 0,
            ApplyImmediately: true,
          }),
        ),
    ],
    [
      'Redis is deleted',
      true,
      () =>
        clients
          .get(ElastiCacheClient, HOME)
          .send(new DeleteReplicationGroupCommand({ ReplicationGroupId: `${prefix}-redis` })),
    ],
    [
      'DAX is deleted',
      false,
      () => clients.get(DAXClient, HOME).send(new DeleteClusterCommand({ ClusterName: `${prefix}-dax` })),
    ],
    [
      'the cluster is deleted',
      true,
      async () => {
        const rds = clients.get(RDSClient, HOME);
        const { Status, GlobalClusterIdentifier } = (await clusterNow(rds, cluster)) ?? {};
        // All of it or nothing: what is begun and refused half-way nobody would know of.
        if (Status !== 'available' || GlobalClusterIdentifier) throw new Error('it cannot be deleted now');
        await removeCluster(rds, cluster);
      },
    ],
    [
      'DAX gets smaller',
      false,
      () =>
        clients
          .get(DAXClient, HOME)
          .send(
            new DecreaseReplicationFactorCommand({ ClusterName: `${prefix}-dax`, NewReplicationFactor: 1 }),
          ),
    ],
    [
      'a table is deleted',
      true,
      () => clients.get(DynamoDBClient, HOME).send(new DeleteTableCommand({ TableName: `${prefix}-games` })),
    ],
  ];
}
