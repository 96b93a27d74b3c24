import type {
  CreateParameterGroupRequest,
  CreateParameterGroupResponse,
  CreateSubnetGroupRequest,
  CreateSubnetGroupResponse,
  DeleteParameterGroupRequest,
  DeleteParameterGroupResponse,
  DeleteSubnetGroupRequest,
  DeleteSubnetGroupResponse,
  DescribeParameterGroupsRequest,
  DescribeParameterGroupsResponse,
  DescribeParametersRequest,
  DescribeParametersResponse,
  DescribeSubnetGroupsRequest,
  DescribeSubnetGroupsResponse,
  SubnetGroup as SubnetGroupDescription,
  UpdateParameterGroupRequest,
  UpdateParameterGroupResponse,
} from '@aws-sdk/client-dax';
import { AwsError, type CallContext } from '../../service.ts';
import { invalidValue, parameterGroupNotFound, subnetGroupNotFound } from './errors.ts';
import { type Dax, named, type ParameterGroup, page, type SubnetGroup } from './state.ts';

/** Documented default quotas. */
const MAX_SUBNET_GROUPS = 50;
const MAX_SUBNETS = 20;
const MAX_PARAMETER_GROUPS = 20;

/** All the parameters there are, with their defaults (documented): five minutes each. */
const PARAMETERS: Readonly<Record<string, { readonly value: string; readonly description: string }>> = {
  'query-ttl-millis': { value: '300000', description: 'Time to live of the query cache, in milliseconds.' },
  'record-ttl-millis': { value: '300000', description: 'Time to live of the item cache, in milliseconds.' },
};

/** *Assumed*: the same characters as a cluster's name, up to 255, stored in lower case. */
function groupName(name: string | undefined): string {
  const lower = (name ?? '').toLowerCase();
  if (!/^[a-z](-?[a-z0-9])*$/.test(lower) || lower.length > 255) {
    throw invalidValue(
      `Invalid group name: ${name ?? 'null'}. It begins with a letter and has letters, digits, hyphens.`,
    );
  }
  return lower;
}

export function createSubnetGroup(
  dax: Dax,
  input: CreateSubnetGroupRequest,
  { region }: CallContext,
): CreateSubnetGroupResponse {
  const name = groupName(input.SubnetGroupName);
  const { subnetGroups } = dax.region(region);
  if (subnetGroups.has(name)) {
    throw new AwsError('SubnetGroupAlreadyExistsFault', `Subnet group ${name} already exists.`);
  }
  if (subnetGroups.size >= MAX_SUBNET_GROUPS) {
    throw new AwsError(
      'SubnetGroupQuotaExceededFault',
      `Quota of ${MAX_SUBNET_GROUPS} subnet groups reached.`,
    );
  }
  const ids = input.SubnetIds ?? [];
  if (ids.length === 0) throw invalidValue('SubnetIds must name at least one subnet.');
  if (ids.length > MAX_SUBNETS) {
    throw new AwsError('SubnetQuotaExceededFault', `A subnet group takes at most ${MAX_SUBNETS} subnets.`);
  }
  const found = ids.map((id) => {
    const subnet = dax.world.directory.subnet(region, id);
    if (!subnet) throw new AwsError('InvalidSubnet', `The subnet ${id} does not exist in ${region}.`);
    return { id, ...subnet };
  });
  const [vpcId = '', ...others] = new Set(found.map((subnet) => subnet.vpcId));
  if (others.length > 0) throw new AwsError('InvalidSubnet', 'The subnets are in more than one VPC.');
  const subnets = found.map(({ id, availabilityZone }) => ({ id, availabilityZone }));
  const group: SubnetGroup = { name, description: input.Description, vpcId, subnets };
  subnetGroups.set(name, group);
  return { SubnetGroup: describeSubnetGroup(group) };
}

export function describeSubnetGroups(
  dax: Dax,
  input: DescribeSubnetGroupsRequest,
  { region }: CallContext,
): DescribeSubnetGroupsResponse {
  const groups = named(dax.region(region).subnetGroups, input.SubnetGroupNames, subnetGroupNotFound);
  const { items, NextToken } = page(groups, input);
  return { SubnetGroups: items.map(describeSubnetGroup), NextToken };
}

const describeSubnetGroup = (group: SubnetGroup): SubnetGroupDescription => ({
  SubnetGroupName: group.name,
  Description: group.description,
  VpcId: group.vpcId,
  SupportedNetworkTypes: ['ipv4'],
  Subnets: group.subnets.map(({ id, availabilityZone }) => ({
    SubnetIdentifier: id,
    SubnetAvailabilityZone: availabilityZone,
    SupportedNetworkTypes: ['ipv4'],
  })),
});

