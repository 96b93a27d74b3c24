// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import { MONITORING_POLICY_ARN } from './plan/role.ts';

const RDS = 'arn:aws:rds:${region}:${account}';
const OURS = {
  cluster: `${RDS}:cluster:\${prefix}*`,
  instance: `${RDS}:db:\${prefix}*`,
  globalCluster: 'arn:aws:rds::${account}:global-cluster:${prefix}*',
  subnetGroup: `${RDS}:subgrp:\${prefix}*`,
  clusterParameterGroup: `${RDS}:cluster-pg:\${prefix}*`,
  parameterGroup: `${RDS}:pg:\${prefix}*`,
  snapshot: `${RDS}:cluster-snapshot:\${prefix}*`,
} as const;
/** A cluster is made with the default option group. */
const OPTION_GROUPS = `${RDS}:og:default*`;
const ROLE = 'arn:aws:iam::${account}:role/plinth/${prefix}*';
const SECRET = 'arn:aws:secretsmanager:${region}:${account}:secret:${prefix}*';
/** A request may name any secret of the account. Narrow it with a landing zone's own policy where that is too wide. */
const ANY_SECRET = 'arn:aws:secretsmanager:${region}:${account}:secret:*';
const KEYS = 'arn:aws:kms:${region}:${account}:key/*';

/** What observe and apply call, and what RDS does in the caller's name meanwhile. */
export const permissions: readonly IamAction[] = [
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
      'rds:DescribeOrderableDBInstanceOptions',
    ],
    resources: ['*'],
    reason:
      'Finding out that a name is free, or taken by somebody else, needs a look at names that are not ours.',
  },
  {
    actions: ['rds:ListTagsForResource', 'rds:AddTagsToResource'],
    resources: [
      ...[OURS.cluster, OURS.instance, OURS.globalCluster],
      ...[OURS.subnetGroup, OURS.clusterParameterGroup, OURS.parameterGroup],
    ],
    reason: 'Ownership is a tag; RDS asks for AddTagsToResource also on create with tags.',
  },
  {
    actions: ['rds:CreateDBSubnetGroup', 'rds:ModifyDBSubnetGroup', 'rds:DeleteDBSubnetGroup'],
    resources: [OURS.subnetGroup],
  },
  {
    actions: [
      'rds:CreateDBClusterParameterGroup',
      'rds:ModifyDBClusterParameterGroup',
      'rds:DeleteDBClusterParameterGroup',
    ],
    resources: [OURS.clusterParameterGroup],
  },
  {
    actions: ['rds:CreateDBParameterGroup', 'rds:ModifyDBParameterGroup', 'rds:DeleteDBParameterGroup'],
    resources: [OURS.parameterGroup],
  },
  {
    actions: [
      'rds:CreateGlobalCluster',
      'rds:ModifyGlobalCluster',
      'rds:DeleteGlobalCluster',
      'rds:RemoveFromGlobalCluster',
    ],
    resources: [OURS.globalCluster, OURS.cluster],
  },
  {
    actions: ['rds:CreateDBCluster', 'rds:ModifyDBCluster', 'rds:DeleteDBCluster'],
    resources: [
      ...[OURS.cluster, OURS.globalCluster, OURS.subnetGroup, OURS.clusterParameterGroup],
      ...[OURS.snapshot, OPTION_GROUPS],
    ],
    reason:
      'In every region of the environment: the presigned URL of a secondary cluster is a CreateDBCluster of the primary region.',
  },
  {
    actions: ['rds:CreateDBInstance', 'rds:ModifyDBInstance', 'rds:DeleteDBInstance'],
    resources: [...[OURS.instance, OURS.cluster, OURS.parameterGroup], ...[OURS.subnetGroup, OPTION_GROUPS]],
  },
  {
    actions: ['rds:CreateDBClusterSnapshot'],
    resources: [OURS.snapshot, OURS.cluster],
    reason: 'The final snapshot of DeleteDBCluster.',
  },
  {
    actions: [
      'iam:GetRole',
      'iam:ListAttachedRolePolicies',
      'iam:CreateRole',
      'iam:TagRole',
      'iam:DeleteRole',
    ],
    resources: [ROLE],
  },
  {
    actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    resources: [ROLE],
    conditions: { ArnEquals: { 'iam:PolicyARN': MONITORING_POLICY_ARN } },
    reason: 'Only the policy for Enhanced Monitoring.',
  },
  {
    actions: ['iam:PassRole'],
    resources: [ROLE],
    conditions: { StringEquals: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' } },
    reason: 'MonitoringRoleArn of an instance.',
  },
  {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['arn:aws:iam::${account}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'],
    conditions: { StringLike: { 'iam:AWSServiceName': 'rds.amazonaws.com' } },
    reason: 'RDS makes its service-linked role with the first database of an account.',
  },
  {
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:TagResource',
      'secretsmanager:PutSecretValue',
      'secretsmanager:RestoreSecret',
      'secretsmanager:DeleteSecret',
    ],
    resources: [SECRET],
  },
  { actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], resources: [ANY_SECRET] },
  {
    actions: ['secretsmanager:GetRandomPassword'],
    resources: ['*'],
    reason: 'AWS allows no resource for it.',
  },
  {
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: [KEYS],
    conditions: { StringEquals: { 'kms:ViaService': 'secretsmanager.${region}.amazonaws.com' } },
    reason: "The secret is encrypted with the landing zone's key.",
  },
  {
    actions: ['kms:DescribeKey', 'kms:CreateGrant', 'kms:GenerateDataKey', 'kms:Decrypt'],
    resources: [KEYS],
    conditions: { StringEquals: { 'kms:ViaService': 'rds.${region}.amazonaws.com' } },
    reason: "RDS makes a grant on the key of the storage and of Performance Insights in the caller's name.",
  },
];
