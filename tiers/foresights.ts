import type { Foresight, TierKind } from '../core/tier.ts';
import { auroraForesight } from './aurora/foresight.ts';
import { daxForesight } from './dax/foresight.ts';
import { dynamoDbForesight } from './dynamodb/foresight.ts';
import { redisForesight } from './redis/foresight.ts';

/** For previews and drift: only loaded where one is asked for. */
// biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
export const foresights: Readonly<Record<TierKind, Foresight<any, any>>> = {
  aurora: auroraForesight,
  dynamodb: dynamoDbForesight,
  redis: redisForesight,
  dax: daxForesight,
};
