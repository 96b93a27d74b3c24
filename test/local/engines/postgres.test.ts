import { createEngines } from '../../../local/engines/index.ts';
import type { Engines, PostgresCluster } from '../../../local/engines/types.ts';
import { connect, master, query, until } from './fixtures.ts';

let engines: Engines;
let cluster: PostgresCluster;
beforeAll(async () => {
  engines = await createEngines();
  cluster = await engines.createPostgres(master);
  await cluster.addInstance('one');
});
afterAll(() => engines.close());

it('accepts the master user over TLS with the certificate verified', async () => {
  const [row] = await query(
    engines,
    cluster.writerEndpoint,
    "SELECT current_user, current_database(), current_setting('server_version_num')::int / 10000 AS major, " +
      '(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())',
  );

  expect(row).toEqual({ current_user: 'gameadmin', current_database: 'gaming', major: 15, ssl: true });
});

it.each([
  ['a wrong password', { password: 'wrong' }, /password authentication failed/],
  ['a connection without TLS', { ssl: false }, /no encryption/],
  ['a certificate that the system does not know', { ssl: true }, /unable to verify|self-signed/],
  ['the superuser', { user: 'rdsadmin', password: '' }, /pg_hba.conf rejects/],
])('refuses %s', async (_what, changes, message) => {
  await expect(connect(engines, cluster.writerEndpoint, changes)).rejects.toThrow(message);
});

it.each(['127.0.0.1', 'localhost'])('has a certificate for %s', async (host) => {
  const { address } = cluster.writerEndpoint;
  expect(address).toBe('127.0.0.1');
  expect(await query(engines, cluster.writerEndpoint, 'SELECT 1 AS one', { host })).toEqual([{ one: 1 }]);
});

it('shares one port between the writer endpoint and the reader endpoint', () => {
  expect(cluster.readerEndpoint.port).toBe(cluster.writerEndpoint.port);
  expect(cluster.readerEndpoint.address).not.toBe(cluster.writerEndpoint.address);
});

it('leads the reader endpoint to the writer while there is no reader', async () => {
  const rows = await query(engines, cluster.readerEndpoint, 'SELECT pg_is_in_recovery() AS replica');
  expect(rows).toEqual([{ replica: false }]);
});

it('makes the master user a member of rds_superuser and no superuser', async () => {
  const rows = await query(
    engines,
    cluster.writerEndpoint,
    "SELECT rolsuper, rolcreatedb, rolcreaterole, pg_has_role(oid, 'rds_superuser', 'member') AS member " +
      'FROM pg_roles WHERE rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreatedb: true, rolcreaterole: true, member: true }]);
});

it('lets the master user create a trusted extension and a table', async () => {
  await query(engines, cluster.writerEndpoint, 'CREATE EXTENSION "uuid-ossp"');
  await query(engines, cluster.writerEndpoint, 'CREATE TABLE made (id uuid DEFAULT uuid_generate_v4())');
  expect(
    await query(engines, cluster.writerEndpoint, 'INSERT INTO made DEFAULT VALUES RETURNING id'),
  ).toHaveLength(1);
});

it.each([
  ['server_encoding', 'UTF8'],
  ['shared_preload_libraries', 'pg_stat_statements'],
  ['TimeZone', 'UTC'],
])('runs with %s = %s', async (setting, value) => {
  const rows = await query(
    engines,
    cluster.writerEndpoint,
    `SELECT current_setting($$${setting}$$) AS value`,
  );
  expect(rows).toEqual([{ value }]);
});

it('takes a new master password and no longer the old one', async () => {
  const changed = await engines.createPostgres(master);
  await changed.addInstance('one');
  await changed.setMasterPassword('another one');

  await expect(connect(engines, changed.writerEndpoint)).rejects.toThrow(/password authentication failed/);
  const rows = await query(engines, changed.writerEndpoint, 'SELECT 1 AS one', { password: 'another one' });
  expect(rows).toEqual([{ one: 1 }]);
});

it.each([undefined, 'postgres'])(
  'makes no database of its own when it is given the name %s',
  async (databaseName) => {
    const plain = await engines.createPostgres({ ...master, databaseName });
    await plain.addInstance('one');
    const rows = await query(engines, plain.writerEndpoint, 'SELECT datname FROM pg_database ORDER BY 1', {
      database: 'postgres',
    });
    expect(rows.map(({ datname }) => datname)).toEqual(['postgres', 'template0', 'template1']);
  },
);

it('ends connections at once before it has an instance, and again after destroy', async () => {
  const empty = await engines.createPostgres(master);
  await empty.ready();
  await expect(connect(engines, empty.writerEndpoint)).rejects.toThrow();
  const instance = await empty.addInstance('one');
  await query(engines, instance, 'SELECT 1');
  await empty.destroy();
  await expect(connect(engines, instance)).rejects.toThrow(/ECONNREFUSED/);
});

it('keeps the data when the last instance goes, as Aurora storage does', async () => {
  const kept = await engines.createPostgres(master);
  const first = await kept.addInstance('one');
  await query(engines, first, 'CREATE TABLE still (here int)');
  await kept.removeInstance('one');
  await expect(connect(engines, first)).rejects.toThrow();
  await expect(connect(engines, kept.writerEndpoint)).rejects.toThrow();

  const second = await kept.addInstance('two');
  expect(await query(engines, second, 'SELECT * FROM still')).toEqual([]);
});

it('runs twenty clusters that are asked for at the same time', async () => {
  const clusters = await Promise.all(Array.from({ length: 20 }, () => engines.createPostgres(master)));
  await Promise.all(clusters.map((each) => each.addInstance('one')));
  const answers = await Promise.all(
    clusters.map((each) => query(engines, each.writerEndpoint, 'SELECT 1 AS one')),
  );
  expect(answers).toEqual(clusters.map(() => [{ one: 1 }]));
  await Promise.all(clusters.map((each) => each.destroy()));
});

it('cuts open connections when the cluster is destroyed', async () => {
  const doomed = await engines.createPostgres(master);
  await doomed.addInstance('one');
  const client = await connect(engines, doomed.writerEndpoint);
  let ended = false;
  client.on('end', () => {
    ended = true;
  });
  await doomed.destroy();
  await until(() => ended);
});
