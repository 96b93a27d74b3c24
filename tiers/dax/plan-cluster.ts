import type { DaxSpec } from '../../core/spec.ts';
import type { Plan } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, waitFor } from '../shared/plan.ts';
import { type ClusterChanges, changeNodes, rebootNode, tagCluster, updateCluster } from './calls.ts';
import type { DaxObserved, ObservedCluster } from './observe.ts';
import { wantedGroup } from './parameter-groups.ts';

/** A cluster takes about 10 minutes to create, a resize longer. */
export const CLUSTER_SECONDS = 30;

/**
 * Seconds that a state usually lasts: logs of the acceptance tests of the Terraform AWS provider, created and destroyed in 725
 * to 851 s, resized in 1417 s twice; how that is divided is assumed.
 */
export const USUAL: Readonly<Record<string, number>> = { creating: 480, modifying: 700, deleting: 300 };

/** The statuses that no waiting changes (DynamoDB guide, DAX). */
const BROKEN: Readonly<Record<string, string>> = {
  'incompatible-parameters':
    'Its parameter group does not suit it: send a request with other dax values that allows replacement ' +
    '(allowReplacement), which makes the cluster anew.',
  'incompatible-network':
    'Its subnets or security groups are gone or have no free address: repair the landing zone, then retry the operation.',
};

export function planExistingCluster(desired: DaxSpec, observed: DaxObserved, cluster: ObservedCluster): Plan {
  return inOrder([
    () => checkState(desired, cluster),
    () => planNodes(desired, cluster),
    () => checkNodes(desired, cluster),
    () => planSettings(desired, observed, cluster),
    () => planReboot(desired, cluster),
  ]);
}

export function checkState(desired: DaxSpec, { name, status }: ObservedCluster): Plan {
  if (status === 'available') return NOTHING;
  const resource = `DAX cluster ${name}`;
  const advice = BROKEN[status];
  if (!advice)
    return waitFor(`${resource} in ${desired.region} is ${status}`, CLUSTER_SECONDS, USUAL[status]);
  return failWith({
    class: status === 'incompatible-network' ? 'Blocked' : 'Terminal',
    code: 'failed-state',
    resource,
    message: `${resource} in ${desired.region} is ${status}. ${advice}`,
  });
}

function planNodes(desired: DaxSpec, { totalNodes }: ObservedCluster): Plan {
  return totalNodes === desired.replicationFactor ? NOTHING : act(changeNodes(desired, totalNodes));
}

export function checkNodes(desired: DaxSpec, { name, nodes, totalNodes }: ObservedCluster): Plan {
  const what = `DAX cluster ${name} in ${desired.region}`;
  const busy = nodes.find(({ status }) => status !== 'available');
  if (busy) return waitFor(`node ${busy.id} of ${what} is ${busy.status}`, CLUSTER_SECONDS);
  if (nodes.length === totalNodes) return NOTHING;
  return waitFor(`${what} shows ${nodes.length} of ${totalNodes} nodes`, CLUSTER_SECONDS);
}

function planSettings(desired: DaxSpec, observed: DaxObserved, cluster: ObservedCluster): Plan {
  const changes = clusterChanges(desired, observed, cluster);
  const missing = cluster.tags ? missingTags(desired.tags, cluster.tags) : {};
  return inOrder([
    () => (Object.keys(changes).length > 0 ? act(updateCluster(desired, changes)) : NOTHING),
    () => (Object.keys(missing).length > 0 ? act(tagCluster(desired, cluster.arn, missing)) : NOTHING),
  ]);
}

/** Only what is known to differ. */
export function clusterChanges(
  desired: DaxSpec,
  observed: DaxObserved,
  { maintenanceWindow, securityGroupIds, parameterGroup }: ObservedCluster,
): ClusterChanges {
  const window = desired.maintenanceWindow;
  const securityGroups = [...desired.securityGroupIds].sort();
  const group = wantedGroup(desired, observed);
  return {
    ...(maintenanceWindow !== null && maintenanceWindow.toLowerCase() !== window.toLowerCase()
      ? { PreferredMaintenanceWindow: window }
      : {}),
    ...(securityGroupIds !== null && String(securityGroupIds) !== String(securityGroups)
      ? { SecurityGroupIds: securityGroups }
      : {}),
    ...(parameterGroup !== null && parameterGroup !== group ? { ParameterGroupName: group } : {}),
  };
}

/** One after another, so that a cluster of three keeps answering. */
function planReboot(desired: DaxSpec, { nodes }: ObservedCluster): Plan {
  const next = nodes.find(({ pendingReboot }) => pendingReboot);
  return next ? act(rebootNode(desired, next.id)) : NOTHING;
}
