import { anywhere, creating, type Rule, type Rules, tagsOf } from '../rule.ts';

/** *documented* (Service Authorization Reference, Amazon SNS). */

const on =
  (operation: string): Rule =>
  ({ input }) => [
    { action: `sns:${operation}`, resource: input.TopicArn ?? input.TargetArn ?? input.ResourceArn ?? '*' },
  ];

export const sns: Rules = {
  CreateTopic: ({ input, region, known }) =>
    creating(
      'sns:CreateTopic',
      'sns:TagResource',
      `arn:aws:sns:${region}:${known.account}:${input.Name}`,
      tagsOf(input.Tags),
    ),
  ListTopics: anywhere('sns:ListTopics'),
  GetTopicAttributes: on('GetTopicAttributes'),
  DeleteTopic: on('DeleteTopic'),
  Publish: on('Publish'),
  ListTagsForResource: on('ListTagsForResource'),
  TagResource: ({ input }) => [
    { action: 'sns:TagResource', resource: input.ResourceArn, requestTags: tagsOf(input.Tags) },
  ],
  UntagResource: ({ input }) => [
    { action: 'sns:UntagResource', resource: input.ResourceArn, tagKeys: input.TagKeys },
  ],
};
