import {
  DeleteDBClusterCommand,
  type DeleteDBClusterMessage,
  DeleteDBClusterParameterGroupCommand,
  DeleteDBInstanceCommand,
  DeleteDBParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
  DeleteGlobalClusterCommand,
  ModifyDBClusterCommand,
  ModifyGlobalClusterCommand,
  type RDSClient,
  RemoveFromGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createInstance,
  describeCluster,
  describeGlobal,
  describeInstance,
  globalDatabase,
  standalone,
} from './flows.ts';
import { clusterArn, makeCloud, PRIMARY, SECONDARY } from './harness.ts';

const PRIMARY_ARN = clusterArn(PRIMARY, 'shop-euw2');
const SECONDARY_ARN = clusterArn(SECONDARY, 'shop-euw1');

const deleteInstance = (client: RDSClient, DBInstanceIdentifier: string) =>
  client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
const deleteCluster = (client: RDSClient, id: string, input: Partial<DeleteDBClusterMessage> = {}) =>
  client.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true, ...input }));
const removeFromGlobal = (client: RDSClient, DbClusterIdentifier: string) =>
  client.send(new RemoveFromGlobalClusterCommand({ GlobalClusterIdentifier: 'shop', DbClusterIdentifier }));
const deleteGlobal = (client: RDSClient) =>
  client.send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: 'shop' }));

it('takes a global database down in the order of AWS', async () => {
  const cloud = makeCloud({ requirePreSignedUrl: false });
  const { primary, secondary } = await globalDatabase(cloud);

  await removeFromGlobal(primary, SECONDARY_ARN);
  expect(await describeCluster(secondary, 'shop-euw1')).toMatchObject({ Status: 'promoting' });
  await cloud.settle();
  const alone = await describeCluster(secondary, 'shop-euw1');
  expect(alone).toMatchObject({ Status: 'available', DBClusterMembers: [{ IsClusterWriter: true }] });
  expect(alone.GlobalClusterIdentifier).toBeUndefined();
  expect((await describeGlobal(primary)).GlobalClusterMembers).toHaveLength(1);

  await deleteInstance(secondary, 'shop-euw1-1');
  await cloud.settle();
  await deleteCluster(secondary, 'shop-euw1');
  await removeFromGlobal(primary, PRIMARY_ARN);
  await cloud.settle();
  await deleteInstance(primary, 'shop-euw2-1');
  await cloud.settle();
  await deleteCluster(primary, 'shop-euw2', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'last' });
  await deleteGlobal(primary);
  await cloud.settle();

  await expect(describeGlobal(primary)).rejects.toMatchObject({ name: 'GlobalClusterNotFoundFault' });
  await expect(describeCluster(primary, 'shop-euw2')).rejects.toMatchObject({
    name: 'DBClusterNotFoundFault',
  });
  await primary.send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: 'shop' }));
  await primary.send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: 'shop' }));
  await primary.send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: 'shop' }));
  expect(cloud.engines.log.slice(-6)).toEqual([
    'promote shop-euw1-1 @50001',
    'remove shop-euw1-1 @50001',
    'destroy @50001',
    'remove shop-euw2-1 @50000',
    'snapshot @50000',
    'destroy @50000',
  ]);
});

describe('in a global database', () => {
  type Clients = Awaited<ReturnType<typeof globalDatabase>>;
  const cases: [why: string, call: (clients: Clients) => Promise<unknown>, name: string, text: string][] = [
    [
      'a member cluster cannot be deleted',
      ({ secondary }) => deleteCluster(secondary, 'shop-euw1'),
      'InvalidDBClusterStateFault',
      'please remove it from globalcluster first',
    ],
    [
      'the primary cannot be deleted before the others',
      ({ primary }) => deleteCluster(primary, 'shop-euw2'),
      'InvalidGlobalClusterStateFault',
      'Unable to delete cluster that is a primary member of global cluster',
    ],
    [
      'the last instance of a secondary cannot be deleted',
      ({ secondary }) => deleteInstance(secondary, 'shop-euw1-1'),
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the read replica DB cluster',
    ],
    [
      'the last instance of the primary cannot be deleted',
      ({ primary }) => deleteInstance(primary, 'shop-euw2-1'),
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the master cluster',
    ],
    [
      'the primary cannot be removed while there are others',
      ({ primary }) => removeFromGlobal(primary, PRIMARY_ARN),
      'InvalidGlobalClusterStateFault',
      'while there are other global cluster members',
    ],
    [
      'a cluster that is no member cannot be removed',
      ({ primary }) => removeFromGlobal(primary, clusterArn(PRIMARY, 'nope')),
      'InvalidParameterValue',
      'is not found in global cluster',
    ],
    [
      'the global cluster cannot be deleted with members',
      ({ primary }) => deleteGlobal(primary),
      'InvalidGlobalClusterStateFault',
      'is not empty',
    ],
  ];

  it.each(cases)('%s', async (_why, call, name, text) => {
    const clients = await globalDatabase(makeCloud({ requirePreSignedUrl: false }));
    await expect(call(clients)).rejects.toMatchObject({ name, message: expect.stringContaining(text) });
  });

  it('deletion protection of the global cluster comes before its members', async () => {
    const { primary } = await globalDatabase(makeCloud({ requirePreSignedUrl: false }));
    await primary.send(
      new ModifyGlobalClusterCommand({ GlobalClusterIdentifier: 'shop', DeletionProtection: true }),
    );
    await expect(deleteGlobal(primary)).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: expect.stringContaining('disable deletion protection'),
    });
  });
});

