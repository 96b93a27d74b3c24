import type { DaxSpec } from '../../core/spec.ts';
import type { Plan } from '../../core/tier.ts';
import { act, failWith, inOrder, NOTHING, notOurs, together } from '../shared/plan.ts';
import {
  createCluster,
  createParameterGroup,
  createRole,
  createSubnetGroup,
  putRolePolicy,
  setParameters,
} from './calls.ts';
import { daxParameters } from './names.ts';
import type { DaxObserved } from './observe.ts';
import { planExistingCluster } from './plan-cluster.ts';
import { planDelete } from './plan-delete.ts';
import { samePolicy, tablesPolicy } from './policy.ts';

/** What the cluster needs, side by side; then the cluster. */
export function planDax(desired: DaxSpec | null, observed: DaxObserved): Plan {
  if (!desired) return planDelete(observed);
  return inOrder([
    () => checkOwner(desired, observed),
    () =>
      together([
        planRole(desired, observed),
        observed.subnetGroup ? NOTHING : act(createSubnetGroup(desired)),
        planParameterGroup(desired, observed),
      ]),
    () => planCluster(desired, observed),
  ]);
}

/** All at once, before anything is created: the user hears of every clash. */
function checkOwner(desired: DaxSpec, observed: DaxObserved): Plan {
  const owned = [
    { kind: 'IAM role', resource: observed.role },
    { kind: 'DAX subnet group', resource: observed.subnetGroup },
    { kind: 'DAX parameter group', resource: observed.parameterGroup },
    { kind: 'DAX cluster', resource: observed.cluster },
  ];
  return together(
    owned.map(({ kind, resource }) =>
      resource && !resource.ours
        ? notOurs(`${kind} ${resource.name} in ${desired.region}`, desired.identity)
        : NOTHING,
    ),
  );
}

/** The policy needs the account, which the role's own ARN tells. */
function planRole(desired: DaxSpec, { role }: DaxObserved): Plan {
  if (!role) return act(createRole(desired));
  return samePolicy(role.policy, tablesPolicy(desired, role.arn))
    ? NOTHING
    : act(putRolePolicy(desired, role.arn));
}

/** A parameter group that a cluster uses cannot change (InvalidParameterGroupStateFault). */
function planParameterGroup(desired: DaxSpec, { parameterGroup, cluster }: DaxObserved): Plan {
  if (!parameterGroup) return act(createParameterGroup(desired));
  const wanted = Object.entries(daxParameters(desired));
  const different = wanted.filter(([name, value]) => parameterGroup.values[name] !== value);
  if (different.length === 0) return NOTHING;
  if (!cluster) return act(setParameters(desired));
  const values = different.map(([name, value]) => `${name} ${parameterGroup.values[name]} → ${value}`);
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource: `DAX parameter group ${parameterGroup.name}`,
    message:
      `DAX parameter group ${parameterGroup.name} in ${desired.region} cannot change while cluster ${cluster.name} uses ` +
      `it (${values.join(', ')}). Ask for the times to live that it has; DAX takes others for a new cluster only.`,
    pointer: '#/dax',
  });
}

function planCluster(desired: DaxSpec, { cluster, role }: DaxObserved): Plan {
  if (cluster) return planExistingCluster(desired, cluster);
  // planRole has seen to it that there is one.
  return role ? act(createCluster(desired, role.arn)) : NOTHING;
}
