import {
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  describeInstance,
  standalone,
} from './flows.ts';
import { ACCOUNT, keyArn, makeCloud, PRIMARY } from './harness.ts';

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

describe('Performance Insights of an instance', () => {
  const turnOn = { DBInstanceIdentifier: 'shop-euw2-1', EnablePerformanceInsights: true };

  it('can change while it is the only one', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await client.send(new ModifyDBInstanceCommand(turnOn));
    await cloud.settle();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
      DBInstanceStatus: 'available',
      PerformanceInsightsEnabled: true,
      PerformanceInsightsRetentionPeriod: 7,
      PerformanceInsightsKMSKeyId: `arn:aws:kms:${PRIMARY}:${ACCOUNT}:alias/aws/rds`,
    });
  });

  it('cannot differ from those of its siblings', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    await cloud.settle();
    await expect(client.send(new ModifyDBInstanceCommand(turnOn))).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: expect.stringContaining('ModifyDBCluster'),
    });
  });

  it('are those of the cluster when the instance says nothing', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createCluster(client, { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 62 });
    await cloud.settle();
    const { DBInstance } = await createInstance(client);
    expect(DBInstance).toMatchObject({ PerformanceInsightsRetentionPeriod: 62 });
  });
});

it('keeps the insights key of the instances when the cluster changes the retention', async () => {
  const cloud = makeCloud();
  const client = cloud.client(PRIMARY);
  await createGroups(client);
  await createCluster(client);
  await cloud.settle();
  await createInstance(client, {
    EnablePerformanceInsights: true,
    PerformanceInsightsKMSKeyId: keyArn(PRIMARY),
  });
  await cloud.settle();
  const input = { DBClusterIdentifier: 'shop-euw2', PerformanceInsightsRetentionPeriod: 93 };
  await client.send(new ModifyDBClusterCommand(input));
  expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({
    PerformanceInsightsRetentionPeriod: 93,
    PerformanceInsightsKMSKeyId: keyArn(PRIMARY),
  });
});
