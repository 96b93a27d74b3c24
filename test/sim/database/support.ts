import { join } from 'node:path';
import { connect, type DatabaseClient } from '../../../functions/migrations/connect.ts';
import { loadMigrations, type MigrationFile } from '../../../functions/migrations/load.ts';
import { type MigrationRun, runMigrations } from '../../../functions/migrations/run.ts';
import { ManualClock } from '../../../local/clock.ts';
import type { Endpoint } from '../../../local/engines/types.ts';
import type { ModelCluster } from '../../../sim/database/cluster.ts';
import { createModelPostgres, type ModelPostgres } from '../../../sim/database/engines.ts';
import type { DatabaseHooks } from '../../../sim/database/hooks.ts';
import type { DatabaseServer } from '../../../sim/database/server.ts';
import { settledWithFiles } from '../../../sim/settled.ts';

export const FOLDER = join(import.meta.dirname, '../../../migrations');
export const SET = 'gaming';
export const gaming: readonly MigrationFile[] = await loadMigrations(FOLDER, SET);
export const LAST = gaming.at(-1)?.name;

export const MASTER = { masterUsername: 'gameadmin', masterPassword: 'right', databaseName: 'gaming' };

export interface Database {
  readonly clock: ManualClock;
  readonly postgres: ModelPostgres;
  readonly cluster: ModelCluster;
  /** Of the only instance. */
  readonly server: DatabaseServer;
}

/** A cluster with one instance, whose statements take no time unless the hooks say so. */
export async function createDatabase(hooks: DatabaseHooks = {}): Promise<Database> {
  const clock = new ManualClock(Date.UTC(2026, 0, 1), settledWithFiles);
  const postgres = createModelPostgres({ clock, hooks });
  const cluster = await postgres.createPostgres(MASTER);
  await cluster.addInstance('one');
  return { clock, postgres, cluster, server: cluster.servers[0] as DatabaseServer };
}

/** As the migrate function connects. */
export function open(
  { clock, postgres, cluster }: Database,
  { endpoint = cluster.writerEndpoint, password = MASTER.masterPassword, database = 'gaming' } = {},
): Promise<DatabaseClient> {
  const user = MASTER.masterUsername;
  const address = { host: endpoint.address, port: endpoint.port };
  return connect({ ...address, database, user, password, ca: '' }, clock, postgres.createClient);
}

/** As the migrate function migrates: on a connection of its own. Answers the version. */
export async function migrate(
  database: Database,
  options: Partial<Omit<MigrationRun, 'client'>> & { readonly endpoint?: Endpoint } = {},
): Promise<string | null> {
  const { endpoint, ...run } = options;
  const client = await open(database, { endpoint });
  try {
    return await runMigrations({ client, folder: FOLDER, set: SET, files: gaming, ...run });
  } finally {
    await client.end();
  }
}

/** A file that is applied after those of the set. */
export function file(name: string, up: string, down = ''): MigrationFile {
  return { name, up, down, checksum: name.padEnd(64, '0') };
}

/** SQLSTATE of what the promise rejects with; undefined: it does not. */
export function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (error) => error.code ?? error.message,
  );
}
