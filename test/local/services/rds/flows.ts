import {
  CreateDBClusterCommand,
  type CreateDBClusterMessage,
  CreateDBClusterParameterGroupCommand,
  CreateDBInstanceCommand,
  type CreateDBInstanceMessage,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  CreateGlobalClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { type Cloud, FAMILY, keyArn, PASSWORD, PRIMARY, SECONDARY, VERSION } from './harness.ts';

export const ENGINE = 'aurora-postgresql';

/** Subnet and parameter groups named `shop` in a region. */
export async function createGroups(client: RDSClient): Promise<void> {
  const subnets = {
    DBSubnetGroupName: 'shop',
    DBSubnetGroupDescription: 'shop',
    SubnetIds: ['subnet-a', 'subnet-b'],
  };
  const group = { DBParameterGroupFamily: FAMILY, Description: 'shop' };
  await client.send(new CreateDBSubnetGroupCommand(subnets));
  await client.send(
    new CreateDBClusterParameterGroupCommand({ ...group, DBClusterParameterGroupName: 'shop' }),
  );
  await client.send(new CreateDBParameterGroupCommand({ ...group, DBParameterGroupName: 'shop' }));
}

export const PRIMARY_INPUT: CreateDBClusterMessage = {
  DBClusterIdentifier: 'shop-euw2',
  Engine: ENGINE,
  EngineVersion: VERSION,
  MasterUsername: 'gameadmin',
  MasterUserPassword: PASSWORD,
  DatabaseName: 'gaming',
  DBSubnetGroupName: 'shop',
  VpcSecurityGroupIds: ['sg-1'],
  DBClusterParameterGroupName: 'shop',
  StorageEncrypted: true,
  KmsKeyId: keyArn(PRIMARY),
};

export const SECONDARY_INPUT: CreateDBClusterMessage = {
  DBClusterIdentifier: 'shop-euw1',
  GlobalClusterIdentifier: 'shop',
  Engine: ENGINE,
  EngineVersion: VERSION,
  DBSubnetGroupName: 'shop',
  VpcSecurityGroupIds: ['sg-1'],
  DBClusterParameterGroupName: 'shop',
  StorageEncrypted: true,
  KmsKeyId: keyArn(SECONDARY),
};

export const INSTANCE_INPUT: CreateDBInstanceMessage = {
  DBInstanceIdentifier: 'shop-euw2-1',
  DBClusterIdentifier: 'shop-euw2',
  DBInstanceClass: 'db.r6g.large',
  Engine: ENGINE,
  DBParameterGroupName: 'shop',
};

export const createCluster = (client: RDSClient, input: Partial<CreateDBClusterMessage> = {}) =>
  client.send(new CreateDBClusterCommand({ ...PRIMARY_INPUT, ...input }));

export const createInstance = (client: RDSClient, input: Partial<CreateDBInstanceMessage> = {}) =>
  client.send(new CreateDBInstanceCommand({ ...INSTANCE_INPUT, ...input }));

export async function describeCluster(client: RDSClient, id: string) {
  const { DBClusters = [] } = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
  return DBClusters[0] ?? {};
}

export async function describeInstance(client: RDSClient, id: string) {
  const { DBInstances = [] } = await client.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }),
  );
  return DBInstances[0] ?? {};
}

export async function describeGlobal(client: RDSClient, id = 'shop') {
  const { GlobalClusters = [] } = await client.send(
    new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: id }),
  );
  return GlobalClusters[0] ?? {};
}

export async function createGlobal(client: RDSClient): Promise<void> {
  await client.send(
    new CreateGlobalClusterCommand({
      GlobalClusterIdentifier: 'shop',
      Engine: ENGINE,
      EngineVersion: VERSION,
      DatabaseName: 'gaming',
      StorageEncrypted: true,
    }),
  );
}

/** An available cluster of its own with one writer, in the primary region. */
export async function standalone(cloud: Cloud): Promise<RDSClient> {
  const client = cloud.client(PRIMARY);
  await createGroups(client);
  await createCluster(client);
  await cloud.settle();
  await createInstance(client);
  await cloud.settle();
  return client;
}

/** Groups in both regions, and an available global cluster with a primary and its writer. */
export async function globalPrimary(cloud: Cloud) {
  const primary = cloud.client(PRIMARY);
  const secondary = cloud.client(SECONDARY);
  await createGroups(primary);
  await createGroups(secondary);
  await createGlobal(primary);
  await cloud.settle();
  await createCluster(primary, { GlobalClusterIdentifier: 'shop' });
  await cloud.settle();
  await createInstance(primary);
  await cloud.settle();
  return { primary, secondary };
}

/** The whole of it: two regions, one instance each. Expects that no PreSignedUrl is demanded. */
export async function globalDatabase(cloud: Cloud) {
  const clients = await globalPrimary(cloud);
  await createCluster(clients.secondary, secondaryInput());
  await cloud.settle();
  await createInstance(clients.secondary, {
    DBInstanceIdentifier: 'shop-euw1-1',
    DBClusterIdentifier: 'shop-euw1',
  });
  await cloud.settle();
  return clients;
}

/** `createCluster` starts from a primary: this takes its credentials and database away. */
export const secondaryInput = (): Partial<CreateDBClusterMessage> => ({
  MasterUsername: undefined,
  MasterUserPassword: undefined,
  DatabaseName: undefined,
  ...SECONDARY_INPUT,
});
