import fs from 'node:fs';
import path from 'node:path';
import { type Host, writePrivate } from '../host.ts';
import { copyInto } from './copy.ts';
import type { Server } from './server.ts';

/** What a base backup leaves out: it belongs to the running server, or arrives by streaming. */
const leftOut = new Set(['pg_wal', 'pg_replslot', 'postmaster.pid', 'postmaster.opts']);

/** A slot that this connection alone has, and that goes with it; several backups may run at a time. */
const KEEP_LOG =
  "SELECT pg_create_physical_replication_slot('plinth_backup_' || pg_backend_pid(), true, true)";

/**
 * Copies the files of a running writer into an empty folder with PostgreSQL's low-level backup functions; the npm
 * package has no pg_basebackup. Without its write-ahead log a copy is only good for a replica, which streams it:
 * `withLog` copies that, too, and the copy then starts by itself, with all that was committed when this began.
 */
export async function backUp(
  host: Host,
  source: Server,
  folder: string,
  { withLog }: { readonly withLog: boolean },
): Promise<void> {
  const { label, last } = await source.administer(async (client) => {
    // Keeps the log from here on, however much is written meanwhile, until this connection ends.
    if (withLog) await client.query(KEEP_LOG);
    await client.query("SELECT pg_backup_start('plinth', true)");
    const entries = fs.readdirSync(source.folder).filter((name) => !leftOut.has(name));
    await copyInto(
      host.processes,
      entries.map((name) => path.join(source.folder, name)),
      folder,
      { live: true },
    );
    for (const name of ['pg_wal', 'pg_replslot']) makeFolder(host, path.join(folder, name));
    const { rows } = await client.query(
      'SELECT labelfile, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)',
    );
    const stopped = { label: rows[0].labelfile as string, last: rows[0].last as string };
    if (withLog) await copyLog(host, source, folder, stopped);
    return stopped;
  });
  writePrivate(host.run, path.join(folder, 'backup_label'), label);
  if (withLog && !fs.existsSync(path.join(folder, 'pg_wal', last))) {
    throw new Error(`the write-ahead log ${last} of ${source.folder} has gone: the copy is incomplete`);
  }
}

/** The segments from the start of the backup to its end, and the histories of timelines, which name no segment. */
async function copyLog(
  host: Host,
  source: Server,
  folder: string,
  { label, last }: { label: string; last: string },
): Promise<void> {
  const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? '';
  const wal = path.join(source.folder, 'pg_wal');
  const needed = fs
    .readdirSync(wal)
    .filter((name) => name.endsWith('.history') || (name >= first && name <= last && name.length === 24));
  await copyInto(
    host.processes,
    needed.map((name) => path.join(wal, name)),
    path.join(folder, 'pg_wal'),
  );
}

function makeFolder(host: Host, folder: string): void {
  fs.mkdirSync(folder, { mode: 0o700 });
  if (host.run.user) fs.chownSync(folder, host.run.user.uid, host.run.user.gid);
}
