import { createEngines } from '../../../local/engines/index.ts';
import type { Endpoint, Engines, PostgresCluster } from '../../../local/engines/types.ts';
import { connect, master, query, until } from './fixtures.ts';

let engines: Engines;
let primary: PostgresCluster;
let secondary: PostgresCluster;
beforeAll(async () => {
  engines = await createEngines();
  primary = await engines.createPostgres(master);
  secondary = await engines.createPostgres({ source: primary });
  await Promise.all([primary.addInstance('one'), primary.addInstance('two'), secondary.addInstance('far')]);
  await query(engines, primary.writerEndpoint, 'CREATE TABLE seen (value int)');
});
afterAll(() => engines.close());

const write = (value: number) => query(engines, primary.writerEndpoint, `INSERT INTO seen VALUES (${value})`);
const arrives = (endpoint: Endpoint, value: number) =>
  until(async () => {
    const rows = await query(engines, endpoint, `SELECT FROM seen WHERE value = ${value}`).catch(() => []);
    return rows.length === 1;
  });

const readOnly: readonly (readonly [string, () => Endpoint])[] = [
  ['the reader endpoint', () => primary.readerEndpoint],
  ['the reader endpoint of another region', () => secondary.readerEndpoint],
  ['the writer endpoint of another region', () => secondary.writerEndpoint],
];

it.each(readOnly)('shows on %s what the writer wrote', async (name, endpoint) => {
  const value = readOnly.findIndex(([each]) => each === name) + 1;
  await write(value);
  await arrives(endpoint(), value);
});

it.each(readOnly)('refuses writes on %s', async (_name, endpoint) => {
  await expect(query(engines, endpoint(), 'CREATE TABLE refused ()')).rejects.toThrow(
    /read-only transaction/,
  );
});

it('asks for the password and TLS on a replica, too', async () => {
  await expect(connect(engines, secondary.readerEndpoint, { password: 'x' })).rejects.toThrow(/password/);
  await expect(connect(engines, secondary.readerEndpoint, { ssl: false })).rejects.toThrow(/no encryption/);
});

it('sends readers to every reader in turn and not to the writer', async () => {
  const own = await engines.createPostgres(master);
  await own.addInstance('one');
  await Promise.all([own.addInstance('two'), own.addInstance('three')]);
  const ports = new Set<unknown>();
  for (let turn = 0; turn < 4; turn++) {
    const [row] = await query(
      engines,
      own.readerEndpoint,
      "SELECT current_setting('port') AS port, pg_is_in_recovery() AS replica",
    );
    expect(row?.replica).toBe(true);
    ports.add(row?.port);
  }
  expect(ports.size).toBe(2);
});

it('promotes a reader when the writer is removed, and everyone follows it', async () => {
  const own = await engines.createPostgres(master);
  const far = await engines.createPostgres({ source: own });
  await own.addInstance('one');
  await Promise.all([own.addInstance('two'), own.addInstance('three'), far.addInstance('far')]);
  await query(engines, own.writerEndpoint, 'CREATE TABLE seen (value int)');

  await own.removeInstance('one');
  await query(engines, own.writerEndpoint, 'INSERT INTO seen VALUES (7)');

  await arrives(own.readerEndpoint, 7);
  await arrives(far.readerEndpoint, 7);
  const rows = await query(engines, own.readerEndpoint, 'SELECT pg_is_in_recovery() AS replica');
  expect(rows).toEqual([{ replica: true }]);
});

it('adds a replica to a writer that is busy writing', async () => {
  const own = await engines.createPostgres(master);
  await own.addInstance('one');
  const client = await connect(engines, own.writerEndpoint);
  await client.query('CREATE TABLE busy (value int)');
  let written = 0;
  let done = false;
  const writing = (async () => {
    while (!done) await client.query(`INSERT INTO busy SELECT ${++written} FROM generate_series(1, 100)`);
  })();

  const reader = await own.addInstance('two');
  done = true;
  await writing;

  await until(async () => {
    const [row] = await query(engines, reader, 'SELECT count(*)::int AS rows FROM busy');
    return row?.rows === written * 100;
  });
  await client.end();
});

it('refuses a password for a cluster whose users live in another region', async () => {
  await expect(secondary.setMasterPassword('new')).rejects.toThrow(/set it there/);
});

it('refuses the same instance twice', async () => {
  await expect(primary.addInstance('one')).rejects.toThrow(/already has an instance one/);
});
