import type { Desired, TierSpecBase } from '../core/spec.ts';
import type { Look, TierKind } from '../core/tier.ts';
import { auroraLook } from './aurora/look.ts';
import { daxLook } from './dax/look.ts';
import { dynamoDbLook } from './dynamodb/look.ts';
import { redisLook } from './redis/look.ts';

/** The reading half of a tier with the part of the desired document that is its own. */
export interface RegisteredLook {
  // biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
  readonly look: Look<any, any>;
  readonly specOf: (desired: Desired) => TierSpecBase;
}

/** For whoever looks at all tiers and changes none: calls that change something are not even in its bundle. */
export const looks: Readonly<Record<TierKind, RegisteredLook>> = {
  aurora: { look: auroraLook, specOf: (desired) => desired.aurora },
  dynamodb: { look: dynamoDbLook, specOf: (desired) => desired.dynamodb },
  redis: { look: redisLook, specOf: (desired) => desired.redis },
  dax: { look: daxLook, specOf: (desired) => desired.dax },
};
