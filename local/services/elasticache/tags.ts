import type {
  AddTagsToResourceMessage,
  ListTagsForResourceMessage,
  RemoveTagsFromResourceMessage,
  Tag,
  TagListMessage,
} from '@aws-sdk/client-elasticache';
import { AwsError, type CallContext } from '../../service.ts';
import {
  clusterNotFound,
  groupNotFound,
  invalidValue,
  parameterGroupNotFound,
  requireAvailable,
  snapshotNotFound,
  subnetGroupNotFound,
} from './errors.ts';
import type { ElastiCache, ReplicationGroup, Tags } from './state.ts';

const MAX_TAGS = 50;

export function tagMap(tags: readonly Tag[] | undefined): Tags {
  const map: Tags = new Map();
  putTags(map, tags);
  return map;
}

function putTags(map: Tags, tags: readonly Tag[] | undefined): void {
  for (const { Key, Value = '' } of tags ?? []) {
    if (!Key || Key.length > 128 || Value.length > 256 || Key.toLowerCase().startsWith('aws:')) {
      throw invalidValue(
        `Invalid tag: the key ${Key ?? 'null'} or its value is too long, empty or reserved.`,
      );
    }
    map.set(Key, Value);
  }
  if (map.size > MAX_TAGS) {
    throw new AwsError(
      'TagQuotaPerResourceExceeded',
      `A resource takes at most ${MAX_TAGS} tags; this request would make it ${map.size}.`,
    );
  }
}

const tagList = (tags: Tags): TagListMessage => ({
  TagList: [...tags].map(([Key, Value]) => ({ Key, Value })),
});

export function addTagsToResource(
  cache: ElastiCache,
  input: AddTagsToResourceMessage,
  context: CallContext,
): TagListMessage {
  const { tags, group } = tagged(cache, input.ResourceName, context);
  if (group) requireAvailable(group);
  const next = new Map(tags);
  putTags(next, input.Tags);
  for (const [key, value] of next) tags.set(key, value);
  return tagList(tags);
}

export function removeTagsFromResource(
  cache: ElastiCache,
  input: RemoveTagsFromResourceMessage,
  context: CallContext,
): TagListMessage {
  const { tags, group } = tagged(cache, input.ResourceName, context);
  if (group) requireAvailable(group);
  const missing = (input.TagKeys ?? []).find((key) => !tags.has(key));
  if (missing !== undefined) throw new AwsError('TagNotFoundFault', `Tag ${missing} not found.`);
  for (const key of input.TagKeys ?? []) tags.delete(key);
  return tagList(tags);
}

/** *Assumed*: tags can be read in any state, so that a group that is creating can be told from a stranger's. */
export function listTagsForResource(
  cache: ElastiCache,
  input: ListTagsForResourceMessage,
  context: CallContext,
): TagListMessage {
  return tagList(tagged(cache, input.ResourceName, context).tags);
}

function tagged(
  cache: ElastiCache,
  arn: string | undefined,
  { region }: CallContext,
): { tags: Tags; group?: ReplicationGroup } {
  const [, arnRegion, type, name = ''] =
    /^arn:aws:elasticache:([a-z0-9-]+):\d{12}:([a-z]+):(.+)$/.exec(arn ?? '') ?? [];
  if (arnRegion !== region) {
    throw new AwsError('InvalidARNFault', `${arn} is not the ARN of an ElastiCache resource in ${region}.`);
  }
  const state = cache.region(region);
  if (type === 'replicationgroup') {
    const group = state.groups.get(name);
    if (!group) throw groupNotFound(name);
    return { tags: group.tags, group };
  }
  if (type === 'cluster') {
    const has = (group: ReplicationGroup) =>
      group.shards.some((shard) => shard.members.some((member) => member.id === name));
    const group = [...state.groups.values()].find(has);
    // Documented: tags of a replication group are those of its clusters.
    if (!group) throw clusterNotFound(name);
    return { tags: group.tags, group };
  }
  if (type === 'snapshot') {
    const snapshot = state.snapshots.get(name);
    if (!snapshot) throw snapshotNotFound(name);
    return { tags: snapshot.tags };
  }
  const owner = type === 'subnetgroup' ? state.subnetGroups.get(name) : state.parameterGroups.get(name);
  if (!owner) throw type === 'subnetgroup' ? subnetGroupNotFound(name) : parameterGroupNotFound(name);
  return { tags: owner.tags };
}
