import type { DaxSpec, Tags } from '../../core/spec.ts';
import { type FieldState, type FieldValue, OWNER_TAG } from '../../core/tier.ts';
import { inOrder, isWaiting, unknownWhile } from '../shared/plan.ts';
import { daxNames, daxParameters } from './names.ts';
import type { DaxObserved, ObservedCluster, ObservedOwned, ObservedRole } from './observe.ts';
import { unusedGroups, wantedGroup } from './parameter-groups.ts';
import { planDax } from './plan.ts';
import { checkNodes, checkState } from './plan-cluster.ts';
import { fixedFields } from './plan-replace.ts';
import { samePolicy, tablesPolicy } from './policy.ts';

type Field = Omit<FieldState, 'resource'>;

/** Field by field; one is `changed` exactly when there is something to do, or something wrong. */
export function compare(desired: DaxSpec, observed: DaxObserved): readonly FieldState[] {
  const names = daxNames(desired);
  const at = (what: string) => `${what} in ${desired.region}`;
  const { role, subnetGroup, parameterGroups, cluster } = observed;
  const groupName = wantedGroup(desired, observed);
  const group = parameterGroups.find(({ name }) => name === groupName) ?? null;
  const listed: readonly (readonly [resource: string, fields: readonly Field[]])[] = [
    [`IAM role ${names.role}`, ofOwned(desired, role, (found) => [policyField(desired, found)])],
    [
      at(`DAX subnet group ${names.subnetGroup}`),
      ofOwned(desired, subnetGroup, ({ subnetIds }) => [
        field('SubnetIds', [...desired.subnetIds].sort(), subnetIds),
      ]),
    ],
    [
      at(`DAX parameter group ${groupName}`),
      ofOwned(desired, group, ({ values }) =>
        Object.entries(daxParameters(desired)).map(([name, value]) =>
          field(PARAMETERS[name] ?? name, value, values[name] ?? 'not set'),
        ),
      ),
    ],
    [
      at(`DAX cluster ${names.cluster}`),
      ofOwned(desired, cluster, (found) => ofCluster(desired, observed, found)),
    ],
    ...unusedGroups(desired, observed).map(
      ({ name }) => [at(`DAX parameter group ${name}`), [field('exists', false, true)]] as const,
    ),
  ];
  const fields = listed.flatMap(([resource, each]) => each.map((one) => ({ resource, ...one })));
  return unknownWhile(planDax(desired, observed), fields);
}

const PARAMETERS: Readonly<Record<string, string>> = {
  'record-ttl-millis': 'dax.recordTtlMs',
  'query-ttl-millis': 'dax.queryTtlMs',
};

/** Null observed: not known. */
function field(name: string, desired: FieldValue, observed: FieldValue): Field {
  const same = String(desired) === String(observed);
  const state = observed === null ? 'unknown' : same ? 'as-desired' : 'changed';
  return { field: name, desired, observed, state };
}

function ofOwned<T extends ObservedOwned>(
  { identity }: DaxSpec,
  found: T | null,
  fields: (found: T) => readonly Field[],
): readonly Field[] {
  if (!found) return [field('exists', true, false)];
  const owner = `${identity.project}/${identity.environment}`;
  return found.ours ? fields(found) : [field(OWNER_TAG, owner, 'another owner')];
}

function policyField(desired: DaxSpec, role: ObservedRole): Field {
  const same = samePolicy(role.policy, tablesPolicy(desired, role.arn));
  const tables = [...desired.tableNames];
  return field('policy', tables, same ? tables : role.policy === null ? 'none' : 'another one');
}

function ofCluster(desired: DaxSpec, observed: DaxObserved, cluster: ObservedCluster): readonly Field[] {
  const toReboot = cluster.nodes.filter(({ pendingReboot }) => pendingReboot).map(({ id }) => id);
  // The subnets are listed with their group.
  const fixed = fixedFields(desired, observed, cluster).filter(({ field: name }) => name !== 'SubnetIds');
  return [
    statusField(desired, cluster),
    ...fixed.map((one) => field(one.field, one.desired, one.observed)),
    field('dax.replicationFactor', desired.replicationFactor, cluster.totalNodes),
    field(
      'dax.maintenanceWindow',
      desired.maintenanceWindow.toLowerCase(),
      cluster.maintenanceWindow?.toLowerCase() ?? null,
    ),
    field('SecurityGroupIds', [...desired.securityGroupIds].sort(), cluster.securityGroupIds),
    field('ParameterGroupName', wantedGroup(desired, observed), cluster.parameterGroup),
    field('nodes to reboot', [], toReboot),
    field('tags', texts(desired.tags, desired.tags), cluster.tags && texts(desired.tags, cluster.tags)),
  ];
}

/** What is on its way is not known yet: only a state that will not pass is a difference. */
function statusField(desired: DaxSpec, cluster: ObservedCluster): Field {
  const state = inOrder([() => checkState(desired, cluster), () => checkNodes(desired, cluster)]);
  return field('status', 'available', isWaiting(state) ? null : cluster.status);
}

/** Of the tags that we set only. */
const texts = (names: Tags, tags: Tags): string[] =>
  Object.keys(names)
    .sort()
    .flatMap((name) => (tags[name] === undefined ? [] : [`${name}=${tags[name]}`]));
