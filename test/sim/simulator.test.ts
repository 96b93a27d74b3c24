import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS } from '../../sim/mutants.ts';

const ROOT = join(import.meta.dirname, '../..');
const regressions = JSON.parse(
  readFileSync(join(import.meta.dirname, 'regressions.json'), 'utf8'),
) as readonly object[];

interface Place {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A process of its own: a simulation takes the time and chance of its whole process. */
function sim(
  args: readonly string[],
  { cwd = ROOT, env = {} }: Place = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'sim/main.ts'), ...args],
      { cwd, env: { ...process.env, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

const traceOf = ({ output }: { output: string }) => /trace (\w{16})/.exec(output)?.[1];

describe('npm run sim', () => {
  it('replays a seed exactly, also elsewhere, and tells two seeds apart', async () => {
    const elsewhere = { cwd: tmpdir(), env: { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8', HOME: tmpdir() } };
    const [first, again, other] = (
      await Promise.all([sim(['--seed', '8']), sim(['--seed', '8'], elsewhere), sim(['--seed', '12'])])
    ).map(traceOf);
    expect(first).toBeDefined();
    expect(again).toBe(first);
    expect(other).toBeDefined();
    expect(other).not.toBe(first);
  }, 120_000);

  it('breaks nothing any more with the seeds that have found something', async () => {
    const { code, output } = await sim(['--regressions']);
    expect(output).toContain(`${regressions.length} seeds, `);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  }, 120_000);

  it.each([
    [['--seed', 'abc'], '--seed takes a whole number from 0'],
    [['--seeds', '0'], '--seeds takes a whole number from 1'],
    [['--seeds', '1.5'], '--seeds takes a whole number'],
    [['--seeds', '2', '--jobs', '0'], '--jobs takes a whole number from 1'],
    [['--from', '-1'], "'--from' argument is ambiguous"],
    [['--mutant', 'nope'], 'There is no mutant nope. There are random-names'],
    [['--crashes', '--share', '2/2'], '--share takes a part and the number of parts'],
    [['--crashes', '--mutant', 'no-lock'], '--mutant and --crashes do not go together'],
    [['--seed', '5', '--seeds', '10'], '--seed and --seeds do not go together'],
    [['--share', '0/2'], '--share goes with --crashes only'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['7'], 'Unexpected argument'],
  ])('%j is refused, with what is right, and never a run of nothing', async (args, words) => {
    const { code, output } = await sim(args);
    expect(output).toContain(words);
    expect(output).toContain('npm run sim -- --seeds 2000');
    expect(code).toBe(2);
  });

  it.each(Object.entries(MUTANTS))(
    'finds the mutant %s',
    async (name, { from }) => {
      const { output } = await sim(['--mutant', name, '--from', String(from), '--seeds', '1']);
      expect(output).toMatch(/ 1 failed \(\d+\)/);
    },
    120_000,
  );
});
