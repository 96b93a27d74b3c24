// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import { type IamAction, MANAGED_BY_TAG, MANAGED_BY_VALUE } from '../../core/tier.ts';

type Conditions = NonNullable<IamAction['conditions']>;

/** Of a create: the request gives the tag that says whose the resource is. */
export const MADE_BY_US: Conditions = {
  StringEquals: { [`aws:RequestTag/${MANAGED_BY_TAG}`]: MANAGED_BY_VALUE },
};

/** Of a change or a delete: the resource carries it. */
export const KEPT_BY_US: Conditions = {
  StringEquals: { [`aws:ResourceTag/${MANAGED_BY_TAG}`]: MANAGED_BY_VALUE },
};

/** IAM roles of environments. */
export const ROLES = ['arn:aws:iam::${account}:role/plinth/${prefix}*'];

/**
 * For looking whether a role is there: one that is not has no path yet, and IAM is then asked about the name alone
 * (assumed).
 */
export const ROLES_TO_FIND = [...ROLES, 'arn:aws:iam::${account}:role/${prefix}*'];

export const KEYS = ['arn:aws:kms:${region}:${account}:key/*'];

type KeyUser = 'rds' | 'dynamodb' | 'elasticache' | 'secretsmanager';

const via = (service: KeyUser): Conditions => ({
  StringLike: { 'kms:ViaService': `${service}.\${region}.amazonaws.com` },
});

/** A landing zone's keys are known to its own policy only; here it counts through which service a key is used. */
export function keyUse(service: KeyUser, actions: readonly string[], reason: string): IamAction {
  return { actions, resources: KEYS, conditions: via(service), reason };
}

/** A grant for the service itself, for what it does with the key later. */
export function keyGrant(service: KeyUser): IamAction {
  return {
    actions: ['kms:CreateGrant'],
    resources: KEYS,
    conditions: { ...via(service), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    reason: "The service makes a grant on the key of the data, for itself, in the caller's name.",
  };
}

export function serviceLinkedRole(service: string, role: string, reason: string): IamAction {
  return {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [`arn:aws:iam::\${account}:role/aws-service-role/${service}/${role}`],
    conditions: { StringEquals: { 'iam:AWSServiceName': service } },
    reason,
  };
}

export const SECRETS = ['arn:aws:secretsmanager:${region}:${account}:secret:${prefix}*'];

/** A request may name any secret of the account. Narrow it with a landing zone's own policy where that is too wide. */
export const ANY_SECRET = ['arn:aws:secretsmanager:${region}:${account}:secret:*'];

export const READ_SECRETS: readonly IamAction[] = [
  {
    actions: ['secretsmanager:GetSecretValue'],
    resources: ANY_SECRET,
    reason: 'A request may name an existing secret, whatever it is called.',
  },
  keyUse(
    'secretsmanager',
    ['kms:Decrypt'],
    "The secret is encrypted with the landing zone's key, or its owner's.",
  ),
];

/** A secret of our own: generated, read again for the engine's first call, deleted with the environment. */
export const OWN_SECRETS: readonly IamAction[] = [
  {
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
    resources: SECRETS,
    conditions: MADE_BY_US,
    reason: 'Secrets Manager asks for TagResource also on a create with tags.',
  },
  {
    actions: ['secretsmanager:RestoreSecret', 'secretsmanager:DeleteSecret'],
    resources: SECRETS,
    conditions: KEPT_BY_US,
  },
  {
    actions: ['secretsmanager:GetRandomPassword'],
    resources: ['*'],
    reason: 'AWS allows no resource for it.',
  },
  keyUse(
    'secretsmanager',
    ['kms:GenerateDataKey'],
    "A secret is written under a data key of the landing zone's key.",
  ),
];

export const NETWORK_READS = [
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];
