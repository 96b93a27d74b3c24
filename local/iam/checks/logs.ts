import { anywhere, creating, type Rule, type RuleCall, type Rules } from '../rule.ts';

/**
 * Resource types per action: *documented* (Service Authorization Reference, Amazon CloudWatch Logs). TagResource on a
 * create with tags: *documented* (client-cloudwatch-logs, CreateLogGroupRequest.tags).
 */

const groupArn = ({ region, known }: RuleCall, name: string) =>
  `arn:aws:logs:${region}:${known.account}:log-group:${name}`;

const on =
  (operation: string): Rule =>
  (call) => [{ action: `logs:${operation}`, resource: groupArn(call, call.input.logGroupName) }];

const named = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, on(operation)]));

export const logs: Rules = {
  CreateLogGroup: (call) => {
    const { logGroupName, tags = {} } = call.input;
    const given = Object.keys(tags).length > 0 ? tags : undefined;
    return creating('logs:CreateLogGroup', 'logs:TagResource', groupArn(call, logGroupName), given);
  },
  ...named('DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy'),
  DescribeLogGroups: anywhere('logs:DescribeLogGroups'),
  ListTagsForResource: ({ input }) => [{ action: 'logs:ListTagsForResource', resource: input.resourceArn }],
  TagResource: ({ input }) => [
    { action: 'logs:TagResource', resource: input.resourceArn, requestTags: input.tags },
  ],
  UntagResource: ({ input }) => [
    { action: 'logs:UntagResource', resource: input.resourceArn, tagKeys: input.tagKeys },
  ],
  PutResourcePolicy: anywhere('logs:PutResourcePolicy'),
  DescribeResourcePolicies: anywhere('logs:DescribeResourcePolicies'),
  DeleteResourcePolicy: anywhere('logs:DeleteResourcePolicy'),
};
