import type fc from 'fast-check';

const numberOf = (text: string | undefined) => (text ? Number(text) : undefined);

/** The same cases in every run of the tests; a failure of another seed is repeated with `PLINTH_SEED`. */
const SEED = numberOf(process.env.PLINTH_SEED) ?? 20_261_125;

/**
 * How often a property is tried: `many` times, or `PLINTH_RUNS`. fast-check prints seed and counterexample of a failure.
 */
export function runs<T>(many: number): fc.Parameters<T> {
  return { seed: SEED, numRuns: numberOf(process.env.PLINTH_RUNS) ?? many };
}
