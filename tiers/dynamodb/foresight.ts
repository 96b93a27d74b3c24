import type { DynamoDbSpec } from '../../core/spec.ts';
import type { Foresight } from '../../core/tier.ts';
import { compare } from './compare.ts';
import { estimate } from './estimate.ts';
import { expect } from './expect.ts';
import type { DynamoDbObserved } from './observe.ts';

/** What the plans of this tier lead to, and what they cost. */
export const dynamoDbForesight: Foresight<DynamoDbSpec, DynamoDbObserved> = {
  kind: 'dynamodb',
  expect,
  compare,
  estimate,
};
