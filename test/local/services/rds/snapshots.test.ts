import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  type DescribeDBClusterSnapshotsMessage,
  ListTagsForResourceCommand,
  ModifyDBClusterCommand,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  type RestoreDBClusterFromSnapshotMessage,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  describeCluster,
  ENGINE,
  globalDatabase,
  standalone,
} from './flows.ts';
import { ACCOUNT, type Cloud, FAMILY, keyArn, makeCloud, PRIMARY, SECONDARY, VERSION } from './harness.ts';

const snapshotArn = (region: string, id: string) => `arn:aws:rds:${region}:${ACCOUNT}:cluster-snapshot:${id}`;
const take = (client: RDSClient, id: string, cluster = 'shop-euw2', tags: Record<string, string> = {}) =>
  client.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterSnapshotIdentifier: id,
      DBClusterIdentifier: cluster,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
const list = async (client: RDSClient, input: DescribeDBClusterSnapshotsMessage = {}) =>
  (await client.send(new DescribeDBClusterSnapshotsCommand(input))).DBClusterSnapshots ?? [];
const ids = async (client: RDSClient, input: DescribeDBClusterSnapshotsMessage = {}) =>
  (await list(client, input)).map((each) => each.DBClusterSnapshotIdentifier);
const drop = (client: RDSClient, DBClusterSnapshotIdentifier: string) =>
  client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier }));
const restore = (client: RDSClient, input: Partial<RestoreDBClusterFromSnapshotMessage> = {}) =>
  client.send(
    new RestoreDBClusterFromSnapshotCommand({
      DBClusterIdentifier: 'again',
      SnapshotIdentifier: 'before',
      Engine: ENGINE,
      DBSubnetGroupName: 'shop',
      ...input,
    }),
  );

/** A cluster with a snapshot `before` of it. */
async function snapshotted(cloud: Cloud) {
  const client = await standalone(cloud);
  await take(client, 'before');
  await cloud.settle();
  return client;
}

async function deleteWithFinal(cloud: Cloud, client: RDSClient, id: string) {
  await client.send(
    new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
  );
  await client.send(
    new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', FinalDBSnapshotIdentifier: id }),
  );
  await cloud.settle();
}

it('a snapshot is creating, then available, and tells what it is of', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  const { DBClusterSnapshot } = await take(client, 'Before', 'SHOP-euw2');
  expect(DBClusterSnapshot).toMatchObject({ Status: 'creating', PercentProgress: 0 });
  await cloud.settle();
  expect(await list(client, { DBClusterSnapshotIdentifier: 'before' })).toMatchObject([
    {
      DBClusterSnapshotIdentifier: 'before',
      DBClusterSnapshotArn: snapshotArn(PRIMARY, 'before'),
      DBClusterIdentifier: 'shop-euw2',
      Status: 'available',
      PercentProgress: 100,
      SnapshotType: 'manual',
      Engine: ENGINE,
      EngineVersion: VERSION,
      MasterUsername: 'gameadmin',
      StorageEncrypted: true,
      KmsKeyId: keyArn(PRIMARY),
    },
  ]);
});

it('holds the data of the moment of the call, not of the moment when it is done', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  await take(client, 'before');
  expect(cloud.engines.log.at(-1)).toBe('snapshot @50000');
});

it('has failed when the engine cannot take it, and may be deleted then', async () => {
  const cloud = makeCloud();
  const client = await standalone(cloud);
  cloud.engines.fail = { step: 'snapshot', message: 'no space left' };
  await take(client, 'before');
  await cloud.settle();
  expect(await list(client)).toMatchObject([{ Status: 'failed' }]);
  await expect(restore(client)).rejects.toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault' });
  await drop(client, 'before');
  expect(await list(client)).toEqual([]);
});

