import {
  CreateDBClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  ModifyDBClusterCommand,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  describeInstance,
  globalDatabase,
  PRIMARY_INPUT,
} from './flows.ts';
import { clusterArn, makeCloud, PASSWORD, PRIMARY } from './harness.ts';

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

  it('leaves a protected cluster that can be unprotected, changed in nothing else, and deleted', async () => {
    const cloud = makeCloud();
    cloud.engines.fail = { step: 'create', message };
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await client.send(new CreateDBClusterCommand({ ...PRIMARY_INPUT, DeletionProtection: true }));
    const DBClusterIdentifier = 'shop-euw2';
    const modify = (change: object) =>
      client.send(new ModifyDBClusterCommand({ DBClusterIdentifier, ApplyImmediately: true, ...change }));
    const remove = new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true });

    await expect(client.send(remove)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    const refused = { name: 'InvalidDBClusterStateFault' };
    await expect(modify({ DeletionProtection: false, BackupRetentionPeriod: 9 })).rejects.toMatchObject(
      refused,
    );
    await expect(modify({ DeletionProtection: true })).rejects.toMatchObject(refused);
    const quiet = { DeletionProtection: false, CopyTagsToSnapshot: false };
    await expect(modify(quiet)).rejects.toMatchObject(refused);
    await modify({ DeletionProtection: false });
    const FinalDBSnapshotIdentifier = 'last';
    const keeping = new DeleteDBClusterCommand({ DBClusterIdentifier, FinalDBSnapshotIdentifier });
    await expect(client.send(keeping)).rejects.toMatchObject(refused);
    await client.send(remove);
    await cloud.settle();
    await expect(describeCluster(client, DBClusterIdentifier)).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
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
