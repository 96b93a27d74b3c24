import { DescribeDBClustersCommand, ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  describeInstance,
  standalone,
} from './flows.ts';
import { clusterArn, keyArn, MONITORING_ROLE, makeCloud, PASSWORD, PRIMARY, SECONDARY } from './harness.ts';

describe('a cluster', () => {
  it('shows endpoints and port at once and becomes available without instances', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);

    const { DBCluster } = await createCluster(client);
    expect(DBCluster).toMatchObject({
      Status: 'creating',
      Endpoint: '127.0.0.1',
      ReaderEndpoint: '127.0.0.2',
      Port: 50_000,
      DatabaseName: 'gaming',
      MasterUsername: 'gameadmin',
      DBClusterArn: clusterArn(PRIMARY, 'shop-euw2'),
      StorageEncrypted: true,
      KmsKeyId: keyArn(PRIMARY),
      BackupRetentionPeriod: 1,
      DBSubnetGroup: 'shop',
      DBClusterParameterGroup: 'shop',
      DBClusterMembers: [],
    });

    await cloud.clock.advance(119_000);
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'creating' });
    await cloud.clock.advance(1_000);
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'available' });
  });

  it('is found by identifier in any case and by ARN', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    for (const name of ['SHOP-euw2', clusterArn(PRIMARY, 'shop-euw2')]) {
      expect(await describeCluster(client, name)).toMatchObject({ DBClusterIdentifier: 'shop-euw2' });
    }
  });

  it('is not there in another region', async () => {
    const cloud = makeCloud();
    await standalone(cloud);
    const elsewhere = cloud.client(SECONDARY);
    await expect(describeCluster(elsewhere, 'shop-euw2')).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
    await expect(describeInstance(elsewhere, 'shop-euw2-1')).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
    });
    expect((await elsewhere.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
  });

  it('exists from the call on: of two creates at once one is refused', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    const results = await Promise.allSettled([createCluster(client), createCluster(client)]);
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      name: 'DBClusterAlreadyExistsFault',
    });
  });

  it('takes the newest minor version of a major one', async () => {
    const cloud = makeCloud();
    cloud.settings.orderable.set(PRIMARY, { versions: ['15.10', '15.12', '16.8'] });
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    const { DBCluster } = await createCluster(client, { EngineVersion: '15' });
    expect(DBCluster?.EngineVersion).toBe('15.12');
  });

  it('resets the master password in the engine and is available again', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const input = { DBClusterIdentifier: 'shop-euw2', MasterUserPassword: 'another-password-1' };
    const { DBCluster } = await client.send(new ModifyDBClusterCommand(input));
    expect(DBCluster?.Status).toBe('resetting-master-credentials');
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'available' });
    expect(cloud.engines.passwords).toEqual([PASSWORD, 'another-password-1']);
  });

  it('keeps a new backup retention pending unless it is to apply at once', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const input = { DBClusterIdentifier: 'shop-euw2', BackupRetentionPeriod: 7 };
    await client.send(new ModifyDBClusterCommand(input));
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      BackupRetentionPeriod: 1,
      PendingModifiedValues: { BackupRetentionPeriod: 7 },
    });
    await client.send(new ModifyDBClusterCommand({ ...input, ApplyImmediately: true }));
    await cloud.settle();
    const applied = await describeCluster(client, 'shop-euw2');
    expect(applied).toMatchObject({ Status: 'available', BackupRetentionPeriod: 7 });
    expect(applied.PendingModifiedValues).toBeUndefined();
  });

  it('gives Performance Insights settings to all of its instances', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    await cloud.settle();
    await client.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'shop-euw2',
        EnablePerformanceInsights: true,
        PerformanceInsightsRetentionPeriod: 31,
      }),
    );
    await cloud.settle();
    for (const id of ['shop-euw2-1', 'shop-euw2-2']) {
      expect(await describeInstance(client, id)).toMatchObject({
        PerformanceInsightsEnabled: true,
        PerformanceInsightsRetentionPeriod: 31,
      });
    }
  });

  it('stays available when only its deletion protection changes', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const { DBCluster } = await client.send(
      new ModifyDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', DeletionProtection: true }),
    );
    expect(DBCluster).toMatchObject({ Status: 'available', DeletionProtection: true });
  });

  it('changes its windows, logs, groups and monitoring together', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await client.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'shop-euw2',
        PreferredBackupWindow: '01:00-02:00',
        PreferredMaintenanceWindow: 'Mon:02:00-Mon:03:00',
        CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] },
        DBClusterParameterGroupName: 'default.aurora-postgresql15',
        MonitoringInterval: 60,
        MonitoringRoleArn: MONITORING_ROLE,
      }),
    );
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      Status: 'available',
      PreferredBackupWindow: '01:00-02:00',
      PreferredMaintenanceWindow: 'mon:02:00-mon:03:00',
      EnabledCloudwatchLogsExports: ['postgresql'],
      DBClusterParameterGroup: 'default.aurora-postgresql15',
    });
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ MonitoringInterval: 60 });
  });

  it('changes nothing when one of the changes is wrong', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await expect(
      client.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: 'shop-euw2',
          MasterUserPassword: 'another-password-1',
          DeletionProtection: true,
          DBClusterParameterGroupName: 'default.aurora-postgresql16',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      Status: 'available',
      DeletionProtection: false,
    });
    expect(cloud.engines.passwords).toEqual([PASSWORD]);
  });

  it('refuses what is not implemented by name', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await expect(
      client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', Port: 5433 })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('ModifyDBCluster.Port'),
    });
  });
});