describe('a cluster', () => {
  it('with deletion protection is kept, while its instances may go', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await client.send(
      new ModifyDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', DeletionProtection: true }),
    );
    await expect(deleteCluster(client, 'shop-euw2')).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: expect.stringContaining('disable deletion protection'),
    });
    await deleteInstance(client, 'shop-euw2-1');
    await cloud.settle();
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ DBClusterMembers: [] });
  });

  it('with instances is kept', async () => {
    const client = await standalone(makeCloud());
    await expect(deleteCluster(client, 'shop-euw2')).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: 'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    });
  });

  it('goes after its instances that are being deleted, and its name stays taken meanwhile', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await deleteInstance(client, 'shop-euw2-1');
    await deleteCluster(client, 'shop-euw2');
    await cloud.clock.advance(100_000);
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'deleting' });
    await expect(createCluster(client)).rejects.toMatchObject({ name: 'DBClusterAlreadyExistsFault' });
    await cloud.settle();
    await expect(describeInstance(client, 'shop-euw2-1')).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
    });
    await expect(describeCluster(client, 'shop-euw2')).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
  });

  it.each<[string, Partial<DeleteDBClusterMessage>, string]>([
    ['neither a snapshot nor the word that none is wanted', { SkipFinalSnapshot: false }, 'is required'],
    ['both', { FinalDBSnapshotIdentifier: 'last' }, 'can not be specified'],
    ['a bad name', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'a--b' }, 'not a valid'],
  ])('is not deleted with %s', async (_what, input, text) => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await deleteInstance(client, 'shop-euw2-1');
    await cloud.settle();
    await expect(deleteCluster(client, 'shop-euw2', input)).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: expect.stringContaining(text),
    });
  });

  it('cannot take the name of a final snapshot twice', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const last = { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'last' };
    await deleteInstance(client, 'shop-euw2-1');
    await deleteCluster(client, 'shop-euw2', last);
    await createCluster(client, { DBClusterIdentifier: 'other' });
    await cloud.settle();
    await expect(deleteCluster(client, 'other', last)).rejects.toMatchObject({
      name: 'DBClusterSnapshotAlreadyExistsFault',
    });
  });
});

it('keeps a cluster whose final snapshot fails, with its data', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  await deleteInstance(client, 'shop-euw2-1');
  await cloud.settle();
  cloud.engines.fail = { step: 'snapshot', message: 'no space left' };
  await deleteCluster(client, 'shop-euw2', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'last' });
  await cloud.settle();
  expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'failed' });
  expect(cloud.engines.log).not.toContain('destroy @50000');
  expect(cloud.reports.join()).toContain('no space left');
});

it('answers that a cluster is already being deleted', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  await deleteInstance(client, 'shop-euw2-1');
  await deleteCluster(client, 'shop-euw2');
  await expect(deleteCluster(client, 'shop-euw2')).rejects.toMatchObject({
    name: 'InvalidDBClusterStateFault',
    message: expect.stringContaining('already being deleted'),
  });
});

it('answers that an instance is already being deleted', async () => {
  const client = await standalone(makeCloud());
  await deleteInstance(client, 'shop-euw2-1');
  await expect(deleteInstance(client, 'shop-euw2-1')).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: expect.stringContaining('is already being deleted'),
  });
  await expect(createInstance(client)).rejects.toMatchObject({ name: 'DBInstanceAlreadyExistsFault' });
});

it('keeps groups that are in use', async () => {
  const client = await standalone(makeCloud());
  await expect(
    client.send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: 'shop' })),
  ).rejects.toMatchObject({ name: 'InvalidDBSubnetGroupStateFault' });
  await expect(
    client.send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: 'shop' })),
  ).rejects.toMatchObject({ name: 'InvalidDBParameterGroupStateFault' });
  await expect(
    client.send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: 'shop' })),
  ).rejects.toMatchObject({ name: 'InvalidDBParameterGroupStateFault' });
});
