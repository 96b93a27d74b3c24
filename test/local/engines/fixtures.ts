import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { isAlive } from '../../../local/engines/identity.ts';
import type { Endpoint, Engines } from '../../../local/engines/types.ts';

export const master = {
  masterUsername: 'gameadmin',
  masterPassword: 'corr$ct "horse\'s" 1',
  databaseName: 'gaming',
};

/** A connection as the master user, over TLS with the certificate checked, unless `changes` say otherwise. */
export async function connect(
  engines: Engines,
  endpoint: Endpoint,
  changes: pg.ClientConfig = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    host: endpoint.address,
    port: endpoint.port,
    user: master.masterUsername,
    password: master.masterPassword,
    database: master.databaseName,
    ssl: { ca: engines.caCertificate },
    ...changes,
  });
  client.on('error', () => {}); // the server may go first
  await client.connect();
  return client;
}

/** One statement on a connection of its own; answers the rows. */
export async function query(
  engines: Engines,
  endpoint: Endpoint,
  sql: string,
  changes: pg.ClientConfig = {},
): Promise<Record<string, unknown>[]> {
  const client = await connect(engines, endpoint, changes);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Waits for a condition; the test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const name = `plinth-${process.getuid?.()}`;

/** Folders that runs of a process have, on disk and in memory, when createEngines was told no other place. */
export function runFolders(pid: number): string[] {
  const home = process.env.PLINTH_HOME;
  const places = home ? [path.join(home, 'run')] : [path.join(os.tmpdir(), name, 'run'), `/dev/shm/${name}`];
  return places
    .filter((place) => fs.existsSync(place))
    .flatMap((place) => fs.readdirSync(place).map((entry) => path.join(place, entry)))
    .filter((folder) => path.basename(folder).startsWith(`${pid}-`));
}

/** Processes that these runs have started and that are still there. */
export function childrenOf(folders: readonly string[]): number[] {
  return folders
    .map((folder) => path.join(folder, 'children'))
    .filter((noted) => fs.existsSync(noted))
    .flatMap((noted) => fs.readdirSync(noted).map(Number))
    .filter((pid) => isAlive(pid));
}