describe('a snapshot is not taken', () => {
  it('under a name that is taken, also by a final one', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    await deleteWithFinal(cloud, client, 'before');
    await createCluster(client);
    await cloud.settle();
    await expect(take(client, 'before')).rejects.toMatchObject({
      name: 'DBClusterSnapshotAlreadyExistsFault',
    });
  });

  it('of a cluster that does not exist, or that is not available', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createCluster(client);
    await expect(take(client, 'before')).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
    await expect(take(client, 'before', 'other')).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' });
    await expect(take(client, 'a--b')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('over the quota, neither by hand nor at a delete', async () => {
    const cloud = makeCloud();
    const client = await snapshotted(cloud);
    cloud.quotas.rds = { ManualClusterSnapshots: 1 };
    const quota = { name: 'SnapshotQuotaExceededFault' };
    await expect(take(client, 'second')).rejects.toMatchObject(quota);
    await expect(deleteWithFinal(cloud, client, 'last')).rejects.toMatchObject(quota);
    expect(await describeCluster(client, 'shop-euw2')).toMatchObject({ Status: 'available' });
  });
});

describe('the list of snapshots', () => {
  it('outlives the cluster, and can be asked by cluster, type and filter', async () => {
    const cloud = makeCloud();
    const client = await snapshotted(cloud);
    await createCluster(client, { DBClusterIdentifier: 'other' });
    await cloud.settle();
    await take(client, 'of-other', 'other');
    await deleteWithFinal(cloud, client, 'last');

    expect(await ids(client)).toEqual(['before', 'last', 'of-other']);
    expect(await ids(client, { DBClusterIdentifier: 'Shop-euw2' })).toEqual(['before', 'last']);
    expect(await ids(client, { SnapshotType: 'manual' })).toHaveLength(3);
    expect(await ids(client, { SnapshotType: 'automated' })).toEqual([]);
    const Filters = [{ Name: 'db-cluster-id', Values: ['other'] }];
    expect(await ids(client, { Filters })).toEqual(['of-other']);
    expect(await ids(cloud.client(SECONDARY))).toEqual([]);
  });

  it('comes in pages', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    for (let number = 10; number < 35; number++) await take(client, `s${number}`);
    const first = await client.send(new DescribeDBClusterSnapshotsCommand({ MaxRecords: 20 }));
    expect(first.DBClusterSnapshots).toHaveLength(20);
    const rest = await list(client, { Marker: first.Marker });
    expect(rest.map((each) => each.DBClusterSnapshotIdentifier)).toEqual(['s30', 's31', 's32', 's33', 's34']);
  });

  it('refuses what AWS refuses', async () => {
    const client = await standalone(makeCloud());
    await expect(list(client, { DBClusterSnapshotIdentifier: 'nope' })).rejects.toMatchObject({
      name: 'DBClusterSnapshotNotFoundFault',
    });
    const both = { DBClusterSnapshotIdentifier: 'a', DBClusterIdentifier: 'b' };
    await expect(list(client, both)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});

describe('tags', () => {
  it('of the cluster go to its snapshots, final ones too, where it says so', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const ResourceName = `arn:aws:rds:${PRIMARY}:${ACCOUNT}:cluster:shop-euw2`;
    await client.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'a', Value: 'cluster' }] }));
    await take(client, 'without');
    await client.send(
      new ModifyDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', CopyTagsToSnapshot: true }),
    );
    await take(client, 'with', 'shop-euw2', { a: 'own', b: '2' });
    await deleteWithFinal(cloud, client, 'last');

    const tags = Object.fromEntries(
      (await list(client)).map((each) => [each.DBClusterSnapshotIdentifier, each.TagList]),
    );
    expect(tags).toEqual({
      without: [],
      with: [
        { Key: 'a', Value: 'own' },
        { Key: 'b', Value: '2' },
      ],
      last: [{ Key: 'a', Value: 'cluster' }],
    });
  });

  it('can be put on a snapshot afterwards', async () => {
    const client = await snapshotted(makeCloud());
    const ResourceName = snapshotArn(PRIMARY, 'before');
    const Tags = [{ Key: 'keep', Value: 'yes' }];
    await client.send(new AddTagsToResourceCommand({ ResourceName, Tags }));
    expect((await client.send(new ListTagsForResourceCommand({ ResourceName }))).TagList).toEqual(Tags);
  });
});

