import type { RedisOutputs } from '../../core/outputs.ts';
import type { RedisSpec } from '../../core/spec.ts';
import type { Tier } from '../../core/tier.ts';
import { send } from '../apply.ts';
import { redisAlarms } from './alarms.ts';
import { redisCommands } from './apply.ts';
import { redisLook } from './look.ts';
import type { RedisObserved } from './observe.ts';
import { redisOutputs } from './outputs.ts';
import { redisObservePermissions, redisPermissions } from './permissions.ts';
import { GROUP_SECONDS, USUAL } from './plan-group.ts';

export type { RedisObserved } from './observe.ts';

/** An ElastiCache replication group with what it needs around it. */
export const redisTier: Tier<RedisSpec, RedisObserved, RedisOutputs> = {
  ...redisLook,
  apply: (scope, action) => send(scope.clients, redisCommands, action),
  settling: ({ command }) => {
    const expectedSeconds = {
      CreateReplicationGroup: USUAL.creating,
      DeleteReplicationGroup: USUAL.deleting,
    }[command];
    return expectedSeconds === undefined ? undefined : { retryAfterSeconds: GROUP_SECONDS, expectedSeconds };
  },
  outputs: redisOutputs,
  alarms: redisAlarms,
  observePermissions: redisObservePermissions,
  permissions: redisPermissions,
};
