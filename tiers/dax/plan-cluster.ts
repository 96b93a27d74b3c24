import type { DaxSpec } from '../../core/spec.ts';
import type { Plan } from '../../core/tier.ts';
import { missingTags } from '../shared/ownership.ts';
import { act, failWith, inOrder, NOTHING, waitFor } from '../shared/plan.ts';
import { changeNodes, setMaintenanceWindow, tagCluster } from './calls.ts';
import type { ObservedCluster } from './observe.ts';

/** A cluster takes about 10 minutes to create, a resize longer. */
export const CLUSTER_SECONDS = 30;

/** The statuses that no waiting changes (DynamoDB guide, DAX). */
const BROKEN: Readonly<Record<string, string>> = {
  'incompatible-parameters':
    'Its parameter group does not suit it: delete the environment and create it with other dax values.',
  'incompatible-network':
    'Its subnets or security groups are gone or have no free address: repair the landing zone, then send the request again.',
};

export function planExistingCluster(desired: DaxSpec, cluster: ObservedCluster): Plan {
  return inOrder([
    () => checkState(desired, cluster),
    () => checkShape(desired, cluster),
    () => planNodes(desired, cluster),
    () => checkNodes(desired, cluster),
    () => planSettings(desired, cluster),
  ]);
}

function checkState(desired: DaxSpec, { name, status }: ObservedCluster): Plan {
  if (status === 'available') return NOTHING;
  const resource = `DAX cluster ${name}`;
  const advice = BROKEN[status];
  if (!advice) return waitFor(`${resource} in ${desired.region} is ${status}`, CLUSTER_SECONDS);
  return failWith({
    class: status === 'incompatible-network' ? 'Blocked' : 'Terminal',
    code: 'failed-state',
    resource,
    message: `${resource} in ${desired.region} is ${status}. ${advice}`,
  });
}

/** Node type, encryption and TLS are set at creation only. */
function checkShape(desired: DaxSpec, cluster: ObservedCluster): Plan {
  const { nodeType, encryption, endpointEncryption } = cluster;
  const problems = [
    nodeType !== null &&
      nodeType !== desired.nodeType &&
      `its nodes are ${nodeType}, not ${desired.nodeType}`,
    encryption !== null && !/^ENABL/.test(encryption) && 'it is not encrypted at rest',
    endpointEncryption !== null && endpointEncryption !== 'TLS' && 'its endpoint does not use TLS',
  ].filter((problem) => problem !== false);
  if (problems.length === 0) return NOTHING;
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource: `DAX cluster ${cluster.name}`,
    message:
      `DAX cluster ${cluster.name} in ${desired.region} cannot become as asked: ${problems.join('; ')}. ` +
      'Ask for what exists, or create another environment.',
    pointer: '#/dax',
  });
}

function planNodes(desired: DaxSpec, { totalNodes }: ObservedCluster): Plan {
  return totalNodes === desired.replicationFactor ? NOTHING : act(changeNodes(desired, totalNodes));
}

function checkNodes(desired: DaxSpec, { name, nodes, totalNodes }: ObservedCluster): Plan {
  const what = `DAX cluster ${name} in ${desired.region}`;
  const busy = nodes.find(({ status }) => status !== 'available');
  if (busy) return waitFor(`node ${busy.id} of ${what} is ${busy.status}`, CLUSTER_SECONDS);
  if (nodes.length === totalNodes) return NOTHING;
  return waitFor(`${what} shows ${nodes.length} of ${totalNodes} nodes`, CLUSTER_SECONDS);
}

function planSettings(desired: DaxSpec, cluster: ObservedCluster): Plan {
  const window = cluster.maintenanceWindow;
  const missing = cluster.tags ? missingTags(desired.tags, cluster.tags) : {};
  return inOrder([
    () =>
      window && window.toLowerCase() !== desired.maintenanceWindow.toLowerCase()
        ? act(setMaintenanceWindow(desired))
        : NOTHING,
    () => (Object.keys(missing).length > 0 ? act(tagCluster(desired, cluster.arn, missing)) : NOTHING),
  ]);
}
