import type { DatabaseClient } from '../../../functions/migrations/connect.ts';
import { runMigrations } from '../../../functions/migrations/run.ts';
import type { Scenario } from './logged.ts';
import { FOLDER, file, gaming, SET } from './support.ts';

export const run = { folder: FOLDER, set: SET, files: gaming };
const bad = (up: string) => [...gaming, file('0006_bad', up)];

/** By name: what is asked of the model and of PostgreSQL. */
export const scenarios: Record<string, Scenario> = {
  'the real files, up twice and down': async (open) => {
    const client = await open();
    await runMigrations({ client, ...run });
    await runMigrations({ client, ...run });
    await runMigrations({ client, ...run, direction: 'down', count: gaming.length });
    await client.query('DROP EXTENSION "uuid-ossp"').catch(() => {});
  },
  'two runners': async (open) => {
    const [first, second] = [await open(), await open()];
    await first.query('SELECT pg_advisory_lock($1)', [7_065_116_841]);
    const waiting = runMigrations({ client: second, ...run });
    await runMigrations({ client: first, ...run });
    await first.query('SELECT pg_advisory_unlock($1)', [7_065_116_841]);
    await waiting;
  },
  'an edited file': async (open) => {
    const client = await open();
    await runMigrations({ client, ...run });
    const files = gaming.map((each) => ({ ...each, checksum: 'f'.repeat(64) }));
    await runMigrations({ client, ...run, files }).catch(() => {});
  },
  'statements that fail, one by one': async (open) => {
    const client = await open();
    const failing = [
      'INSERT INTO nowhere VALUES (1)',
      'CREATE TABLE users (id int)',
      'CREATE INDEX user_stats_user ON users (id)',
      'CREATE INDEX another ON users (nothing)',
      'CREATE INDEX another ON users (id) WHERE nothing IS NULL',
      'CREATE TABLE a (b int, b int)',
      'CREATE TABLE a (b int PRIMARY KEY, c int PRIMARY KEY)',
      'CREATE TABLE a (b int REFERENCES nowhere(id))',
      'CREATE TABLE a (b varchar(50) REFERENCES users(display_name))',
      'CREATE TABLE a (b uuid REFERENCES users(nothing))',
      'CREATE TABLE a (b int, CHECK (nothing > 1))',
      'CREATE TABLE a (b int, UNIQUE (nothing))',
      'CREATE TABLE a (b int, CONSTRAINT users_pkey UNIQUE (b))',
      'CREATE EXTENSION "uuid-ossp"',
      'DROP EXTENSION "uuid-ossp"',
      'DROP TABLE users',
      'DROP TABLE nowhere',
      'DROP TABLE users_pkey',
      'DROP INDEX users',
      'DROP INDEX nowhere',
      'DROP INDEX users_pkey',
      'ALTER TABLE users ADD PRIMARY KEY (email)',
      'ALTER TABLE users ADD COLUMN email text',
      `INSERT INTO schema_migrations (name) VALUES ('x')`,
      `INSERT INTO schema_migration_checksums VALUES ('0001_uuid_ossp', 'x')`,
      `INSERT INTO schema_migration_checksums VALUES ('x', '${'y'.repeat(65)}')`,
      `INSERT INTO schema_migration_checksums (nothing) VALUES ('x')`,
      `INSERT INTO schema_migration_checksums (name) VALUES ('x', 'y')`,
      `INSERT INTO schema_migration_checksums (name, checksum) VALUES ('x')`,
      'INSERT INTO schema_migration_checksums VALUES ($1, $2)',
    ];
    for (const statement of failing)
      await runMigrations({ client, ...run, files: bad(`${statement};`) }).catch(() => {});
    const version = 'CREATE TABLE a (b uuid DEFAULT uuid_generate_v4())';
    const other = await open();
    await runMigrations({ client: other, ...run, direction: 'down', count: gaming.length });
    await other.query(version).catch(() => {});
  },
  'transactions that end well, badly, or with their session': async (open) => {
    const [one, two] = [await open(), await open()];
    const say = (client: DatabaseClient, ...texts: string[]) =>
      texts.reduce(async (last, text) => {
        await last;
        await client.query(text).catch(() => {});
      }, Promise.resolve());
    const read = 'SELECT id FROM seen ORDER BY id';
    await say(one, 'CREATE TABLE seen (id serial PRIMARY KEY, name varchar(5) UNIQUE NOT NULL)');
    await say(one, 'BEGIN', `INSERT INTO seen (name) VALUES ('a'), ('b')`, read);
    await say(two, read);
    await say(one, `INSERT INTO seen (name) VALUES ('a')`, read, 'BEGIN', 'COMMIT', read);
    await say(one, `INSERT INTO seen (name) VALUES ('c')`, read, 'COMMIT', 'ROLLBACK', 'BEGIN', 'BEGIN');
    await say(one, `DELETE FROM seen WHERE name = 'c'`, read, 'CREATE TABLE more (id int)');
    await one.end();
    await say(
      two,
      read,
      'SELECT id FROM more',
      'SELECT max(name) FROM seen',
      'SELECT max(id) AS id FROM seen',
    );
  },
  locks: async (open) => {
    const [one, two] = [await open(), await open()];
    await one.query('SELECT pg_advisory_lock($1)', [1]);
    await one.query('SELECT pg_advisory_lock(1)');
    await two.query('SELECT pg_try_advisory_lock(1) AS "lockObtained"');
    await two.query('SELECT pg_advisory_unlock(1) AS "lockReleased"');
    await one.query('SELECT pg_advisory_unlock($1)', [1]);
    await two.query('SELECT pg_try_advisory_lock(1)');
    await one.query('BEGIN');
    await one.query('ROLLBACK');
    await two.query('SELECT pg_try_advisory_lock(1)');
    const waiting = two.query('SELECT pg_advisory_lock(1)');
    await one.end();
    await waiting;
  },
  'connections that are refused': async (open) => {
    await open({ password: 'wrong' }).catch(() => {});
    await open({ database: 'nowhere' }).catch(() => {});
  },
};
