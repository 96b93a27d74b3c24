import { tagRecord } from '../../shared/ownership.ts';
import type { ObservedParameterGroup } from '../observed.ts';
import { arnOf, type Call, type Effects, type Place } from './world.ts';

type Slot = 'clusterParameterGroup' | 'instanceParameterGroup';

interface ParameterInput {
  readonly ParameterName: string;
  readonly ParameterValue?: string;
  readonly ApplyMethod: string;
}

/** Calls about subnet groups and both kinds of parameter groups. */
export const groupEffects: Effects = {
  CreateDBSubnetGroup: ({ place, input, spec }) => {
    const name = input.DBSubnetGroupName;
    const arn = arnOf(spec, 'subgrp', place.region, name);
    const subnetIds = [...input.SubnetIds].sort();
    place.subnetGroup = { name, arn, status: 'Complete', subnetIds, tags: tagRecord(input.Tags) };
  },
  ModifyDBSubnetGroup: ({ place, input }) => {
    if (place.subnetGroup)
      place.subnetGroup = { ...place.subnetGroup, subnetIds: [...input.SubnetIds].sort() };
  },
  DeleteDBSubnetGroup: ({ place }) => {
    place.subnetGroup = null;
  },
  ...parameterGroup('DBClusterParameterGroup', 'clusterParameterGroup', 'cluster-pg'),
  ...parameterGroup('DBParameterGroup', 'instanceParameterGroup', 'pg'),
};

function parameterGroup(noun: string, slot: Slot, kind: string): Effects {
  return {
    [`Create${noun}`]: ({ place, input, spec }) => {
      const name = input[`${noun}Name`];
      const arn = arnOf(spec, kind, place.region, name);
      const family = input.DBParameterGroupFamily;
      place[slot] = { name, arn, family, values: {}, tags: tagRecord(input.Tags) };
    },
    [`Modify${noun}`]: (call) =>
      setValues(call, slot, (values, { ParameterName, ParameterValue = '' }) => ({
        ...values,
        [ParameterName.toLowerCase()]: ParameterValue,
      })),
    [`Reset${noun}`]: (call) =>
      setValues(call, slot, (values, { ParameterName }) => {
        const { [ParameterName.toLowerCase()]: _, ...rest } = values;
        return rest;
      }),
    [`Delete${noun}`]: ({ place }) => {
      place[slot] = null;
    },
  };
}

function setValues(
  { place, input }: Call,
  slot: Slot,
  change: (
    values: ObservedParameterGroup['values'],
    each: ParameterInput,
  ) => ObservedParameterGroup['values'],
): void {
  const group = place[slot];
  if (!group) return;
  const parameters: ParameterInput[] = input.Parameters;
  place[slot] = { ...group, values: parameters.reduce(change, group.values) };
  if (parameters.some(({ ApplyMethod }) => ApplyMethod === 'pending-reboot'))
    waitForReboot(place, slot, group.name);
}

/** Of every instance that the group counts for (client-rds, DBParameterGroupStatus). */
function waitForReboot(place: Place, slot: Slot, group: string): void {
  for (const instance of place.instances) {
    const uses =
      slot === 'clusterParameterGroup' ? place.cluster?.parameterGroupName : instance.parameterGroupName;
    if (uses === group) instance.parameterStatus = 'pending-reboot';
  }
}
