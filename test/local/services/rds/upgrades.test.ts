import {
  CreateGlobalClusterCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterMessage,
  ModifyGlobalClusterCommand,
  type ModifyGlobalClusterMessage,
  type RDSClient,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  describeGlobal,
  describeInstance,
  globalDatabase,
  SECONDARY_INPUT,
  secondaryInput,
  standalone,
} from './flows.ts';
import { clusterArn, makeCloud, PRIMARY, SECONDARY, VERSION } from './harness.ts';

const NEWER = '15.18';
const modify = (client: RDSClient, id: string, input: Partial<ModifyDBClusterMessage>) =>
  client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: id, ApplyImmediately: true, ...input }));
const modifyGlobal = (client: RDSClient, input: Partial<ModifyGlobalClusterMessage>) =>
  client.send(new ModifyGlobalClusterCommand({ GlobalClusterIdentifier: 'shop', ...input }));

describe('a newer minor version', () => {
  it('is there after an upgrade, in which every instance restarts', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    await cloud.settle();
    await modify(client, 'shop-euw2', { EngineVersion: NEWER, AllowMajorVersionUpgrade: false });
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      Status: 'upgrading',
      EngineVersion: VERSION,
    });
    expect(await describeInstance(client, 'shop-euw2-2')).toMatchObject({ DBInstanceStatus: 'upgrading' });
    await expect(modify(client, 'shop-euw2', { DeletionProtection: true })).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      Status: 'available',
      EngineVersion: NEWER,
    });
    expect(await describeInstance(client, 'shop-euw2-2')).toMatchObject({
      DBInstanceStatus: 'available',
      EngineVersion: NEWER,
    });
    expect(cloud.engines.log.slice(-2)).toEqual(['restart shop-euw2-1 @50000', 'restart shop-euw2-2 @50000']);
  });

  it('waits for the maintenance window, or for the next change that is applied immediately', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, 'shop-euw2', { EngineVersion: NEWER, ApplyImmediately: false });
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({
      EngineVersion: VERSION,
      PendingModifiedValues: { EngineVersion: NEWER },
    });
    await modify(client, 'shop-euw2', { BackupRetentionPeriod: 7 });
    await cloud.settle();
    const now = await describeCluster(client, 'shop-euw2');
    expect(now).toMatchObject({ EngineVersion: NEWER, BackupRetentionPeriod: 7 });
    expect(now.PendingModifiedValues).toBeUndefined();
  });

  it('can come with a new password', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, 'shop-euw2', { EngineVersion: NEWER, MasterUserPassword: 'another-password' });
    await cloud.settle();
    expect(cloud.engines.passwords.at(-1)).toBe('another-password');
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ EngineVersion: NEWER });
  });

  it('is no change when it is there already', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, 'shop-euw2', { EngineVersion: VERSION });
    await cloud.settle();
    expect(cloud.engines.log.join()).not.toContain('restart');
  });

  it.each<[string, Partial<ModifyDBClusterMessage>, string, string]>([
    [
      'an older one',
      { EngineVersion: '15.10' },
      'InvalidParameterCombination',
      'Cannot upgrade aurora-postgresql from 15.17 to 15.10',
    ],
    [
      'one that cannot be ordered',
      { EngineVersion: '15.4' },
      'InvalidParameterCombination',
      'Cannot find version 15.4',
    ],
    [
      'another major one without the word',
      { EngineVersion: '16.8' },
      'InvalidParameterCombination',
      'AllowMajorVersionUpgrade',
    ],
    [
      'another major one',
      { EngineVersion: '16.8', AllowMajorVersionUpgrade: true },
      'NotImplemented',
      'another major version',
    ],
  ])('is not %s', async (_why, input, name, text) => {
    const client = await standalone(makeCloud());
    await expect(modify(client, 'shop-euw2', input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'available' });
  });

  it('waits for instances that are not available', async () => {
    const client = await standalone(makeCloud());
    await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2' });
    await expect(modify(client, 'shop-euw2', { EngineVersion: NEWER })).rejects.toMatchObject({
      name: 'InvalidDBInstanceStateFault',
    });
  });
});

