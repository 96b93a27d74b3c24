import { AwsError, type Service } from '../service.ts';
import { parseArn, type Tag, tagMap } from '../services/common.ts';

/** What the rules may ask the local cloud: what AWS knows of a resource when it checks a call. */
export interface Known {
  readonly account: string;
  /** The answer of a reading operation; undefined where the service, the operation or the resource is not there. */
  // biome-ignore lint/suspicious/noExplicitAny: the outputs of all reading operations
  ask(service: string, operation: string, input: object, region: string): Promise<any>;
  /** Undefined: the resource does not exist, or takes no tags. */
  tagsOf(arn: string): Promise<ReadonlyMap<string, string> | undefined>;
}

/** Asks the services' own operations, past the gateway: no check, no record, no wire. */
export function createKnown(account: string, services: readonly Service[]): Known {
  const byName = new Map(services.map((service) => [service.name, service]));
  const ask: Known['ask'] = async (service, operation, input, region) => {
    const perform = byName.get(service)?.operations[operation];
    if (!perform) return undefined;
    try {
      return await perform(input, { service, region, operation, accessKeyId: 'local' });
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  };
  return {
    account,
    ask,
    async tagsOf(arn) {
      const parsed = parseArn(arn);
      const read = parsed && TAG_READERS[parsed.service];
      // A pattern such as `cluster:*` is no resource.
      if (!read || arn.includes('*')) return undefined;
      const home = parsed.region || 'us-east-1';
      return read(arn, (service, operation, input) => ask(service, operation, input, home));
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the outputs of all reading operations
type Ask = (service: string, operation: string, input: object) => Promise<any>;
type TagReader = (arn: string, ask: Ask) => Promise<ReadonlyMap<string, string> | undefined>;

const list = (tags: readonly Tag[] | undefined) => tags && tagMap(tags);

/** By the service in the ARN. DAX is not among them: no condition key of a tag is defined for it. */
const TAG_READERS: Readonly<Record<string, TagReader>> = {
  rds: async (arn, ask) => list((await ask('rds', 'ListTagsForResource', { ResourceName: arn }))?.TagList),
  elasticache: async (arn, ask) =>
    list((await ask('elasticache', 'ListTagsForResource', { ResourceName: arn }))?.TagList),
  dynamodb: async (arn, ask) =>
    list(
      (await ask('dynamodb', 'ListTagsOfResource', { ResourceArn: arn.replace(/\/index\/.*$/, '') }))?.Tags,
    ),
  cloudwatch: async (arn, ask) =>
    list((await ask('monitoring', 'ListTagsForResource', { ResourceARN: arn }))?.Tags),
  secretsmanager: async (arn, ask) =>
    list((await ask('secretsmanager', 'DescribeSecret', { SecretId: arn }))?.Tags),
  sns: async (arn, ask) => list((await ask('sns', 'ListTagsForResource', { ResourceArn: arn }))?.Tags),
  iam: async (arn, ask) =>
    list((await ask('iam', 'ListRoleTags', { RoleName: arn.split('/').at(-1) }))?.Tags),
  logs: async (arn, ask) => {
    const tags = (await ask('logs', 'ListTagsForResource', { resourceArn: arn.replace(/:\*$/, '') }))?.tags;
    return tags && new Map(Object.entries(tags as Record<string, string>));
  },
  kms: async (arn, ask) => {
    const tags: { TagKey: string; TagValue: string }[] | undefined = (
      await ask('kms', 'ListResourceTags', { KeyId: arn })
    )?.Tags;
    return tags && new Map(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  },
  states: async (arn, ask) => {
    const tags: { key: string; value: string }[] | undefined = (
      await ask('states', 'ListTagsForResource', { resourceArn: arn })
    )?.tags;
    return tags && new Map(tags.map(({ key, value }) => [key, value]));
  },
};
