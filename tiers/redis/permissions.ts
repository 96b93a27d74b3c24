// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import {
  ANY_SECRET,
  KEPT_BY_US,
  keyGrant,
  keyUse,
  MADE_BY_US,
  NETWORK_READS,
  OWN_SECRETS,
  READ_SECRETS,
  SECRETS,
  serviceLinkedRole,
} from '../shared/permissions.ts';

const CACHE = 'arn:aws:elasticache:${region}:${account}';
const [GROUP, SUBNETS, PARAMETERS, MEMBERS, SNAPSHOTS] = [
  'replicationgroup',
  'subnetgroup',
  'parametergroup',
  'cluster',
  'snapshot',
].map((type) => `${CACHE}:${type}:\${prefix}*`) as [string, string, string, string, string];
const LOG_GROUPS = ['arn:aws:logs:${region}:${account}:log-group:/plinth/${prefix}*'];

export const redisObservePermissions: readonly IamAction[] = [
  {
    actions: [
      'elasticache:DescribeCacheClusters',
      'elasticache:DescribeCacheParameterGroups',
      'elasticache:DescribeCacheParameters',
      'elasticache:DescribeCacheSubnetGroups',
      'elasticache:DescribeEvents',
      'elasticache:DescribeReplicationGroups',
    ],
    resources: ['*'],
    reason: 'Some list the region: member clusters of a group, and the cause of a failed creation.',
  },
  {
    actions: ['elasticache:ListTagsForResource'],
    resources: [GROUP, SUBNETS, PARAMETERS],
    reason: 'Ownership is a tag.',
  },
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
  { actions: ['logs:ListTagsForResource'], resources: LOG_GROUPS },
];

const cache: readonly IamAction[] = [
  {
    actions: [
      'elasticache:AddTagsToResource',
      'elasticache:CreateCacheParameterGroup',
      'elasticache:CreateCacheSubnetGroup',
      'elasticache:CreateReplicationGroup',
    ],
    resources: [GROUP, SUBNETS, PARAMETERS, MEMBERS],
    conditions: MADE_BY_US,
    reason:
      'ElastiCache asks for AddTagsToResource also on a create with tags; members get the tags of their group.',
  },
  {
    actions: ['elasticache:CreateReplicationGroup'],
    resources: [SUBNETS, PARAMETERS],
    reason:
      'The groups that it uses. By name only: the tags of the request are shown to IAM with the replication group alone.',
  },
  {
    actions: [
      'elasticache:AddTagsToResource',
      'elasticache:DecreaseReplicaCount',
      'elasticache:DeleteCacheParameterGroup',
      'elasticache:DeleteCacheSubnetGroup',
      'elasticache:DeleteReplicationGroup',
      'elasticache:IncreaseReplicaCount',
      'elasticache:ModifyCacheParameterGroup',
      'elasticache:ModifyCacheSubnetGroup',
      'elasticache:ModifyReplicationGroup',
      'elasticache:ModifyReplicationGroupShardConfiguration',
      'elasticache:ResetCacheParameterGroup',
    ],
    resources: [GROUP, SUBNETS, PARAMETERS],
    conditions: KEPT_BY_US,
  },
  {
    actions: ['elasticache:DeleteReplicationGroup'],
    resources: [SNAPSHOTS],
    reason: 'The final snapshot that a delete leaves. By name only: it is not there yet.',
  },
  {
    actions: NETWORK_READS,
    resources: ['*'],
    reason: 'ElastiCache checks subnets and security groups with the permissions of its caller.',
  },
  keyUse('elasticache', ['kms:DescribeKey'], 'The key of the data at rest.'),
  keyGrant('elasticache'),
  serviceLinkedRole(
    'elasticache.amazonaws.com',
    'AWSServiceRoleForElastiCache',
    'The first cluster of an account makes this role.',
  ),
];

const logs: readonly IamAction[] = [
  {
    actions: ['logs:CreateLogGroup', 'logs:TagResource'],
    resources: LOG_GROUPS,
    conditions: MADE_BY_US,
    reason: 'CloudWatch Logs asks for TagResource also on a create with tags.',
  },
  {
    actions: ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:TagResource'],
    resources: LOG_GROUPS,
    conditions: KEPT_BY_US,
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resources: ['*'],
    reason: 'ElastiCache sets up log delivery with the permissions of its caller; these take no resource.',
  },
];

/** What `observe` and `apply` of this tier call. */
export const redisPermissions: readonly IamAction[] = [
  ...redisObservePermissions,
  ...cache,
  ...READ_SECRETS,
  ...OWN_SECRETS,
  {
    actions: ['secretsmanager:TagResource'],
    resources: SECRETS,
    conditions: KEPT_BY_US,
    reason: 'Tags that an update asks for.',
  },
  ...logs,
];
