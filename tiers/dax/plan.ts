import type { DaxSpec } from '../../core/spec.ts';
import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, inOrder, NOTHING, notOurs, together } from '../shared/plan.ts';
import {
  createCluster,
  createParameterGroup,
  createRole,
  createSubnetGroup,
  deleteParameterGroup,
  putRolePolicy,
  setParameters,
} from './calls.ts';
import type { DaxObserved } from './observe.ts';
import { hasValues, unusedGroups, wantedGroup } from './parameter-groups.ts';
import { planExistingCluster } from './plan-cluster.ts';
import { planDelete } from './plan-delete.ts';
import { planReplacement } from './plan-replace.ts';
import { samePolicy, tablesPolicy } from './policy.ts';

/** What the cluster needs, side by side; then the cluster. */
export function planDax(desired: DaxSpec | null, observed: DaxObserved, options: PlanOptions = {}): Plan {
  if (!desired) return planDelete(observed);
  return inOrder([
    () => checkOwner(desired, observed),
    () => planReplacement(desired, observed, options),
    () =>
      together([
        planRole(desired, observed),
        observed.subnetGroup ? NOTHING : act(createSubnetGroup(desired)),
        planParameterGroup(desired, observed),
      ]),
    () => planCluster(desired, observed),
    () =>
      together(
        unusedGroups(desired, observed).map(({ name }) => act(deleteParameterGroup(desired.region, name))),
      ),
  ]);
}

/** All at once, before anything is created: the user hears of every clash. */
export function checkOwner(desired: DaxSpec, observed: DaxObserved): Plan {
  const owned = [
    { kind: 'IAM role', resource: observed.role },
    { kind: 'DAX subnet group', resource: observed.subnetGroup },
    ...observed.parameterGroups.map((resource) => ({ kind: 'DAX parameter group', resource })),
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
export function planRole(desired: DaxSpec, { role }: DaxObserved): Plan {
  if (!role) return act(createRole(desired));
  return samePolicy(role.policy, tablesPolicy(desired, role.arn))
    ? NOTHING
    : act(putRolePolicy(desired, role.arn));
}

/** A group that a cluster uses cannot change (InvalidParameterGroupStateFault), so it gets its values before that. */
function planParameterGroup(desired: DaxSpec, observed: DaxObserved): Plan {
  const wanted = wantedGroup(desired, observed);
  const group = observed.parameterGroups.find(({ name }) => name === wanted);
  if (!group) return act(createParameterGroup(desired));
  return hasValues(desired, group) ? NOTHING : act(setParameters(desired));
}

function planCluster(desired: DaxSpec, observed: DaxObserved): Plan {
  const { cluster, role } = observed;
  if (cluster) return planExistingCluster(desired, observed, cluster);
  // planRole has seen to it that there is one.
  return role ? act(createCluster(desired, role.arn, wantedGroup(desired, observed))) : NOTHING;
}
