import fc from 'fast-check';

/**
 * The same examples for each mutant, or it survives or not by chance; and fewer than in `npm test`, as they are tried
 * hundreds of times.
 */
fc.configureGlobal({ seed: Number(process.env.PLINTH_SEED ?? 20260101), numRuns: 25 });
