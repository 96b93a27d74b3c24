import {
  CreateDBClusterParameterGroupCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeAccountAttributesCommand,
  ModifyDBClusterCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { createCluster, createGroups, createInstance, standalone } from './flows.ts';
import { FAMILY, makeCloud, PRIMARY, SECONDARY } from './harness.ts';

async function quota(client: RDSClient, name: string) {
  const { AccountQuotas = [] } = await client.send(new DescribeAccountAttributesCommand({}));
  const { Used, Max } = AccountQuotas.find((each) => each.AccountQuotaName === name) ?? {};
  return { Used, Max };
}

describe('quotas', () => {
  it('are those that AWS begins with, and tell what is used in the region', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    const found = Object.fromEntries(
      await Promise.all(
        [
          ...['DBClusters', 'DBInstances', 'DBSubnetGroups', 'DBClusterParameterGroups', 'DBParameterGroups'],
          ...['ManualClusterSnapshots', 'SubnetsPerDBSubnetGroup'],
        ].map(async (name) => [name, await quota(client, name)] as const),
      ),
    );
    expect(found).toEqual({
      DBClusters: { Used: 1, Max: 40 },
      DBInstances: { Used: 1, Max: 40 },
      DBSubnetGroups: { Used: 1, Max: 50 },
      DBClusterParameterGroups: { Used: 1, Max: 50 },
      DBParameterGroups: { Used: 1, Max: 50 },
      ManualClusterSnapshots: { Used: 0, Max: 100 },
      SubnetsPerDBSubnetGroup: { Used: 2, Max: 20 },
    });
    expect(await quota(cloud.client(SECONDARY), 'DBClusters')).toEqual({ Used: 0, Max: 40 });
  });

  it('do not count default groups', async () => {
    const client = await standalone(makeCloud());
    await createCluster(client, { DBClusterIdentifier: 'other', DBClusterParameterGroupName: undefined });
    expect(await quota(client, 'DBClusterParameterGroups')).toEqual({ Used: 1, Max: 50 });
  });

  it('can be lowered and raised while the cloud runs', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    cloud.quotas.rds = { DBClusters: 1 };
    expect(await quota(client, 'DBClusters')).toEqual({ Used: 1, Max: 1 });
    const other = { DBClusterIdentifier: 'other' };
    await expect(createCluster(client, other)).rejects.toMatchObject({ name: 'DBClusterQuotaExceededFault' });
    cloud.quotas.rds.DBClusters = 2;
    await createCluster(client, other);
  });

  const group = { DBParameterGroupFamily: FAMILY, Description: 'more' };
  const subnets = (...SubnetIds: string[]) =>
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: 'more',
      DBSubnetGroupDescription: 'more',
      SubnetIds,
    });
  it.each<[string, string, string, (client: RDSClient) => Promise<unknown>]>([
    [
      ...(['DBInstances', 'InstanceQuotaExceededFault', 'an instance'] as const),
      (client) => createInstance(client, { DBInstanceIdentifier: 'more' }),
    ],
    [
      ...(['DBSubnetGroups', 'DBSubnetGroupQuotaExceededFault', 'a subnet group'] as const),
      (client) => client.send(subnets('subnet-a', 'subnet-b')),
    ],
    [
      ...(['SubnetsPerDBSubnetGroup', 'DBSubnetQuotaExceededFault', 'a subnet'] as const),
      (client) => client.send(subnets('subnet-a', 'subnet-b')),
    ],
    [
      ...(['DBClusterParameterGroups', 'DBParameterGroupQuotaExceededFault', 'a cluster group'] as const),
      (client) =>
        client.send(
          new CreateDBClusterParameterGroupCommand({ ...group, DBClusterParameterGroupName: 'more' }),
        ),
    ],
    [
      ...(['DBParameterGroups', 'DBParameterGroupQuotaExceededFault', 'an instance group'] as const),
      (client) => client.send(new CreateDBParameterGroupCommand({ ...group, DBParameterGroupName: 'more' })),
    ],
  ])('%s: %s for %s more', async (name, error, _what, call) => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    cloud.quotas.rds = { [name]: 1 };
    await expect(call(client)).rejects.toMatchObject({ name: error });
  });
});

describe('the log groups of exports', () => {
  it('are there once an instance can write, and stay after the cluster', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await createCluster(client, { EnableCloudwatchLogsExports: ['postgresql'] });
    await cloud.settle();
    expect([...cloud.logGroups]).toEqual([]);
    await createInstance(client);
    await cloud.settle();
    const made = [`${PRIMARY} /aws/rds/cluster/shop-euw2/postgresql`];
    expect([...cloud.logGroups]).toEqual(made);

    await client.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'shop-euw2-1', SkipFinalSnapshot: true }),
    );
    await client.send(
      new DeleteDBClusterCommand({ DBClusterIdentifier: 'shop-euw2', SkipFinalSnapshot: true }),
    );
    await cloud.settle();
    expect([...cloud.logGroups]).toEqual(made);
  });

  it('are made when exports begin later, and not without them', async () => {
    const cloud = makeCloud();
    const client = await standalone(cloud);
    expect([...cloud.logGroups]).toEqual([]);
    await client.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: 'shop-euw2',
        CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] },
      }),
    );
    await cloud.settle();
    expect([...cloud.logGroups]).toEqual([`${PRIMARY} /aws/rds/cluster/shop-euw2/postgresql`]);
  });
});
