import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Host } from '../../../local/engines/host.ts';
import { findRedis } from '../../../local/engines/redis/locate.ts';

/** Nothing may be started or written before a binary is found. */
const host = {} as Host;
const { PATH, REDIS_SERVER } = process.env;
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plinth-test-'));
  process.env.PATH = folder;
  delete process.env.REDIS_SERVER;
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  process.env.PATH = PATH;
  if (REDIS_SERVER !== undefined) process.env.REDIS_SERVER = REDIS_SERVER;
  else delete process.env.REDIS_SERVER;
});

function install(name: string, mode = 0o755): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, '', { mode });
  return file;
}

it.each(['redis-server', 'valkey-server'])('takes %s from PATH', async (name) => {
  const command = install(name);
  expect(await findRedis(host)).toEqual({ command, env: {} });
});

it('prefers REDIS_SERVER', async () => {
  install('redis-server');
  process.env.REDIS_SERVER = install('mine');
  expect((await findRedis(host)).command).toBe(process.env.REDIS_SERVER);
});

it('refuses a REDIS_SERVER that cannot run', async () => {
  install('redis-server');
  process.env.REDIS_SERVER = install('mine', 0o644);
  await expect(findRedis(host)).rejects.toThrow(/REDIS_SERVER is .*mine, which is not an executable file/);
});

it.each([
  ['brew', /run `brew install redis`/],
  ['dnf', /run `sudo dnf install valkey`/],
  ['apk', /run `sudo apk add redis`/],
  ['some-other-manager', /install redis-server or valkey-server, version 6 or later/],
])('says what to install on a machine with %s', async (manager, message) => {
  install(manager);
  const finding = findRedis(host);
  await expect(finding).rejects.toThrow(message);
  await expect(finding).rejects.toThrow(/or set REDIS_SERVER/);
});
