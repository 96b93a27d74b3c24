import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from '../../sim/mutants.ts';

const ROOT = join(import.meta.dirname, '../..');
const regressions = JSON.parse(readFileSync(join(import.meta.dirname, 'regressions.json'), 'utf8')) as {
  readonly seed: number;
}[];

/** A process of its own: a simulation takes the time and chance of its whole process. */
function sim(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'sim/main.ts'), ...args], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

describe('npm run sim', () => {
  it('replays a seed exactly', async () => {
    const hashes = await Promise.all([sim('--seed', '7'), sim('--seed', '7')]);
    const [first, second] = hashes.map(({ output }) => /trace (\w{16})/.exec(output)?.[1]);
    expect(first).toBeDefined();
    expect(second).toBe(first);
  }, 120_000);

  it('tells two seeds apart', async () => {
    const [one, other] = await Promise.all([sim('--seed', '7'), sim('--seed', '8')]);
    expect(/trace (\w{16})/.exec(one.output)?.[1]).not.toBe(/trace (\w{16})/.exec(other.output)?.[1]);
  }, 120_000);

  it.each(regressions)(
    'seed $seed breaks nothing any more',
    async ({ seed }) => {
      const { code, output } = await sim('--seed', String(seed));
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    },
    120_000,
  );

  it.each(Object.entries(MUTANTS))(
    'finds the mutant %s',
    async (name, { from }) => {
      const { output } = await sim('--mutant', name, '--from', String(from), '--seeds', '1');
      expect(output).toMatch(/ 1 failed \(\d+\)/);
    },
    120_000,
  );
});
