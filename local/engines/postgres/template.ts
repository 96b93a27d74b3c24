import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { publish } from '../cache.ts';
import { type Host, writePrivate } from '../host.ts';
import type { PostgresBinaries } from './binaries.ts';
import { bootstrap, configuration, hostBasedAuthentication, superuser } from './settings.ts';

/** Sorted by bytes, so that it is the same on every machine; letters as in Unicode, where the system has the locale. */
const characterTypes = [process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', 'C'];
const initdbOptions = [
  `--username=${superuser}`,
  '--encoding=UTF8',
  '--locale=C',
  '--auth=trust', // replaced by our pg_hba.conf before the server ever listens
  '--no-sync',
  '--no-instructions',
  '--wal-segsize=1', // MB: the template is copied for every cluster
];

/** The folder that new clusters are copies of, made once per machine (about a second). */
export async function templateFolder(host: Host, binaries: PostgresBinaries): Promise<string> {
  const made = [
    binaries.version,
    initdbOptions,
    characterTypes,
    configuration,
    hostBasedAuthentication,
    bootstrap,
  ];
  const key = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 12);
  const cached = path.join(host.run.cache, `postgres-template-${key}-${host.run.user?.uid ?? 'own'}`);
  if (fs.existsSync(cached)) return cached;

  const building = host.run.makePrivate('postgres-template');
  await initialise(host, binaries, building);
  writePrivate(host.run, path.join(building, 'postgresql.conf'), configuration);
  writePrivate(host.run, path.join(building, 'pg_hba.conf'), hostBasedAuthentication);
  // Single-user mode: no port, no socket, 30 ms. It exits 0 even when a statement fails, and then says ERROR.
  const said = await host.processes.run(
    binaries.postgres,
    ['--single', '-c', 'ssl=off', '-c', 'log_destination=stderr', '-D', building, 'postgres'],
    { input: `${bootstrap}\n`, mergeStderr: true },
  );
  if (/(ERROR|FATAL):/.test(said)) throw new Error(`the PostgreSQL template could not be prepared: ${said}`);
  publish(building, cached);
  return cached;
}

async function initialise(host: Host, binaries: PostgresBinaries, folder: string): Promise<void> {
  for (const [index, characterType] of characterTypes.entries()) {
    try {
      await host.processes.run(binaries.initdb, [
        ...initdbOptions,
        `--lc-ctype=${characterType}`,
        '-D',
        folder,
      ]);
      return;
    } catch (error) {
      const unknownLocale = error instanceof Error && /invalid locale name/.test(error.message);
      if (!unknownLocale || index === characterTypes.length - 1) throw error;
    }
  }
}
