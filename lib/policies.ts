import { Stack } from 'aws-cdk-lib';
import { Effect, type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { IamAction } from '../core/tier.ts';
import { acknowledge } from './acknowledge.ts';

/** What the placeholders of {@link IamAction} stand for. Of `${region}` there may be several. */
export interface PolicyContext {
  /** ARNs and names by placeholder, such as `account`, `prefix`, `registryTable`. */
  readonly values: Readonly<Record<string, string>>;
  /** The regions of the landing zones, and Plinth's own. None: no condition on the region. */
  readonly regions: readonly string[];
}

const PLACEHOLDER = /\$\{(\w+)\}/g;
const REGION = '$' + '{region}';

/**
 * Statements as IAM has them. A function works in all regions of the landing zones: ARNs have `*` for the region,
 * and `aws:RequestedRegion` says which. IAM itself is no regional service (its calls go to us-east-1), so what
 * concerns it has no such condition.
 */
export function toStatements(actions: readonly IamAction[], context: PolicyContext): PolicyStatement[] {
  return actions.map((action) => {
    const conditions = { ...fillConditions(action.conditions ?? {}, context) };
    if (context.regions.length > 0 && isRegional(action)) {
      conditions.StringEquals = { ...conditions.StringEquals, 'aws:RequestedRegion': [...context.regions] };
    }
    return new PolicyStatement({
      effect: Effect.ALLOW,
      actions: [...action.actions],
      resources: action.resources.map((resource) => fill(resource.replaceAll(REGION, '*'), context)),
      ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
    });
  });
}

function isRegional({ actions, resources }: IamAction): boolean {
  const services = new Set(actions.map((action) => action.split(':')[0]));
  if (services.has('iam') && services.size > 1)
    throw new Error(`Give iam a statement of its own: ${actions.join(', ')}.`);
  return !services.has('iam') && resources.some((resource) => resource === '*' || resource.includes(REGION));
}

type Conditions = Record<string, Record<string, string | string[]>>;

function fillConditions(
  conditions: NonNullable<IamAction['conditions']>,
  context: PolicyContext,
): Conditions {
  const everywhere = (value: string) =>
    value.includes(REGION) ? context.regions.map((region) => value.replaceAll(REGION, region)) : [value];
  const filled = (value: string | readonly string[]) => {
    const values = [value]
      .flat()
      .flatMap(everywhere)
      .map((one) => fill(one, context));
    return values.length === 1 ? (values[0] as string) : values;
  };
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, tests]) => [
      operator,
      Object.fromEntries(Object.entries(tests).map(([key, value]) => [key, filled(value)])),
    ]),
  );
}

function fill(text: string, { values }: PolicyContext): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for the placeholder ${name} of "${text}".`);
    return value;
  });
}

/**
 * Gives a role these statements, and says to cdk-nag why each wildcard in them is there: the action's own reason, or
 * that the resources do not exist yet when the policy is written.
 */
export function grant(
  role: IRole,
  scope: Construct,
  actions: readonly IamAction[],
  context: PolicyContext,
): Policy {
  const policy = new Policy(scope, 'Policy', { roles: [role] });
  addActions(policy, actions, context);
  acknowledge(policy, {
    'NIST.800.53.R5-IAMNoInlinePolicy':
      'The policy belongs to this one role and changes with its function; as an inline policy it cannot be attached elsewhere.',
  });
  return policy;
}

/** The same for more of them. */
export function addActions(policy: Policy, actions: readonly IamAction[], context: PolicyContext): void {
  for (const [index, statement] of toStatements(actions, context).entries()) {
    policy.addStatements(statement);
    acknowledgeWildcards(policy, statement, actions[index]?.reason ?? BY_PREFIX);
  }
}

const BY_PREFIX =
  'What is made for an environment has this prefix in its name, in any region of the landing zones.';

/** The ids are those of cdk-nag: the finding with references in angle brackets. */
export function acknowledgeWildcards(construct: Construct, statement: PolicyStatement, reason: string): void {
  const { Action, Resource } = Stack.of(construct).resolve(statement.toStatementJson());
  const found = [
    ...[Action].flat().map((action: string) => `Action::${action}`),
    ...[Resource].flat().map((resource: unknown) => `Resource::${flatten(resource)}`),
  ].filter((finding) => finding.includes('*'));
  acknowledge(
    construct,
    Object.fromEntries(found.map((finding) => [`AwsSolutions-IAM5[${finding}]`, reason])),
  );
}

function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const intrinsic = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (intrinsic['Fn::Join']) {
    const [delimiter, parts] = intrinsic['Fn::Join'];
    return parts.map(flatten).join(delimiter);
  }
  if (intrinsic['Fn::GetAtt']) return `<${intrinsic['Fn::GetAtt'].join('.')}>`;
  return intrinsic.Ref ? `<${intrinsic.Ref}>` : JSON.stringify(value);
}
