import type { Context } from '../conditions.ts';
import { IAM_REGION } from '../dependent.ts';
import { creating, type Rule, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/** Resource types per action: *documented* (Service Authorization Reference, AWS IAM). */

/** With the role's path where it is known. *assumed*: a role that is not there is asked about without a path. */
async function roleArn({ input, known }: RuleCall): Promise<string> {
  const found = await known.ask('iam', 'GetRole', { RoleName: input.RoleName }, IAM_REGION);
  return found?.Role?.Arn ?? `arn:aws:iam::${known.account}:role${input.Path ?? '/'}${input.RoleName}`;
}

const on =
  (operation: string, context: (call: RuleCall) => Context = () => ({})): Rule =>
  async (call) => [{ action: `iam:${operation}`, resource: await roleArn(call), context: context(call) }];

const named = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, on(operation)]));

const policyArn = ({ input }: RuleCall): Context => ({ 'iam:PolicyARN': [input.PolicyArn] });

/** TagRole on a create with tags: *documented* (IAM guide, "Tagging IAM roles"). */
async function createRole(call: RuleCall): Promise<Want[]> {
  const { input, known } = call;
  const resource = `arn:aws:iam::${known.account}:role${input.Path ?? '/'}${input.RoleName}`;
  const boundary = input.PermissionsBoundary;
  return creating('iam:CreateRole', 'iam:TagRole', resource, tagsOf(input.Tags)).map((want) => ({
    ...want,
    ...(boundary ? { context: { 'iam:PermissionsBoundary': [boundary] } } : {}),
  }));
}

const anyRole =
  (operation: string): Rule =>
  () => [{ action: `iam:${operation}`, resource: '*' }];

const rules: Rules = {
  CreateRole: createRole,
  ...named('GetRole', 'DeleteRole', 'UpdateAssumeRolePolicy', 'ListRoleTags'),
  ...named(
    'PutRolePolicy',
    'GetRolePolicy',
    'ListRolePolicies',
    'DeleteRolePolicy',
    'ListAttachedRolePolicies',
  ),
  AttachRolePolicy: on('AttachRolePolicy', policyArn),
  DetachRolePolicy: on('DetachRolePolicy', policyArn),
  ListRoles: anyRole('ListRoles'),
  TagRole: async (call) => [
    { action: 'iam:TagRole', resource: await roleArn(call), requestTags: tagsOf(call.input.Tags) },
  ],
  UntagRole: async (call) => [
    { action: 'iam:UntagRole', resource: await roleArn(call), tagKeys: call.input.TagKeys },
  ],
  CreateServiceLinkedRole: ({ input, known }) => [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:aws:iam::${known.account}:role/aws-service-role/${input.AWSServiceName}/*`,
      context: { 'iam:AWSServiceName': [input.AWSServiceName] },
    },
  ],
};

/** *documented* (IAM guide, aws:RequestedRegion): IAM is global, and its calls count as of us-east-1. */
const inItsRegion =
  (rule: Rule): Rule =>
  async (call) =>
    (await rule(call)).map((want) => ({ ...want, region: IAM_REGION }));

export const iam: Rules = Object.fromEntries(
  Object.entries(rules).map(([operation, rule]) => [operation, inItsRegion(rule)]),
);
