import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { loadMigrations, migrationSets } from '../../functions/migrations/load.ts';
import { runMigrations } from '../../functions/migrations/run.ts';
import { createEngines } from '../../local/engines/index.ts';
import type { Engines, PostgresCluster } from '../../local/engines/types.ts';
import { connect, master, query } from '../local/engines/fixtures.ts';

let engines: Engines;
let cluster: PostgresCluster;
let folder: string;
let database: string;
let count = 0;
beforeAll(async () => {
  engines = await createEngines();
  cluster = await engines.createPostgres(master);
  await cluster.addInstance('one');
});
afterAll(() => engines.close());
beforeEach(async () => {
  database = `attack${++count}`;
  await query(engines, cluster.writerEndpoint, `CREATE DATABASE ${database}`);
  folder = await mkdtemp(join(tmpdir(), 'plinth-attack-'));
  await mkdir(join(folder, 'shop'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Files of the set, numbered in their order; each can be undone. */
async function migrations(...ups: string[]): Promise<void> {
  for (const [index, up] of ups.entries()) {
    const name = join(folder, 'shop', `000${index + 1}_step`);
    await writeFile(`${name}.up.sql`, up);
    await writeFile(`${name}.down.sql`, 'SELECT 1');
  }
}

/** Runs the set as the function does, on a connection of its own. */
async function run(): Promise<string | null> {
  const client = await open();
  try {
    return await runMigrations({ client, folder, set: 'shop', files: await loadMigrations(folder, 'shop') });
  } finally {
    await client.end().catch(() => {});
  }
}

const open = (): Promise<Client> => connect(engines, cluster.writerEndpoint, { database });
const sql = (text: string) => query(engines, cluster.writerEndpoint, text, { database });

async function tables(): Promise<string[]> {
  const rows = await sql(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
  );
  return rows.map(({ name }) => String(name)).filter((name) => !name.startsWith('public.schema_migration'));
}

const FIRST = 'CREATE TABLE orders (id int PRIMARY KEY)';

const UNLESS_SMALL_MEMORY =
  "DO $$ BEGIN IF current_setting('work_mem') = '64kB' THEN RAISE 'set by another file'; END IF; END $$";

describe('a migration that ends its transaction', () => {
  it.each([
    ...[
      'COMMIT',
      'commit work',
      'END',
      '/* done */ END TRANSACTION',
      'ROLLBACK',
      'ABORT',
      '-- so far\nCOMMIT',
    ],
    ...['COMMIT AND CHAIN', "PREPARE TRANSACTION 'later'", 'ROLLBACK AND CHAIN'],
  ])('with %j is refused before any of it runs', async (end) => {
    await migrations(FIRST, `CREATE TABLE lines (id int);\n${end};\nINSERT INTO nothing VALUES (1)`);

    await expect(run()).rejects.toMatchObject({
      name: 'Terminal',
      message: expect.stringMatching(/shop\/0002_step\.up\.sql .* one transaction/),
    });

    expect(await tables()).toEqual(['public.orders']);
  });

  it('to a savepoint only is its own affair', async () => {
    await migrations(
      `${FIRST}; SAVEPOINT s; CREATE TABLE lines (id int); ROLLBACK TO SAVEPOINT s; ROLLBACK TO s`,
    );

    expect(await run()).toBe('0001_step');
    expect(await tables()).toEqual(['public.orders']);
  });

  it('in a procedure is stopped by PostgreSQL, and leaves nothing', async () => {
    await migrations(
      `${FIRST}; CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p(); SELECT 1`,
    );

    await expect(run()).rejects.toThrow(/invalid transaction termination/);
    expect(await tables()).toEqual([]);
  });
});

describe('a migration that meddles with the books', () => {
  it.each([
    ['drops them', 'DROP TABLE public.schema_migrations, public.schema_migration_checksums'],
    ['drops the checksums', 'DROP TABLE public.schema_migration_checksums'],
    ['drops their schema', 'DROP SCHEMA public CASCADE'],
    [
      'writes its own entry',
      `INSERT INTO schema_migration_checksums VALUES ('0002_step', '${'0'.repeat(64)}')`,
    ],
    ['renames them', 'ALTER TABLE public.schema_migrations RENAME TO gone'],
  ])('and %s fails as a whole', async (_what, attack) => {
    await migrations(FIRST, `CREATE TABLE lines (id int); ${attack}`);

    await expect(run()).rejects.toMatchObject({ name: 'Terminal' });

    expect(await tables()).toEqual(['public.orders']);
    await migrations(FIRST, 'CREATE TABLE lines (id int)');
    expect(await run()).toBe('0002_step');
  });

  it('and edits the checksum of another is found out by the next run', async () => {
    const attack = `UPDATE schema_migration_checksums SET checksum = '${'0'.repeat(64)}' WHERE name = '0001_step'`;
    await migrations(FIRST, attack);
    await run();

    await expect(run()).rejects.toThrow(/0001_step\.up\.sql was edited after it had been applied/);
  });
});

describe('a migration that changes its session', () => {
  it.each([
    ['the search path, as a dump of pg_dump does', "SELECT pg_catalog.set_config('search_path', '', false)"],
    ['the search path', 'CREATE SCHEMA app; SET search_path TO app'],
    ['its role', 'CREATE ROLE plinth_reader; GRANT plinth_reader TO CURRENT_USER; SET ROLE plinth_reader'],
    ['the mode of transactions', 'SET default_transaction_read_only = on'],
    ['its memory', "SET work_mem = '64kB'"],
  ])('%s changes it for itself only', async (_what, attack) => {
    await migrations(`${FIRST}; ${attack}`, `CREATE TABLE lines (id int); ${UNLESS_SMALL_MEMORY}`);

    try {
      expect(await run()).toBe('0002_step');
      expect(await tables()).toEqual(['public.lines', 'public.orders']);
      const [{ owner } = {}] = await sql(
        "SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'lines'",
      );
      expect(owner).toBe(master.masterUsername);
    } finally {
      await sql('DROP ROLE IF EXISTS plinth_reader');
    }
  });

  it('by ending it fails, and the next run goes on', async () => {
    await migrations(FIRST, 'CREATE TABLE lines (id int); SELECT pg_terminate_backend(pg_backend_pid())');

    await expect(run()).rejects.toThrow(/terminat/i);

    await migrations(FIRST, 'CREATE TABLE lines (id int)');
    expect(await run()).toBe('0002_step');
  });
});

it('a migration that releases the lock lets another runner in, and still no file is applied twice', async () => {
  await migrations(
    'CREATE TABLE IF NOT EXISTS runs (n int); INSERT INTO runs VALUES (1); SELECT pg_advisory_unlock_all()',
  );

  const results = await Promise.allSettled([run(), run(), run()]);

  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.length).toBeLessThan(3);
  expect(await run()).toBe('0001_step');
  expect(await sql('SELECT count(*)::int AS n FROM runs')).toEqual([{ n: 1 }]);
});

describe('a folder of migrations', () => {
  it.each([
    ...['..%2f0001_a.up.sql', '0001_a.up.sql.bak', '0001_A.up.sql', '0001_a;drop.up.sql', "0001_a'.up.sql"],
    ...['0001_a\n.up.sql', '0001_a.up.sql\n', '00001_a.up.sql', '０００１_a.up.sql', '.0001_a.up.sql'],
  ])('with a file %j is refused', async (name) => {
    await writeFile(join(folder, 'shop', name), 'SELECT 1');

    await expect(loadMigrations(folder, 'shop')).rejects.toMatchObject({ name: 'Terminal' });
  });

  it('does not read what a link leads to, whose first line an error would quote', async () => {
    const secret = join(folder, 'credentials');
    await writeFile(secret, 'aws_secret_access_key = Pl4nted');
    await symlink(secret, join(folder, 'shop', '0001_a.up.sql'));
    await writeFile(join(folder, 'shop', '0001_a.down.sql'), 'SELECT 1');

    const error = await run().catch((each: unknown) => each);

    expect(error).toMatchObject({
      name: 'Terminal',
      message: expect.stringMatching(/0001_a\.up\.sql.*file/),
    });
    expect(String(error)).not.toContain('Pl4nted');
  });

  it('is no set when it is a link, or a file', async () => {
    await symlink('/', join(folder, 'root'));
    await writeFile(join(folder, 'file'), '');

    expect(await migrationSets(folder)).toEqual(['shop']);
  });
});
