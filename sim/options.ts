import { parseArgs } from 'node:util';
import { MUTANTS } from './mutants.ts';

/** What `npm run sim` is asked for. Seeds, parts and jobs are whole numbers. */
export interface Options {
  readonly seed: number | undefined;
  readonly seeds: number;
  readonly from: number;
  readonly jobs: number;
  readonly regressions: boolean;
  readonly mutant: string | undefined;
  readonly crashes: boolean;
  readonly crash: number | undefined;
  /** For the processes of `--crashes --jobs`: which of how many parts. */
  readonly share: readonly [part: number, parts: number] | undefined;
  readonly verbose: boolean;
}

export const USAGE = `npm run sim -- --seeds 2000 [--from 1] [--jobs 2]   so many seeds
npm run sim -- --seed 104 [--verbose]               one of them, exactly; smaller if it fails
npm run sim -- --regressions                        the seeds that have found something
npm run sim -- --crashes [--jobs 2]                 a crash before and after each call of a create and a delete
npm run sim -- --crash 720                          one of them
npm run sim -- --mutant NAME [--seeds 200]          with a bug made on purpose: ${Object.keys(MUTANTS).join(', ')}`;

/** @throws Error that names the option: a run of nothing must not look like a run in which nothing failed. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      regressions: { type: 'boolean', default: false },
      from: { type: 'string' },
      jobs: { type: 'string' },
      mutant: { type: 'string' },
      crashes: { type: 'boolean', default: false },
      crash: { type: 'string' },
      share: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const { regressions, crashes, verbose, mutant, share } = values;
  refuseTogether(values, ['seed', 'seeds', 'regressions', 'crashes', 'crash']);
  for (const other of ['crashes', 'crash', 'seed', 'regressions', 'jobs'])
    refuseTogether(values, ['mutant', other]);
  for (const other of ['jobs', 'from']) {
    for (const one of ['seed', 'crash', 'regressions']) refuseTogether(values, [one, other]);
  }
  if (share !== undefined && !crashes) throw new Error('--share goes with --crashes only.');
  if (mutant !== undefined && !Object.hasOwn(MUTANTS, mutant)) {
    throw new Error(`There is no mutant ${mutant}. There are ${Object.keys(MUTANTS).join(', ')}.`);
  }
  return {
    ...{ regressions, crashes, verbose, mutant },
    seed: whole('seed', values.seed, 0),
    seeds: whole('seeds', values.seeds, 1) ?? 100,
    from: whole('from', values.from, 0) ?? 1,
    jobs: whole('jobs', values.jobs, 1) ?? 1,
    crash: whole('crash', values.crash, 0),
    share: share === undefined ? undefined : shareOf(share),
  };
}

function whole(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(
    `--${name} takes a whole number from ${least}, such as --${name} ${least + 1}, and not "${text}".`,
  );
}

function refuseTogether(values: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const given = names.filter((name) => values[name] !== undefined && values[name] !== false);
  if (given.length > 1)
    throw new Error(`${given.map((name) => `--${name}`).join(' and ')} do not go together.`);
}

function shareOf(text: string): readonly [number, number] {
  const [, part = '', parts = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (parts !== '' && Number(part) < Number(parts)) return [Number(part), Number(parts)];
  throw new Error(`--share takes a part and the number of parts, such as 0/2, and not "${text}".`);
}
