import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeCacheParametersCommand,
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { createClients } from '../../functions/clients.ts';
import { type Credentials, credentials } from './support/connect.ts';
import { apiClient, example } from './support/http.ts';

/** By name of the place: everything that can be read there, as text. */
let places: Record<string, string>;
let secrets: Credentials;
let outputs: EnvironmentOutputs;
let child: ChildProcess;
let log = '';

/** What `npm start` runs, telling all it can. */
async function start(): Promise<{ api: string; aws: string }> {
  child = spawn(process.execPath, ['local/main.ts'], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, PORT: '0', AWS_PORT: '0', PLINTH_CLOUD: '', PLINTH_LOG_LEVEL: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const line = /^ready (.*)$/m.exec(log)?.[1];
      if (line) ready.resolve(line);
    });
  child.once('exit', (code) => ready.reject(new Error(`It ended with ${code}: ${log}`)));
  return JSON.parse(await ready.promise);
}

beforeAll(async () => {
  const urls = await start();
  const api = apiClient(urls.api);
  const clients = createClients({
    endpoint: urls.aws,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const aws = <T>(client: new (config: Record<string, unknown>) => T) =>
    clients.get(client as never, 'eu-west-2') as T;
  const { json } = await api.create(example('development'), { headers: { 'Idempotency-Key': 'secrets' } });
  const operation = await api.ended(json.links.self);
  expect(operation.status).toBe('succeeded');
  const environment = await api.get(operation.links.environment);
  outputs = (await api.get(environment.json.links.outputs)).json;
  secrets = await credentials({ aws, caCertificate: '' }, outputs);
  const executionArn = `arn:aws:states:eu-west-2:000000000000:execution:plinth-provision:${operation.operationId}`;
  const history: unknown[] = [];
  for await (const page of paginateGetExecutionHistory(
    { client: aws(SFNClient) },
    { executionArn, includeExecutionData: true },
  ))
    history.push(...(page.events ?? []));
  const answers: Record<string, unknown> = {
    'execution history': history,
    execution: await aws(SFNClient).send(new DescribeExecutionCommand({ executionArn })),
    registry: await aws(DynamoDBClient).send(new ScanCommand({ TableName: 'plinth.registry' })),
    idempotency: await aws(DynamoDBClient).send(new ScanCommand({ TableName: 'plinth.idempotency' })),
    operation,
    environment: environment.text,
    'outputs as json': outputs,
    'outputs as env': (await api.get(`${environment.json.links.outputs}?format=env`)).text,
    'outputs as tfvars': (await api.get(`${environment.json.links.outputs}?format=tfvars`)).text,
    alarms: await aws(CloudWatchClient).send(new DescribeAlarmsCommand({ MaxRecords: 100 })),
    dashboard: await aws(CloudWatchClient).send(
      new GetDashboardCommand({ DashboardName: outputs.dashboards['eu-west-2'] }),
    ),
    'DB clusters': await aws(RDSClient).send(new DescribeDBClustersCommand({})),
    'DB instances': await aws(RDSClient).send(new DescribeDBInstancesCommand({})),
    'replication groups': await aws(ElastiCacheClient).send(new DescribeReplicationGroupsCommand({})),
    'cache events': await aws(ElastiCacheClient).send(new DescribeEventsCommand({})),
    'cache parameters': await aws(ElastiCacheClient).send(
      new DescribeCacheParametersCommand({ CacheParameterGroupName: 'plinth-shop-dev-redis-redis7' }),
    ),
    'DAX clusters': await aws(DAXClient).send(new DescribeClustersCommand({})),
    'list of secrets': await aws(SecretsManagerClient).send(new ListSecretsCommand({})),
  };
  child.kill('SIGTERM');
  await once(child, 'close');
  places = Object.fromEntries(
    Object.entries({ ...answers, log }).map(([place, answer]) => [
      place,
      typeof answer === 'string' ? answer : JSON.stringify(answer),
    ]),
  );
});
afterAll(() => {
  child.kill('SIGKILL');
});

/** A value as it may stand in JSON in JSON, in a URL, or in base64. */
function disguises(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    Buffer.from(value).toString('hex'),
  ];
}

it('generated secrets are long and differ', () => {
  expect(secrets.password.length).toBeGreaterThanOrEqual(16);
  expect(secrets.authToken.length).toBeGreaterThanOrEqual(16);
  expect(secrets.password).not.toBe(secrets.authToken);
});

it.each(['password', 'authToken'] as const)('the %s stands nowhere but in Secrets Manager', (name) => {
  const found = Object.entries(places).filter(([, text]) =>
    disguises(secrets[name]).some((disguise) => text.includes(disguise)),
  );

  expect(found.map(([place]) => place)).toEqual([]);
});

it.each([
  ['execution history', 'ProvisionAurora'],
  ['registry', 'ENVIRONMENT#dev'],
  ['idempotency', 'create-environment'],
  ['log', '"level":"INFO"'],
  ['log', 'rds:CreateDBCluster'],
  ['alarms', 'CPUUtilization'],
  ['cache parameters', 'maxmemory-policy'],
])('the search looks into the %s, which has %s', (place, text) => {
  expect(places[place]).toContain(text);
});

it('the secrets are named where they are needed, by their ARNs', () => {
  expect(places['outputs as env']).toContain(outputs.aurora.masterSecretArn);
  expect(places.registry).toContain(outputs.redis.authTokenSecretArn);
});
