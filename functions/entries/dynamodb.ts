import { dynamoDbTier } from '../../tiers/dynamodb/index.ts';
import { runtimeFromEnvironment } from '../runtime.ts';
import { createTierStep } from '../workflow/tier.ts';

/** Lambda entry point: converges the DynamoDB tier. */
export const handler = createTierStep(runtimeFromEnvironment(process.env), dynamoDbTier);
