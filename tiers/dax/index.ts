import type { DaxOutputs } from '../../core/outputs.ts';
import type { DaxSpec } from '../../core/spec.ts';
import type { Tier } from '../../core/tier.ts';
import { send } from '../apply.ts';
import { daxAlarms } from './alarms.ts';
import { daxCommands } from './apply.ts';
import { daxLook } from './look.ts';
import type { DaxObserved } from './observe.ts';
import { daxOutputs } from './outputs.ts';
import { daxObservePermissions, daxPermissions } from './permissions.ts';
import { CLUSTER_SECONDS, USUAL } from './plan-cluster.ts';

export type { DaxObserved } from './observe.ts';

/** A DAX cluster over the environment's tables in its region. */
export const daxTier: Tier<DaxSpec, DaxObserved, DaxOutputs> = {
  ...daxLook,
  apply: (scope, action) => send(scope.clients, daxCommands, action),
  settling: ({ command }) => {
    const expectedSeconds = { CreateCluster: USUAL.creating, DeleteCluster: USUAL.deleting }[command];
    return expectedSeconds === undefined
      ? undefined
      : { retryAfterSeconds: CLUSTER_SECONDS, expectedSeconds };
  },
  outputs: daxOutputs,
  alarms: daxAlarms,
  observePermissions: daxObservePermissions,
  permissions: daxPermissions,
};
