import type { Parameter } from '@aws-sdk/client-rds';
import { fault, invalidCombination, invalidValue, required } from './errors.ts';
import { applyFilters, type PageRequest, page } from './paging.ts';
import { checkValue, definition, definitions } from './parameters.ts';
import {
  type ApplyMethod,
  arn,
  type ParameterGroupKind,
  type ParameterGroupRecord,
  type Rds,
} from './state.ts';
import { FAMILIES } from './versions.ts';

/** *documented*: at most 20 parameters in one call (client-rds d.ts, ModifyDBClusterParameterGroup). */
const MOST_PARAMETERS = 20;

export function notFoundFault(kind: ParameterGroupKind, name: string): Error {
  return kind === 'cluster'
    ? fault('DBClusterParameterGroupNotFoundFault', `DBClusterParameterGroup not found: ${name}`)
    : fault('DBParameterGroupNotFoundFault', `DBParameterGroup not found: ${name}`);
}

/** A user's group or, made when first asked for, the default group of a family (`default.aurora-postgresql15`). */
export function findParameterGroup(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  name: string,
): ParameterGroupRecord | undefined {
  const groups = rds.region(region).parameterGroups[kind];
  const key = name.toLowerCase();
  const family = key.startsWith('default.') ? key.slice('default.'.length) : undefined;
  if (!groups.has(key) && family !== undefined && FAMILIES.has(family)) {
    const description = `Default ${kind === 'cluster' ? 'cluster parameter group' : 'parameter group'} for ${family}`;
    groups.set(key, newGroup(rds, region, kind, key, family, description));
  }
  return groups.get(key);
}

export function newGroup(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  name: string,
  family: string,
  description: string,
): ParameterGroupRecord {
  const type = kind === 'cluster' ? 'cluster-pg' : 'pg';
  return {
    kind,
    name,
    arn: arn(rds.world, region, type, name),
    family,
    description,
    values: new Map(),
    tags: [],
  };
}

export function requireParameterGroup(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  name: string,
): ParameterGroupRecord {
  const found = findParameterGroup(rds, region, kind, name);
  if (!found) throw notFoundFault(kind, name);
  return found;
}

/** The group a cluster or instance is to use; its family has to be that of the engine version. */
export function groupForFamily(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  name: string | undefined,
  family: string,
): ParameterGroupRecord {
  const group = requireParameterGroup(rds, region, kind, name ?? `default.${family}`);
  if (group.family !== family) {
    // Text *documented*: terraform-provider-aws pull request 28848.
    throw invalidCombination(
      `The Parameter Group ${group.name} with DBParameterGroupFamily ${group.family} cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
    );
  }
  return group;
}

/** All or nothing: no parameter is changed when one of them is wrong. */
export function modifyParameters(
  group: ParameterGroupRecord,
  parameters: readonly Parameter[] | undefined,
): void {
  refuseDefault(group);
  const changes = required('Parameters', parameters).map((each) => {
    const name = required('ParameterName', each.ParameterName);
    const value = required('ParameterValue', each.ParameterValue);
    const applyMethod = checkApplyMethod(group.kind, name, required('ApplyMethod', each.ApplyMethod));
    const known = definition(group.kind, name);
    checkValue(known, value);
    return { name: known.name, value, applyMethod };
  });
  checkCount(changes.length);
  for (const { name, value, applyMethod } of changes) group.values.set(name, { value, applyMethod });
}

export function resetParameters(
  group: ParameterGroupRecord,
  all: boolean | undefined,
  parameters: readonly Parameter[] | undefined,
): void {
  refuseDefault(group);
  if (all) {
    if (parameters?.length) {
      throw invalidCombination('Parameters cannot be specified together with ResetAllParameters.');
    }
    group.values.clear();
    return;
  }
  const names = required('Parameters', parameters).map((each) => {
    const name = required('ParameterName', each.ParameterName);
    checkApplyMethod(group.kind, name, required('ApplyMethod', each.ApplyMethod));
    return definition(group.kind, name).name;
  });
  checkCount(names.length);
  for (const name of names) group.values.delete(name);
}

function refuseDefault(group: ParameterGroupRecord): void {
  if (!group.name.startsWith('default.')) return;
  throw invalidValue(`Default parameter groups cannot be modified: ${group.name}`);
}

function checkCount(count: number): void {
  if (count === 0) throw invalidValue('The request must contain at least one parameter.');
  if (count > MOST_PARAMETERS) {
    throw invalidValue(`Up to ${MOST_PARAMETERS} parameters can be changed in one request, not ${count}.`);
  }
}

function checkApplyMethod(kind: ParameterGroupKind, name: string, method: string): ApplyMethod {
  if (method !== 'immediate' && method !== 'pending-reboot')
    throw invalidValue(`Invalid apply method: ${method}`);
  if (method === 'immediate' && definition(kind, name).applyType === 'static') {
    // Text *documented*: terraform-provider-aws issue 216.
    throw invalidCombination('cannot use immediate apply method for static parameter');
  }
  return method;
}

export interface DescribeParametersRequest extends PageRequest {
  readonly Source?: string | undefined;
  readonly Filters?: Parameters<typeof applyFilters>[1];
}

/** `user`: what was set; `engine-default`: the rest. No parameter of the local cloud comes from `system`. */
export function describeParameters(group: ParameterGroupRecord, input: DescribeParametersRequest) {
  if (input.Source && !['user', 'engine-default', 'system'].includes(input.Source)) {
    throw invalidValue(`Invalid parameter source: ${input.Source}`);
  }
  const shown = definitions(group.kind)
    .map((known): Parameter => {
      const set = group.values.get(known.name);
      return {
        ParameterName: known.name,
        ParameterValue: set?.value,
        Source: set ? 'user' : 'engine-default',
        ApplyType: known.applyType,
        DataType: known.type,
        AllowedValues: known.allowed,
        IsModifiable: true,
        ApplyMethod: set?.applyMethod ?? 'pending-reboot',
        SupportedEngineModes: group.kind === 'cluster' ? ['provisioned'] : undefined,
      };
    })
    .filter((parameter) => input.Source === undefined || parameter.Source === input.Source);
  const kept = applyFilters(shown, input.Filters, { 'parameter-name': (each) => [each.ParameterName] });
  const { items, Marker } = page(kept, (each) => each.ParameterName ?? '', input);
  return { Parameters: items, Marker };
}
