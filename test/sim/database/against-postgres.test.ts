import fc from 'fast-check';
import pg from 'pg';
import type { DatabaseClient } from '../../../functions/migrations/connect.ts';
import { runMigrations } from '../../../functions/migrations/run.ts';
import { createEngines } from '../../../local/engines/index.ts';
import type { Engines, PostgresCluster } from '../../../local/engines/types.ts';
import { NotModelled } from '../../../sim/database/errors.ts';
import { statements } from './statements.ts';
import { createDatabase, type Database, FOLDER, file, gaming, MASTER, SET } from './support.ts';

/** The model is only worth something while it answers as PostgreSQL does: both are asked the same. */
let engines: Engines;
let cluster: PostgresCluster;
beforeAll(async () => {
  engines = await createEngines();
  cluster = await engines.createPostgres(MASTER);
  await cluster.addInstance('one');
});
afterAll(() => engines.close());

interface Changes {
  readonly password?: string;
  readonly database?: string;
  readonly ssl?: false;
}

/** A client that has been connected, and whose statements and answers are kept. */
type Open = (changes?: Changes) => Promise<DatabaseClient>;

type Scenario = (open: Open) => Promise<void>;

let databases = 0;

async function onPostgres(scenario: Scenario): Promise<unknown[][]> {
  const name = `compared_${++databases}`;
  const admin = realClient({ database: 'postgres' });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return logged(scenario, (changes) => realClient({ database: name, ...changes }));
}

function realClient(changes: Changes): pg.Client {
  const { address: host, port } = cluster.writerEndpoint;
  const { masterUsername: user, masterPassword: password } = MASTER;
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    ssl: { ca: engines.caCertificate },
    ...changes,
  });
  client.on('error', () => {});
  return client;
}

async function onModel(scenario: Scenario): Promise<unknown[][]> {
  return onModelDatabase(await createDatabase(), scenario);
}

function onModelDatabase({ postgres, cluster }: Database, scenario: Scenario): Promise<unknown[][]> {
  const { masterUsername: user, masterPassword: password, databaseName: database } = MASTER;
  const { address: host, port } = cluster.writerEndpoint;
  return logged(scenario, (changes) =>
    postgres.createClient({ host, port, user, password, database, ssl: {}, ...changes }),
  );
}

/** What each client was answered, in the order in which the clients were opened. */
async function logged(
  scenario: Scenario,
  create: (changes: Changes) => DatabaseClient,
): Promise<unknown[][]> {
  const logs: unknown[][] = [];
  const clients: DatabaseClient[] = [];
  await scenario(async (changes = {}) => {
    const client = create(changes);
    const log: unknown[] = [];
    logs.push(log);
    await client.connect().catch((error) => {
      log.push(failure(error));
      throw error;
    });
    clients.push(client);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>;
    return Object.assign(Object.create(client), {
      query: async (...args: unknown[]) => {
        try {
          const { command, rowCount, rows } = await query(...args);
          log.push([args[0], { command, rowCount, rows }]);
          return { rows };
        } catch (error) {
          log.push([args[0], failure(error)]);
          throw error;
        }
      },
      end: () => client.end(),
    }) as DatabaseClient;
  });
  await Promise.all(clients.map((client) => client.end()));
  return logs;
}

function failure(error: unknown) {
  if (error instanceof NotModelled) return { notModelled: error.message };
  const { code, message } = error as pg.DatabaseError;
  return { code, message: message.replace(/compared_\d+/, MASTER.databaseName) };
}

const run = { folder: FOLDER, set: SET, files: gaming };
const bad = (up: string) => [...gaming, file('0006_bad', up)];

const scenarios: Record<string, Scenario> = {
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

describe('the model answers as PostgreSQL does:', () => {
  it.each(Object.keys(scenarios))('%s', async (name) => {
    const scenario = scenarios[name] as Scenario;
    expect(await onModel(scenario)).toEqual(await onPostgres(scenario));
  });

  it('a server that follows another', async () => {
    const far = await engines.createPostgres({ source: cluster });
    await far.addInstance('far');
    const database = await createDatabase();
    const follower = await database.postgres.createPostgres({ source: database.cluster });
    await follower.addInstance('far');
    const scenario: Scenario = async (open) => {
      const client = await open();
      await runMigrations({ client, ...run }).catch(() => {});
      for (const text of ['INSERT INTO nowhere VALUES (1)', 'DROP TABLE nowhere', 'CREATE INDEX a ON b (c)'])
        await client.query(text).catch(() => {});
    };
    const real = { address: far.writerEndpoint.address, port: far.writerEndpoint.port };
    const onReal = await logged(scenario, () => {
      const { masterUsername: user, masterPassword: password, databaseName } = MASTER;
      return new pg.Client({
        ...{ host: real.address, port: real.port, user, password, database: databaseName },
        ssl: { ca: engines.caCertificate },
      });
    });
    expect(await onModelDatabase({ ...database, cluster: follower }, scenario)).toEqual(onReal);
  });

  it('statements drawn at random', async () => {
    const seed = Number(process.env.PLINTH_SEED ?? 20_260_101);
    const numRuns = Number(process.env.PLINTH_RUNS ?? 60);
    const clean = ['ROLLBACK', 'DROP SCHEMA public CASCADE', 'CREATE SCHEMA public'];
    let statementsCompared = 0;
    const real = realClient({ database: MASTER.databaseName });
    await real.connect();
    const property = fc.asyncProperty(
      fc.array(statements, { minLength: 5, maxLength: 25 }),
      async (texts) => {
        for (const text of clean) await real.query(text);
        const model = await createDatabase();
        const all = async (open: Open) => {
          const client = await open();
          for (const text of texts) await client.query(text).catch(() => {});
        };
        const [answers = []] = await onModelDatabase(model, all);
        // What follows depends on what the model does not know.
        const known = answers.findIndex((answer) => JSON.stringify(answer).includes('notModelled'));
        const compared = answers.slice(0, known < 0 ? undefined : known);
        const [expected = []] = await logged(all, () => shared(real));
        expect(compared).toEqual(expected.slice(0, compared.length));
        statementsCompared += compared.length;
      },
    );
    await fc.assert(property, { seed, numRuns });
    expect(statementsCompared).toBeGreaterThan(numRuns * 5);
    await real.end();
  });
});

/** Stays open when its user is done. */
function shared(client: pg.Client): DatabaseClient {
  return Object.assign(Object.create(client), {
    connect: async () => {},
    query: client.query.bind(client),
    end: async () => {},
  });
}
