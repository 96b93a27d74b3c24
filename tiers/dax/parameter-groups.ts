import type { DaxSpec } from '../../core/spec.ts';
import { daxNames, daxParameters } from './names.ts';
import type { DaxObserved, ObservedParameterGroup } from './observe.ts';

export const hasValues = (desired: DaxSpec, { values }: ObservedParameterGroup): boolean =>
  Object.entries(daxParameters(desired)).every(([name, value]) => values[name] === value);

/** The group that the cluster is to use: the one that it has, whatever its name, as long as its values are right. */
export function wantedGroup(desired: DaxSpec, { cluster, parameterGroups }: DaxObserved): string {
  const used = parameterGroups.find(({ name, ours }) => ours && name === cluster?.parameterGroup);
  return used && hasValues(desired, used) ? used.name : daxNames(desired).parameterGroup;
}

/** Of this environment, and neither in use nor to be used. */
export function unusedGroups(desired: DaxSpec, observed: DaxObserved): readonly ObservedParameterGroup[] {
  if (observed.cluster && observed.cluster.parameterGroup === null) return [];
  const kept = [wantedGroup(desired, observed), observed.cluster?.parameterGroup];
  return observed.parameterGroups.filter(({ name, ours }) => ours && !kept.includes(name));
}
