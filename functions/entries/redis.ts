import { redisTier } from '../../tiers/redis/index.ts';
import { runtimeFromEnvironment } from '../runtime.ts';
import { createTierStep } from '../workflow/tier.ts';

/** Lambda entry point: converges the Redis tier. */
export const handler = createTierStep(runtimeFromEnvironment(process.env), redisTier);
