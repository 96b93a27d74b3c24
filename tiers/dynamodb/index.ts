import type { DynamoDbOutputs } from '../../core/outputs.ts';
import type { DynamoDbSpec } from '../../core/spec.ts';
import type { Tier } from '../../core/tier.ts';
import { send } from '../apply.ts';
import { dynamoDbAlarms } from './alarms.ts';
import { dynamoDbCommands } from './apply.ts';
import { dynamoDbLook } from './look.ts';
import type { DynamoDbObserved } from './observe.ts';
import { dynamoDbOutputs } from './outputs.ts';
import { dynamoDbObservePermissions, dynamoDbPermissions } from './permissions.ts';
import { TABLE_SECONDS } from './states.ts';

export type { DynamoDbObserved } from './observe.ts';

/** DynamoDB tables, with a replica of each in the second region when global tables are asked for. */
export const dynamoDbTier: Tier<DynamoDbSpec, DynamoDbObserved, DynamoDbOutputs> = {
  ...dynamoDbLook,
  apply: (scope, action) => send(scope.clients, dynamoDbCommands, action),
  settling: ({ command }) => (command === 'CreateTable' ? { retryAfterSeconds: TABLE_SECONDS } : undefined),
  outputs: (_spec, observed) => dynamoDbOutputs(observed),
  alarms: dynamoDbAlarms,
  observePermissions: dynamoDbObservePermissions,
  permissions: dynamoDbPermissions,
};
