import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { add, conclude, NO_RUNS, say, type Tally } from './report.ts';

/** Runs of one process. What a simulation leaves in memory, a few megabytes, goes with its process. */
const CHUNK = 100;

/** Seeds in processes of their own, so many at a time. True: something failed in one of them. */
export async function runJobs(from: number, count: number, jobs: number): Promise<boolean> {
  const size = Math.min(CHUNK, Math.ceil(count / jobs));
  const chunks = Array.from({ length: Math.ceil(count / size) }, (_, chunk) => [
    ...['--from', String(from + chunk * size), '--seeds', String(Math.min(size, count - chunk * size))],
  ]);
  return runAll(chunks, jobs, 'seed');
}

/** The crashes, divided among so many processes. */
export async function runCrashJobs(jobs: number): Promise<boolean> {
  const shares = Array.from({ length: jobs }, (_, job) => ['--crashes', '--share', `${job}/${jobs}`]);
  return runAll(shares, jobs, 'crash');
}

async function runAll(
  commands: readonly (readonly string[])[],
  jobs: number,
  what: 'seed' | 'crash',
): Promise<boolean> {
  const begun = performance.now();
  const waiting = [...commands];
  let tally = NO_RUNS;
  let broken = false;
  const worker = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) {
      const done = await run(args);
      broken ||= !done;
      tally = add(tally, done ?? NO_RUNS);
      // A night is long, and may be cut short.
      if (commands.length > jobs && waiting.length > 0)
        say(
          `so far ${tally.runs} runs, ${tally.calls} calls, ${tally.faults} faults, ${tally.failed.length} failed`,
        );
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  await conclude(tally, begun, what);
  return broken || tally.failed.length > 0;
}

/** Null: the process ended without saying what came of it. */
function run(args: readonly string[]): Promise<Tally | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let tally: Tally | null = null;
  child.on('message', (message) => {
    tally = message as Tally;
  });
  return new Promise((resolve) => child.on('exit', () => resolve(tally)));
}
