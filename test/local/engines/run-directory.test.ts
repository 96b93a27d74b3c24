import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, processIdentity } from '../../../local/engines/identity.ts';
import { openRunDirectory } from '../../../local/engines/run-directory.ts';

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'plinth-test-'));
  fs.chmodSync(home, 0o711);
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

/** What a process with this number and this start would have left. */
function leave(pid: number, owner: string | undefined): string {
  const folder = path.join(home, 'run', `${pid}-left`);
  fs.mkdirSync(path.join(folder, 'children'), { recursive: true });
  if (owner !== undefined) fs.writeFileSync(path.join(folder, 'owner'), owner);
  return folder;
}

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

it('removes what a dead process left', () => {
  const left = leave(deadPid(), 'whatever');
  openRunDirectory(home).remove();
  expect(fs.existsSync(left)).toBe(false);
});

it('removes what an earlier process with the same number left', () => {
  const left = leave(process.pid, 'started at another time');
  openRunDirectory(home).remove();
  expect(fs.existsSync(left)).toBe(false);
});

it.each([
  ['a living process', () => processIdentity(process.pid)],
  ['a living process that is just starting', () => undefined],
])('leaves alone what belongs to %s', (_who, owner) => {
  const left = leave(process.pid, owner());
  openRunDirectory(home).remove();
  expect(fs.existsSync(left)).toBe(true);
});

it('does not end a process that merely has the number of a left-over one', () => {
  const left = leave(deadPid(), 'whatever');
  fs.writeFileSync(path.join(left, 'children', String(process.pid)), 'SIGKILL\nstarted at another time');
  openRunDirectory(home).remove();
  expect(fs.existsSync(left)).toBe(false); // and this process still runs
});

it('tells two processes apart by their start', () => {
  const identity = processIdentity(process.pid);
  expect(identity).not.toBe('');
  expect(isAlive(process.pid, identity)).toBe(true);
  expect(isAlive(process.pid, `${identity}0`)).toBe(false);
});

it('gives two runs of one process two folders and one cache', () => {
  const [one, two] = [openRunDirectory(home), openRunDirectory(home)];
  expect(one.path).not.toBe(two.path);
  expect(one.cache).toBe(two.cache);
});

it.each([
  ['a link', (place: string) => fs.symlinkSync(home, place)],
  ['a file', (place: string) => fs.writeFileSync(place, '')],
])('refuses a base that is %s', (_what, make) => {
  const place = path.join(home, 'base');
  make(place);
  expect(() => openRunDirectory(place)).toThrow(/PLINTH_HOME|EEXIST/);
});
