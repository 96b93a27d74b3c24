import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Orphan } from '../../core/generated/api.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { findOrphans } from '../../functions/orphans/find.ts';
import { inventory } from '../../local/inventory.ts';
import { problem } from './support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

const REGIONS = ['eu-west-2', 'eu-west-1'] as const;
const orphans = async (): Promise<Orphan[]> => (await plinth.api.get('/v1/orphans')).json.items;
const remove = (id: string) => plinth.api.send('DELETE', `/v1/orphans/${id}`);
const registry = () => plinth.cloud.runtime.registry;
const keyOf = (project: string, environment: string) => ({
  pk: `PROJECT#${project}`,
  sk: `ENVIRONMENT#${environment}`,
});

async function create(project: string, body: object): Promise<EnvironmentRecord> {
  const { json } = await plinth.api.create(body, { project });
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  return (await registry().getEnvironment(project, json.environment)) as EnvironmentRecord;
}

/** As after a restore of the registry to a time before it: AWS has it, and nobody knows. */
async function forget(project: string, environment: string): Promise<void> {
  await registry().table.transact([{ verb: 'Delete', key: keyOf(project, environment), expression: {} }]);
}

const remember = (record: EnvironmentRecord) => registry().createEnvironment(record);

async function everything(): Promise<string[]> {
  const all = await Promise.all(REGIONS.map((region) => inventory(plinth, region)));
  return all.flatMap(({ resources }) => resources);
}

const BOTH_REGIONS = {
  environment: 'dev',
  preset: 'standard',
  aurora: { deletionProtection: false },
  dynamodb: { ...SMALL.dynamodb, deletionProtection: false },
  migrations: { set: null },
};

it('without orphans there are none, whatever environments there are', async () => {
  await create('shop', { ...SMALL, alarms: {} });
  expect(await orphans()).toEqual([]);
});

describe('everything of an environment that the registry has lost', () => {
  let before: string[];
  let lost: EnvironmentRecord;
  let found: Orphan[];
  const named = (kind: string) => found.find((orphan) => orphan.kind === kind) as Orphan;

  beforeAll(async () => {
    before = await everything();
    lost = await create('gone', BOTH_REGIONS);
    await forget('gone', 'dev');
    found = await orphans();
  });

  it('is listed, with its owner, its age where AWS tells, and the same id each time', async () => {
    const kinds = new Set(found.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      ...['Aurora cluster', 'Aurora global cluster', 'Aurora instance'],
      ...['CloudWatch alarm', 'CloudWatch dashboard', 'CloudWatch log group'],
      ...['DAX cluster', 'DAX parameter group', 'DAX subnet group', 'DynamoDB table'],
      ...['ElastiCache parameter group', 'ElastiCache replication group', 'ElastiCache subnet group'],
      ...['IAM role', 'RDS cluster parameter group', 'RDS parameter group', 'RDS subnet group'],
      'Secrets Manager secret',
    ]);
    expect(new Set(found.map(({ environment }) => environment))).toEqual(new Set(['gone/dev']));
    expect(named('DynamoDB table')).toMatchObject({ name: 'plinth-gone-dev-games', dailyUsd: null });
    expect(named('DynamoDB table').ageSeconds).toBeGreaterThanOrEqual(0);
    expect(named('RDS subnet group')).toMatchObject({ createdAt: null, ageSeconds: null, dailyUsd: 0 });
    expect(await orphans()).toMatchObject(found.map(({ orphanId }) => ({ orphanId })));
  });

  it('is listed wholly: what is left of AWS is what was there before', async () => {
    const gone = (await everything()).filter((resource) => !before.includes(resource));
    // Nodes of a replication group and a log group of a cluster go with it, or come after it.
    const own = gone.filter((resource) => !/^CacheCluster |\/aws\/rds\//.test(resource));
    const names = found.map(({ name }) => name);
    expect(own.filter((resource) => !names.some((name) => resource.endsWith(` ${name}`)))).toEqual([]);
  });

  it.each([
    ['Aurora cluster', 'its instances'],
    ['Aurora global cluster', 'its clusters'],
    ['RDS subnet group', 'the clusters in it'],
    ['ElastiCache subnet group', 'the replication groups in it'],
    ['DAX subnet group', 'the cluster in it'],
  ])('in the wrong order is refused in the words of AWS: %s', async (kind, first) => {
    const answer = await remove(named(kind).orphanId);

    expect(answer).toMatchObject({ status: 409, json: { type: problem('in-use') } });
    expect(answer.json.detail).toMatch(/AWS refuses to delete|is leaving it now/);
    if (kind !== 'Aurora cluster') expect(answer.json.detail).toContain(first);
  });

  it('is refused while it is protected', async () => {
    const protect = (DeletionProtectionEnabled: boolean) =>
      plinth
        .aws(DynamoDBClient, 'eu-west-1')
        .send(new UpdateTableCommand({ TableName: 'plinth-gone-dev-games', DeletionProtectionEnabled }));
    const table = found.find(({ kind, region }) => kind === 'DynamoDB table' && region === 'eu-west-1');
    await protect(true);
    const from = plinth.calls.length;

    const answer = await remove(table?.orphanId ?? '');

    expect(answer).toMatchObject({ status: 409, json: { type: problem('deletion-protected') } });
    expect(changes(plinth, from)).toEqual([]);
    await protect(false);
  });

  it('is no orphan any more when an environment of that name has come in the meantime', async () => {
    const { orphanId } = named('CloudWatch dashboard');
    await remember(lost);
    const from = plinth.calls.length;

    expect(await remove(orphanId)).toMatchObject({ status: 404, json: { type: problem('not-found') } });
    expect(changes(plinth, from)).toEqual([]);
    expect(await orphans()).toEqual([]);
    await forget('gone', 'dev');
  });

  it('is not reported when the environment comes between the look at AWS and the answer', async () => {
    const runtime = plinth.cloud.runtime;
    let remembered = false;
    const slow = {
      ...runtime,
      clients: plinth.cloud.runtime.clients,
      registry: {
        listAllEnvironments: () => runtime.registry.listAllEnvironments(),
        getEnvironment: async (project: string, environment: string) => {
          if (project === 'gone' && !remembered) {
            remembered = true;
            await remember(lost);
          }
          return runtime.registry.getEnvironment(project, environment);
        },
      } as never,
    };

    expect(await findOrphans(slow)).toEqual([]);
    expect(remembered).toBe(true);
    await forget('gone', 'dev');
  });

  it('goes piece by piece, whatever order it is tried in, and nothing else with it', async () => {
    for (let round = 0; round < 12 && found.length > 0; round++) {
      for (const { orphanId } of found) expect([202, 404, 409]).toContain((await remove(orphanId)).status);
      found = await orphans();
    }
    expect(found).toEqual([]);
    expect((await everything()).filter((resource) => !resource.startsWith('LogGroup /aws/rds/'))).toEqual(
      before.filter((resource) => !resource.startsWith('LogGroup /aws/rds/')),
    );
  });
});

