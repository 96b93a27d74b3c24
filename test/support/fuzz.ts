import type { Parameters } from 'fast-check';

/** The same draws at every run, so that a failure stays; PLINTH_SEED takes others. */
const SEED = 20_260_101;

/**
 * Parameters of a property: a fixed seed, which a failure prints, and `count` runs. PLINTH_RUNS raises the number of runs,
 * PLINTH_SEED changes the seed.
 */
export function runs<T>(count: number): Parameters<T> {
  const { PLINTH_SEED, PLINTH_RUNS } = process.env;
  return {
    seed: PLINTH_SEED ? Number(PLINTH_SEED) : SEED,
    numRuns: Math.max(count, Number(PLINTH_RUNS ?? 0)),
  };
}
