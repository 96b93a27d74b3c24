import * as schemas from '@aws-sdk/client-sns';
import { AwsError, type CallContext, type Service, type World } from '../service.ts';
import { ByRegion, checkTags, page, parseArn, tagList, tagMap, uuid } from './common.ts';

interface Topic {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  tags: Map<string, string>;
}

export interface PublishedMessage {
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
}

export interface SnsService extends Service {
  topicExists(arn: string): boolean;
  /** The last thousand messages, oldest first. Nobody is subscribed: this is where they end. */
  readonly published: readonly PublishedMessage[];
}

const KEPT_MESSAGES = 1000;
/** *documented* (Publish): at most 256 KiB. */
const MAX_MESSAGE_BYTES = 262_144;

/** @param seed ARNs of topics that exist. */
export function createSnsService(
  world: World,
  seed: { readonly topics?: readonly string[] } = {},
): SnsService {
  const topics = new ByRegion<Map<string, Topic>>(() => new Map());
  const published: PublishedMessage[] = [];
  for (const arn of seed.topics ?? []) {
    const parsed = parseArn(arn);
    if (parsed?.service !== 'sns')
      throw new Error(`The seed of the local SNS names ${arn}, which is no topic ARN.`);
    topics.in(parsed.region).set(arn, { arn, attributes: {}, tags: new Map() });
  }
  return {
    name: 'sns',
    schemas,
    operations: {
      ...topicOperations(world, topics),
      ...tagOperations(topics),
      ...publishing(world, topics, published),
    },
    topicExists: (arn) => topics.in(parseArn(arn)?.region ?? '').has(arn),
    published,
  };
}

type Topics = ByRegion<Map<string, Topic>>;

function topicOf(topics: Topics, region: string, arn: string | undefined): Topic {
  const topic = topics.in(region).get(arn ?? '');
  if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist');
  return topic;
}

function topicOperations(world: World, topics: Topics): Service['operations'] {
  return {
    CreateTopic(input: schemas.CreateTopicInput, { region }: CallContext): schemas.CreateTopicResponse {
      const name = String(input.Name);
      const attributes = input.Attributes ?? {};
      // *documented* (CreateTopic): 1 to 256 letters, digits, hyphens, underscores; .fifo ends a FIFO topic's name.
      const fifo = attributes.FifoTopic === 'true';
      if (!/^[A-Za-z0-9_-]+(\.fifo)?$/.test(name) || name.length > 256 || name.endsWith('.fifo') !== fifo) {
        throw invalid('Topic Name');
      }
      const tags = tagMap(input.Tags);
      checkTags(tags, (message) => new AwsError('TagLimitExceededException', message));
      const arn = `arn:aws:sns:${region}:${world.account}:${name}`;
      const existing = topics.in(region).get(arn);
      // *documented*: the ARN of a topic that exists, unless it was made with other attributes or tags.
      if (existing && input.Attributes && !sameAttributes(existing.attributes, attributes)) {
        throw invalid('Attributes Reason: Topic already exists with different attributes');
      }
      if (
        existing &&
        input.Tags &&
        !sameAttributes(Object.fromEntries(existing.tags), Object.fromEntries(tags))
      ) {
        throw invalid('Tags Reason: Topic already exists with different tags');
      }
      if (!existing) topics.in(region).set(arn, { arn, attributes, tags });
      return { TopicArn: arn };
    },
    GetTopicAttributes(input: schemas.GetTopicAttributesInput, { region }: CallContext) {
      const topic = topicOf(topics, region, input.TopicArn);
      const fixed = { TopicArn: topic.arn, Owner: world.account, DisplayName: '' };
      const counts = { SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
      return { Attributes: { ...fixed, ...counts, ...topic.attributes } };
    },
    ListTopics(input: schemas.ListTopicsInput, { region }: CallContext): schemas.ListTopicsResponse {
      // *documented* (ListTopics): pages of 100.
      const { items, next } = page([...topics.in(region).keys()], input.NextToken, 100, invalid('NextToken'));
      return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: next };
    },
    DeleteTopic(input: schemas.DeleteTopicInput, { region }: CallContext) {
      // *documented* (DeleteTopic): idempotent, so an unknown topic is no error.
      topics.in(region).delete(String(input.TopicArn));
    },
  };
}

function tagOperations(topics: Topics): Service['operations'] {
  const tagged = (region: string, arn: string | undefined): Topic => {
    const topic = topics.in(region).get(arn ?? '');
    if (!topic) throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
    return topic;
  };
  return {
    TagResource(input: schemas.TagResourceRequest, { region }: CallContext) {
      const topic = tagged(region, input.ResourceArn);
      const tags = new Map([...topic.tags, ...tagMap(input.Tags)]);
      checkTags(tags, (message) => new AwsError('TagLimitExceededException', message));
      topic.tags = tags;
    },
    UntagResource(input: schemas.UntagResourceRequest, { region }: CallContext) {
      for (const key of input.TagKeys ?? []) tagged(region, input.ResourceArn).tags.delete(key);
    },
    ListTagsForResource: (input: schemas.ListTagsForResourceRequest, { region }: CallContext) => ({
      Tags: tagList(tagged(region, input.ResourceArn).tags),
    }),
  };
}

function publishing(world: World, topics: Topics, published: PublishedMessage[]): Service['operations'] {
  return {
    Publish(input: schemas.PublishInput, { region }: CallContext): schemas.PublishResponse {
      const arn = input.TopicArn ?? input.TargetArn;
      if (arn === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
      const topic = topicOf(topics, region, arn);
      const message = String(input.Message);
      if (message === '') throw invalid('Empty message');
      if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) throw invalid('Message too long');
      checkKey(world, topic, region);
      const messageId = uuid(world);
      published.push({ topicArn: topic.arn, messageId, subject: input.Subject, message });
      if (published.length > KEPT_MESSAGES) published.shift();
      return { MessageId: messageId };
    },
  };
}

function checkKey(world: World, topic: Topic, region: string): void {
  const keyId = topic.attributes.KmsMasterKeyId;
  if (keyId === undefined) return;
  const key = world.directory.kmsKey(region, keyId);
  if (!key)
    throw new AwsError('KMSNotFoundException', `The topic's key ${keyId} does not exist in ${region}.`);
  if (!key.enabled) throw new AwsError('KMSDisabledException', `${key.arn} is disabled.`);
}

function sameAttributes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}
