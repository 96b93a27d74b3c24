// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import {
  ANY_SECRET,
  KEPT_BY_US,
  keyGrant,
  keyUse,
  MADE_BY_US,
  OWN_SECRETS,
  READ_SECRETS,
  ROLES,
  ROLES_TO_FIND,
  SECRETS,
  serviceLinkedRole,
} from '../shared/permissions.ts';
import { MONITORING_POLICY_ARN } from './plan/role.ts';

const RDS = 'arn:aws:rds:${region}:${account}';
const CLUSTER = `${RDS}:cluster:\${prefix}*`;
const GLOBAL_CLUSTER = 'arn:aws:rds::${account}:global-cluster:${prefix}*';
const SNAPSHOT = `${RDS}:cluster-snapshot:\${prefix}*`;
const TAGGED = [
  CLUSTER,
  GLOBAL_CLUSTER,
  ...['db', 'subgrp', 'cluster-pg', 'pg'].map((type) => `${RDS}:${type}:\${prefix}*`),
];
/** RDS names the log groups of a cluster itself, and tags them with nothing. */
const LOG_GROUPS = ['cluster', 'instance'].map(
  (kind) => `arn:aws:logs:\${region}:\${account}:log-group:/aws/rds/${kind}/\${prefix}*`,
);
/** Clusters and instances are made with the default option group, which is AWS's own and carries no tag. */
const OPTION_GROUPS = `${RDS}:og:default*`;

export const observePermissions: readonly IamAction[] = [
  {
    actions: [
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeGlobalClusters',
      'rds:DescribeDBSubnetGroups',
      'rds:DescribeDBClusterParameterGroups',
      'rds:DescribeDBClusterParameters',
      'rds:DescribeDBParameterGroups',
      'rds:DescribeDBParameters',
    ],
    resources: ['*'],
    reason:
      'Finding out that a name is free, or taken by somebody else, needs a look at names that are not ours.',
  },
  { actions: ['rds:ListTagsForResource'], resources: TAGGED, reason: 'Ownership is a tag.' },
  { actions: ['iam:GetRole', 'iam:ListAttachedRolePolicies'], resources: ROLES_TO_FIND },
  {
    actions: ['secretsmanager:DescribeSecret'],
    resources: ANY_SECRET,
    reason: 'A request may name an existing secret, whatever it is called.',
  },
  {
    actions: ['logs:DescribeLogGroups'],
    resources: ['*'],
    reason: 'It lists by prefix and takes no resource.',
  },
];

/** What the choice of an engine version calls, when a request comes in. */
export const versionPermissions: readonly IamAction[] = [
  {
    actions: ['rds:DescribeOrderableDBInstanceOptions'],
    resources: ['*'],
    reason: 'AWS allows no resource for it.',
  },
];

const databases: readonly IamAction[] = [
  {
    actions: [
      'rds:CreateDBSubnetGroup',
      'rds:CreateDBClusterParameterGroup',
      'rds:CreateDBParameterGroup',
      'rds:CreateGlobalCluster',
      'rds:CreateDBCluster',
      'rds:CreateDBInstance',
    ],
    resources: [...TAGGED, OPTION_GROUPS],
    conditions: MADE_BY_US,
    reason:
      'In every region of the environment: the presigned URL of a secondary cluster is a CreateDBCluster of the primary region. AWS asks for a create also about the groups and the cluster that it uses.',
  },
  {
    actions: ['rds:AddTagsToResource'],
    resources: TAGGED,
    conditions: MADE_BY_US,
    reason: 'RDS asks for AddTagsToResource also on a create with tags.',
  },
  {
    actions: [
      'rds:AddTagsToResource',
      'rds:ModifyDBSubnetGroup',
      'rds:DeleteDBSubnetGroup',
      'rds:ModifyDBClusterParameterGroup',
      'rds:DeleteDBClusterParameterGroup',
      'rds:ModifyDBParameterGroup',
      'rds:DeleteDBParameterGroup',
      'rds:ModifyGlobalCluster',
      'rds:DeleteGlobalCluster',
      'rds:ModifyDBCluster',
      'rds:DeleteDBCluster',
      'rds:ModifyDBInstance',
      'rds:DeleteDBInstance',
      'rds:FailoverDBCluster',
      'rds:RebootDBInstance',
      'rds:ResetDBClusterParameterGroup',
      'rds:ResetDBParameterGroup',
    ],
    resources: TAGGED,
    conditions: KEPT_BY_US,
  },
  {
    actions: ['rds:RemoveFromGlobalCluster'],
    resources: [GLOBAL_CLUSTER, CLUSTER],
    reason:
      'By name only: the call goes to the primary region, and the member may be of another one, whose tags AWS may not see there.',
  },
  {
    actions: ['rds:DeleteDBCluster', 'rds:CreateDBClusterSnapshot'],
    resources: [SNAPSHOT],
    reason:
      'The final snapshot of DeleteDBCluster. By name only: it does not exist yet, so it carries no tag.',
  },
  { actions: ['rds:CreateDBClusterSnapshot'], resources: [CLUSTER], conditions: KEPT_BY_US },
  keyUse(
    'rds',
    ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'],
    'RDS looks at the key of the storage; the data key is for Performance Insights.',
  ),
  keyGrant('rds'),
  serviceLinkedRole(
    'rds.amazonaws.com',
    'AWSServiceRoleForRDS',
    'RDS makes its service-linked role with the first database of an account.',
  ),
];

const logs: readonly IamAction[] = [
  {
    actions: ['logs:DeleteLogGroup'],
    resources: LOG_GROUPS,
    reason: 'RDS leaves the log groups of a cluster behind. By name only: it tags them with nothing.',
  },
];

const monitoringRole: readonly IamAction[] = [
  { actions: ['iam:CreateRole', 'iam:TagRole'], resources: ROLES, conditions: MADE_BY_US },
  { actions: ['iam:TagRole', 'iam:DeleteRole'], resources: ROLES, conditions: KEPT_BY_US },
  {
    actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    resources: ROLES,
    conditions: { ...KEPT_BY_US, ArnEquals: { 'iam:PolicyARN': MONITORING_POLICY_ARN } },
    reason: 'Only the policy for Enhanced Monitoring.',
  },
  {
    actions: ['iam:PassRole'],
    resources: ROLES,
    conditions: { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } },
    reason:
      'MonitoringRoleArn of an instance. By name only: with PassRole, tags of the role give no reliable results (IAM guide).',
  },
];

const secret: readonly IamAction[] = [
  ...READ_SECRETS,
  ...OWN_SECRETS,
  {
    actions: ['secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
    resources: SECRETS,
    conditions: KEPT_BY_US,
    reason: 'Host and port are written into the secret once the cluster has them, and tagged as written.',
  },
];

/** What observe and apply call, and what RDS does in the caller's name meanwhile. */
export const permissions: readonly IamAction[] = [
  ...observePermissions,
  ...databases,
  ...logs,
  ...monitoringRole,
  ...secret,
];