describe('what belongs to somebody else', () => {
  it('is never listed, whatever it is called, and whatever other tags it has', async () => {
    const owner = { Key: 'plinth:environment', Value: 'other/dev' };
    const managed = { Key: 'plinth:managed-by', Value: 'plinth' };
    const table = (TableName: string, Tags: { Key: string; Value: string }[]) =>
      plinth.aws(DynamoDBClient).send(
        new CreateTableCommand({
          ...{ TableName, Tags, BillingMode: 'PAY_PER_REQUEST' },
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      );
    await table('plinth-other-dev-untagged', []);
    await table('plinth-other-dev-half-tagged', [owner]);
    await table('elsewhere-other-dev-games', [owner, managed]);
    // Another installation, called plinth-eu: its prefix begins like ours, its tags are the same.
    await table('plinth-eu-other-dev-games', [owner, managed]);
    await plinth
      .aws(SecretsManagerClient)
      .send(new CreateSecretCommand({ Name: 'plinth-other-dev-mine', SecretString: 'x', Tags: [owner] }));
    await plinth.aws(CloudWatchClient).send(
      new PutMetricAlarmCommand({
        AlarmName: 'plinth-other-dev-mine',
        AlarmDescription: 'Mine. plinth:environment=other/dev',
        ...{ Namespace: 'Mine', MetricName: 'Count', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 },
        ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 1 },
      }),
    );
    const logs = plinth.aws(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/plinth/plinth-other-dev/redis/slow-log' }));
    // Of a cluster that is there, and of one that is no environment's.
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/rds/cluster/plinth-mine/postgresql' }));
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'dax.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    await plinth.aws(IAMClient).send(
      new CreateRoleCommand({
        RoleName: 'plinth-other-dev-dax',
        Path: '/plinth/',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );

    expect(await orphans()).toEqual([]);
  });

  it('cannot be deleted by an id either', async () => {
    const from = plinth.calls.length;
    const answer = await remove(`or-${'0'.repeat(24)}`);
    expect(answer).toMatchObject({ status: 404, json: { type: problem('not-found') } });
    expect(await remove('plinth-other-dev-untagged')).toMatchObject({ status: 400 });
    expect(changes(plinth, from)).toEqual([]);
  });
});

it('the logs that RDS leaves of a cluster that is gone are an orphan, unless an environment may have its name', async () => {
  const logs = plinth.aws(CloudWatchLogsClient);
  const left = '/aws/rds/cluster/plinth-left-over-aurora-euw2/postgresql';
  await logs.send(new CreateLogGroupCommand({ logGroupName: left }));
  await logs.send(
    new CreateLogGroupCommand({ logGroupName: '/aws/rds/cluster/plinth-shop-dev-aurora-euw2/upgrade' }),
  );

  const [found, ...others] = (await orphans()).filter(({ name }) =>
    name.startsWith('/aws/rds/cluster/plinth-left'),
  );

  expect(others).toEqual([]);
  expect(found).toMatchObject({ kind: 'CloudWatch log group', name: left, environment: null });
  expect((await orphans()).map(({ name }) => name)).not.toContain(
    '/aws/rds/cluster/plinth-shop-dev-aurora-euw2/upgrade',
  );
  expect((await remove(found?.orphanId ?? '')).status).toBe(202);
  expect((await remove(found?.orphanId ?? '')).status).toBe(404);
});
