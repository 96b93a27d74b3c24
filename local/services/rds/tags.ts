import type {
  AddTagsToResourceMessage,
  ListTagsForResourceMessage,
  RemoveTagsFromResourceMessage,
  Tag,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import {
  clusterNotFound,
  fault,
  globalClusterNotFound,
  instanceNotFound,
  invalidValue,
  required,
} from './errors.ts';
import { findParameterGroup, notFoundFault } from './parameter-groups.ts';
import type { Rds } from './state.ts';

/** *documented*: at most 50 tags, keys of 1 to 128 and values of up to 256 characters, `aws:` is AWS's own. */
export function checkTags(tags: readonly Tag[] | undefined): Tag[] {
  const checked = (tags ?? []).map(({ Key, Value = '' }) => {
    const key = required('Tags.Tag.Key', Key);
    if (key.length > 128) throw invalidValue(`Tag key ${key} is longer than 128 characters.`);
    if (Value.length > 256) throw invalidValue(`The value of tag ${key} is longer than 256 characters.`);
    if (/^aws:/i.test(key)) throw invalidValue('Tag keys cannot start with the reserved prefix aws:');
    return { Key: key, Value };
  });
  const repeated = checked.find((tag, index) => checked.findIndex((each) => each.Key === tag.Key) !== index);
  if (repeated) throw invalidValue(`Duplicate tag key: ${repeated.Key}`);
  if (checked.length > 50) throw invalidValue('A resource can have at most 50 tags.');
  return checked;
}

export function tagOperations(rds: Rds) {
  return {
    AddTagsToResource: (input: AddTagsToResourceMessage, { region }: CallContext) => {
      const resource = taggable(rds, region, input.ResourceName);
      const added = checkTags(input.Tags);
      const kept = resource.tags.filter((old) => !added.some((tag) => tag.Key === old.Key));
      resource.tags = checkTags([...kept, ...added]);
      return {};
    },
    RemoveTagsFromResource: (input: RemoveTagsFromResourceMessage, { region }: CallContext) => {
      const resource = taggable(rds, region, input.ResourceName);
      resource.tags = resource.tags.filter((tag) => !input.TagKeys?.includes(tag.Key ?? ''));
      return {};
    },
    ListTagsForResource: (input: ListTagsForResourceMessage, { region }: CallContext) => ({
      TagList: taggable(rds, region, input.ResourceName).tags,
    }),
  };
}

/** The record behind an ARN. It has to be one of this account and region; a global cluster's ARN has no region. */
function taggable(rds: Rds, region: string, resourceName: string | undefined): { tags: Tag[] } {
  const name = required('ResourceName', resourceName);
  const match = /^arn:aws:rds:([a-z0-9-]*):(\d{12}):([a-z-]+):(.+)$/.exec(name);
  if (!match) throw invalidValue(`Invalid resource name: ${name}`);
  const [, place, account, type = '', id = ''] = match;
  if (account !== rds.world.account || place !== (type === 'global-cluster' ? '' : region)) {
    throw invalidValue(`The specified resource name does not match an RDS resource in this region.`);
  }
  const found = lookUp(rds, region, type, id);
  if (!found) throw notFound(type, id);
  return found;
}

function lookUp(rds: Rds, region: string, type: string, id: string): { tags: Tag[] } | undefined {
  const state = rds.region(region);
  switch (type) {
    case 'cluster':
      return state.clusters.get(id);
    case 'db':
      return state.instances.get(id);
    case 'global-cluster':
      return rds.globalClusters.get(id);
    case 'cluster-snapshot':
      return state.snapshots.get(id);
    case 'subgrp':
      return state.subnetGroups.get(id);
    case 'cluster-pg':
      return findParameterGroup(rds, region, 'cluster', id);
    case 'pg':
      return findParameterGroup(rds, region, 'instance', id);
    default:
      throw invalidValue(`Invalid resource name: the local cloud has no RDS resource of type ${type}.`);
  }
}

function notFound(type: string, id: string): Error {
  switch (type) {
    case 'cluster':
      return clusterNotFound(id);
    case 'db':
      return instanceNotFound(id);
    case 'global-cluster':
      return globalClusterNotFound(id);
    case 'cluster-snapshot':
      return fault('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${id} not found.`);
    case 'subgrp':
      return fault('DBSubnetGroupNotFoundFault', `DB subnet group '${id}' does not exist.`);
    default:
      return notFoundFault(type === 'cluster-pg' ? 'cluster' : 'instance', id);
  }
}
