import { auroraTier } from '../../tiers/aurora/index.ts';
import { runtimeFromEnvironment } from '../runtime.ts';
import { createTierStep } from '../workflow/tier.ts';

/** Lambda entry point: converges the Aurora tier. */
export const handler = createTierStep(runtimeFromEnvironment(process.env), auroraTier);
