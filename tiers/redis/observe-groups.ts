import {
  DescribeCacheParameterGroupsCommand,
  DescribeCacheParametersCommand,
  DescribeCacheSubnetGroupsCommand,
  type ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import type { RedisSpec } from '../../core/spec.ts';
import { ownedBy } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import { redisParameters } from './names.ts';
import type { ObservedOwned, ObservedParameterGroup, ObservedSubnetGroup } from './observe.ts';
import { readTags } from './observe-group.ts';

export async function observeSubnetGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  name: string,
): Promise<ObservedSubnetGroup | null> {
  const answer = await orAbsent(
    client.send(new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName: name })),
  );
  const group = answer?.CacheSubnetGroups?.[0];
  if (!group) return null;
  const tags = await readTags(client, group.ARN);
  return {
    name,
    arn: group.ARN ?? '',
    tags,
    ours: ownedBy(spec.identity, tags, group.CacheSubnetGroupDescription),
    subnetIds: (group.Subnets ?? []).map(({ SubnetIdentifier = '' }) => SubnetIdentifier).sort(),
  };
}

/** By name and owner only: it is to go. */
export async function observeFormerGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  name: string,
): Promise<ObservedOwned | null> {
  const group = await findParameterGroup(client, name);
  if (!group) return null;
  return { name, ours: ownedBy(spec.identity, await readTags(client, group.ARN), group.Description) };
}

async function findParameterGroup(client: ElastiCacheClient, name: string) {
  const answer = await orAbsent(
    client.send(new DescribeCacheParameterGroupsCommand({ CacheParameterGroupName: name })),
  );
  return answer?.CacheParameterGroups?.[0];
}

export async function observeParameterGroup(
  client: ElastiCacheClient,
  spec: RedisSpec,
  name: string,
): Promise<ObservedParameterGroup | null> {
  const group = await findParameterGroup(client, name);
  if (!group) return null;
  const [tags, parameters] = await Promise.all([
    readTags(client, group.ARN),
    allPages(async (Marker) => {
      const page = await orAbsent(
        client.send(new DescribeCacheParametersCommand({ CacheParameterGroupName: name, Marker })),
      );
      return { items: page?.Parameters ?? [], next: page?.Marker };
    }),
  ]);
  const ourParameters = redisParameters(spec);
  const values = Object.fromEntries(
    parameters
      .filter(({ ParameterName = '', Source }) => ParameterName in ourParameters || Source === 'user')
      .map(({ ParameterName = '', ParameterValue = '' }) => [ParameterName, ParameterValue]),
  );
  return {
    name,
    arn: group.ARN ?? '',
    tags,
    ours: ownedBy(spec.identity, tags, group.Description),
    family: group.CacheParameterGroupFamily ?? '',
    values,
  };
}
