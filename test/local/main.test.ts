import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../../local/engines/identity.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'local', 'main.ts');
const EXAMPLE = fs.readFileSync(path.join(MAIN, '..', '..', 'examples', 'development.json'), 'utf8');

let home: string;
const started: Started[] = [];
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'plinth-main-'));
  fs.chmodSync(home, 0o711);
});
afterEach(async () => {
  for (const { child, exit } of started.splice(0)) {
    child.kill('SIGTERM');
    await exit;
  }
  fs.rmSync(home, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** Resolves with the text once stdout or stderr matches. */
  said(pattern: RegExp): Promise<string>;
}

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', AWS_PORT: '0', PLINTH_HOME: home, ...env },
  });
  let text = '';
  const changed = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      for (const check of changed) check();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => pattern.test(text) && resolve(text);
      changed.add(check);
      void exit.then(() => (pattern.test(text) ? resolve(text) : reject(new Error(`it said: ${text}`))));
      check();
    });
  const run = { child, exit, said };
  started.push(run);
  return run;
}

async function ready(run: Started): Promise<{ api: string; aws: string }> {
  return JSON.parse(/^ready (.*)$/m.exec(await run.said(/^ready .*\n/m))?.[1] ?? '');
}

const post = (api: string) =>
  fetch(`${api}/v1/projects/shop/environments`, { method: 'POST', body: EXAMPLE });

const runs = () => (fs.existsSync(path.join(home, 'run')) ? fs.readdirSync(path.join(home, 'run')) : []);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Pids of the processes that the runs in this home have noted. */
function engines(): number[] {
  return runs().flatMap((run) => {
    const folder = path.join(home, 'run', run, 'children');
    return fs.existsSync(folder) ? fs.readdirSync(folder).map(Number) : [];
  });
}

it('answers at both addresses of its ready line', async () => {
  const { api, aws } = await ready(start());
  expect((await fetch(`${api}/v1/health`)).status).toBe(200);
  expect(await (await fetch(aws)).text()).toContain('MissingAuthenticationToken');
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'leaves nothing when it gets %s in the middle of a workflow',
  async (signal) => {
    const run = start();
    await post((await ready(run)).api);
    await until(() => engines().length > 0);
    const running = engines();

    const sent = Date.now();
    run.child.kill(signal);
    run.child.kill(signal); // a second Ctrl-C while it stops
    expect(await run.exit).toBe(0);

    expect(Date.now() - sent).toBeLessThan(5_000);
    expect(running.filter((pid) => isAlive(pid))).toEqual([]);
    expect(runs()).toEqual([]);
  },
);

it('leaves nothing when it is stopped while it starts', async () => {
  const run = start();
  await until(() => runs().length > 0);
  run.child.kill('SIGINT');
  expect(await run.exit).toBe(0);
  expect(runs()).toEqual([]);
});

it('ends and removes what a killed one left', async () => {
  const killed = start();
  await post((await ready(killed)).api);
  await until(() => engines().length > 0);
  killed.child.kill('SIGKILL');
  await killed.exit;
  const left = engines();

  await ready(start());

  expect(left.filter((pid) => isAlive(pid))).toEqual([]);
  expect(runs()).toHaveLength(1);
});

it('runs beside another one', async () => {
  const [one, other] = await Promise.all([start(), start()].map(ready));
  expect(one?.api).not.toBe(other?.api);
  expect((await fetch(`${one?.api}/v1/health`)).status).toBe(200);
  expect((await fetch(`${other?.api}/v1/health`)).status).toBe(200);
});

it.each(['PORT', 'AWS_PORT'])('says so when %s is in use, and leaves nothing', async (name) => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
  });
  const run = start({ [name]: String(port) });
  expect(await run.said(/could not start/)).toContain(
    `port ${port} is in use: set ${name} to another port, or to 0 for any free one.`,
  );
  expect(await run.exit).toBe(1);
  expect(runs()).toEqual([]);
  await new Promise((resolve) => taken.close(resolve));
});

it('refuses a port that is no number', async () => {
  const run = start({ PORT: 'abc' });
  expect(await run.said(/could not start/)).toContain('PORT=abc is no port');
  expect(await run.exit).toBe(1);
});
