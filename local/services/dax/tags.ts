import type {
  ListTagsRequest,
  ListTagsResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-dax';
import { AwsError, type CallContext } from '../../service.ts';
import { clusterNotFound, invalidValue, wrongState } from './errors.ts';
import type { Cluster, Dax } from './state.ts';

const MAX_TAGS = 50;
const TAGS_PER_PAGE = 10;

/** Answers a new map, so that a request with a bad tag changes nothing. */
export function mergeTags(current: ReadonlyMap<string, string>, tags: readonly Tag[]): Map<string, string> {
  const next = new Map(current);
  for (const { Key, Value = '' } of tags) {
    if (!Key || Key.length > 128 || Value.length > 256 || Key.toLowerCase().startsWith('aws:')) {
      throw invalidValue(
        `Invalid tag: the key ${Key ?? 'null'} or its value is too long, empty or reserved.`,
      );
    }
    next.set(Key, Value);
  }
  if (next.size > MAX_TAGS) {
    throw new AwsError('TagQuotaPerResourceExceeded', `A cluster takes at most ${MAX_TAGS} tags.`);
  }
  return next;
}

export function tagResource(dax: Dax, input: TagResourceRequest, context: CallContext): TagResourceResponse {
  const cluster = settled(taggedCluster(dax, input.ResourceName, context));
  for (const [key, value] of mergeTags(cluster.tags, input.Tags ?? [])) cluster.tags.set(key, value);
  return { Tags: tagList(cluster) };
}

export function untagResource(
  dax: Dax,
  input: UntagResourceRequest,
  context: CallContext,
): UntagResourceResponse {
  const cluster = settled(taggedCluster(dax, input.ResourceName, context));
  const keys = input.TagKeys ?? [];
  const missing = keys.find((key) => !cluster.tags.has(key));
  if (missing !== undefined) throw new AwsError('TagNotFoundFault', `Tag ${missing} not found.`);
  for (const key of keys) cluster.tags.delete(key);
  return { Tags: tagList(cluster) };
}

/** *Assumed*: tags can be read in any state, so that a cluster that is creating can be told from a stranger's. */
export function listTags(dax: Dax, input: ListTagsRequest, context: CallContext): ListTagsResponse {
  const tags = tagList(taggedCluster(dax, input.ResourceName, context));
  const start = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(start) || start < 0) throw invalidValue('The NextToken is not valid.');
  const end = start + TAGS_PER_PAGE;
  return { Tags: tags.slice(start, end), NextToken: end < tags.length ? String(end) : undefined };
}

/** The groups of DAX cannot be tagged. */
function taggedCluster(dax: Dax, arn: string | undefined, { region }: CallContext): Cluster {
  const [, arnRegion, name = ''] = /^arn:aws:dax:([a-z0-9-]+):\d{12}:cache\/(.+)$/.exec(arn ?? '') ?? [];
  if (arnRegion !== region) {
    throw new AwsError('InvalidARNFault', `${arn} is not the ARN of a DAX cluster in ${region}.`);
  }
  const cluster = dax.region(region).clusters.get(name);
  if (!cluster) throw clusterNotFound(name);
  return cluster;
}

function settled(cluster: Cluster): Cluster {
  if (cluster.status !== 'available') throw wrongState(cluster.name, cluster.status);
  return cluster;
}

const tagList = ({ tags }: Cluster): Tag[] => [...tags].map(([Key, Value]) => ({ Key, Value }));
