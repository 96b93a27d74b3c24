import type { Plan } from '../../core/tier.ts';
import { act, inOrder, NOTHING, together, waitFor } from '../shared/plan.ts';
import {
  deleteCluster,
  deleteParameterGroup,
  deleteRole,
  deleteRolePolicy,
  deleteSubnetGroup,
} from './calls.ts';
import type { DaxObserved, ObservedCluster, ObservedRole } from './observe.ts';

const CLUSTER_SECONDS = 30;

/** DeleteCluster answers InvalidClusterStateFault while one of these goes on; `ABSENT` is seen late in a deletion. */
const BUSY = new Set(['creating', 'modifying', 'deleting', 'ABSENT']);

/** The cluster first: groups and role are in use until it is gone. What is not ours is never touched. */
export function planDelete({ region, cluster, parameterGroups, subnetGroup, role }: DaxObserved): Plan {
  return inOrder([
    () => (cluster?.ours ? planDeleteCluster(region, cluster) : NOTHING),
    () =>
      together([
        ...parameterGroups.map(({ name, ours }) =>
          ours ? act(deleteParameterGroup(region, name)) : NOTHING,
        ),
        subnetGroup?.ours ? act(deleteSubnetGroup(region, subnetGroup.name)) : NOTHING,
        role?.ours ? planDeleteRole(region, role) : NOTHING,
      ]),
  ]);
}

function planDeleteCluster(region: string, { name, status }: ObservedCluster): Plan {
  return BUSY.has(status)
    ? waitFor(`DAX cluster ${name} in ${region} is ${status}`, CLUSTER_SECONDS)
    : act(deleteCluster(region, name));
}

/** A role with an inline policy is a DeleteConflict. */
function planDeleteRole(region: string, role: ObservedRole): Plan {
  return act(role.policy === null ? deleteRole(region, role.name) : deleteRolePolicy(region, role.name));
}
