import type {
  CacheParameterGroup,
  CacheParameterGroupDetails,
  CacheParameterGroupNameMessage,
  CacheParameterGroupsMessage,
  CreateCacheParameterGroupMessage,
  DeleteCacheParameterGroupMessage,
  DescribeCacheParameterGroupsMessage,
  DescribeCacheParametersMessage,
  ModifyCacheParameterGroupMessage,
  ResetCacheParameterGroupMessage,
} from '@aws-sdk/client-elasticache';
import { AwsError, type CallContext } from '../../service.ts';
import { FAMILIES } from './catalogue.ts';
import { invalidCombination, invalidValue, parameterGroupNotFound } from './errors.ts';
import { page } from './paging.ts';
import { accepts, parameterDefinition, parameterDefinitions } from './parameters.ts';
import type { ElastiCache, ParameterGroup } from './state.ts';
import { tagMap } from './tags.ts';

/** Documented: quota of groups, and parameters of one modification. */
const MAX_GROUPS = 300;
const MAX_CHANGES = 20;

/** `default.redis7`, and `default.redis7.cluster.on` with cluster mode. */
export function defaultParameterGroups(cache: ElastiCache, region: string): Map<string, ParameterGroup> {
  const groups = FAMILIES.flatMap((family) =>
    [false, true].map((clusterOn): ParameterGroup => {
      const name = `default.${family}${clusterOn ? '.cluster.on' : ''}`;
      return {
        name,
        arn: cache.arn(region, 'parametergroup', name),
        family,
        description: `Default parameter group for ${family}${clusterOn ? ' with cluster mode on' : ''}`,
        values: new Map(clusterOn ? [['cluster-enabled', 'yes']] : []),
        isDefault: true,
        tags: new Map(),
      };
    }),
  );
  return new Map(groups.map((group) => [group.name, group]));
}

export function createCacheParameterGroup(
  cache: ElastiCache,
  input: CreateCacheParameterGroupMessage,
  { region }: CallContext,
): { CacheParameterGroup: CacheParameterGroup } {
  const { parameterGroups } = cache.region(region);
  const name = (input.CacheParameterGroupName ?? '').toLowerCase();
  const family = input.CacheParameterGroupFamily ?? '';
  if (!/^[a-z](-?[a-z0-9])*$/.test(name) || name.length > 255) {
    throw invalidValue(
      'The parameter CacheParameterGroupName must be provided and must not be blank. It must begin with a letter ' +
        'and contain only letters, digits and single hyphens.',
    );
  }
  if (!FAMILIES.includes(family)) {
    throw invalidValue(`CacheParameterGroupFamily ${family} is not a valid parameter group family.`);
  }
  if (parameterGroups.has(name)) {
    throw new AwsError(
      'CacheParameterGroupAlreadyExistsFault',
      `CacheParameterGroup ${name} already exists.`,
    );
  }
  const own = [...parameterGroups.values()].filter((group) => !group.isDefault);
  if (own.length >= MAX_GROUPS) {
    throw new AwsError(
      'CacheParameterGroupQuotaExceededFault',
      `Quota of ${MAX_GROUPS} parameter groups reached.`,
    );
  }
  const group: ParameterGroup = {
    name,
    arn: cache.arn(region, 'parametergroup', name),
    family,
    description: input.Description ?? '',
    values: new Map(),
    isDefault: false,
    tags: tagMap(input.Tags),
  };
  parameterGroups.set(name, group);
  return { CacheParameterGroup: describe(group) };
}

export function modifyCacheParameterGroup(
  cache: ElastiCache,
  input: ModifyCacheParameterGroupMessage,
  { region }: CallContext,
): CacheParameterGroupNameMessage {
  const group = changeable(cache, region, input.CacheParameterGroupName, 'modified');
  const changes = input.ParameterNameValues ?? [];
  if (changes.length === 0 || changes.length > MAX_CHANGES) {
    throw invalidValue(`A request modifies 1 to ${MAX_CHANGES} parameters; this one has ${changes.length}.`);
  }
  for (const { ParameterName = '', ParameterValue = '' } of changes) {
    requireModifiable(cache, region, group, ParameterName, ParameterValue);
  }
  for (const { ParameterName = '', ParameterValue = '' } of changes) {
    group.values.set(ParameterName, ParameterValue);
  }
  // The running engines keep the parameters they were started with, and their groups say so.
  for (const user of users(cache, region, group.name)) user.parametersPending = true;
  return { CacheParameterGroupName: group.name };
}

