import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The same in several processes, one for each core. True: something failed in one of them. */
export async function runJobs(from: number, count: number, jobs: number): Promise<boolean> {
  const each = Math.ceil(count / jobs);
  const results = Array.from({ length: jobs }, (_, job) => {
    const seeds = Math.min(each, count - job * each);
    return seeds > 0 ? runJob(from + job * each, seeds) : false;
  });
  return (await Promise.all(results)).some(Boolean);
}

function runJob(from: number, count: number): Promise<boolean> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--from', String(from), '--seeds', String(count)], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code !== 0)));
}
