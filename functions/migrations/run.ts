import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import type { Client } from 'pg';
import { OutcomeUnknown, Terminal } from '../../core/errors.ts';
import type { DatabaseClient } from './connect.ts';
import type { MigrationFile } from './load.ts';
import { endsTransaction, splitStatements, withoutStrings } from './split.ts';

/** Any fixed number: all runners on one database must take the same lock. */
const LOCK_ID = 7_065_116_841;
const MIGRATIONS_TABLE = 'schema_migrations';
/** With its schema, as node-pg-migrate has its own: a migration may have set another search path. */
const CHECKSUMS_TABLE = 'public.schema_migration_checksums';
/** What a file has set for its session, it has set for itself: the books and the next file are as if it had not. */
const OWN_SESSION = 'RESET SESSION AUTHORIZATION; RESET ALL';
const SILENT = { debug: undefined, info: () => {}, warn: () => {}, error: () => {} };

/** Run once with a connected client; the client stays open. */
export interface MigrationRun {
  readonly client: DatabaseClient;
  /** Of the migrations; `files` are those of `folder/set`. */
  readonly folder: string;
  readonly set: string;
  readonly files: readonly MigrationFile[];
  readonly direction?: 'up' | 'down';
  /** How many files; all of them when going up, one when going down. */
  readonly count?: number;
}

/**
 * Brings the schema up (or down) file by file, each in one transaction, under an advisory lock so that there is one
 * runner at a time. What a file sets for its session ends with the file. node-pg-migrate keeps the order and the record;
 * the checksum of a file is written in the same transaction as the file, and an applied file that was edited or removed
 * is an error before anything runs.
 *
 * @returns the name of the last applied migration, null for an empty schema.
 * @throws Terminal naming file and statement; the schema stays at the last good version.
 * @throws OutcomeUnknown when the connection is lost: what was committed stays, and another run goes on from there.
 */
export async function runMigrations(run: MigrationRun): Promise<string | null> {
  try {
    return await runLocked(run);
  } catch (cause) {
    if (!isCutOff(cause)) throw cause;
    throw new OutcomeUnknown(
      `The database left in the middle of the migration of ${run.set} (${(cause as Error).message}); files that were committed stay, and the workflow goes on from there by itself.`,
      { cause },
    );
  }
}

async function runLocked(run: MigrationRun): Promise<string | null> {
  const { client } = run;
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_ID]);
  try {
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${CHECKSUMS_TABLE} (name varchar(255) PRIMARY KEY, checksum char(64) NOT NULL)`,
    );
    await checkApplied(run);
    await apply(run);
    return await appliedVersion(client);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_ID]).catch(() => {
      // the connection is gone, and the lock with it
    });
  }
}

/** The last migration that this database has, null before the first. */
export async function appliedVersion(client: DatabaseClient): Promise<string | null> {
  const { rows } = await client.query(`SELECT max(name) AS version FROM ${CHECKSUMS_TABLE}`);
  return rows[0]?.version ?? null;
}

async function checkApplied({ client, set, files }: MigrationRun): Promise<void> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT name, checksum FROM ${CHECKSUMS_TABLE} ORDER BY name`,
  );
  for (const { name, checksum } of rows) {
    const file = files.find((candidate) => candidate.name === name);
    if (!file)
      throw new Terminal(
        `Migration ${set}/${name} was applied to this database and its file is gone. Put it back.`,
      );
    if (file.checksum !== checksum) {
      throw new Terminal(
        `Migration ${set}/${name}.up.sql was edited after it had been applied. Restore it, and make the change in a new file.`,
      );
    }
  }
}

async function apply(run: MigrationRun): Promise<void> {
  const { client, set, direction = 'up' } = run;
  let current = { file: '', statement: '' };
  const recording = {
    query: (...args: unknown[]) => {
      if (typeof args[0] === 'string') current = { ...current, statement: args[0] };
      return (client.query as (...args: unknown[]) => unknown)(...args);
    },
  };
  const add = (pgm: Builder, file: string, script: string, entry: string) => {
    for (const statement of splitStatements(script)) {
      current = { file, statement };
      if (endsTransaction(statement))
        throw new Error('it would end the transaction, and a file is one transaction; take it out');
      pgm.sql(statement);
    }
    pgm.sql(`${OWN_SESSION}; ${entry}`);
    current = { file, statement: '' };
  };
  const units = run.files.map((file) => ({
    id: `${file.name}.sql`,
    filePaths: [],
    actions: {
      up: (pgm: Builder) =>
        add(
          pgm,
          `${file.name}.up.sql`,
          file.up,
          `INSERT INTO ${CHECKSUMS_TABLE} (name, checksum) VALUES ('${file.name}', '${file.checksum}')`,
        ),
      down: (pgm: Builder) =>
        add(
          pgm,
          `${file.name}.down.sql`,
          file.down,
          `DELETE FROM ${CHECKSUMS_TABLE} WHERE name = '${file.name}'`,
        ),
    },
  }));
  try {
    await runner({
      dbClient: Object.assign(Object.create(client), recording) as Client,
      dir: join(run.folder, set),
      migrationLoaderStrategies: [{ extensions: ['.sql'], loader: async () => units }],
      migrationsTable: MIGRATIONS_TABLE,
      direction,
      ...(run.count === undefined ? {} : { count: run.count }),
      noLock: true,
      logger: SILENT as never,
      verbose: false,
    } as unknown as Parameters<typeof runner>[0]);
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {});
    if (!current.file || isCutOff(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Terminal(
      `Migration ${set}/${current.file} failed at "${firstLine(current.statement)}": ${reason}. The schema is at the version before it. Correct the file, then retry the operation.`,
      { cause },
    );
  }
}

/** SQLSTATE of a connection that ends, a server that stops, and one that is not the writer any more. */
const CUT_OFF = /^(08|57P0|25006$)/;

/** The same where there is no code: pg has none, and node-pg-migrate loses it. */
const CUT_OFF_MESSAGE =
  /Connection terminated|terminating connection|not queryable|in a read-only transaction|\b(ECONNRESET|EPIPE|ETIMEDOUT)\b/;

/** The server has gone or changed its role, as in a failover; nothing is wrong with the files. */
function isCutOff(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return CUT_OFF.test(code) || CUT_OFF_MESSAGE.test(message);
}

interface Builder {
  sql(statement: string): void;
}

/** Without its strings, one of which may be a password: an operation and its events show it. */
function firstLine(statement: string): string {
  const line = withoutStrings(statement).trim().split('\n')[0] ?? '';
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
