import * as schemas from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type CallContext, type Service, type World } from '../service.ts';
import { ByRegion, checkRange, page } from './common.ts';

interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly kmsKeyId: string | undefined;
  readonly logGroupClass: schemas.LogGroupClass;
  retentionInDays: number | undefined;
  tags: Record<string, string>;
}

interface Region {
  readonly groups: Map<string, LogGroup>;
  readonly policies: Map<string, schemas.ResourcePolicy>;
}

export interface LogsService extends Service {
  logGroupExists(region: string, name: string): boolean;
  ensureLogGroup(region: string, name: string): void;
}

/** *documented* (PutRetentionPolicy): the only legal values, in days. */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** *documented* (PutResourcePolicy): at most 10 policies in a region, each at most 5120 characters. */
const MAX_POLICIES = 10;
const MAX_POLICY_LENGTH = 5120;

export function createLogsService(world: World): LogsService {
  const regions = new ByRegion<Region>(() => ({ groups: new Map(), policies: new Map() }));
  return {
    name: 'logs',
    schemas,
    operations: {
      ...groupOperations(world, regions),
      ...tagOperations(world, regions),
      ...policyOperations(world, regions),
    },
    logGroupExists: (region, name) => regions.in(region).groups.has(name),
    ensureLogGroup: (region, name) => {
      const { groups } = regions.in(region);
      if (!groups.has(name)) groups.set(name, newGroup(world, name));
    },
  };
}

type Regions = ByRegion<Region>;

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

function groupOf(regions: Regions, region: string, name: string | undefined): LogGroup {
  const group = regions.in(region).groups.get(name ?? '');
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

function groupArn(world: World, region: string, name: string): string {
  return `arn:aws:logs:${region}:${world.account}:log-group:${name}`;
}

function newGroup(
  world: World,
  name: string,
  { kmsKeyId, logGroupClass = 'STANDARD', tags }: Partial<schemas.CreateLogGroupRequest> = {},
): LogGroup {
  const createdAtMs = world.clock.now();
  return { name, createdAtMs, kmsKeyId, logGroupClass, retentionInDays: undefined, tags: { ...tags } };
}

function groupOperations(world: World, regions: Regions): Service['operations'] {
  return {
    CreateLogGroup(input: schemas.CreateLogGroupRequest, { region }: CallContext) {
      const name = String(input.logGroupName);
      // *documented* (CreateLogGroup): 1 to 512 letters, digits, and _ - / . #
      if (!/^[\w\-/.#]{1,512}$/.test(name)) throw invalid(`${name} is not a legal log group name.`);
      const { groups } = regions.in(region);
      if (groups.has(name)) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      checkKey(world, region, input.kmsKeyId);
      groups.set(name, newGroup(world, name, input));
    },
    DescribeLogGroups(input: schemas.DescribeLogGroupsRequest, { region }: CallContext) {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit = 50 } = input;
      if (prefix !== undefined && pattern !== undefined) {
        throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      }
      checkRange('limit', limit, [1, 50], 'InvalidParameterException');
      // *documented*: by name in ASCII order; a pattern matches anywhere, without regard to case.
      const all = [...regions.in(region).groups.values()]
        .filter(
          ({ name }) =>
            name.startsWith(prefix ?? '') && name.toLowerCase().includes((pattern ?? '').toLowerCase()),
        )
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = page(
        all,
        input.nextToken,
        limit,
        invalid('The specified nextToken is invalid.'),
      );
      return { logGroups: items.map((group) => describe(world, region, group)), nextToken: next };
    },
    PutRetentionPolicy(input: schemas.PutRetentionPolicyRequest, { region }: CallContext) {
      const days = Number(input.retentionInDays);
      if (!RETENTION_DAYS.includes(days)) {
        throw invalid(`Retention of ${days} days is not legal; choose one of ${RETENTION_DAYS.join(', ')}.`);
      }
      groupOf(regions, region, input.logGroupName).retentionInDays = days;
    },
    DeleteRetentionPolicy(input: schemas.DeleteRetentionPolicyRequest, { region }: CallContext) {
      groupOf(regions, region, input.logGroupName).retentionInDays = undefined;
    },
    DeleteLogGroup(input: schemas.DeleteLogGroupRequest, { region }: CallContext) {
      regions.in(region).groups.delete(groupOf(regions, region, input.logGroupName).name);
    },
  };
}

/** *documented* (CreateLogGroup): a key that does not exist or is disabled is an InvalidParameterException. */
function checkKey(world: World, region: string, kmsKeyId: string | undefined): void {
  if (kmsKeyId === undefined || world.directory.kmsKey(region, kmsKeyId)?.enabled) return;
  throw invalid(`The specified KMS key ${kmsKeyId} does not exist in ${region} or is disabled.`);
}

function describe(world: World, region: string, group: LogGroup): schemas.LogGroup {
  const arn = groupArn(world, region, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: 0,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
  };
}

function tagOperations(world: World, regions: Regions): Service['operations'] {
  const tagged = (region: string, arn: string | undefined): LogGroup => {
    const prefix = groupArn(world, region, '');
    const name = arn?.startsWith(prefix) ? arn.slice(prefix.length).replace(/:\*$/, '') : undefined;
    const group = name === undefined ? undefined : regions.in(region).groups.get(name);
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified resource does not exist.');
    return group;
  };
  return {
    TagResource(input: schemas.TagResourceRequest, { region }: CallContext) {
      const group = tagged(region, input.resourceArn);
      const tags = { ...group.tags, ...input.tags };
      // *documented* (TagResource): at most 50 tags of a resource.
      if (Object.keys(tags).length > 50) {
        throw new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.', {
          members: { resourceName: input.resourceArn },
        });
      }
      group.tags = tags;
    },
    UntagResource(input: schemas.UntagResourceRequest, { region }: CallContext) {
      for (const key of input.tagKeys ?? []) delete tagged(region, input.resourceArn).tags[key];
    },
    ListTagsForResource: (input: schemas.ListTagsForResourceRequest, { region }: CallContext) => ({
      tags: { ...tagged(region, input.resourceArn).tags },
    }),
  };
}

function policyOperations(world: World, regions: Regions): Service['operations'] {
  return {
    PutResourcePolicy(input: schemas.PutResourcePolicyRequest, { region }: CallContext) {
      const { policyName, policyDocument } = input;
      if (!policyName || !policyDocument) throw invalid('policyName and policyDocument are required.');
      if (policyDocument.length > MAX_POLICY_LENGTH)
        throw invalid('The policy is longer than 5120 characters.');
      if (!isJsonObject(policyDocument)) throw invalid('The policy document is not a JSON object.');
      const { policies } = regions.in(region);
      if (!policies.has(policyName) && policies.size >= MAX_POLICIES) {
        throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      }
      const resourcePolicy = { policyName, policyDocument, lastUpdatedTime: world.clock.now() };
      policies.set(policyName, resourcePolicy);
      return { resourcePolicy };
    },
    DescribeResourcePolicies(input: schemas.DescribeResourcePoliciesRequest, { region }: CallContext) {
      const all = [...regions.in(region).policies.values()];
      const bad = invalid('The specified nextToken is invalid.');
      const { items, next } = page(all, input.nextToken, input.limit ?? 50, bad);
      return { resourcePolicies: items, nextToken: next };
    },
    DeleteResourcePolicy(input: schemas.DeleteResourcePolicyRequest, { region }: CallContext) {
      if (!regions.in(region).policies.delete(input.policyName ?? '')) {
        throw new AwsError(
          'ResourceNotFoundException',
          `Policy with name [${input.policyName}] does not exist`,
        );
      }
    },
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
