import type { Action, Pace } from '../../core/tier.ts';
import { LOOK_AGAIN, USUAL } from './plan/states.ts';

/** After these calls there is nothing new to see for a while. */
export function settling({ command, input }: Action): Pace | undefined {
  switch (command) {
    case 'CreateGlobalCluster':
      return { retryAfterSeconds: LOOK_AGAIN.globalCluster, expectedSeconds: USUAL.globalCluster.creating };
    case 'CreateDBCluster': {
      const { creating } = input.MasterUsername === undefined ? USUAL.joining : USUAL.cluster;
      return { retryAfterSeconds: LOOK_AGAIN.cluster, expectedSeconds: creating };
    }
    case 'CreateDBInstance':
      // The others are asked for as soon as the first one of a cluster is there.
      return input.PromotionTier === 0
        ? { retryAfterSeconds: LOOK_AGAIN.instance }
        : { retryAfterSeconds: LOOK_AGAIN.instance, expectedSeconds: USUAL.instance.creating };
    case 'DeleteDBInstance':
      return { retryAfterSeconds: LOOK_AGAIN.instance, expectedSeconds: USUAL.instance.deleting };
    case 'DeleteDBCluster':
      return { retryAfterSeconds: LOOK_AGAIN.cluster, expectedSeconds: USUAL.cluster.deleting };
    // What they do may not be seen at once, and twice is once too often.
    case 'FailoverDBCluster':
      return { retryAfterSeconds: LOOK_AGAIN.cluster };
    case 'RebootDBInstance':
      return { retryAfterSeconds: LOOK_AGAIN.instance };
    default:
      return undefined;
  }
}
