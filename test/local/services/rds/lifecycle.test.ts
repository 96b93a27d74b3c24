import {
  CreateDBClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGlobal,
  createGroups,
  createInstance,
  describeCluster,
  describeGlobal,
  describeInstance,
  globalDatabase,
  globalPrimary,
  PRIMARY_INPUT,
  secondaryInput,
  standalone,
} from './flows.ts';
import { clusterArn, keyArn, makeCloud, PASSWORD, PRIMARY, SECONDARY } from './harness.ts';

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

  it('refuses what is not implemented by name', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await expect(
      client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', EngineVersion: '16.8' })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('ModifyDBCluster.EngineVersion'),
    });
  });
});

describe('an instance', () => {
  it('is the writer when it is the first, and a reader otherwise', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2', PromotionTier: 2 });
    await cloud.settle();
    expect((await describeCluster(client, 'shop-euw2')).DBClusterMembers).toMatchObject([
      { DBInstanceIdentifier: 'shop-euw2-1', IsClusterWriter: true, PromotionTier: 1 },
      { DBInstanceIdentifier: 'shop-euw2-2', IsClusterWriter: false, PromotionTier: 2 },
    ]);
  });

  it('shows its endpoint once it is available', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createCluster(client);
    await cloud.settle();
    const { DBInstance } = await createInstance(client, {});
    expect(DBInstance).toMatchObject({
      DBInstanceStatus: 'creating',
      EngineVersion: '15.17',
      DBName: 'gaming',
    });
    expect(DBInstance?.Endpoint).toBeUndefined();
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
      DBInstanceStatus: 'available',
      Endpoint: { Address: '127.0.0.3', Port: 50_000 },
      InstanceCreateTime: expect.any(Date),
      StorageEncrypted: true,
    });
  });

  it('spreads over the zones of the subnet group', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    const { DBInstances = [] } = await client.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances.map((each) => each.AvailabilityZone)).toEqual(['eu-west-2a', 'eu-west-2b']);
    expect((await describeCluster(client, 'shop-euw2')).MultiAZ).toBe(true);
  });

  it('leaves the role of the writer to the reader of the lowest promotion tier', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'late', PromotionTier: 2 });
    await createInstance(client, { DBInstanceIdentifier: 'next', PromotionTier: 0 });
    await cloud.settle();
    await client.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
    );
    await cloud.settle();
    expect((await describeCluster(client, 'shop-euw2')).DBClusterMembers).toMatchObject([
      { DBInstanceIdentifier: 'late', IsClusterWriter: false },
      { DBInstanceIdentifier: 'next', IsClusterWriter: true },
    ]);
  });

  it('can be deleted while it is creating, after its engine has started', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'brief' });
    await client.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'brief', SkipFinalSnapshot: true }),
    );
    await cloud.settle();
    await expect(describeInstance(client, 'brief')).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
    });
    expect(cloud.engines.log.slice(-2)).toEqual(['add brief @50000', 'remove brief @50000']);
  });

  it('takes another class at once only with ApplyImmediately', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const input = { DBInstanceIdentifier: 'shop-euw2-1', DBInstanceClass: 'db.r6g.xlarge' };
    await client.send(new ModifyDBInstanceCommand(input));
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
      DBInstanceClass: 'db.r6g.large',
      PendingModifiedValues: { DBInstanceClass: 'db.r6g.xlarge' },
    });
    const { DBInstance } = await client.send(
      new ModifyDBInstanceCommand({ ...input, ApplyImmediately: true }),
    );
    expect(DBInstance).toMatchObject({ DBInstanceStatus: 'modifying', DBInstanceClass: 'db.r6g.xlarge' });
  });
});

