import type { Tier, TierKind } from '../core/tier.ts';
import { auroraTier } from './aurora/index.ts';
import { daxTier } from './dax/index.ts';
import { dynamoDbTier } from './dynamodb/index.ts';
import { looks, type RegisteredLook } from './looks.ts';
import { redisTier } from './redis/index.ts';

/** A tier with the part of the desired document that is its own. */
export interface RegisteredTier extends RegisteredLook {
  // biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
  readonly tier: Tier<any, any, any>;
}

/** The tier registry: a fifth engine is one folder and one line here, and one in `looks.ts`. */
export const tiers: Readonly<Record<TierKind, RegisteredTier>> = {
  aurora: { ...looks.aurora, tier: auroraTier },
  dynamodb: { ...looks.dynamodb, tier: dynamoDbTier },
  redis: { ...looks.redis, tier: redisTier },
  dax: { ...looks.dax, tier: daxTier },
};
