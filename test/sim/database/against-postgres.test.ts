import fc from 'fast-check';
import pg from 'pg';
import type { DatabaseClient } from '../../../functions/migrations/connect.ts';
import { runMigrations } from '../../../functions/migrations/run.ts';
import { createEngines } from '../../../local/engines/index.ts';
import type { Engines, PostgresCluster } from '../../../local/engines/types.ts';
import { type Changes, logged, type Open, type Scenario } from './logged.ts';
import { run, scenarios } from './scenarios.ts';
import { statements } from './statements.ts';
import { createDatabase, type Database, MASTER, migrate } from './support.ts';

/** The model is only worth something while it answers as PostgreSQL does: both are asked the same. */
let engines: Engines;
let cluster: PostgresCluster;
beforeAll(async () => {
  engines = await createEngines();
  cluster = await engines.createPostgres(MASTER);
  await cluster.addInstance('one');
});
afterAll(() => engines.close());

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

const seed = Number(process.env.PLINTH_SEED ?? 20_260_101);
const numRuns = Number(process.env.PLINTH_RUNS ?? 60);

describe('the model answers as PostgreSQL does:', () => {
  it.each(Object.keys(scenarios))('%s', async (name) => {
    const scenario = scenarios[name] as Scenario;
    expect(await onModel(scenario)).toEqual(await onPostgres(scenario));
  });

  it('a session that an administrator ends', async () => {
    const nameOf = (failing: Promise<unknown>) => failing.then(String, (error: Error) => error.name);
    const at = 'user_stats_user';
    const model: Database = await createDatabase({
      before: async (_, statement) => {
        if (statement.includes(at)) model.server.stop();
      },
    });
    const client = realClient({ database: 'postgres' });
    const admin = realClient({ database: 'postgres' });
    await Promise.all([client.connect(), admin.connect()]);
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const ending = Object.assign(Object.create(client), {
      query: async (text: string, values?: unknown[]) => {
        if (text.includes(at)) await admin.query('SELECT pg_terminate_backend($1, 10000)', [rows[0].pid]);
        return client.query(text, values);
      },
    });
    expect(await nameOf(migrate(model))).toBe('OutcomeUnknown');
    expect(await nameOf(runMigrations({ client: ending, ...run }))).toBe('OutcomeUnknown');
    await Promise.all([client.end(), admin.end()]);
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

  it(
    'statements drawn at random',
    async () => {
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
    },
    60_000 + numRuns * 50,
  );
});

/** Stays open when its user is done. */
function shared(client: pg.Client): DatabaseClient {
  return Object.assign(Object.create(client), {
    connect: async () => {},
    query: client.query.bind(client),
    end: async () => {},
  });
}
