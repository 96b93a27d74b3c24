import { passRole } from '../dependent.ts';
import { anywhere, creating, type Rule, type Rules } from '../rule.ts';

/** Resource types per action: *documented* (Service Authorization Reference, AWS Step Functions). */

const on =
  (operation: string, field: string): Rule =>
  ({ input }) => [{ action: `states:${operation}`, resource: input[field] ?? '*' }];

const named = (field: string, ...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, on(operation, field)]));

export const states: Rules = {
  CreateStateMachine: ({ input, region, known }) => {
    const tags: { key: string; value: string }[] = input.tags ?? [];
    const given = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    const arn = `arn:aws:states:${region}:${known.account}:stateMachine:${input.name}`;
    return [
      ...creating(
        'states:CreateStateMachine',
        'states:TagResource',
        arn,
        tags.length > 0 ? given : undefined,
      ),
      ...passRole(input.roleArn, 'states.amazonaws.com'),
    ];
  },
  ...named(
    'stateMachineArn',
    'DescribeStateMachine',
    'DeleteStateMachine',
    'StartExecution',
    'ListExecutions',
  ),
  ...named('executionArn', 'DescribeExecution', 'GetExecutionHistory', 'StopExecution'),
  ...named('resourceArn', 'ListTagsForResource'),
  ListStateMachines: anywhere('states:ListStateMachines'),
  ValidateStateMachineDefinition: anywhere('states:ValidateStateMachineDefinition'),
};
