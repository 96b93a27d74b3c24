import { createNoEngines } from '../../../local/engines/none.ts';
import { checkMigrations } from '../../../sim/database/checker.ts';
import { createModelPostgres } from '../../../sim/database/engines.ts';
import { SMALL, startPlinth } from '../../e2e/support/plinth.ts';
import { codeOf, createDatabase, type Database, gaming, LAST, MASTER, migrate, open } from './support.ts';

const rows = async (database: Database, endpoint = database.cluster.writerEndpoint) => {
  const client = await open(database, { endpoint });
  const { rows } = await client.query('SELECT name FROM schema_migrations ORDER BY id');
  await client.end();
  return rows.length;
};

const planted = ({ postgres }: Database, { address, port } = { address: '', port: 0 }) =>
  Object.fromEntries(postgres.serverAt(address, port).planted());

describe('a cluster', () => {
  it('keeps its data when another instance takes over, and ends the sessions of the former writer', async () => {
    const database = await createDatabase();
    const { cluster, server } = database;
    await cluster.addInstance('two');
    await migrate(database);
    server.plant('who', 'me');
    const client = await open(database);
    await client.query('BEGIN');
    await client.query('CREATE TABLE never (id int)');
    await cluster.failOver('two');
    expect(await codeOf(client.query('COMMIT'))).toMatch(/not queryable/);
    expect(planted(database, cluster.writerEndpoint)).toEqual({ who: 'me' });
    expect(await rows(database)).toBe(gaming.length);
    expect(database.postgres.serverAt(cluster.writerEndpoint.address, 5432).name).toBe('two.cluster-1');
    await cluster.removeInstance('two');
    expect(database.postgres.serverAt(cluster.writerEndpoint.address, 5432)).toBe(server);
    expect(await migrate(database)).toBe(LAST);
    expect(cluster.storage.catalog('gaming').tables.has('never')).toBe(false);
  });

  it('keeps its data without any instance', async () => {
    const database = await createDatabase();
    await migrate(database);
    await database.cluster.removeInstance('one');
    const { address, port } = database.cluster.writerEndpoint;
    expect(() => database.postgres.serverAt(address, port)).toThrow('ECONNREFUSED');
    await database.cluster.addInstance('two');
    expect(await rows(database)).toBe(gaming.length);
  });

  it('takes no writes at its reader endpoint once it has a reader', async () => {
    const database = await createDatabase();
    await database.cluster.addInstance('two');
    await migrate(database);
    const client = await open(database, { endpoint: database.cluster.readerEndpoint });
    expect(await codeOf(client.query('CREATE TABLE a (b int)'))).toBe('25006');
    expect(await codeOf(client.query(`DELETE FROM schema_migrations WHERE name = 'x'`))).toBe('25006');
    expect(await rows(database, database.cluster.readerEndpoint)).toBe(gaming.length);
  });

  it('is not to be found once it has been destroyed', async () => {
    const database = await createDatabase();
    await database.cluster.destroy();
    const { address, port } = database.cluster.writerEndpoint;
    expect(() => database.postgres.serverAt(address, port)).toThrow('ENOTFOUND');
  });

  it('has the password that it was given last; sessions stay', async () => {
    const database = await createDatabase();
    const client = await open(database);
    await database.cluster.setMasterPassword('new');
    await client.query('BEGIN');
    await expect(open(database)).rejects.toThrow('refused the master user');
    await open(database, { password: 'new' });
  });

  it('refuses connections while it starts, and the client tries again', async () => {
    const late = 'late.cluster-2';
    const database: Database = await createDatabase({
      starting: async (server) => {
        if (server === late) await database.clock.sleep(9_000);
      },
      connecting: () => database.clock.sleep(20),
    });
    const second = await database.postgres.createPostgres(MASTER);
    const adding = second.addInstance('late');
    const connected = open({ ...database, cluster: second }).then(() => database.clock.now());
    await database.clock.runUntilIdle();
    await adding;
    // Six attempts of 20 ms, with two seconds between them.
    expect((await connected) - Date.UTC(2026, 0, 1)).toBe(10_120);
  });
});

describe('a copy', () => {
  it('of a snapshot has what was there then, with its users and journal', async () => {
    const database = await createDatabase();
    await migrate(database, { count: 2 });
    database.server.plant('who', 'me');
    const snapshot = await database.cluster.snapshot();
    await migrate(database);
    database.server.plant('who', 'them');
    await database.cluster.destroy();

    const restored = await database.postgres.createPostgres({ snapshot });
    await restored.addInstance('one');
    const copy = { ...database, cluster: restored };
    expect(await rows(copy)).toBe(2);
    expect(planted(database, restored.writerEndpoint)).toEqual({ who: 'me' });
    expect(await migrate(copy)).toBe(LAST);
    expect(checkMigrations(restored.storage.journal)).toMatchObject({ violations: [], steps: { length: 5 } });
    await snapshot.destroy();
    await expect(database.postgres.createPostgres({ snapshot })).rejects.toThrow('has been deleted');
  });

  it('in another region follows until it is promoted', async () => {
    const database = await createDatabase();
    const follower = await database.postgres.createPostgres({ source: database.cluster });
    await follower.addInstance('far');
    const far = { ...database, cluster: follower };
    await migrate(database, { count: 3 });
    expect(await rows(far)).toBe(3);
    await expect(migrate(far)).rejects.toThrow('cannot execute CREATE TABLE in a read-only transaction');
    await follower.promote();
    await migrate(database);
    expect(await rows(far)).toBe(3);
    expect(await migrate(far)).toBe(LAST);
    expect(await rows(database)).toBe(gaming.length);
  });
});

it('stands in for PostgreSQL behind a whole Plinth', async () => {
  const postgres = createModelPostgres({ clock: { now: () => Date.now() } });
  const plinth = await startPlinth({
    engines: { ...createNoEngines(), createPostgres: postgres.createPostgres },
    createDatabaseClient: postgres.createClient,
  });
  try {
    const { json } = await plinth.api.create({ ...SMALL, migrations: { set: 'gaming' } });
    expect(await plinth.api.ended(json.links.self)).toMatchObject({ status: 'succeeded' });
    expect(checkMigrations(postgres.clusters[0]?.storage.journal ?? [])).toMatchObject({
      violations: [],
      steps: gaming.map(({ name }) => ({ file: name })),
    });
    expect((await plinth.api.get(json.links.environment)).json.schemaVersion).toBe(LAST);
  } finally {
    await plinth.close();
  }
});
