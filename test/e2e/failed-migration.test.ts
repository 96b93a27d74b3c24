import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Client } from 'pg';
import { problem } from './support/http.ts';
import { type Plinth, startPlinth } from './support/plinth.ts';

const REQUEST = { environment: 'dev', preset: 'development', migrations: { set: 'shop' } };

let folder: string;
let plinth: Plinth;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-migrations-'));
  await mkdir(join(folder, 'shop'));
  await write('0001_orders', 'CREATE TABLE orders (id int PRIMARY KEY);', 'DROP TABLE orders;');
  await write(
    '0002_lines',
    'CREATE TABLE lines (id int);\n-- there is no such table\nINSERT INTO ordres\nVALUES (1);',
    'DROP TABLE lines;',
  );
  plinth = await startPlinth({ migrationsFolder: folder });
});
afterAll(async () => {
  await plinth.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, up: string, down: string): Promise<void> {
  await writeFile(join(folder, 'shop', `${name}.up.sql`), up);
  await writeFile(join(folder, 'shop', `${name}.down.sql`), down);
}

/** Without outputs: as a person who repairs it looks for the database. */
async function tables(): Promise<string[]> {
  const { DBClusters = [] } = await plinth.aws(RDSClient).send(new DescribeDBClustersCommand({}));
  const { SecretString = '' } = await plinth
    .aws(SecretsManagerClient)
    .send(new GetSecretValueCommand({ SecretId: 'plinth-shop-dev-aurora-master-user' }));
  const client = new Client({
    host: DBClusters[0]?.Endpoint ?? '',
    port: DBClusters[0]?.Port ?? 0,
    database: DBClusters[0]?.DatabaseName ?? '',
    user: DBClusters[0]?.MasterUsername ?? '',
    password: JSON.parse(SecretString).password,
    ssl: { ca: plinth.caCertificate },
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'schema_migration%' ORDER BY 1`,
    );
    return rows.map(({ tablename }) => tablename);
  } finally {
    await client.end();
  }
}

it('a failing migration fails the operation, leaves the last good version, and goes on once it is corrected', async () => {
  const { json: accepted } = await plinth.api.create(REQUEST);
  const failed = await plinth.api.ended(accepted.links.self);

  expect(failed).toMatchObject({ status: 'failed', error: { type: 'Terminal' } });
  expect(failed.error?.detail).toContain('shop/0002_lines.up.sql failed at "INSERT INTO ordres"');
  expect(failed.error?.detail).toContain('relation "ordres" does not exist');
  expect(failed.error?.detail).toContain('retry the operation');
  expect(failed.steps.find(({ name }) => name === 'MigrateSchema')?.status).toBe('failed');
  expect(failed.steps.find(({ name }) => name === 'PublishOutputs')?.status).toBe('skipped');
  expect(await tables()).toEqual(['orders']);
  const environment = (await plinth.api.get(failed.links.environment)).json;
  expect(environment).toMatchObject({ status: 'failed', schemaVersion: '0001_orders' });
  const outputs = await plinth.api.get(environment.links.outputs);
  expect(outputs).toMatchObject({ status: 409, json: { type: problem('not-ready') } });
  expect(outputs.json.detail).toContain(failed.links.self);

  await write('0002_lines', 'CREATE TABLE lines (id int);', 'DROP TABLE lines;');
  const { status, json: again } = await plinth.api.create(REQUEST);
  expect(status).toBe(202);
  expect((await plinth.api.ended(again.links.self)).status).toBe('succeeded');
  expect(await tables()).toEqual(['lines', 'orders']);
  expect((await plinth.api.get(again.links.environment)).json).toMatchObject({
    status: 'ready',
    schemaVersion: '0002_lines',
  });
});

it('a deployment that brings another migration is drift of the schema, which a repair runs', async () => {
  const { links } = (await plinth.api.get('/v1/projects/shop/environments/dev')).json;
  const drift = async () => (await plinth.api.get(`${links.self}/drift`)).json;
  expect((await drift()).summary.changed).toBe(0);

  await write('0003_totals', 'CREATE TABLE totals (id int);', 'DROP TABLE totals;');

  const { summary, fields } = await drift();
  expect([summary.changed, fields[0]]).toEqual([
    1,
    {
      ...{ tier: 'schema', resource: 'schema shop of database appdb', field: 'migrations.version' },
      ...{ state: 'changed', desired: '0003_totals', observed: '0002_lines' },
    },
  ]);
  const { status, json } = await plinth.api.send('POST', `${links.self}/reconcile`);
  expect([status, json.kind]).toEqual([202, 'reconcile']);
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  expect(await tables()).toEqual(['lines', 'orders', 'totals']);
  expect((await plinth.api.get(links.self)).json).toMatchObject({
    schemaVersion: '0003_totals',
    drift: null,
  });
  expect((await drift()).summary.changed).toBe(0);
});

it('a patch turns migrations off with a word, since null is the default there', async () => {
  await write('0004_not_wanted', 'CREATE TABLE not_wanted (id int);', 'DROP TABLE not_wanted;');
  const self = '/v1/projects/shop/environments/dev';
  const patch = { migrations: { set: 'none' } };
  const type = { 'Content-Type': 'application/merge-patch+json' };

  const { status, json } = await plinth.api.send('PATCH', self, patch, type);

  expect(status).toBe(202);
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  expect((await plinth.api.get(self)).json.spec.migrations).toEqual({ set: null });
  expect(await tables()).not.toContain('not_wanted');
  expect((await plinth.api.get(`${self}/drift`)).json.summary.changed).toBe(0);
  const again = await plinth.api.send('PATCH', self, patch, type);
  expect(again).toMatchObject({ status: 200, json: { status: 'ready' } });
});
