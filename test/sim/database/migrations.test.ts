import { OutcomeUnknown } from '../../../core/errors.ts';
import { checkMigrations } from '../../../sim/database/checker.ts';
import { terminated } from '../../../sim/database/errors.ts';
import { createDatabase, type Database, file, gaming, LAST, migrate, open } from './support.ts';

const names = gaming.map(({ name }) => name);
/** Each file once, in order, by one runner at a time. */
const complete = { violations: [], steps: names.map((name) => expect.objectContaining({ file: name })) };

const found = ({ cluster }: Database) => checkMigrations(cluster.storage.journal);
const tables = ({ cluster }: Database) => [...cluster.storage.catalog('gaming').tables.keys()];

it('applies the real files once', async () => {
  const database = await createDatabase();
  expect(await migrate(database)).toBe(LAST);
  expect(found(database)).toEqual(complete);
  expect(await migrate(database)).toBe(LAST);
  expect(found(database)).toEqual(complete);
  expect(tables(database)).toContain('game_sessions');
});

it('takes them back, the last one first', async () => {
  const database = await createDatabase();
  await migrate(database);
  expect(await migrate(database, { direction: 'down', count: names.length })).toBeNull();
  const { steps, violations } = found(database);
  expect(violations).toEqual([]);
  expect(steps.map((step) => step.file)).toEqual([...names, ...names.toReversed()]);
  expect(tables(database)).toEqual(['schema_migration_checksums', 'schema_migrations']);
});

it('lets one of two runners wait for the other', async () => {
  const database = await createDatabase({ before: () => database.clock.sleep(7) });
  const both = Promise.all([migrate(database), migrate(database)]);
  await database.clock.runUntilIdle();
  expect(await both).toEqual([LAST, LAST]);
  expect(found(database)).toEqual(complete);
  expect(new Set(found(database).steps.map(({ session }) => session))).toEqual(new Set([1]));
});

it('is the same in every run, whatever the threads of the process do', async () => {
  const life = async () => {
    const sent: string[] = [];
    let seed = 1;
    const database: Database = await createDatabase({
      before: ({ id }, statement) => {
        sent.push(`${database.clock.now()} ${id} ${statement}`);
        seed = (seed * 48_271) % 2_147_483_647;
        return database.clock.sleep(seed % 3);
      },
    });
    const all = Promise.all([1, 2, 3].map(() => migrate(database)));
    await database.clock.runUntilIdle();
    await all;
    return sent;
  };
  const first = await life();
  for (let run = 0; run < 20; run++) expect(await life()).toEqual(first);
});

describe('a session that dies', () => {
  /** Statements of a whole run. */
  const count = async () => {
    let statements = 0;
    await migrate(await createDatabase({ before: async () => void statements++ }));
    return statements;
  };

  it.each(['before', 'after'] as const)(
    '%s any statement leaves a schema that the next run completes',
    async (when) => {
      const statements = await count();
      expect(statements).toBeGreaterThan(30);
      for (let dying = 0; dying < statements; dying++) {
        let at = 0;
        const database = await createDatabase({
          [when]: async () => {
            if (at++ === dying) throw terminated();
          },
        });
        // What fails after the unlock is not noticed, and need not be.
        const first = await migrate(database).catch((error: Error) => error);
        if (dying < statements - 1) expect(first).toBeInstanceOf(OutcomeUnknown);
        expect(database.server.sessions).toEqual([]);
        expect(await migrate(database)).toBe(LAST);
        expect(found(database)).toEqual(complete);
      }
    },
  );

  it('with its server, in a failover, is no failure of the file that it was at', async () => {
    const database: Database = await createDatabase({
      before: async ({ id }, statement) => {
        if (id === 1 && statement.includes('user_stats_user')) await database.cluster.restartInstance('one');
      },
    });
    await expect(migrate(database)).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      message: expect.stringContaining('terminating connection due to administrator command'),
    });
    expect(await migrate(database)).toBe(LAST);
    expect(found(database)).toEqual(complete);
  });

  it('frees the lock for the runner that waits', async () => {
    const database: Database = await createDatabase({
      before: async ({ id }, statement) => {
        await database.clock.sleep(5);
        // Its function has been killed: nobody sends the statement, and some time later the server notices.
        if (id !== 1 || !statement.includes('user_stats_user')) return;
        await database.clock.sleep(60_000);
        database.server.sessions[0]?.end();
      },
    });
    const killed = migrate(database).catch((error: Error) => error.message);
    const waiting = migrate(database);
    await database.clock.runUntilIdle();
    expect(await killed).toContain('Connection terminated unexpectedly');
    expect(await waiting).toBe(LAST);
    expect(found(database)).toEqual(complete);
    expect(found(database).steps.map(({ session }) => session)).toEqual([1, 1, 2, 2, 2]);
  });
});

describe('what is refused', () => {
  it('an applied file that was edited', async () => {
    const database = await createDatabase();
    await migrate(database);
    const edited = gaming.map((each, index) => (index === 1 ? { ...each, checksum: 'f'.repeat(64) } : each));
    await expect(migrate(database, { files: edited })).rejects.toThrow(
      'Migration gaming/0002_users.up.sql was edited after it had been applied.',
    );
  });

  it('a wrong password', async () => {
    const database = await createDatabase();
    await expect(open(database, { password: 'wrong' })).rejects.toThrow(
      'refused the master user gameadmin: check the secret',
    );
  });

  it('a failing statement, which leaves the last good version', async () => {
    const database = await createDatabase();
    const bad = file('0006_bad', 'CREATE TABLE bad (id int);\nINSERT INTO baad VALUES (1);');
    await expect(migrate(database, { files: [...gaming, bad] })).rejects.toThrow(
      'gaming/0006_bad.up.sql failed at "INSERT INTO baad VALUES (1);": relation "baad" does not exist',
    );
    expect(tables(database)).not.toContain('bad');
    expect(await migrate(database)).toBe(LAST);
    expect(found(database)).toEqual(complete);
  });

  it('a statement that the model does not know, by its name', async () => {
    const database = await createDatabase();
    const odd = file('0006_odd', 'CREATE MATERIALIZED VIEW seen AS SELECT 1;');
    await expect(migrate(database, { files: [...gaming, odd] })).rejects.toThrow(
      'The model of PostgreSQL does not know the statement CREATE MATERIALIZED VIEW seen AS SELECT 1;',
    );
  });
});

it('a checker sees a runner without the lock, a file twice, and one that is recorded in part', async () => {
  const database = await createDatabase();
  await migrate(database, { count: 2 });
  const client = await open(database);
  await client.query(`DELETE FROM schema_migrations WHERE name = '0001_uuid_ossp'`);
  expect(found(database).violations).toEqual([
    'transaction 5 of session 2 wrote without the lock',
    'transaction 5 of session 2 has recorded 0001_uuid_ossp in part',
    'transaction 5 of session 2 has taken 0001_uuid_ossp back while 0002_users was the last',
  ]);
});
