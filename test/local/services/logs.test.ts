import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { createLogsService } from '../../../local/services/logs.ts';
import { ACCOUNT, clientsOf, createWorld } from '../gateway/world.ts';

const ENABLED = 'arn:aws:kms:eu-west-2:1:key/enabled';

async function setUp(...names: string[]) {
  const { world } = createWorld({
    directory: { kmsKey: (_, id) => (id === ENABLED ? { arn: id, enabled: true } : undefined) },
  });
  const service = createLogsService(world);
  const client = clientsOf([service])(logs.CloudWatchLogsClient);
  for (const logGroupName of names) await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
  return { service, client };
}

describe('a log group', () => {
  it('is described with its key, retention and both forms of its ARN', async () => {
    const { client } = await setUp();
    await client.send(new logs.CreateLogGroupCommand({ logGroupName: '/plinth/slow', kmsKeyId: ENABLED }));
    await client.send(
      new logs.PutRetentionPolicyCommand({ logGroupName: '/plinth/slow', retentionInDays: 30 }),
    );
    const { logGroups } = await client.send(new logs.DescribeLogGroupsCommand({}));
    const arn = `arn:aws:logs:eu-west-2:${ACCOUNT}:log-group:/plinth/slow`;
    expect(logGroups).toMatchObject([
      {
        logGroupName: '/plinth/slow',
        kmsKeyId: ENABLED,
        retentionInDays: 30,
        arn: `${arn}:*`,
        logGroupArn: arn,
      },
    ]);
  });

  it('that a service makes has no tags and no retention, and one that is there stays as it is', async () => {
    const { service, client } = await setUp('own');
    await client.send(new logs.PutRetentionPolicyCommand({ logGroupName: 'own', retentionInDays: 7 }));
    for (const name of ['own', '/aws/rds/made']) service.ensureLogGroup('eu-west-2', name);
    const { logGroups = [] } = await client.send(new logs.DescribeLogGroupsCommand({}));
    expect(logGroups.map((each) => [each.logGroupName, each.retentionInDays])).toEqual([
      ['/aws/rds/made', undefined],
      ['own', 7],
    ]);
    const resourceArn = logGroups[0]?.logGroupArn;
    expect((await client.send(new logs.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({});
  });

  it('exists for other services in its region only', async () => {
    const { service } = await setUp('a');
    expect([service.logGroupExists('eu-west-2', 'a'), service.logGroupExists('eu-west-1', 'a')]).toEqual([
      true,
      false,
    ]);
  });

  it('is listed by prefix, in order, a page at a time', async () => {
    const { client } = await setUp('b', 'a-2', 'a-1');
    const input = { logGroupNamePrefix: 'a', limit: 1 };
    const first = await client.send(new logs.DescribeLogGroupsCommand(input));
    const second = await client.send(
      new logs.DescribeLogGroupsCommand({ ...input, nextToken: first.nextToken }),
    );
    const names = [first, second].map(({ logGroups }) => logGroups?.map((group) => group.logGroupName));
    expect([...names, second.nextToken]).toEqual([['a-1'], ['a-2'], undefined]);
  });

  it('is tagged by either form of its ARN', async () => {
    const { client } = await setUp('a');
    const arn = `arn:aws:logs:eu-west-2:${ACCOUNT}:log-group:a`;
    await client.send(new logs.TagResourceCommand({ resourceArn: `${arn}:*`, tags: { team: 'games' } }));
    const { tags } = await client.send(new logs.ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ team: 'games' });
  });

  it('is gone once it is deleted', async () => {
    const { client, service } = await setUp('a');
    await client.send(new logs.DeleteLogGroupCommand({ logGroupName: 'a' }));
    expect(service.logGroupExists('eu-west-2', 'a')).toBe(false);
  });
});

it('keeps the last resource policy of a name', async () => {
  const { client } = await setUp();
  for (const policyDocument of ['{"Version":"1"}', '{"Version":"2"}']) {
    await client.send(new logs.PutResourcePolicyCommand({ policyName: 'p', policyDocument }));
  }
  const { resourcePolicies } = await client.send(new logs.DescribeResourcePoliciesCommand({}));
  expect(resourcePolicies).toMatchObject([{ policyName: 'p', policyDocument: '{"Version":"2"}' }]);
});

describe('CloudWatch Logs refuses', () => {
  // biome-ignore lint/suspicious/noExplicitAny: commands of many kinds
  it.each<[string, string, any]>([
    [
      'a group twice',
      'ResourceAlreadyExistsException',
      new logs.CreateLogGroupCommand({ logGroupName: 'a' }),
    ],
    [
      'a name with spaces',
      'InvalidParameterException',
      new logs.CreateLogGroupCommand({ logGroupName: 'a b' }),
    ],
    [
      'a key that is not there',
      'InvalidParameterException',
      new logs.CreateLogGroupCommand({ logGroupName: 'b', kmsKeyId: 'arn:aws:kms:eu-west-2:1:key/x' }),
    ],
    [
      'a retention that AWS does not offer',
      'InvalidParameterException',
      new logs.PutRetentionPolicyCommand({ logGroupName: 'a', retentionInDays: 31 }),
    ],
    [
      'retention of a group that is not there',
      'ResourceNotFoundException',
      new logs.PutRetentionPolicyCommand({ logGroupName: 'x', retentionInDays: 30 }),
    ],
    [
      'to delete a group that is not there',
      'ResourceNotFoundException',
      new logs.DeleteLogGroupCommand({ logGroupName: 'x' }),
    ],
    [
      'a prefix together with a pattern',
      'InvalidParameterException',
      new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
    ],
    ['a made-up token', 'InvalidParameterException', new logs.DescribeLogGroupsCommand({ nextToken: 'x' })],
    [
      'a policy that is not JSON',
      'InvalidParameterException',
      new logs.PutResourcePolicyCommand({ policyName: 'p', policyDocument: 'no' }),
    ],
  ])('%s', async (_, name, command) => {
    const { client } = await setUp('a');
    await expect(client.send(command)).rejects.toMatchObject({ name });
  });
});
