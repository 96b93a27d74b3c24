import type { Desired, TierSpecBase } from '../core/spec.ts';
import type { Tier, TierKind } from '../core/tier.ts';
import { auroraTier } from './aurora/index.ts';
import { daxTier } from './dax/index.ts';
import { dynamoDbTier } from './dynamodb/index.ts';
import { redisTier } from './redis/index.ts';

/** A tier with the part of the desired document that is its own. */
export interface RegisteredTier {
  // biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
  readonly tier: Tier<any, any, any>;
  readonly specOf: (desired: Desired) => TierSpecBase;
}

/** The tier registry: a fifth engine is one folder and one line here. */
export const tiers: Readonly<Record<TierKind, RegisteredTier>> = {
  aurora: { tier: auroraTier, specOf: (desired) => desired.aurora },
  dynamodb: { tier: dynamoDbTier, specOf: (desired) => desired.dynamodb },
  redis: { tier: redisTier, specOf: (desired) => desired.redis },
  dax: { tier: daxTier, specOf: (desired) => desired.dax },
};
