import type {
  CacheSubnetGroup,
  CacheSubnetGroupMessage,
  CreateCacheSubnetGroupMessage,
  DeleteCacheSubnetGroupMessage,
  DescribeCacheSubnetGroupsMessage,
  ModifyCacheSubnetGroupMessage,
} from '@aws-sdk/client-elasticache';
import { AwsError, type CallContext } from '../../service.ts';
import { invalidValue, subnetGroupNotFound } from './errors.ts';
import { page } from './paging.ts';
import type { ElastiCache, SubnetGroup } from './state.ts';
import { tagMap } from './tags.ts';

/** Documented default quotas. */
const MAX_GROUPS = 300;
const MAX_SUBNETS = 20;

export function createCacheSubnetGroup(
  cache: ElastiCache,
  input: CreateCacheSubnetGroupMessage,
  { region }: CallContext,
): { CacheSubnetGroup: CacheSubnetGroup } {
  const { subnetGroups } = cache.region(region);
  // Documented: stored in lower case, at most 255 letters, digits and hyphens.
  const name = (input.CacheSubnetGroupName ?? '').toLowerCase();
  if (!/^[a-z0-9-]{1,255}$/.test(name) || name === 'default') {
    throw invalidValue(
      `The parameter CacheSubnetGroupName is not valid: ${name}. Use up to 255 letters, digits and hyphens.`,
    );
  }
  if (subnetGroups.has(name)) {
    throw new AwsError('CacheSubnetGroupAlreadyExistsFault', `Cache subnet group ${name} already exists.`);
  }
  if (subnetGroups.size >= MAX_GROUPS) {
    throw new AwsError('CacheSubnetGroupQuotaExceededFault', `Quota of ${MAX_GROUPS} subnet groups reached.`);
  }
  const group: SubnetGroup = {
    name,
    arn: cache.arn(region, 'subnetgroup', name),
    description: input.CacheSubnetGroupDescription ?? '',
    ...resolveSubnets(cache, region, input.SubnetIds ?? []),
    tags: tagMap(input.Tags),
  };
  subnetGroups.set(name, group);
  return { CacheSubnetGroup: describe(group) };
}

export function modifyCacheSubnetGroup(
  cache: ElastiCache,
  input: ModifyCacheSubnetGroupMessage,
  { region }: CallContext,
): { CacheSubnetGroup: CacheSubnetGroup } {
  const group = findSubnetGroup(cache, region, input.CacheSubnetGroupName);
  if (input.SubnetIds) {
    const next = resolveSubnets(cache, region, input.SubnetIds);
    const kept = new Set(next.subnets.map((subnet) => subnet.id));
    const lost = group.subnets.find((subnet) => !kept.has(subnet.id));
    if (lost && isUsed(cache, region, group.name)) {
      throw new AwsError('SubnetInUse', `The subnet ${lost.id} is currently in use by a cache cluster.`);
    }
    Object.assign(group, next);
  }
  if (input.CacheSubnetGroupDescription !== undefined) group.description = input.CacheSubnetGroupDescription;
  return { CacheSubnetGroup: describe(group) };
}

export function describeCacheSubnetGroups(
  cache: ElastiCache,
  input: DescribeCacheSubnetGroupsMessage,
  { region }: CallContext,
): CacheSubnetGroupMessage {
  const groups = input.CacheSubnetGroupName
    ? [findSubnetGroup(cache, region, input.CacheSubnetGroupName)]
    : [...cache.region(region).subnetGroups.values()];
  const { items, Marker } = page(groups, input);
  return { CacheSubnetGroups: items.map(describe), Marker };
}

export function deleteCacheSubnetGroup(
  cache: ElastiCache,
  input: DeleteCacheSubnetGroupMessage,
  { region }: CallContext,
): void {
  const { name } = findSubnetGroup(cache, region, input.CacheSubnetGroupName);
  if (isUsed(cache, region, name)) {
    throw new AwsError(
      'CacheSubnetGroupInUse',
      `Cache subnet group ${name} is currently in use by a cache cluster.`,
    );
  }
  cache.region(region).subnetGroups.delete(name);
}

export function findSubnetGroup(cache: ElastiCache, region: string, name: string | undefined): SubnetGroup {
  const group = cache.region(region).subnetGroups.get((name ?? '').toLowerCase());
  if (!group) throw subnetGroupNotFound(name ?? '');
  return group;
}

const isUsed = (cache: ElastiCache, region: string, name: string): boolean =>
  [...cache.region(region).groups.values()].some((group) => group.subnetGroup === name);

function resolveSubnets(
  { world }: ElastiCache,
  region: string,
  ids: readonly string[],
): Pick<SubnetGroup, 'vpcId' | 'subnets'> {
  if (ids.length === 0) throw invalidValue('SubnetIds must name at least one subnet.');
  if (ids.length > MAX_SUBNETS) {
    throw new AwsError(
      'CacheSubnetQuotaExceededFault',
      `A subnet group takes at most ${MAX_SUBNETS} subnets.`,
    );
  }
  const found = ids.map((id) => {
    const subnet = world.directory.subnet(region, id);
    if (!subnet)
      throw new AwsError('InvalidSubnet', `The requested subnet ${id} does not exist in ${region}.`);
    return { id, ...subnet };
  });
  const vpcs = new Set(found.map((subnet) => subnet.vpcId));
  if (vpcs.size > 1) {
    throw new AwsError('InvalidSubnet', `The subnets are in more than one VPC: ${[...vpcs].join(', ')}.`);
  }
  return {
    vpcId: [...vpcs][0] ?? '',
    subnets: found.map(({ id, availabilityZone }) => ({ id, availabilityZone })),
  };
}

const describe = (group: SubnetGroup): CacheSubnetGroup => ({
  CacheSubnetGroupName: group.name,
  CacheSubnetGroupDescription: group.description,
  VpcId: group.vpcId,
  ARN: group.arn,
  SupportedNetworkTypes: ['ipv4'],
  Subnets: group.subnets.map(({ id, availabilityZone }) => ({
    SubnetIdentifier: id,
    SubnetAvailabilityZone: { Name: availabilityZone },
    SupportedNetworkTypes: ['ipv4'],
  })),
});
