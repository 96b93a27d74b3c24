import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createServerCertificate } from './certificates.ts';
import { Processes } from './process.ts';
import type { RunDirectory } from './run-directory.ts';
import { Slots } from './slots.ts';

/** What all engines of one run share. */
export interface Host {
  readonly run: RunDirectory;
  readonly processes: Processes;
  /** Starting an engine takes a slot: more at a time than there are cores only makes all of them slower. */
  readonly slots: Slots;
  readonly tls: TlsFiles;
  /** Unix sockets of the PostgreSQL servers, which only root and the engines' user can enter. */
  readonly sockets: string;
}

export interface TlsFiles {
  readonly caCertificate: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** sun_path holds 104 (macOS) or 108 bytes with the final zero. */
const longestSocketPath = 103;

export function createHost(run: RunDirectory): Host {
  return {
    run,
    processes: new Processes(run),
    slots: new Slots(Math.max(2, os.availableParallelism())),
    tls: writeTlsFiles(run),
    sockets: socketFolder(run),
  };
}

/** Writes a file that the engines' user, and no other, can read. */
export function writePrivate(run: RunDirectory, file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o600 });
  if (run.user) fs.chownSync(file, run.user.uid, run.user.gid);
}

/** The same for a copy of a file. */
export function copyPrivate(run: RunDirectory, from: string, to: string): void {
  fs.copyFileSync(from, to);
  fs.chmodSync(to, 0o600);
  if (run.user) fs.chownSync(to, run.user.uid, run.user.gid);
}

function writeTlsFiles(run: RunDirectory): TlsFiles {
  const folder = run.makePrivate('tls');
  const made = createServerCertificate();
  const files = {
    caFile: path.join(folder, 'ca.pem'),
    certificateFile: path.join(folder, 'server.pem'),
    keyFile: path.join(folder, 'server.key'),
  };
  writePrivate(run, files.caFile, made.ca);
  writePrivate(run, files.certificateFile, made.certificate);
  writePrivate(run, files.keyFile, made.key);
  return { caCertificate: made.ca, ...files };
}

function socketFolder(run: RunDirectory): string {
  const folder = run.makePrivate('s');
  const length = Buffer.byteLength(path.join(folder, '.s.PGSQL.65535'));
  if (length <= longestSocketPath) return folder;
  throw new Error(
    `the folder of the local cloud, ${run.path}, is too long for the path of a unix socket by ` +
      `${length - longestSocketPath} bytes: choose a shorter one with PLINTH_HOME, for example PLINTH_HOME=/tmp/plinth`,
  );
}
