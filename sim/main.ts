import { parseArgs } from 'node:util';
import { installGlobals } from './globals.ts';

installGlobals();

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    crashes: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
// What it loads takes time and chance from the simulation: only from here on.
if (values.mutant) (await import('./mutants.ts')).install(values.mutant);
const { runSeeds, replay, runCrashes } = await import('./run.ts');
const number = (text: string) => Number.parseInt(text, 10);
const failed = await run();
process.exit(failed ? 1 : 0);

async function run(): Promise<boolean> {
  if (values.crashes) return runCrashes();
  if (values.seed !== undefined) return replay(number(values.seed), values.verbose);
  const [from, count, jobs] = [number(values.from), number(values.seeds ?? '100'), number(values.jobs)];
  if (jobs > 1) return (await import('./jobs.ts')).runJobs(from, count, jobs);
  return runSeeds(from, count, { stopAtFirst: values.mutant !== undefined });
}
