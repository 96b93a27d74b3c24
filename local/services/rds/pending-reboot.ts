import { definition } from './parameters.ts';
import type { InstanceRecord, ParameterGroupKind, ParameterGroupRecord } from './state.ts';

/** What an instance runs with: the group, and the values it had when the instance last started. */
export interface Applied {
  readonly group: ParameterGroupRecord;
  readonly values: ReadonlyMap<string, string>;
}

export type ApplyStatus = 'in-sync' | 'pending-reboot';

/** To be called whenever an instance starts: then everything in its groups counts. */
export function applyParameters(instance: InstanceRecord): void {
  instance.applied = appliedNow(instance.cluster.parameterGroup, instance.parameterGroup);
}

export function appliedNow(
  cluster: ParameterGroupRecord,
  instance: ParameterGroupRecord,
): Readonly<Record<ParameterGroupKind, Applied>> {
  const snapshot = (group: ParameterGroupRecord): Applied => ({
    group,
    values: new Map([...group.values].map(([name, { value }]) => [name, value])),
  });
  return { cluster: snapshot(cluster), instance: snapshot(instance) };
}

/**
 * *documented* (client-rds d.ts, DBParameterGroupStatus and ModifyDBInstance; Aurora guide, "Working with parameter
 * groups"): another group, a static parameter, and a dynamic one that was set to wait all count from the next reboot on.
 */
export function applyStatus(instance: InstanceRecord, kind: ParameterGroupKind): ApplyStatus {
  const group = kind === 'cluster' ? instance.cluster.parameterGroup : instance.parameterGroup;
  const applied = instance.applied[kind];
  if (group !== applied.group) return 'pending-reboot';
  const names = new Set([...group.values.keys(), ...applied.values.keys()]);
  const waits = [...names].some((name) => {
    const set = group.values.get(name);
    if (set?.value === applied.values.get(name)) return false;
    return set?.applyMethod === 'pending-reboot' || definition(kind, name).applyType === 'static';
  });
  return waits ? 'pending-reboot' : 'in-sync';
}
