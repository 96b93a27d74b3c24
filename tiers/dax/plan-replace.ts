import type { DaxSpec } from '../../core/spec.ts';
import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, failWith, NOTHING } from '../shared/plan.ts';
import { deleteCluster, deleteSubnetGroup } from './calls.ts';
import { daxNames } from './names.ts';
import type { DaxObserved, ObservedCluster } from './observe.ts';
import { hasValues } from './parameter-groups.ts';

/** Something that is set at creation only. */
export interface FixedField {
  readonly field: string;
  readonly desired: string | boolean | readonly string[];
  /** Null: not known. */
  readonly observed: string | boolean | readonly string[] | null;
  readonly pointer: string;
}

export const differs = ({ desired, observed }: FixedField) =>
  observed !== null && String(desired) !== String(observed);

/** Node type, encryption, TLS and subnets (client-dax: none of them is in UpdateCluster). */
export function fixedFields(
  desired: DaxSpec,
  { subnetGroup }: DaxObserved,
  cluster: ObservedCluster,
): FixedField[] {
  const { nodeType, encryption, endpointEncryption } = cluster;
  return [
    { field: 'dax.nodeType', desired: desired.nodeType, observed: nodeType, pointer: '#/dax/nodeType' },
    {
      field: 'encryption at rest',
      desired: true,
      observed: encryption === null ? null : /^ENABL/.test(encryption),
      pointer: '#/dax',
    },
    {
      field: 'ClusterEndpointEncryptionType',
      desired: 'TLS',
      observed: endpointEncryption,
      pointer: '#/dax',
    },
    {
      field: 'SubnetIds',
      desired: [...desired.subnetIds].sort(),
      observed: subnetGroup?.subnetIds ?? null,
      pointer: '#/landingZone',
    },
  ];
}

/** A cache can be made anew: nothing is lost that is not in the tables. */
export function planReplacement(desired: DaxSpec, observed: DaxObserved, options: PlanOptions): Plan {
  const { cluster } = observed;
  return cluster ? ofCluster(desired, observed, cluster, options) : ofSubnetGroup(desired, observed);
}

function ofCluster(
  desired: DaxSpec,
  observed: DaxObserved,
  cluster: ObservedCluster,
  { allowReplacement = false }: PlanOptions,
): Plan {
  if (!/^(available|incompatible-parameters)$/.test(cluster.status)) return NOTHING;
  const isBroken = cluster.status === 'incompatible-parameters';
  const wrong = [
    ...fixedFields(desired, observed, cluster).filter(differs),
    ...frozenGroup(desired, observed, cluster),
  ];
  if (wrong.length === 0 && !(isBroken && allowReplacement)) return NOTHING;
  if (allowReplacement) return act(deleteCluster(desired.region, cluster.name, 'replace'));
  const problems = wrong.map((one) => `${one.field} is ${one.observed}, not ${one.desired}`);
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource: `DAX cluster ${cluster.name}`,
    message:
      `DAX cluster ${cluster.name} in ${desired.region} cannot become as asked: ${problems.join('; ')}. Ask for what ` +
      'exists, or allow replacement (allowReplacement): the cluster is deleted and made anew, with an empty cache and ' +
      'another address; the tables are not touched.',
    pointer: wrong[0]?.pointer ?? '#/dax',
  });
}

/** Somebody made the cluster use the group of these values before it had them. */
export function frozenGroup(
  desired: DaxSpec,
  { parameterGroups }: DaxObserved,
  cluster: ObservedCluster,
): FixedField[] {
  const name = daxNames(desired).parameterGroup;
  const group = parameterGroups.find((one) => one.name === name);
  if (!group || cluster.parameterGroup !== name || hasValues(desired, group)) return [];
  return [
    {
      field: `parameter group ${name}, which cannot change in use,`,
      desired: 'as its name says',
      observed: Object.values(group.values).join(' and '),
      pointer: '#/dax',
    },
  ];
}

/** Without a cluster, the group is free to go and be made with the right subnets. */
function ofSubnetGroup(desired: DaxSpec, { subnetGroup }: DaxObserved): Plan {
  const same = !subnetGroup || String(subnetGroup.subnetIds) === String([...desired.subnetIds].sort());
  return same ? NOTHING : act(deleteSubnetGroup(desired.region, subnetGroup.name, 'replace'));
}
