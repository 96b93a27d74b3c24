import type {
  CreateDBClusterParameterGroupMessage,
  CreateDBParameterGroupMessage,
  DBClusterParameterGroup,
  DBParameterGroup,
  DeleteDBClusterParameterGroupMessage,
  DeleteDBParameterGroupMessage,
  DescribeDBClusterParameterGroupsMessage,
  DescribeDBClusterParametersMessage,
  DescribeDBParameterGroupsMessage,
  DescribeDBParametersMessage,
  ModifyDBClusterParameterGroupMessage,
  ModifyDBParameterGroupMessage,
  ResetDBClusterParameterGroupMessage,
  ResetDBParameterGroupMessage,
  Tag,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { fault, invalidValue, required } from './errors.ts';
import { parameterGroupName } from './names.ts';
import { type PageRequest, page } from './paging.ts';
import {
  describeParameters,
  findParameterGroup,
  modifyParameters,
  newGroup,
  requireParameterGroup,
  resetParameters,
} from './parameter-groups.ts';
import { requireRoom } from './quotas.ts';
import type { ParameterGroupKind, ParameterGroupRecord, Rds } from './state.ts';
import { checkTags } from './tags.ts';
import { FAMILIES } from './versions.ts';

const NAME = { cluster: 'DBClusterParameterGroupName', instance: 'DBParameterGroupName' } as const;

/** The two kinds of group differ in names only; both are made of the functions below. */
export function parameterGroupOperations(rds: Rds) {
  return { ...clusterGroupOperations(rds), ...instanceGroupOperations(rds) };
}

function clusterGroupOperations(rds: Rds) {
  const find = (region: string, name: string | undefined) =>
    requireParameterGroup(rds, region, 'cluster', required(NAME.cluster, name));
  return {
    CreateDBClusterParameterGroup: (
      input: CreateDBClusterParameterGroupMessage,
      { region }: CallContext,
    ) => ({
      DBClusterParameterGroup: showClusterGroup(
        create(rds, region, 'cluster', input.DBClusterParameterGroupName, input),
      ),
    }),
    ModifyDBClusterParameterGroup: (input: ModifyDBClusterParameterGroupMessage, { region }: CallContext) => {
      const group = find(region, input.DBClusterParameterGroupName);
      modifyParameters(group, input.Parameters);
      return { DBClusterParameterGroupName: group.name };
    },
    ResetDBClusterParameterGroup: (input: ResetDBClusterParameterGroupMessage, { region }: CallContext) => {
      const group = find(region, input.DBClusterParameterGroupName);
      resetParameters(group, input.ResetAllParameters, input.Parameters);
      return { DBClusterParameterGroupName: group.name };
    },
    DescribeDBClusterParameterGroups: (
      input: DescribeDBClusterParameterGroupsMessage,
      { region }: CallContext,
    ) => {
      const { items, Marker } = list(rds, region, 'cluster', input.DBClusterParameterGroupName, input);
      return { DBClusterParameterGroups: items.map(showClusterGroup), Marker };
    },
    DescribeDBClusterParameters: (input: DescribeDBClusterParametersMessage, { region }: CallContext) =>
      describeParameters(find(region, input.DBClusterParameterGroupName), input),
    DeleteDBClusterParameterGroup: (input: DeleteDBClusterParameterGroupMessage, { region }: CallContext) =>
      remove(rds, region, find(region, input.DBClusterParameterGroupName)),
  };
}

function instanceGroupOperations(rds: Rds) {
  const find = (region: string, name: string | undefined) =>
    requireParameterGroup(rds, region, 'instance', required(NAME.instance, name));
  return {
    CreateDBParameterGroup: (input: CreateDBParameterGroupMessage, { region }: CallContext) => ({
      DBParameterGroup: showInstanceGroup(create(rds, region, 'instance', input.DBParameterGroupName, input)),
    }),
    ModifyDBParameterGroup: (input: ModifyDBParameterGroupMessage, { region }: CallContext) => {
      const group = find(region, input.DBParameterGroupName);
      modifyParameters(group, input.Parameters);
      return { DBParameterGroupName: group.name };
    },
    ResetDBParameterGroup: (input: ResetDBParameterGroupMessage, { region }: CallContext) => {
      const group = find(region, input.DBParameterGroupName);
      resetParameters(group, input.ResetAllParameters, input.Parameters);
      return { DBParameterGroupName: group.name };
    },
    DescribeDBParameterGroups: (input: DescribeDBParameterGroupsMessage, { region }: CallContext) => {
      const { items, Marker } = list(rds, region, 'instance', input.DBParameterGroupName, input);
      return { DBParameterGroups: items.map(showInstanceGroup), Marker };
    },
    DescribeDBParameters: (input: DescribeDBParametersMessage, { region }: CallContext) =>
      describeParameters(find(region, input.DBParameterGroupName), input),
    DeleteDBParameterGroup: (input: DeleteDBParameterGroupMessage, { region }: CallContext) =>
      remove(rds, region, find(region, input.DBParameterGroupName)),
  };
}

interface CreateInput {
  readonly DBParameterGroupFamily?: string | undefined;
  readonly Description?: string | undefined;
  readonly Tags?: Tag[] | undefined;
}

function create(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  asked: string | undefined,
  input: CreateInput,
): ParameterGroupRecord {
  const name = parameterGroupName(NAME[kind], asked);
  const family = required('DBParameterGroupFamily', input.DBParameterGroupFamily);
  const description = required('Description', input.Description);
  if (!FAMILIES.has(family))
    throw invalidValue(`ParameterGroupFamily ${family} is not a valid parameter group family`);
  // *documented*: one fault for both kinds.
  if (findParameterGroup(rds, region, kind, name)) {
    throw fault('DBParameterGroupAlreadyExistsFault', `Parameter group ${name} already exists`);
  }
  requireRoom(rds, region, kind === 'cluster' ? 'DBClusterParameterGroups' : 'DBParameterGroups');
  const group = newGroup(rds, region, kind, name, family, description);
  group.tags = checkTags(input.Tags);
  rds.region(region).parameterGroups[kind].set(name, group);
  return group;
}

function list(
  rds: Rds,
  region: string,
  kind: ParameterGroupKind,
  name: string | undefined,
  request: PageRequest,
) {
  const groups = name
    ? [requireParameterGroup(rds, region, kind, name)]
    : rds.region(region).parameterGroups[kind].values();
  return page(groups, (group) => group.name, request);
}

function remove(rds: Rds, region: string, group: ParameterGroupRecord): Record<string, never> {
  const { clusters, instances, parameterGroups } = rds.region(region);
  const users = group.kind === 'cluster' ? clusters.values() : instances.values();
  const inUse = [...users].some((each) => each.parameterGroup === group);
  if (inUse || group.name.startsWith('default.')) {
    throw fault(
      'InvalidDBParameterGroupStateFault',
      inUse
        ? `One or more database ${group.kind === 'cluster' ? 'clusters' : 'instances'} are still members of this parameter group ${group.name}, so the group cannot be deleted`
        : `Default parameter groups cannot be deleted: ${group.name}`,
    );
  }
  parameterGroups[group.kind].delete(group.name);
  return {};
}

function showClusterGroup(group: ParameterGroupRecord): DBClusterParameterGroup {
  return {
    DBClusterParameterGroupName: group.name,
    DBParameterGroupFamily: group.family,
    Description: group.description,
    DBClusterParameterGroupArn: group.arn,
  };
}

function showInstanceGroup(group: ParameterGroupRecord): DBParameterGroup {
  return {
    DBParameterGroupName: group.name,
    DBParameterGroupFamily: group.family,
    Description: group.description,
    DBParameterGroupArn: group.arn,
  };
}
