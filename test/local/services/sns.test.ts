import * as sns from '@aws-sdk/client-sns';
import { createSnsService } from '../../../local/services/sns.ts';
import { ACCOUNT, clientsOf, createWorld } from '../gateway/world.ts';

const CRITICAL = `arn:aws:sns:eu-west-2:${ACCOUNT}:critical`;

function setUp(kmsKey?: { arn: string; enabled: boolean }) {
  const { world } = createWorld({ directory: { kmsKey: () => kmsKey } });
  const service = createSnsService(world, { topics: [CRITICAL] });
  return { service, client: clientsOf([service])(sns.SNSClient) };
}

describe('a topic', () => {
  it('of the seed exists', () => {
    const { service } = setUp();
    expect([service.topicExists(CRITICAL), service.topicExists(`${CRITICAL}2`)]).toEqual([true, false]);
  });

  it('is created once however often it is asked for', async () => {
    const { client } = setUp();
    const create = () => client.send(new sns.CreateTopicCommand({ Name: 'warning' }));
    expect((await create()).TopicArn).toBe((await create()).TopicArn);
    const { Topics } = await client.send(new sns.ListTopicsCommand({}));
    expect(Topics).toHaveLength(2);
  });

  it('tells its attributes', async () => {
    const { client } = setUp();
    const { Attributes } = await client.send(new sns.GetTopicAttributesCommand({ TopicArn: CRITICAL }));
    expect(Attributes).toMatchObject({ TopicArn: CRITICAL, Owner: ACCOUNT });
  });

  it('keeps what is published for a test to read', async () => {
    const { client, service } = setUp();
    const { MessageId } = await client.send(
      new sns.PublishCommand({ TopicArn: CRITICAL, Subject: 's', Message: 'help' }),
    );
    expect(service.published).toEqual([
      { topicArn: CRITICAL, messageId: MessageId, subject: 's', message: 'help' },
    ]);
  });

  it('keeps its tags', async () => {
    const { client } = setUp();
    const Tags = [{ Key: 'team', Value: 'games' }];
    await client.send(new sns.TagResourceCommand({ ResourceArn: CRITICAL, Tags }));
    const answer = await client.send(new sns.ListTagsForResourceCommand({ ResourceArn: CRITICAL }));
    expect(answer.Tags).toEqual(Tags);
  });

  it('can be deleted twice', async () => {
    const { client, service } = setUp();
    await client.send(new sns.DeleteTopicCommand({ TopicArn: CRITICAL }));
    await client.send(new sns.DeleteTopicCommand({ TopicArn: CRITICAL }));
    expect(service.topicExists(CRITICAL)).toBe(false);
  });

  it('takes no message while its key is disabled', async () => {
    const { client } = setUp({ arn: 'arn:aws:kms:eu-west-2:1:key/a', enabled: false });
    const Attributes = { KmsMasterKeyId: 'alias/topics' };
    const { TopicArn } = await client.send(new sns.CreateTopicCommand({ Name: 'secret', Attributes }));
    await expect(client.send(new sns.PublishCommand({ TopicArn, Message: 'm' }))).rejects.toMatchObject({
      name: 'KMSDisabledException',
    });
  });
});

describe('SNS refuses', () => {
  const gone = `${CRITICAL}-gone`;
  // biome-ignore lint/suspicious/noExplicitAny: commands of many kinds
  it.each<[string, string, any]>([
    ['a name with spaces', 'InvalidParameterException', new sns.CreateTopicCommand({ Name: 'a b' })],
    [
      'other attributes for a topic that exists',
      'InvalidParameterException',
      new sns.CreateTopicCommand({ Name: 'critical', Attributes: { DisplayName: 'other' } }),
    ],
    [
      'other tags for a topic that exists',
      'InvalidParameterException',
      new sns.CreateTopicCommand({ Name: 'critical', Tags: [{ Key: 'a', Value: 'b' }] }),
    ],
    [
      'a topic that it does not know',
      'NotFoundException',
      new sns.GetTopicAttributesCommand({ TopicArn: gone }),
    ],
    ['a message to nobody', 'InvalidParameterException', new sns.PublishCommand({ Message: 'm' })],
    [
      'an empty message',
      'InvalidParameterException',
      new sns.PublishCommand({ TopicArn: CRITICAL, Message: '' }),
    ],
    [
      'a message over 256 KiB',
      'InvalidParameterException',
      new sns.PublishCommand({ TopicArn: CRITICAL, Message: 'x'.repeat(262_145) }),
    ],
    [
      'tags of a topic that it does not know',
      'ResourceNotFoundException',
      new sns.ListTagsForResourceCommand({ ResourceArn: gone }),
    ],
  ])('%s', async (_, name, command) => {
    await expect(setUp().client.send(command)).rejects.toMatchObject({ name });
  });
});
