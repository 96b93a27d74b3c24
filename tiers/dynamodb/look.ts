import type { DynamoDbSpec } from '../../core/spec.ts';
import type { Look } from '../../core/tier.ts';
import { type DynamoDbObserved, observeDynamoDb } from './observe.ts';
import { planDynamoDb } from './plan.ts';

/** DynamoDB tables as they are, and what it takes for them to be as desired. */
export const dynamoDbLook: Look<DynamoDbSpec, DynamoDbObserved> = {
  kind: 'dynamodb',
  observe: observeDynamoDb,
  plan: planDynamoDb,
};
