import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import { deleteReplicationGroup } from './calls.ts';
import { deleteLogGroup, deleteParameterGroup, deleteSecret, deleteSubnetGroup } from './calls-around.ts';
import type { ObservedReplicationGroup, ObservedSecret, RedisObserved } from './observe.ts';

const GROUP_SECONDS = 30;

/** DeleteReplicationGroup in any other status is an InvalidReplicationGroupStateFault. */
const DELETABLE = new Set(['available', 'create-failed']);

/** The group first: subnet and parameter group are in use until it is gone. What is not ours is never touched. */
export function planDelete(observed: RedisObserved, options: PlanOptions = {}): Plan {
  const { region, group, parameterGroup, subnetGroup, secret, formerSecret, logGroups } = observed;
  return inOrder([
    () => (group?.ours ? planDeleteGroup(region, group, options) : NOTHING),
    () =>
      together([
        parameterGroup?.ours ? act(deleteParameterGroup(region, parameterGroup.name)) : NOTHING,
        planFormerGroups(observed),
        subnetGroup?.ours ? act(deleteSubnetGroup(region, subnetGroup.name)) : NOTHING,
        planDeleteSecret(region, secret),
        planDeleteSecret(region, formerSecret),
        ...logGroups.map((logs) => (logs.ours ? act(deleteLogGroup(region, logs.name)) : NOTHING)),
      ]),
  ]);
}

/** Parameter groups of earlier families; nothing uses them any more. */
export function planFormerGroups({ region, formerParameterGroups }: RedisObserved): Plan {
  const ours = formerParameterGroups.filter((group) => group.ours);
  return act(...ours.map(({ name }) => deleteParameterGroup(region, name)));
}

export function planDeleteSecret(region: string, secret: ObservedSecret | null): Plan {
  return secret?.ours && secret.generated && !secret.scheduledForDeletion
    ? act(deleteSecret(region, secret.arn, secret.name))
    : NOTHING;
}

export function planDeleteGroup(
  region: string,
  group: ObservedReplicationGroup,
  { discard, finalSnapshots }: PlanOptions,
): Plan {
  if (!DELETABLE.has(group.status)) {
    return waitFor(`replication group ${group.name} in ${region} is ${group.status}`, GROUP_SECONDS);
  }
  if (group.status === 'create-failed' || discard) {
    // It holds nothing that anybody has put there.
    return act({ ...deleteReplicationGroup(region, group.name, null), effect: 'delete' });
  }
  const snapshot = finalSnapshots && canBeSnapshotted(group) ? finalSnapshotName(group) : null;
  return act(deleteReplicationGroup(region, group.name, snapshot));
}

/** With cluster mode every node type can, without it all but cache.t1.micro (ElastiCache guide, backup constraints). */
function canBeSnapshotted({ clusterEnabled, nodeType }: ObservedReplicationGroup): boolean {
  return clusterEnabled || nodeType !== 'cache.t1.micro';
}

/**
 * The same however often it is deleted, and another one for the next group of this name: it ends with when the group
 * was made, in UTC. Letters, digits and single hyphens, as ElastiCache wants identifiers.
 */
export function finalSnapshotName({ name, createdAt }: ObservedReplicationGroup): string {
  const made = (createdAt ?? '').replace(/\.\d+Z$/, '').replace(/\D/g, '');
  return ['final', made].filter((part) => part !== '').reduce((all, part) => `${all}-${part}`, name);
}