export function deleteSubnetGroup(
  dax: Dax,
  input: DeleteSubnetGroupRequest,
  { region }: CallContext,
): DeleteSubnetGroupResponse {
  const { clusters, subnetGroups } = dax.region(region);
  const { name } = findSubnetGroup(dax, region, input.SubnetGroupName);
  if ([...clusters.values()].some((cluster) => cluster.subnetGroup === name)) {
    throw new AwsError('SubnetGroupInUseFault', `Subnet group ${name} is in use by a cluster.`);
  }
  subnetGroups.delete(name);
  return { DeletionMessage: `Subnet group ${name} has been deleted.` };
}

export function findSubnetGroup(dax: Dax, region: string, name = 'default'): SubnetGroup {
  const group = dax.region(region).subnetGroups.get(name.toLowerCase());
  if (!group) throw subnetGroupNotFound(name);
  return group;
}

export function createParameterGroup(
  dax: Dax,
  input: CreateParameterGroupRequest,
  { region }: CallContext,
): CreateParameterGroupResponse {
  const name = groupName(input.ParameterGroupName);
  const { parameterGroups } = dax.region(region);
  if (parameterGroups.has(name)) {
    throw new AwsError('ParameterGroupAlreadyExistsFault', `Parameter group ${name} already exists.`);
  }
  const own = [...parameterGroups.values()].filter((group) => !group.isDefault);
  if (own.length >= MAX_PARAMETER_GROUPS) {
    throw new AwsError(
      'ParameterGroupQuotaExceededFault',
      `Quota of ${MAX_PARAMETER_GROUPS} parameter groups reached.`,
    );
  }
  const description = input.Description ?? '';
  parameterGroups.set(name, { name, description, values: new Map(), isDefault: false });
  return { ParameterGroup: { ParameterGroupName: name, Description: description } };
}

/** A group that a cluster uses cannot change: set the parameters before the cluster is created. */
export function updateParameterGroup(
  dax: Dax,
  input: UpdateParameterGroupRequest,
  { region }: CallContext,
): UpdateParameterGroupResponse {
  const group = changeable(dax, region, input.ParameterGroupName);
  for (const { ParameterName: name = '', ParameterValue: value = '' } of input.ParameterNameValues ?? []) {
    if (!Object.hasOwn(PARAMETERS, name)) throw invalidValue(`The parameter ${name} does not exist.`);
    if (!/^\d{1,18}$/.test(value))
      throw invalidValue(`${value} is not a value for ${name}: milliseconds, from 0.`);
  }
  for (const { ParameterName = '', ParameterValue = '' } of input.ParameterNameValues ?? []) {
    group.values.set(ParameterName, ParameterValue);
  }
  return { ParameterGroup: { ParameterGroupName: group.name, Description: group.description } };
}

export function describeParameterGroups(
  dax: Dax,
  input: DescribeParameterGroupsRequest,
  { region }: CallContext,
): DescribeParameterGroupsResponse {
  const groups = named(dax.region(region).parameterGroups, input.ParameterGroupNames, parameterGroupNotFound);
  const { items, NextToken } = page(groups, input);
  return {
    ParameterGroups: items.map(({ name, description }) => ({
      ParameterGroupName: name,
      Description: description,
    })),
    NextToken,
  };
}

export function describeParameters(
  dax: Dax,
  input: DescribeParametersRequest,
  { region }: CallContext,
): DescribeParametersResponse {
  const group = findParameterGroup(dax, region, input.ParameterGroupName);
  const all = Object.entries(PARAMETERS).map(([name, { value, description }]) => ({
    ParameterName: name,
    ParameterType: 'DEFAULT' as const,
    ParameterValue: group.values.get(name) ?? value,
    Description: description,
    Source: group.values.has(name) ? 'user' : 'system',
    DataType: 'integer',
    AllowedValues: '0-',
    IsModifiable: 'TRUE' as const,
    ChangeType: 'IMMEDIATE' as const,
  }));
  const { items, NextToken } = page(
    input.Source ? all.filter((one) => one.Source === input.Source) : all,
    input,
  );
  return { Parameters: items, NextToken };
}

export function deleteParameterGroup(
  dax: Dax,
  input: DeleteParameterGroupRequest,
  { region }: CallContext,
): DeleteParameterGroupResponse {
  const { name } = changeable(dax, region, input.ParameterGroupName);
  dax.region(region).parameterGroups.delete(name);
  return { DeletionMessage: `Parameter group ${name} has been deleted.` };
}

export function findParameterGroup(dax: Dax, region: string, name = ''): ParameterGroup {
  const group = dax.region(region).parameterGroups.get(name.toLowerCase());
  if (!group) throw parameterGroupNotFound(name);
  return group;
}

function changeable(dax: Dax, region: string, name: string | undefined): ParameterGroup {
  const group = findParameterGroup(dax, region, name);
  const { clusters } = dax.region(region);
  const used = [...clusters.values()].some((cluster) => cluster.parameterGroup === group.name);
  if (group.isDefault || used) {
    throw new AwsError(
      'InvalidParameterGroupStateFault',
      `Parameter group ${group.name} is ${used ? 'in use by a cluster' : 'a default group'} and cannot change.`,
    );
  }
  return group;
}
