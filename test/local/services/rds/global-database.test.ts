import {
  CreateGlobalClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeGlobalClustersCommand,
  ModifyDBClusterCommand,
  RemoveFromGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { instant } from '../../../../local/delays.ts';
import {
  createCluster,
  createGlobal,
  createGroups,
  createInstance,
  describeCluster,
  describeGlobal,
  globalDatabase,
  globalPrimary,
  secondaryInput,
  standalone,
} from './flows.ts';
import { clusterArn, keyArn, makeCloud, PRIMARY, SECONDARY } from './harness.ts';

describe('a global database', () => {
  it('can be made from a cluster that is there, with its version, database and encryption', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const input = {
      GlobalClusterIdentifier: 'shop',
      SourceDBClusterIdentifier: clusterArn(PRIMARY, 'shop-euw2'),
    };
    await client.send(new CreateGlobalClusterCommand(input));
    await cloud.settle();
    expect(await describeGlobal(client)).toMatchObject({
      Status: 'available',
      EngineVersion: '15.17',
      DatabaseName: 'gaming',
      StorageEncrypted: true,
      GlobalClusterMembers: [{ IsWriter: true, DBClusterArn: clusterArn(PRIMARY, 'shop-euw2') }],
    });
    await expect(
      client.send(new CreateGlobalClusterCommand({ ...input, GlobalClusterIdentifier: 'again' })),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  });

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

  it('is made and taken down as well when nothing takes time', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false }, instant);
    const { primary, secondary } = await globalDatabase(cloud);
    expect(await describeCluster(secondary, 'shop-euw1')).toMatchObject({
      Status: 'available',
      DBClusterMembers: [{ IsClusterWriter: false }],
    });
    await primary.send(
      new RemoveFromGlobalClusterCommand({
        GlobalClusterIdentifier: 'shop',
        DbClusterIdentifier: clusterArn(SECONDARY, 'shop-euw1'),
      }),
    );
    expect((await describeGlobal(primary)).GlobalClusterMembers).toHaveLength(1);
    const skip = { SkipFinalSnapshot: true };
    await secondary.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw1-1', ...skip }));
    await secondary.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw1', ...skip }));
    await cloud.settle();
    expect((await secondary.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
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
