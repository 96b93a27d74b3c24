import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { DEFAULT_TABLES } from '../core/resolve/tables.ts';
import { loadMigrations } from '../functions/migrations/load.ts';
import { createDynamo } from '../local/engines/dynamo.ts';
import { createHost, type Host, writePrivate } from '../local/engines/host.ts';
import { findBinaries } from '../local/engines/postgres/binaries.ts';
import { configuration, spareDatabase, superuser } from '../local/engines/postgres/settings.ts';
import { templateFolder } from '../local/engines/postgres/template.ts';
import { freePort } from '../local/engines/proxy.ts';
import { findRedis } from '../local/engines/redis/locate.ts';
import { RespClient } from '../local/engines/resp.ts';
import { openRunDirectory } from '../local/engines/run-directory.ts';

/**
 * What Plinth is measured against: the same engines set up by hand, with no cloud, API or workflow around them.
 * `node bench/bare.ts cold|warm COUNT` prints the milliseconds of COUNT set-ups, one after the other, as JSON.
 * Cold makes its data folder with initdb; warm copies the template that Plinth has made.
 */
type Heat = 'cold' | 'warm';

const MIGRATIONS = path.join(import.meta.dirname, '..', 'migrations');
const PASSWORD = randomBytes(16).toString('hex');
/** Lets nobody in without TLS and a password; the superuser comes through the socket. */
const ACCESS = `local all ${superuser} trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n`;
const INITDB = [`--username=${superuser}`, '--encoding=UTF8', '--locale=C', '--auth=trust', '--no-sync'];
const CREATE_DATABASE: Readonly<Record<Heat, string>> = {
  cold: 'CREATE DATABASE app',
  warm: `ALTER DATABASE ${spareDatabase} RENAME TO app`,
};

async function setUp(host: Host, heat: Heat, name: string): Promise<void> {
  await Promise.all([setUpPostgres(host, heat, name), setUpRedis(host, name), setUpTables()]);
}

async function setUpPostgres(host: Host, heat: Heat, name: string): Promise<void> {
  const binaries = findBinaries(host.run);
  const folder = host.run.makeData(name);
  if (heat === 'warm') {
    await host.processes.run('cp', ['-a', `${await templateFolder(host, binaries)}/.`, folder]);
  } else {
    await host.processes.run(binaries.initdb, [...INITDB, '--wal-segsize=1', '-D', folder]);
    writePrivate(host.run, path.join(folder, 'postgresql.conf'), configuration);
    writePrivate(host.run, path.join(folder, 'pg_hba.conf'), ACCESS);
  }
  const port = await freePort();
  const settings = [
    `port=${port}`,
    `unix_socket_directories=${host.sockets}`,
    `ssl_cert_file=${host.tls.certificateFile}`,
    `ssl_key_file=${host.tls.keyFile}`,
  ];
  await host.processes.serve({
    command: binaries.postgres,
    args: ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    ready: /database system is ready to accept connections/,
    stopSignal: 'SIGQUIT',
  });
  await runSql(host, heat, port);
}

/** The master user and the database, then the schema as the application would run it: over TLS, with the password. */
async function runSql(host: Host, heat: Heat, port: number): Promise<void> {
  const admin = new pg.Client({ host: host.sockets, port, user: superuser, database: 'postgres' });
  await admin.connect();
  await admin.query(`CREATE ROLE master LOGIN CREATEDB CREATEROLE PASSWORD '${PASSWORD}'`);
  await admin.query(CREATE_DATABASE[heat]);
  await admin.query('ALTER DATABASE app OWNER TO master');
  await admin.end();
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'master',
    database: 'app',
    password: PASSWORD,
    ssl: { ca: host.tls.caCertificate },
  });
  await client.connect();
  for (const { up } of await loadMigrations(MIGRATIONS, 'gaming')) await client.query(`BEGIN; ${up} COMMIT;`);
  await client.end();
}

async function setUpRedis(host: Host, name: string): Promise<void> {
  const { command, env } = await findRedis(host);
  const port = await freePort();
  const settings = {
    ...{ bind: '127.0.0.1', port: 0, 'tls-port': port, 'tls-auth-clients': 'no', save: '""' },
    ...{ 'tls-ca-cert-file': host.tls.caFile, 'tls-cert-file': host.tls.certificateFile },
    ...{ 'tls-key-file': host.tls.keyFile, requirepass: PASSWORD, dir: host.run.makeData(`redis-${name}`) },
  };
  const file = path.join(settings.dir, 'redis.conf');
  const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  writePrivate(host.run, file, `${lines.join('\n')}\n`);
  await host.processes.serve({
    command,
    args: [file],
    env,
    ready: /Ready to accept connections/,
    stopSignal: 'SIGKILL',
  });
  const ca = host.tls.caCertificate;
  const client = await RespClient.connect({ host: '127.0.0.1', port, password: PASSWORD, ca });
  await client.command('PING');
  client.close();
}

async function setUpTables(): Promise<void> {
  const dynamo = createDynamo();
  await Promise.all(
    tables.map(async (table) => {
      const { status, body } = await dynamo.call('CreateTable', table);
      if (status !== 200) throw new Error(`CreateTable answered ${status}: ${JSON.stringify(body)}`);
    }),
  );
}

const tables = DEFAULT_TABLES.map(({ name, attributes, indexes = [], ...keys }) => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: attributes.map((attribute) => ({
    AttributeName: attribute.name,
    AttributeType: attribute.type,
  })),
  KeySchema: keySchema(keys),
  GlobalSecondaryIndexes: indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: 'ALL' },
  })),
}));

function keySchema({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string | undefined }) {
  const range = sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }];
  return [{ AttributeName: partitionKey, KeyType: 'HASH' }, ...range];
}

async function main(heat: Heat, count: number): Promise<void> {
  const run = openRunDirectory();
  const host = createHost(run);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  process.once('exit', () => {
    host.processes.killSync();
    run.remove();
  });
  const times: number[] = [];
  try {
    // Before the clock starts, as in a running Plinth: code is loaded, the servers' programs are installed.
    const binaries = findBinaries(run);
    await Promise.all([findRedis(host), createDynamo().call('ListTables', {})]);
    if (heat === 'warm') await templateFolder(host, binaries);
    for (let index = 0; index < count; index++) {
      const started = performance.now();
      await setUp(host, heat, `bare-${index}`);
      times.push(performance.now() - started);
    }
  } finally {
    await host.processes.close();
    run.remove();
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}

await main(process.argv[2] as Heat, Number(process.argv[3]));