describe('a restored cluster', () => {
  it('is made of the snapshot, without instances, and with the rest as asked', async () => {
    const cloud = makeCloud();
    const client = await snapshotted(cloud);
    await deleteWithFinal(cloud, client, 'last');
    const { DBCluster } = await restore(client, {
      SnapshotIdentifier: snapshotArn(PRIMARY, 'last'),
      DBClusterParameterGroupName: 'shop',
      VpcSecurityGroupIds: ['sg-1'],
      DeletionProtection: true,
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(DBCluster).toMatchObject({ Status: 'creating', DBClusterMembers: [] });
    await cloud.settle();
    expect(await describeCluster(client, 'again')).toMatchObject({
      Status: 'available',
      DatabaseName: 'gaming',
      MasterUsername: 'gameadmin',
      EngineVersion: VERSION,
      KmsKeyId: keyArn(PRIMARY),
      DeletionProtection: true,
      TagList: [{ Key: 'a', Value: 'b' }],
    });
    expect(cloud.engines.log).toContain('create from a snapshot of @50000 @50001');
    await createInstance(client, { DBClusterIdentifier: 'again', DBInstanceIdentifier: 'again-1' });
    await cloud.settle();
    expect((await describeCluster(client, 'again')).DBClusterMembers).toMatchObject([
      { IsClusterWriter: true },
    ]);
  });

  it.each<[string, Partial<RestoreDBClusterFromSnapshotMessage>, string]>([
    ['under the name of another', { DBClusterIdentifier: 'shop-euw2' }, 'DBClusterAlreadyExistsFault'],
    ['from nothing', { SnapshotIdentifier: 'nope' }, 'DBClusterSnapshotNotFoundFault'],
    ['with another engine', { Engine: 'aurora-mysql' }, 'InvalidParameterValue'],
    ['with an older version', { EngineVersion: '15.10' }, 'InvalidParameterCombination'],
    [
      'with a group of another family',
      { DBClusterParameterGroupName: 'default.aurora-postgresql16' },
      'InvalidParameterCombination',
    ],
    ['without its subnet group', { DBSubnetGroupName: 'nope' }, 'DBSubnetGroupNotFoundFault'],
    ['with a key of another region', { KmsKeyId: keyArn(SECONDARY) }, 'KMSKeyNotAccessibleFault'],
    ['with what is not implemented', { DatabaseName: 'other' }, 'NotImplemented'],
  ])('is not made %s', async (_why, input, name) => {
    const client = await snapshotted(makeCloud());
    await expect(restore(client, input)).rejects.toMatchObject({ name });
  });

  it('is not made over the quota', async () => {
    const cloud = makeCloud();
    const client = await snapshotted(cloud);
    cloud.quotas.rds = { DBClusters: 1 };
    await expect(restore(client)).rejects.toMatchObject({ name: 'DBClusterQuotaExceededFault' });
  });

  it('takes the family of its version', async () => {
    const client = await snapshotted(makeCloud());
    const { DBCluster } = await restore(client, { EngineVersion: '15' });
    expect(DBCluster).toMatchObject({
      EngineVersion: '15.18',
      DBClusterParameterGroup: `default.${FAMILY}`,
    });
  });
});

describe('a copy', () => {
  const copy = (client: RDSClient, source: string, id: string, KmsKeyId?: string) =>
    client.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: source,
        TargetDBClusterSnapshotIdentifier: id,
        KmsKeyId,
      }),
    );

  it('in another region has a key of that region, and keeps the data when the source goes', async () => {
    const cloud = makeCloud();
    const client = await snapshotted(cloud);
    const there = cloud.client(SECONDARY);
    const source = snapshotArn(PRIMARY, 'before');
    await expect(copy(there, source, 'far')).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    await copy(there, source, 'far', keyArn(SECONDARY));
    await cloud.settle();
    expect(await list(there)).toMatchObject([
      { Status: 'available', KmsKeyId: keyArn(SECONDARY), SourceDBClusterSnapshotArn: source },
    ]);
    await drop(client, 'before');
    expect(cloud.engines.log).not.toContain('drop the snapshot of @50000');
    await drop(there, 'far');
    expect(cloud.engines.log.at(-1)).toBe('drop the snapshot of @50000');
  });

  it('is refused under a name that is taken', async () => {
    const client = await snapshotted(makeCloud());
    await expect(copy(client, 'before', 'before')).rejects.toMatchObject({
      name: 'DBClusterSnapshotAlreadyExistsFault',
    });
  });
});

it('a snapshot that is deleted has gone; one that is being taken stays', async () => {
  const cloud = makeCloud();
  const client = await snapshotted(cloud);
  await drop(client, 'before');
  await expect(drop(client, 'before')).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
  await take(client, 'next');
  await expect(drop(client, 'next')).rejects.toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault' });
});

it('can be taken of a secondary cluster', async () => {
  const cloud = makeCloud({ requirePreSignedUrl: false });
  const { secondary } = await globalDatabase(cloud);
  await take(secondary, 'far', 'shop-euw1');
  await cloud.settle();
  expect(await list(secondary)).toMatchObject([{ Status: 'available', KmsKeyId: keyArn(SECONDARY) }]);
});
