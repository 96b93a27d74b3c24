import { parseArgs } from 'node:util';
import { installGlobals } from './globals.ts';

installGlobals();

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
// What it loads takes time and chance from the simulation: only from here on.
const { runSeeds, replay } = await import('./run.ts');
const number = (text: string) => Number.parseInt(text, 10);
const failed =
  values.seed === undefined
    ? await runSeeds(number(values.from), number(values.seeds ?? '100'))
    : await replay(number(values.seed), values.verbose);
process.exit(failed ? 1 : 0);
