import { daxTier } from '../../tiers/dax/index.ts';
import { runtimeFromEnvironment } from '../runtime.ts';
import { createTierStep } from '../workflow/tier.ts';

/** Lambda entry point: converges the DAX tier. */
export const handler = createTierStep(runtimeFromEnvironment(process.env), daxTier);
