import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import {
  DescribeDBClustersCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { MAX_BODY_BYTES } from '../../../core/request.ts';
import { fieldsOf, problem } from '../../e2e/support/http.ts';
import { changes, type Plinth, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

const attributes = [
  { name: 'id', type: 'S' },
  { name: 'at', type: 'N' },
];
const table = (name: string, more: object = {}) => ({
  name,
  attributes: [attributes[0]],
  partitionKey: 'id',
  ...more,
});
const SECRET = 'hunter2-hunter2-hunter2';

interface Case {
  readonly what: string;
  /** Beside a valid name and preset; a text is the whole body. */
  readonly body: object | string;
  readonly project?: string;
  readonly status?: number;
  readonly type?: string;
  /** Pointer or parameter. */
  readonly field?: string;
  /** The fix, in words. */
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'malformed JSON',
    body: '{"environment": }',
    type: 'malformed-json',
    says: /line 1, column 17.*Send one JSON object/,
  },
  { what: 'an empty body', body: '', type: 'malformed-json', says: /empty\. Send one JSON object/ },
  { what: 'JSON that is no object', body: '[]', field: '#', says: /must be an object/ },
  {
    what: 'no environment',
    body: '{"preset":"development"}',
    field: '#/environment',
    says: /environment is missing/,
  },
  {
    what: 'an unknown field',
    body: { colour: 'blue' },
    field: '#/colour',
    says: /no field colour\. Its fields are environment, preset/,
  },
  {
    what: 'a misspelt field in a tier',
    body: { aurora: { intanceCount: 2 } },
    field: '#/aurora/intanceCount',
    says: /Did you mean instanceCount\?/,
  },
  {
    what: 'a project with bad characters',
    body: {},
    project: 'Shop_1',
    field: 'project',
    says: /lower-case letters, digits and single hyphens/,
  },
  {
    what: 'a project that is too long',
    body: {},
    project: 'a'.repeat(41),
    field: 'project',
    says: /at most 40 characters/,
  },
  {
    what: 'an environment with bad characters',
    body: { environment: 'Dev 1' },
    field: '#/environment',
    says: /lower-case letters, digits and single hyphens/,
  },
  {
    what: 'an environment that is too long',
    body: { environment: 'a'.repeat(21) },
    field: '#/environment',
    says: /at most 20 characters/,
  },
  {
    what: 'an unknown preset',
    body: { preset: 'huge' },
    field: '#/preset',
    says: /must be one of development, staging, standard, production/,
  },
  {
    what: 'an unknown region',
    body: { primaryRegion: 'ap-south-1' },
    field: '#/primaryRegion',
    says: /not in landing zone default\. Its regions: eu-west-2/,
  },
  {
    what: 'something that is no region',
    body: { secondaryRegion: 'mars' },
    field: '#/secondaryRegion',
    says: /secondaryRegion/,
  },
  {
    what: 'an unknown landing zone',
    body: { landingZone: 'moon' },
    field: '#/landingZone',
    says: /Landing zones: default/,
  },
  {
    what: 'a secondary region that is the primary',
    body: { preset: 'standard', secondaryRegion: 'eu-west-2' },
    field: '#/secondaryRegion',
    says: /must differ from primaryRegion.*Name another region/,
  },
  {
    what: 'Multi-AZ with one Redis node',
    body: { redis: { nodeCount: 1, multiAz: true } },
    field: '#/redis/multiAz',
    says: /Set it false, or ask for redis\.nodeCount 2/,
  },
  {
    what: 'db.t4g.medium in a global database',
    body: { preset: 'standard', aurora: { instanceClass: 'db.t4g.medium' } },
    field: '#/aurora/instanceClass',
    says: /burstable.*db\.r6g\.large/,
  },
  {
    what: 'backup retention 0',
    body: { aurora: { backupRetentionDays: 0 } },
    field: '#/aurora/backupRetentionDays',
    says: /from 1 to 35/,
  },
  {
    what: 'backup retention 36',
    body: { aurora: { backupRetentionDays: 36 } },
    field: '#/aurora/backupRetentionDays',
    says: /from 1 to 35/,
  },
  {
    what: 'Performance Insights retention 30',
    body: { aurora: { performanceInsights: { enabled: true, retentionDays: 30 } } },
    field: '#/aurora/performanceInsights/retentionDays',
    says: /one of 7, 31, 62/,
  },
  {
    what: 'a master password',
    body: { aurora: { masterPassword: SECRET } },
    type: 'secret-in-request',
    field: '#/aurora/masterPassword',
    says: /Remove it.*aurora\.masterSecretArn/,
  },
  {
    what: 'an AUTH token',
    body: { redis: { authToken: SECRET } },
    type: 'secret-in-request',
    field: '#/redis/authToken',
    says: /Remove it.*redis\.authTokenSecretArn/,
  },
  {
    what: 'tables with the same name',
    body: { dynamodb: { tables: [table('orders'), table('orders')] } },
    field: '#/dynamodb/tables/1/name',
    says: /\(orders\) is the name of another table/,
  },
  {
    what: 'an index on an undeclared attribute',
    body: {
      dynamodb: { tables: [table('orders', { indexes: [{ name: 'by-status', partitionKey: 'status' }] })] },
    },
    field: '#/dynamodb/tables/0/indexes/0/partitionKey',
    says: /Declare it with its type; declared are id/,
  },
  {
    what: 'a version that is not orderable',
    body: { aurora: { engineVersion: '15.99' } },
    field: '#/aurora/engineVersion',
    says: /15\.\d+, 15\.\d+/,
  },
  {
    what: 'a class that is not orderable',
    body: { aurora: { instanceClass: 'db.r6g.huge' } },
    field: '#/aurora/instanceClass',
    says: /db\.r6g\.large/,
  },
  {
    what: 'an unknown migration set',
    body: { migrations: { set: 'banking' } },
    field: '#/migrations/set',
    says: /Sets: gaming/,
  },
  {
    what: 'a body over the limit',
    body: `"${'a'.repeat(MAX_BODY_BYTES)}"`,
    status: 413,
    type: 'body-too-large',
    says: /more than 10485760 bytes\. Send less/,
  },
];

describe('a request that is wrong', () => {
  it.each(CASES)(
    'is refused: $what',
    async ({ body, project = 'shop', status = 400, type = 'validation', field, says }) => {
      const from = plinth.calls.length;

      const sent = typeof body === 'string' ? body : { environment: 'dev', preset: 'development', ...body };
      const answer = await plinth.api.create(sent, { project });

      expect(answer).toMatchObject({ status, json: { type: problem(type), status } });
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json.detail).toMatch(says);
      if (field !== undefined) expect(fieldsOf(answer.json)).toEqual([field]);
      expect(answer.text).not.toContain(SECRET);
      expect(changes(plinth, from)).toEqual([]);
    },
  );

  it('is told everything that is wrong at once', async () => {
    const { json } = await plinth.api.create({ environment: 'Dev', preset: 'huge', aurora: { port: 1 } });

    expect(fieldsOf(json)).toEqual(expect.arrayContaining(['#/environment', '#/preset', '#/aurora/port']));
  });

  it('leaves nothing behind, in no service and not in the registry', async () => {
    for (const { body, project } of CASES) {
      const sent = typeof body === 'string' ? body : { environment: 'dev', preset: 'development', ...body };
      await plinth.api.create(sent, project ? { project } : {});
    }

    expect((await plinth.api.get('/v1/projects/shop/environments')).json.items).toEqual([]);
    expect((await plinth.api.get('/v1/projects/shop/operations')).json.items).toEqual([]);
    for (const region of ['eu-west-2', 'eu-west-1']) expect(await contents(region)).toEqual(EMPTY);
  });
});

