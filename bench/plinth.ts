import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Operation } from '../core/generated/api.ts';
import { homeEnvironment } from './home.ts';

const MAIN = path.join(import.meta.dirname, '..', 'local', 'main.ts');
const POLL_MS = 200;
/** Twenty environments on two busy cores take half a minute. */
const LIMIT_MS = 300_000;
/** `npm run bench -- … --profile` leaves a CPU profile of every Plinth process in this folder. */
export const PROFILES = path.join(import.meta.dirname, '..', 'profiles');

/** A Plinth of its own, started as `npm start` starts it. */
export interface Plinth {
  readonly pid: number;
  readonly api: string;
  stop(): Promise<void>;
}

export async function startPlinth(home: string, profile = false): Promise<Plinth> {
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`] : [];
  const child = spawn(process.execPath, [...flags, MAIN], {
    env: { ...homeEnvironment(home), PORT: '0', AWS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const { api } = JSON.parse(await readyLine(child)) as { api: string };
  return {
    pid: child.pid as number,
    api,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const line = /^ready (.*)\n/m.exec(said)?.[1];
      if (line) resolve(line);
    });
    child.once('exit', () => reject(new Error(`Plinth ended before it was ready: ${said}`)));
  });
}

/**
 * POST to ready, in milliseconds: until the operation has ended, by its own record, so that looking need not be
 * often, which would slow down what is measured. Throws when the environment does not become ready.
 */
export async function provision(api: string, environment: string): Promise<number> {
  const started = Date.now();
  const response = await fetch(`${api}/v1/projects/bench/environments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ environment, preset: 'development' }),
  });
  if (response.status !== 202) throw new Error(`POST answered ${response.status}: ${await response.text()}`);
  let operation = (await response.json()) as Operation;
  while (operation.endedAt === null) {
    if (Date.now() - started > LIMIT_MS) throw new Error(`${environment}: not ready in ${LIMIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    operation = (await (await fetch(`${api}${operation.links.self}`)).json()) as Operation;
  }
  if (operation.status === 'succeeded') return Date.parse(operation.endedAt) - started;
  throw new Error(`${environment}: ${operation.status}: ${operation.error?.detail}`);
}