describe('a global database', () => {
  it('is made in the order of AWS: global cluster, primary, writer, secondary, its instance', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalPrimary(cloud);
    await createCluster(secondary, secondaryInput());
    expect((await describeGlobal(primary)).GlobalClusterMembers).toMatchObject([
      { IsWriter: true, SynchronizationStatus: 'connected', Readers: [clusterArn(SECONDARY, 'shop-euw1')] },
      { IsWriter: false, SynchronizationStatus: 'pending-resync', Readers: [] },
    ]);
    await cloud.settle();
    await createInstance(secondary, {
      DBInstanceIdentifier: 'shop-euw1-1',
      DBClusterIdentifier: 'shop-euw1',
    });
    await cloud.settle();

    expect(await describeGlobal(primary)).toMatchObject({
      Status: 'available',
      DatabaseName: 'gaming',
      EngineVersion: '15.17',
      Endpoint: '127.0.0.1',
      GlobalClusterMembers: [
        { DBClusterArn: clusterArn(PRIMARY, 'shop-euw2'), SynchronizationStatus: 'connected' },
        { DBClusterArn: clusterArn(SECONDARY, 'shop-euw1'), SynchronizationStatus: 'connected' },
      ],
    });
    expect(await describeCluster(secondary, 'shop-euw1')).toMatchObject({
      Status: 'available',
      KmsKeyId: keyArn(SECONDARY),
      DatabaseName: 'gaming',
      GlobalClusterIdentifier: 'shop',
      DBClusterMembers: [{ DBInstanceIdentifier: 'shop-euw1-1', IsClusterWriter: false }],
    });
    expect(cloud.engines.log.filter((line) => line.startsWith('create'))).toEqual([
      'create gaming @50000',
      'create from @50000 @50001',
    ]);
  });

  it('is seen from every region, and its region filter goes by the members', async () => {
    const cloud = makeCloud();
    const { secondary } = await globalPrimary(cloud);
    expect(await describeGlobal(secondary)).toMatchObject({ GlobalClusterIdentifier: 'shop' });
    const inRegion = (region: string) =>
      secondary.send(new DescribeGlobalClustersCommand({ Filters: [{ Name: 'region', Values: [region] }] }));
    expect((await inRegion(PRIMARY)).GlobalClusters).toHaveLength(1);
    expect((await inRegion(SECONDARY)).GlobalClusters).toEqual([]);
  });

  it('has to be available before its primary is created', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createGlobal(client);
    await expect(createCluster(client, { GlobalClusterIdentifier: 'shop' })).rejects.toMatchObject({
      name: 'InvalidGlobalClusterStateFault',
    });
  });

  it('has to have an available primary before a secondary joins', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalPrimary(cloud);
    await primary.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'shop-euw2',
        MasterUserPassword: 'another-password-1',
      }),
    );
    await expect(createCluster(secondary, secondaryInput())).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
  });

  it('does not let a secondary change the master password', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { secondary } = await globalDatabase(cloud);
    await expect(
      secondary.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: 'shop-euw1',
          MasterUserPassword: 'another-password-1',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});

describe('an engine that fails', () => {
  const message = `initdb: no space left, was given ${PASSWORD}`;

  it('leaves the cluster failed and the reason, without the password, on stderr', async () => {
    const cloud = makeCloud();
    cloud.engines.fail = { step: 'create', message };
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    const { DBCluster } = await client.send(new CreateDBClusterCommand(PRIMARY_INPUT));
    expect(DBCluster?.Status).toBe('failed');
    expect(cloud.reports).toEqual([
      `${clusterArn(PRIMARY, 'shop-euw2')}: the engine failed: initdb: no space left, was given ***`,
    ]);
  });

  it('leaves the instance failed, and instance and cluster can still be deleted', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createCluster(client);
    await cloud.settle();
    cloud.engines.fail = { step: 'add', message: 'did not start' };
    await createInstance(client);
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ DBInstanceStatus: 'failed' });

    await client.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
    );
    await cloud.settle();
    await client.send(
      new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', SkipFinalSnapshot: true }),
    );
    await cloud.settle();
    await expect(describeCluster(client, 'shop-euw2')).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
  });
});

it('shows no password in any answer', async () => {
  const cloud = makeCloud({ requirePreSignedUrl: false });
  const { primary, secondary } = await globalDatabase(cloud);
  await primary.send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier: 'shop-euw2',
      MasterUserPassword: 'another-password-1',
    }),
  );
  const answers = await Promise.all(
    [primary, secondary].flatMap((client) => [
      client.send(new DescribeDBClustersCommand({})),
      client.send(new DescribeDBInstancesCommand({})),
      client.send(new DescribeGlobalClustersCommand({})),
    ]),
  );
  const text = JSON.stringify(answers);
  expect(text).toContain('gameadmin');
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toContain('another-password-1');
});
