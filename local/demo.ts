import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Client } from 'pg';
import type { Operation } from '../core/generated/api.ts';
import type { EnvironmentOutputs } from '../core/outputs.ts';
import { RespClient } from './engines/resp.ts';
import { startPlinth } from './main.ts';

const EXAMPLE = process.argv[2] ?? join(import.meta.dirname, '..', 'examples', 'development.json');
const PROJECT = 'shop';
const POLL_MS = 50;
const LIMIT_MS = 120_000;

/** What `npm run demo` runs: one POST, its progress, its outputs, and the proof that they work. */
async function demo(): Promise<void> {
  // Exiting, unlike dying of the signal, ends the engines on the way out.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  const plinth = await startPlinth({ apiPort: 0, awsPort: 0 });
  try {
    const started = performance.now();
    const body = readFileSync(EXAMPLE, 'utf8');
    say(
      `POST ${plinth.api}/v1/projects/${PROJECT}/environments  (${EXAMPLE.split('/').slice(-2).join('/')})`,
    );
    const operation = await provision(plinth.api, body);
    say(`\nready in ${((performance.now() - started) / 1000).toFixed(2)} s\n`);
    const environment = `${plinth.api}/v1/projects/${PROJECT}/environments/${operation.environment}`;
    say(await (await fetch(`${environment}/outputs?format=env`)).text());
    const outputs = (await (await fetch(`${environment}/outputs`)).json()) as EnvironmentOutputs;
    await prove(outputs, plinth.aws, plinth.caCertificate);
    say('\nDAX has a control plane only on a laptop: its address is a record, nothing listens there.');
  } finally {
    await plinth.close();
  }
}

async function provision(api: string, body: string): Promise<Operation> {
  const response = await fetch(`${api}/v1/projects/${PROJECT}/environments`, { method: 'POST', body });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`POST answered ${response.status}: ${text}`);
  let operation = JSON.parse(text) as Operation;
  const shown = new Map<string, string>();
  for (const deadline = Date.now() + LIMIT_MS; operation.endedAt === null; ) {
    if (Date.now() > deadline)
      throw new Error(`The operation did not end in ${LIMIT_MS / 1000} s: ${JSON.stringify(operation)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    operation = (await (await fetch(`${api}${operation.links.self}`)).json()) as Operation;
    showProgress(operation, shown);
  }
  if (operation.status !== 'succeeded')
    throw new Error(`The operation ${operation.status}: ${operation.error?.detail}`);
  return operation;
}

/** A line for each step that has changed since the last look. */
function showProgress(operation: Operation, shown: Map<string, string>): void {
  for (const step of operation.steps) {
    const waiting = step.waitingFor.length > 0 ? `  ${step.waitingFor.join('; ')}` : '';
    const line = `${step.name.padEnd(18)} ${step.status}${waiting}`;
    if (step.status === 'pending' || shown.get(step.name) === line) continue;
    shown.set(step.name, line);
    say(`  ${line.slice(0, 160)}`);
  }
}

/** Connects with what the outputs and Secrets Manager say, as an application would. */
async function prove(outputs: EnvironmentOutputs, aws: string, ca: string): Promise<void> {
  const sdk = {
    endpoint: aws,
    region: outputs.aurora.primary.region,
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  };
  const secrets = new SecretsManagerClient(sdk);
  const secret = async (id: string) => {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: id }));
    return JSON.parse(SecretString ?? '{}') as Record<string, string>;
  };
  await provePostgres(outputs, (await secret(outputs.aurora.masterSecretArn)).password ?? '', ca);
  await proveRedis(outputs, (await secret(outputs.redis.authTokenSecretArn)).authToken ?? '', ca);
  await proveDynamoDb(outputs, new DynamoDBClient(sdk));
}

async function provePostgres({ aurora }: EnvironmentOutputs, password: string, ca: string): Promise<void> {
  const client = new Client({
    host: aurora.primary.writerEndpoint ?? '',
    port: aurora.primary.port,
    database: aurora.databaseName,
    user: aurora.masterUsername,
    password,
    ssl: { ca },
  });
  await client.connect();
  const tls = await client.query('SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  const tables = await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
  await client.end();
  say(`PostgreSQL  ${tls.rows[0].version}, tables: ${tables.rows.map((row) => row.tablename).join(', ')}`);
}

async function proveRedis({ redis }: EnvironmentOutputs, token: string, ca: string): Promise<void> {
  const client = await RespClient.connect({
    host: redis.primaryEndpoint ?? redis.configurationEndpoint ?? '',
    port: redis.port,
    password: token,
    ca,
  });
  await client.command('SET', 'plinth:demo', 'hello');
  say(`Redis       AUTH over TLS, GET plinth:demo = ${await client.command('GET', 'plinth:demo')}`);
  client.close();
}

async function proveDynamoDb({ dynamodb }: EnvironmentOutputs, client: DynamoDBClient): Promise<void> {
  const TableName = dynamodb.tables.games?.name ?? '';
  const Key = { gameId: { S: 'game_12345' }, timestamp: { N: '1699123456789' } };
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, status: { S: 'active' } } }));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  const { TableNames } = await client.send(new ListTablesCommand({}));
  const ours = (TableNames ?? []).filter((name) =>
    Object.values(dynamodb.tables).some((table) => table.name === name),
  );
  say(`DynamoDB    ${ours.length} tables, item read back: status=${Item?.status?.S}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

demo().catch((error: unknown) => {
  process.stderr.write(`The demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
