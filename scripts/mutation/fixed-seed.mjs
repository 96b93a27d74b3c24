import fc from 'fast-check';

/** The same examples for each mutant: without a seed, one survives or not by chance. */
fc.configureGlobal({ seed: Number(process.env.PLINTH_SEED ?? 20260101) });
