import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { installGlobals } from './globals.ts';

enableCompileCache();
installGlobals();

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    regressions: { type: 'boolean', default: false },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    crashes: { type: 'boolean', default: false },
    crash: { type: 'string' },
    share: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
// What it loads takes time and chance from the simulation: only from here on.
if (values.mutant) (await import('./mutants.ts')).install(values.mutant);
const { runSeeds, replay, regressions } = await import('./run.ts');
const number = (text: string) => Number.parseInt(text, 10);
const failed = await run();
process.exit(failed ? 1 : 0);

async function run(): Promise<boolean> {
  const jobs = number(values.jobs);
  if (values.crashes && values.share === undefined) return (await import('./jobs.ts')).runCrashJobs(jobs);
  if (values.crashes) {
    const [part = 0, parts = 1] = (values.share ?? '').split('/').map(number);
    return (await import('./crashes.ts')).runCrashes([part, parts]);
  }
  if (values.crash !== undefined) return (await import('./crashes.ts')).replayCrash(number(values.crash));
  if (values.seed !== undefined) return replay(number(values.seed), values.verbose);
  if (values.regressions) return runSeeds(regressions());
  const [from, count] = [number(values.from), number(values.seeds ?? '100')];
  if (process.send || values.mutant)
    return runSeeds(
      Array.from({ length: count }, (_, index) => from + index),
      { stopAtFirst: values.mutant !== undefined },
    );
  return (await import('./jobs.ts')).runJobs(from, count, jobs);
}
