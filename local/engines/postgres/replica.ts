import fs from 'node:fs';
import path from 'node:path';
import { type Host, writePrivate } from '../host.ts';
import type { PostgresBinaries } from './binaries.ts';
import { copyInto } from './copy.ts';
import { type Server, startServer } from './server.ts';

/** What a base backup leaves out: it belongs to the running server, or arrives by streaming. */
const leftOut = new Set(['pg_wal', 'pg_replslot', 'postmaster.pid', 'postmaster.opts']);

/**
 * Makes a streaming replica of a running server into an empty folder, with PostgreSQL's low-level backup functions;
 * the npm package has no pg_basebackup. Takes about 0.25 s for a new cluster.
 */
export async function startReplica(
  host: Host,
  binaries: PostgresBinaries,
  source: Server,
  folder: string,
): Promise<Server> {
  const label = await source.administer(async (client) => {
    await client.query("SELECT pg_backup_start('plinth', true)");
    const entries = fs.readdirSync(source.folder).filter((name) => !leftOut.has(name));
    await copyInto(
      host.processes,
      entries.map((name) => path.join(source.folder, name)),
      folder,
      { live: true },
    );
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
    return rows[0].labelfile as string;
  });
  const put = (name: string, text: string) => writePrivate(host.run, path.join(folder, name), text);
  for (const name of ['pg_wal', 'pg_replslot']) makeFolder(host, path.join(folder, name));
  put('backup_label', label);
  put('standby.signal', '');
  put('postgresql.auto.conf', `primary_conninfo = '${source.connectionInfo}'\n`);
  return startServer(host, binaries, folder);
}

/** Follows another server from now on, because the old one has gone. Needs no restart. */
export async function follow(replica: Server, source: Server): Promise<void> {
  await replica.administer(async (client) => {
    await client.query(`ALTER SYSTEM SET primary_conninfo = '${source.connectionInfo}'`);
    await client.query('SELECT pg_reload_conf()');
  });
}

/** Resolves when the replica has become a server that accepts writes. */
export async function promote(replica: Server): Promise<void> {
  const { rows } = await replica.administer((client) => client.query('SELECT pg_promote(true, 60) AS done'));
  if (!rows[0].done) throw new Error('the PostgreSQL replica did not accept its promotion within 60 s');
}

function makeFolder(host: Host, folder: string): void {
  fs.mkdirSync(folder, { mode: 0o700 });
  if (host.run.user) fs.chownSync(folder, host.run.user.uid, host.run.user.gid);
}
