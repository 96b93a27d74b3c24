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

/** Run folders of a process, below the base that createEngines uses when it is told none. */
export function runFolders(pid: number): string[] {
  const base = process.env.PLINTH_HOME ?? path.join(os.tmpdir(), `plinth-${process.getuid?.()}`);
  const runs = path.join(base, 'run');
  const names = fs.existsSync(runs) ? fs.readdirSync(runs) : [];
  return names.filter((name) => name.startsWith(`${pid}-`)).map((name) => path.join(runs, name));
}

/** Processes that a run folder says it has started and that are still there. */
export function childrenOf(folder: string): number[] {
  const noted = path.join(folder, 'children');
  return fs.existsSync(noted)
    ? fs
        .readdirSync(noted)
        .map(Number)
        .filter((pid) => isAlive(pid))
    : [];
}