describe('in a global database', () => {
  it('the secondary is upgraded first, and the global cluster has the version of the primary', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalDatabase(cloud);
    await expect(modify(primary, 'shop-euw2', { EngineVersion: NEWER })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('Please upgrade global replicas first'),
    });
    await modify(secondary, 'shop-euw1', { EngineVersion: NEWER });
    await cloud.settle();
    expect(await describeGlobal(primary)).toMatchObject({ EngineVersion: VERSION });
    await modify(primary, 'shop-euw2', { EngineVersion: NEWER });
    await cloud.settle();
    expect(await describeGlobal(primary)).toMatchObject({ EngineVersion: NEWER, Status: 'available' });
  });

  it('one call upgrades all members', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalDatabase(cloud);
    await modifyGlobal(primary, { EngineVersion: NEWER });
    expect(await describeGlobal(primary)).toMatchObject({ Status: 'upgrading' });
    expect(await describeCluster(primary, 'shop-euw2')).toMatchObject({ Status: 'upgrading' });
    await cloud.settle();
    expect(await describeGlobal(primary)).toMatchObject({ Status: 'available', EngineVersion: NEWER });
    for (const [client, id] of [
      [primary, 'shop-euw2'],
      [secondary, 'shop-euw1'],
    ] as const) {
      expect(await describeCluster(client, id)).toMatchObject({ Status: 'available', EngineVersion: NEWER });
    }
    expect(cloud.engines.log.slice(-2)).toEqual(['restart shop-euw1-1 @50001', 'restart shop-euw2-1 @50000']);
  });

  it('an upgrade that fails leaves the version of the global cluster', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary, secondary } = await globalDatabase(cloud);
    cloud.engines.fail = { step: 'restart shop-euw1-1', message: 'no' };
    await modifyGlobal(primary, { EngineVersion: NEWER });
    await cloud.settle();
    expect(await describeGlobal(primary)).toMatchObject({ Status: 'available', EngineVersion: VERSION });
    expect(await describeCluster(secondary, 'shop-euw1')).toMatchObject({ Status: 'failed' });
  });

  it.each<[string, Partial<ModifyGlobalClusterMessage>, string]>([
    ['major versions', { EngineVersion: '16.8' }, 'InvalidParameterCombination'],
    [
      'major versions, also when they are allowed',
      { EngineVersion: '16.8', AllowMajorVersionUpgrade: true },
      'NotImplemented',
    ],
    ['a new name', { NewGlobalClusterIdentifier: 'other' }, 'NotImplemented'],
  ])('the call refuses %s', async (_why, input, name) => {
    const { primary } = await globalDatabase(makeCloud({ requirePreSignedUrl: false }));
    await expect(modifyGlobal(primary, input)).rejects.toMatchObject({ name });
  });

  it('a secondary without instances cannot be upgraded', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary } = await globalDatabase(cloud);
    const third = cloud.client('eu-central-1');
    await createGroups(third);
    await createCluster(third, {
      ...secondaryInput(),
      DBClusterIdentifier: 'shop-euc1',
      KmsKeyId: SECONDARY_INPUT.KmsKeyId?.replace(SECONDARY, 'eu-central-1'),
    });
    await cloud.settle();
    await expect(modify(third, 'shop-euc1', { EngineVersion: NEWER })).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    await expect(modifyGlobal(primary, { EngineVersion: NEWER })).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    expect(await describeGlobal(primary)).toMatchObject({ Status: 'available' });
  });
});

it('a cluster of its own becomes the primary of a global database, and gets a secondary', async () => {
  const cloud = makeCloud({ requirePreSignedUrl: false });
  const primary = await standalone(cloud);
  const secondary = cloud.client(SECONDARY);
  await createGroups(secondary);
  await primary.send(
    new CreateGlobalClusterCommand({
      GlobalClusterIdentifier: 'shop',
      SourceDBClusterIdentifier: clusterArn(PRIMARY, 'shop-euw2'),
    }),
  );
  await cloud.settle();
  expect(await describeGlobal(primary)).toMatchObject({
    Status: 'available',
    EngineVersion: VERSION,
    DatabaseName: 'gaming',
    StorageEncrypted: true,
    GlobalClusterMembers: [{ DBClusterArn: clusterArn(PRIMARY, 'shop-euw2'), IsWriter: true }],
  });
  await createCluster(secondary, secondaryInput());
  await cloud.settle();
  expect((await describeGlobal(primary)).GlobalClusterMembers).toMatchObject([
    { IsWriter: true, Readers: [clusterArn(SECONDARY, 'shop-euw1')] },
    { IsWriter: false, SynchronizationStatus: 'connected' },
  ]);
  expect(cloud.engines.log).toContain('create from @50000 @50001');
});

describe('the storage type', () => {
  const DAY = 24 * 60 * 60 * 1000;

  it('changes to I/O-Optimized and back, also on the instances', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, 'shop-euw2', { StorageType: 'aurora-iopt1' });
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ StorageType: 'aurora-iopt1' });
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ StorageType: 'aurora-iopt1' });
    await modify(client, 'shop-euw2', { StorageType: 'aurora' });
    await cloud.settle();
    expect((await describeCluster(client, 'shop-euw2')).StorageType).toBeUndefined();
    expect(await describeInstance(client, 'shop-euw2-1')).toMatchObject({ StorageType: 'aurora' });
  });

  it('can become I/O-Optimized once a month', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    for (const StorageType of ['aurora-iopt1', 'aurora']) {
      await modify(client, 'shop-euw2', { StorageType });
      await cloud.settle();
    }
    await expect(modify(client, 'shop-euw2', { StorageType: 'aurora-iopt1' })).rejects.toMatchObject({
      name: 'StorageTypeNotAvailableFault',
    });
    await cloud.clock.advance(30 * DAY);
    await modify(client, 'shop-euw2', { StorageType: 'aurora-iopt1' });
  });

  it('waits unless it is to be applied immediately', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await modify(client, 'shop-euw2', { StorageType: 'aurora-iopt1', ApplyImmediately: false });
    await cloud.settle();
    const now = await describeCluster(client, 'shop-euw2');
    expect(now.StorageType).toBeUndefined();
    expect(now.PendingModifiedValues).toEqual({ StorageType: 'aurora-iopt1' });
  });

  it('is one that Aurora has', async () => {
    const client = await standalone(makeCloud());
    await expect(modify(client, 'shop-euw2', { StorageType: 'gp3' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

it('a writer that goes is followed by the reader of the lowest promotion tier, in the engine too', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-2', PromotionTier: 5 });
  await createInstance(client, { DBInstanceIdentifier: 'shop-euw2-3', PromotionTier: 0 });
  await cloud.settle();
  await client.send(
    new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
  );
  await cloud.settle();
  expect(cloud.engines.log.at(-1)).toBe('remove shop-euw2-1 for shop-euw2-3 @50000');
  expect((await describeCluster(client, 'shop-euw2')).DBClusterMembers).toMatchObject([
    { DBInstanceIdentifier: 'shop-euw2-2', IsClusterWriter: false },
    { DBInstanceIdentifier: 'shop-euw2-3', IsClusterWriter: true },
  ]);
});
