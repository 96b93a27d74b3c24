// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import { KEPT_BY_US, ROLES, SECRETS } from '../shared/permissions.ts';

const RDS = 'arn:aws:rds:${region}:${account}';
const GLOBAL_CLUSTERS = 'arn:aws:rds::${account}:global-cluster:${prefix}*';
const CLUSTERS = `${RDS}:cluster:\${prefix}*`;
const DATABASES = [
  ...[CLUSTERS, GLOBAL_CLUSTERS],
  ...['db', 'subgrp', 'cluster-pg', 'pg'].map((type) => `${RDS}:${type}:\${prefix}*`),
];
const CACHES = ['replicationgroup', 'subnetgroup', 'parametergroup'].map(
  (type) => `arn:aws:elasticache:\${region}:\${account}:${type}:\${prefix}*`,
);
const TABLES = ['arn:aws:dynamodb:${region}:${account}:table/${prefix}*'];
const ALARMS = 'arn:aws:cloudwatch:${region}:${account}:alarm:${prefix}*';
const DASHBOARDS = 'arn:aws:cloudwatch::${account}:dashboard/${prefix}*';
const LOG_GROUPS = 'arn:aws:logs:${region}:${account}:log-group:/plinth/${prefix}*';
const CLUSTER_LOG_GROUPS = 'arn:aws:logs:${region}:${account}:log-group:/aws/rds/cluster/${prefix}*';

const LISTS = 'It lists the region: nobody knows the names of what nobody owns.';

const lists: readonly IamAction[] = [
  {
    actions: [
      'rds:DescribeDBClusterParameterGroups',
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeDBParameterGroups',
      'rds:DescribeDBSubnetGroups',
      'rds:DescribeGlobalClusters',
      'elasticache:DescribeCacheParameterGroups',
      'elasticache:DescribeCacheSubnetGroups',
      'elasticache:DescribeReplicationGroups',
      'dax:DescribeClusters',
      'dax:DescribeParameterGroups',
      'dax:DescribeSubnetGroups',
      'dax:ListTags',
      'dynamodb:ListTables',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:ListDashboards',
      'secretsmanager:ListSecrets',
      'logs:DescribeLogGroups',
    ],
    resources: ['*'],
    reason: LISTS,
  },
  { actions: ['iam:ListRoles'], resources: ['*'], reason: 'It lists by path and takes no resource.' },
  { actions: ['rds:ListTagsForResource'], resources: DATABASES.slice(3), reason: 'Ownership is a tag.' },
  { actions: ['elasticache:ListTagsForResource'], resources: CACHES, reason: 'Ownership is a tag.' },
  { actions: ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'], resources: TABLES },
  { actions: ['cloudwatch:ListTagsForResource'], resources: [ALARMS, DASHBOARDS] },
  { actions: ['logs:ListTagsForResource'], resources: [LOG_GROUPS] },
  { actions: ['iam:ListRoleTags', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'], resources: ROLES },
];

const deletes: readonly IamAction[] = [
  {
    actions: [
      'rds:DeleteDBCluster',
      'rds:DeleteDBClusterParameterGroup',
      'rds:DeleteDBInstance',
      'rds:DeleteDBParameterGroup',
      'rds:DeleteDBSubnetGroup',
      'rds:DeleteGlobalCluster',
    ],
    resources: DATABASES,
    conditions: KEPT_BY_US,
  },
  {
    actions: ['rds:RemoveFromGlobalCluster'],
    resources: [GLOBAL_CLUSTERS, CLUSTERS],
    reason:
      'By name only: the call is about a cluster and its global cluster, and one of them may be of another region, whose tags AWS may not see there.',
  },
  {
    actions: [
      'elasticache:DeleteCacheParameterGroup',
      'elasticache:DeleteCacheSubnetGroup',
      'elasticache:DeleteReplicationGroup',
    ],
    resources: CACHES,
    conditions: KEPT_BY_US,
  },
  {
    actions: ['logs:DeleteLogDelivery'],
    resources: ['*'],
    reason: 'ElastiCache ends log delivery with the permissions of its caller; it takes no resource.',
  },
  {
    actions: ['dynamodb:DeleteTable'],
    resources: TABLES,
    reason: 'By name only: DynamoDB heeds tags in policies only where an account has that turned on.',
  },
  {
    actions: ['dax:DeleteCluster', 'dax:DeleteParameterGroup', 'dax:DeleteSubnetGroup'],
    resources: ['*'],
    reason:
      'The control plane of DAX takes no narrower resource (DynamoDB guide, DAX access control) and no tags in conditions.',
  },
  {
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DeleteDashboards'],
    resources: [ALARMS, DASHBOARDS],
    conditions: KEPT_BY_US,
  },
  { actions: ['secretsmanager:DeleteSecret'], resources: SECRETS, conditions: KEPT_BY_US },
  { actions: ['logs:DeleteLogGroup'], resources: [LOG_GROUPS], conditions: KEPT_BY_US },
  {
    actions: ['logs:DeleteLogGroup'],
    resources: [CLUSTER_LOG_GROUPS],
    reason: 'By name only: RDS makes these groups, without tags.',
  },
  {
    actions: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
    resources: ROLES,
    conditions: KEPT_BY_US,
  },
];

/** What finding and deleting orphans calls. */
export const orphansPermissions: readonly IamAction[] = [...lists, ...deletes];
