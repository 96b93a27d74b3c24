import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publish } from '../cache.ts';
import type { Host } from '../host.ts';
import type { RedisBinary } from './locate.ts';

/**
 * Debian's and Ubuntu's own packages, downloaded with apt and unpacked into the cache. Installs nothing and works for
 * any user. Takes about two seconds, once per machine.
 */
export async function unpackDebian(host: Host): Promise<RedisBinary> {
  const { ID = 'debian', VERSION_ID = '' } = readRelease();
  const cached = path.join(host.run.cache, `redis-${ID}-${VERSION_ID}-${os.arch()}`);
  if (!fs.existsSync(cached)) {
    const building = path.join(host.run.path, 'redis-packages');
    fs.mkdirSync(building, { mode: 0o755 });
    await download(host, building);
    for (const name of fs.readdirSync(building).filter((file) => file.endsWith('.deb'))) {
      const archive = path.join(building, name);
      await host.processes.run('dpkg', ['-x', archive, building], { asOurselves: true });
      fs.rmSync(archive);
    }
    findServer(building);
    publish(building, cached);
  }
  return { command: findServer(cached), env: { LD_LIBRARY_PATH: libraryFolders(cached).join(':') } };
}

/** apt names exactly the packages that redis-server needs and this machine does not have. */
async function download(host: Host, folder: string): Promise<void> {
  const fetch = async (options: readonly string[]) => {
    const plan = ['-qq', '--print-uris', '--no-install-recommends', '-y', 'install', 'redis-server'];
    const uris = await apt(host, folder, [...options, ...plan]);
    const packages = [...uris.matchAll(/^'\S+' ([^_\s]+)_/gm)].map(([, name]) => name as string);
    if (!packages.includes('redis-server')) throw new Error('apt knows no package redis-server');
    await apt(host, folder, [...options, '-qq', 'download', ...packages]);
  };
  try {
    await fetch([]);
  } catch {
    // The package lists are missing or old, as in a fresh container image: fetch our own, which needs no root.
    const state = path.join(host.run.path, 'apt');
    for (const name of ['state/lists/partial', 'cache/archives/partial']) {
      fs.mkdirSync(path.join(state, name), { recursive: true });
    }
    const options = Object.entries({
      'Dir::State': path.join(state, 'state'),
      'Dir::State::status': '/var/lib/dpkg/status',
      'Dir::Cache': path.join(state, 'cache'),
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    await apt(host, folder, [...options, '-qq', 'update']);
    await fetch(options);
    fs.rmSync(state, { recursive: true, force: true });
  }
}

function apt(host: Host, folder: string, args: readonly string[]): Promise<string> {
  // Without its sandbox user, who may not enter our folders.
  return host.processes.run('apt-get', ['-o', 'APT::Sandbox::User=root', ...args], {
    cwd: folder,
    env: aptEnvironment(),
    asOurselves: true,
  });
}

/** A proxy that the machine needs to reach its package mirror. */
function aptEnvironment(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'APT_CONFIG'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** In Debian it is a link to redis-check-rdb, which comes with redis-tools. */
function findServer(root: string): string {
  const server = path.join(root, 'usr', 'bin', 'redis-server');
  if (!fs.existsSync(server))
    throw new Error(`the packages hold no usr/bin/redis-server (looked in ${root})`);
  return server;
}

function libraryFolders(root: string): string[] {
  return ['lib', 'usr/lib'].flatMap((parent) => {
    const folder = path.join(root, parent);
    if (!fs.existsSync(folder)) return [];
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return [
      folder,
      ...entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name)),
    ];
  });
}

function readRelease(): Record<string, string> {
  const text = fs.existsSync('/etc/os-release') ? fs.readFileSync('/etc/os-release', 'utf8') : '';
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, name, value]) => [name, value]),
  );
}
