import { CreateClusterCommand, CreateSubnetGroupCommand, DAXClient } from '@aws-sdk/client-dax';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateCacheSubnetGroupCommand,
  CreateReplicationGroupCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateDBSubnetGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { localLandingZone } from '../../../local/landing-zones.ts';
import { problem } from '../../e2e/support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

const SUBNETS = [...(localLandingZone.regions['eu-west-2']?.isolatedSubnetIds ?? [])];

/** Each: a project of its own, and what somebody else made there by hand, without our tag. */
const CLASHES = [
  {
    project: 'aurora',
    resource: 'plinth-aurora-dev-aurora-subnets',
    make: (name: string) =>
      plinth.aws(RDSClient).send(
        new CreateDBSubnetGroupCommand({
          DBSubnetGroupName: name,
          DBSubnetGroupDescription: 'by hand',
          SubnetIds: SUBNETS,
        }),
      ),
  },
  {
    project: 'secret',
    resource: 'plinth-secret-dev-aurora-master-user',
    make: (name: string) =>
      plinth
        .aws(SecretsManagerClient)
        .send(new CreateSecretCommand({ Name: name, SecretString: '{"password":"by-hand"}' })),
  },
  {
    project: 'tables',
    resource: 'plinth-tables-dev-games',
    make: (name: string) =>
      plinth.aws(DynamoDBClient).send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      ),
  },
  {
    project: 'redis',
    resource: 'plinth-redis-dev-redis',
    make: async (name: string) => {
      const elasticache = plinth.aws(ElastiCacheClient);
      await elasticache.send(
        new CreateCacheSubnetGroupCommand({
          CacheSubnetGroupName: 'by-hand',
          CacheSubnetGroupDescription: 'by hand',
          SubnetIds: SUBNETS,
        }),
      );
      await elasticache.send(
        new CreateReplicationGroupCommand({
          ReplicationGroupId: name,
          ReplicationGroupDescription: 'by hand',
          Engine: 'redis',
          CacheNodeType: 'cache.r7g.large',
          NumCacheClusters: 1,
          CacheSubnetGroupName: 'by-hand',
        }),
      );
    },
  },
  {
    project: 'dax',
    resource: 'plinth-dax-dev-dax',
    make: async (name: string) => {
      const statement = {
        Effect: 'Allow',
        Principal: { Service: 'dax.amazonaws.com' },
        Action: 'sts:AssumeRole',
      };
      const { Role } = await plinth.aws(IAMClient).send(
        new CreateRoleCommand({
          RoleName: 'by-hand',
          AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        }),
      );
      const dax = plinth.aws(DAXClient);
      await dax.send(new CreateSubnetGroupCommand({ SubnetGroupName: 'by-hand', SubnetIds: SUBNETS }));
      await dax.send(
        new CreateClusterCommand({
          SubnetGroupName: 'by-hand',
          ClusterName: name,
          NodeType: 'dax.r4.large',
          ReplicationFactor: 1,
          IamRoleArn: Role?.Arn,
        }),
      );
    },
  },
] as const;

describe('a name that something of somebody else has', () => {
  it.each(CLASHES)('is refused in $project, and nothing is touched', async ({ project, resource, make }) => {
    await make(resource);
    const from = plinth.calls.length;

    const answer = await plinth.api.create(SMALL, { project });

    expect(answer).toMatchObject({ status: 409, json: { type: problem('name-taken') } });
    expect(answer.json.detail).toContain(resource);
    expect(answer.json.errors).toHaveLength(1);
    expect(answer.json.detail).toMatch(/[Cc]hoose another environment name/);
    expect(changes(plinth, from)).toEqual([]);
    expect((await plinth.api.get(`/v1/projects/${project}/environments`)).json.items).toEqual([]);
  });
});
