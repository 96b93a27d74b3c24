import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from '../../../local/engines/identity.ts';
import { createEngines } from '../../../local/engines/index.ts';
import { childrenOf, master, runFolders, until } from './fixtures.ts';

const owner = path.join(import.meta.dirname, 'owner.ts');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Another Node process with engines of its own; resolves when they run. */
async function startOwner(): Promise<{
  child: ChildProcess;
  pid: number;
  folders: string[];
  engines: number[];
}> {
  const child = spawn(process.execPath, [owner], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)));
  });
  const pid = child.pid ?? 0;
  const folders = runFolders(pid);
  return { child, pid, folders, engines: childrenOf(folders) };
}

const gone = (folders: readonly string[], engines: readonly number[]) =>
  until(() => !folders.some((folder) => fs.existsSync(folder)) && !engines.some((pid) => isAlive(pid)));

it('ends and removes what a killed process left, and nothing of a living one', async () => {
  const [killed, living] = await Promise.all([startOwner(), startOwner()]);
  expect(killed.engines).toHaveLength(3); // writer, replica, Redis
  killed.child.kill('SIGKILL');
  await until(() => !isAlive(killed.pid));

  const next = await createEngines();
  await gone(killed.folders, killed.engines);
  await next.close();

  expect(childrenOf(living.folders)).toEqual(living.engines);
});

it('leaves nothing when the process exits without having closed the engines', async () => {
  const { child, folders, engines } = await startOwner();
  child.stdin?.end('exit\n');
  await gone(folders, engines);
});

it('leaves nothing running after close', async () => {
  const { child, folders, engines } = await startOwner();
  child.stdin?.end('close\n');
  await gone(folders, engines);
  await until(() => child.exitCode !== null);
  expect(child.exitCode).toBe(0);
});

it('leaves nothing when it is closed in the middle of a start', async () => {
  const before = runFolders(process.pid);
  const engines = await createEngines();
  const folders = runFolders(process.pid).filter((each) => !before.includes(each));
  const cluster = await engines.createPostgres(master);
  const adding = Promise.allSettled([
    cluster.ready(),
    cluster.addInstance('one'),
    cluster.addInstance('two'),
  ]);
  await until(() => childrenOf(folders).length > 0);
  const children = childrenOf(folders);

  await engines.close();

  expect((await adding).map(({ status }) => status)).toContain('rejected');
  expect(folders.filter((folder) => fs.existsSync(folder))).toEqual([]);
  expect(children.filter((pid) => isAlive(pid))).toEqual([]);
});

it('starts nothing once closed', async () => {
  const engines = await createEngines();
  await engines.close();
  await engines.close();
  await expect(engines.createPostgres(master)).rejects.toThrow(/have been closed/);
});
