import type { Plan } from '../../core/tier.ts';
import { act, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import {
  deleteLogGroup,
  deleteParameterGroup,
  deleteReplicationGroup,
  deleteSecret,
  deleteSubnetGroup,
} from './calls.ts';
import type { ObservedReplicationGroup, RedisObserved } from './observe.ts';

const GROUP_SECONDS = 30;

/** DeleteReplicationGroup in any other status is an InvalidReplicationGroupStateFault. */
const DELETABLE = new Set(['available', 'create-failed']);

/** The group first: subnet and parameter group are in use until it is gone. What is not ours is never touched. */
export function planDelete(observed: RedisObserved): Plan {
  const { region, group, parameterGroup, subnetGroup, secret, logGroups } = observed;
  return inOrder([
    () => (group?.ours ? planDeleteGroup(region, group) : NOTHING),
    () =>
      together([
        parameterGroup?.ours ? act(deleteParameterGroup(region, parameterGroup.name)) : NOTHING,
        subnetGroup?.ours ? act(deleteSubnetGroup(region, subnetGroup.name)) : NOTHING,
        secret?.ours && secret.generated && !secret.scheduledForDeletion
          ? act(deleteSecret(region, secret.arn, secret.name))
          : NOTHING,
        ...logGroups.map((logs) => (logs.ours ? act(deleteLogGroup(region, logs.name)) : NOTHING)),
      ]),
  ]);
}

function planDeleteGroup(region: string, group: ObservedReplicationGroup): Plan {
  return DELETABLE.has(group.status)
    ? act(deleteReplicationGroup(region, group.name))
    : waitFor(`replication group ${group.name} in ${region} is ${group.status}`, GROUP_SECONDS);
}
