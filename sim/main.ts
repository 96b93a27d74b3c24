import { enableCompileCache } from 'node:module';
import { installGlobals } from './globals.ts';
import { type Options, readOptions, USAGE } from './options.ts';

enableCompileCache();
installGlobals();

const options = optionsOrExit();
// What it loads takes time and chance from the simulation: only from here on.
if (options.mutant !== undefined) (await import('./mutants.ts')).install(options.mutant);
const { runSeeds, replay, regressions } = await import('./run.ts');
const failed = await run(options);
process.exit(failed ? 1 : 0);

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

async function run({ seed, seeds, from, jobs, mutant, crashes, crash, share, verbose, ...rest }: Options) {
  if (crashes && share === undefined) return (await import('./jobs.ts')).runCrashJobs(jobs);
  if (crashes) return (await import('./crashes.ts')).runCrashes(share ?? [0, 1]);
  if (crash !== undefined) return (await import('./crashes.ts')).replayCrash(crash);
  if (seed !== undefined) return replay(seed, verbose);
  if (rest.regressions) return runSeeds(regressions());
  if (!process.send && mutant === undefined) return (await import('./jobs.ts')).runJobs(from, seeds, jobs);
  const each = Array.from({ length: seeds }, (_, index) => from + index);
  return runSeeds(each, { stopAtFirst: mutant !== undefined });
}