const EMPTY = {
  clusters: [],
  globalClusters: [],
  subnetGroups: [],
  replicationGroups: [],
  cacheSubnetGroups: [],
  dax: [],
  secrets: [],
  tables: [],
  executions: [],
};

async function contents(region: string) {
  const rds = plinth.aws(RDSClient, region);
  const elasticache = plinth.aws(ElastiCacheClient, region);
  const { TableNames = [] } = await plinth.aws(DynamoDBClient, region).send(new ListTablesCommand({}));
  const { stateMachineArn } = plinth.cloud;
  return {
    clusters: (await rds.send(new DescribeDBClustersCommand({}))).DBClusters,
    globalClusters: (await rds.send(new DescribeGlobalClustersCommand({}))).GlobalClusters,
    subnetGroups: (await rds.send(new DescribeDBSubnetGroupsCommand({}))).DBSubnetGroups,
    replicationGroups: (await elasticache.send(new DescribeReplicationGroupsCommand({}))).ReplicationGroups,
    cacheSubnetGroups: (await elasticache.send(new DescribeCacheSubnetGroupsCommand({}))).CacheSubnetGroups,
    dax: (await plinth.aws(DAXClient, region).send(new DescribeClustersCommand({}))).Clusters,
    secrets: (await plinth.aws(SecretsManagerClient, region).send(new ListSecretsCommand({}))).SecretList,
    // Plinth's own tables are in the same account.
    tables: TableNames.filter((name) => !/^plinth\.(registry|idempotency)$/.test(name)),
    executions: (await plinth.aws(SFNClient).send(new ListExecutionsCommand({ stateMachineArn }))).executions,
  };
}
