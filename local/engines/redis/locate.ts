import fs from 'node:fs';
import path from 'node:path';
import type { Host } from '../host.ts';
import { unpackDebian } from './debian.ts';

export interface RedisBinary {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

const names = ['redis-server', 'valkey-server'];

/** REDIS_SERVER, or what is on PATH, or unpacked from the machine's packages, for which nobody needs to be root. */
export async function findRedis(host: Host): Promise<RedisBinary> {
  const chosen = process.env.REDIS_SERVER;
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`REDIS_SERVER is ${chosen}, which is not an executable file`);
    return { command: chosen, env: {} };
  }
  const installed = onPath(names);
  if (installed) return { command: installed, env: {} };
  if (!onPath(['apt-get']) || !onPath(['dpkg'])) throw new Error(`Redis is not installed: ${howToInstall()}`);
  try {
    return await unpackDebian(host);
  } catch (cause) {
    throw new Error(`Redis is not installed and could not be unpacked from a package: ${howToInstall()}`, {
      cause,
    });
  }
}

function onPath(wanted: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return wanted.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function howToInstall(): string {
  const known: readonly (readonly [manager: string, command: string])[] = [
    ['brew', 'brew install redis'],
    ['apt-get', 'sudo apt-get update && sudo apt-get install redis-server'],
    ['dnf', 'sudo dnf install valkey'],
    ['yum', 'sudo yum install redis'],
    ['apk', 'sudo apk add redis'],
    ['pacman', 'sudo pacman -S valkey'],
    ['zypper', 'sudo zypper install redis'],
  ];
  const command = known.find(([manager]) => onPath([manager]))?.[1];
  const install = command
    ? `run \`${command}\``
    : 'install redis-server or valkey-server, version 6 or later';
  return `${install}, or set REDIS_SERVER to the path of a redis-server`;
}