/** Documented: all of them, or those that are named. */
export function resetCacheParameterGroup(
  cache: ElastiCache,
  input: ResetCacheParameterGroupMessage,
  { region }: CallContext,
): CacheParameterGroupNameMessage {
  const group = changeable(cache, region, input.CacheParameterGroupName, 'reset');
  const named = input.ParameterNameValues ?? [];
  if (input.ResetAllParameters && named.length > 0) {
    throw invalidCombination('ParameterNameValues cannot be used when ResetAllParameters is true.');
  }
  if (!input.ResetAllParameters && (named.length === 0 || named.length > MAX_CHANGES)) {
    throw invalidValue(`A request resets 1 to ${MAX_CHANGES} parameters; this one has ${named.length}.`);
  }
  const names = input.ResetAllParameters
    ? [...group.values.keys()]
    : named.map(({ ParameterName = '' }) => ParameterName);
  for (const name of names) {
    const { value } = parameterDefinition(name) ?? { value: '' };
    requireModifiable(cache, region, group, name, value);
  }
  for (const name of names) group.values.delete(name);
  for (const user of users(cache, region, group.name)) user.parametersPending = true;
  return { CacheParameterGroupName: group.name };
}

function requireModifiable(
  cache: ElastiCache,
  region: string,
  group: ParameterGroup,
  name: string,
  value: string,
): void {
  const definition = parameterDefinition(name);
  if (!definition) throw invalidValue(`The parameter ${name} does not exist in the family ${group.family}.`);
  if (!definition.modifiable) throw invalidValue(`The parameter ${name} cannot be modified.`);
  if (!accepts(definition, value)) {
    throw invalidValue(`The value ${value} is not valid for ${name}. Allowed values: ${definition.allowed}.`);
  }
  // Documented: cluster mode is decided when a group is created.
  if (name === 'cluster-enabled' && users(cache, region, group.name).length > 0) {
    throw invalidCombination(`cluster-enabled cannot be modified while ${group.name} is in use.`);
  }
}

export function describeCacheParameterGroups(
  cache: ElastiCache,
  input: DescribeCacheParameterGroupsMessage,
  { region }: CallContext,
): CacheParameterGroupsMessage {
  const groups = input.CacheParameterGroupName
    ? [findParameterGroup(cache, region, input.CacheParameterGroupName)]
    : [...cache.region(region).parameterGroups.values()];
  const { items, Marker } = page(groups, input);
  return { CacheParameterGroups: items.map(describe), Marker };
}

export function describeCacheParameters(
  cache: ElastiCache,
  input: DescribeCacheParametersMessage,
  { region }: CallContext,
): CacheParameterGroupDetails {
  const group = findParameterGroup(cache, region, input.CacheParameterGroupName);
  const all = parameterDefinitions().map((one) => ({
    ParameterName: one.name,
    ParameterValue: group.values.get(one.name) ?? one.value,
    Source: group.values.has(one.name) && !group.isDefault ? 'user' : 'system',
    DataType: one.type,
    AllowedValues: one.allowed,
    IsModifiable: one.modifiable,
    ChangeType: 'immediate' as const,
  }));
  const { items, Marker } = page(
    input.Source ? all.filter((one) => one.Source === input.Source) : all,
    input,
  );
  return { Parameters: items, CacheNodeTypeSpecificParameters: [], Marker };
}

export function deleteCacheParameterGroup(
  cache: ElastiCache,
  input: DeleteCacheParameterGroupMessage,
  { region }: CallContext,
): void {
  const { name } = changeable(cache, region, input.CacheParameterGroupName, 'deleted');
  if (users(cache, region, name).length > 0) {
    throw new AwsError(
      'InvalidCacheParameterGroupStateFault',
      `One or more cache clusters are still members of this parameter group ${name}, so the group cannot be deleted.`,
    );
  }
  cache.region(region).parameterGroups.delete(name);
}

export function findParameterGroup(
  cache: ElastiCache,
  region: string,
  name: string | undefined,
): ParameterGroup {
  const group = cache.region(region).parameterGroups.get((name ?? '').toLowerCase());
  if (!group) throw parameterGroupNotFound(name ?? '');
  return group;
}

function changeable(
  cache: ElastiCache,
  region: string,
  name: string | undefined,
  verb: string,
): ParameterGroup {
  const group = findParameterGroup(cache, region, name);
  if (!group.isDefault) return group;
  throw new AwsError(
    'InvalidCacheParameterGroupStateFault',
    `The default parameter group ${group.name} cannot be ${verb}.`,
  );
}

const users = (cache: ElastiCache, region: string, name: string) =>
  [...cache.region(region).groups.values()].filter((group) => group.parameterGroup === name);

const describe = (group: ParameterGroup): CacheParameterGroup => ({
  CacheParameterGroupName: group.name,
  CacheParameterGroupFamily: group.family,
  Description: group.description,
  IsGlobal: false,
  ARN: group.arn,
});
