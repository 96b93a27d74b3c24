// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';

const CACHE = 'arn:aws:elasticache:${region}:${account}';
const SECRETS = 'arn:aws:secretsmanager:${region}:${account}:secret';
const LOG_GROUPS = 'arn:aws:logs:${region}:${account}:log-group';

/** What `observe` and `apply` of this tier call. */
export const redisPermissions: readonly IamAction[] = [
  {
    actions: [
      'elasticache:AddTagsToResource',
      'elasticache:CreateCacheParameterGroup',
      'elasticache:CreateCacheSubnetGroup',
      'elasticache:CreateReplicationGroup',
      'elasticache:DecreaseReplicaCount',
      'elasticache:DeleteCacheParameterGroup',
      'elasticache:DeleteCacheSubnetGroup',
      'elasticache:DeleteReplicationGroup',
      'elasticache:DescribeCacheParameterGroups',
      'elasticache:DescribeCacheParameters',
      'elasticache:DescribeCacheSubnetGroups',
      'elasticache:DescribeReplicationGroups',
      'elasticache:IncreaseReplicaCount',
      'elasticache:ListTagsForResource',
      'elasticache:ModifyCacheParameterGroup',
      'elasticache:ModifyReplicationGroup',
    ],
    resources: ['replicationgroup', 'cluster', 'subnetgroup', 'parametergroup'].map(
      (type) => `${CACHE}:${type}:\${prefix}*`,
    ),
  },
  {
    actions: ['elasticache:DescribeCacheClusters', 'elasticache:DescribeEvents'],
    resources: ['*'],
    reason: 'Lists of the region: member clusters of a group, and the cause of a failed creation.',
  },
  {
    actions: [
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    resources: ['*'],
    reason: 'ElastiCache checks subnets and security groups with the permissions of its caller.',
  },
  {
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
    resources: ['arn:aws:kms:${region}:${account}:key/*'],
    conditions: {
      StringLike: { 'kms:ViaService': ['elasticache.*.amazonaws.com', 'secretsmanager.*.amazonaws.com'] },
    },
    reason: 'The key of the data at rest, and the key of the secret.',
  },
  {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [
      'arn:aws:iam::${account}:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache',
    ],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticache.amazonaws.com' } },
    reason: 'The first cluster of an account makes this role.',
  },
  {
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:RestoreSecret',
      'secretsmanager:TagResource',
    ],
    resources: [`${SECRETS}:\${prefix}*`],
  },
  {
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    resources: [`${SECRETS}:*`],
    reason: 'A request may name an existing secret, whatever it is called.',
  },
  {
    actions: ['secretsmanager:GetRandomPassword'],
    resources: ['*'],
    reason: 'Takes no resource.',
  },
  {
    actions: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:ListTagsForResource',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
    ],
    resources: [`${LOG_GROUPS}:/plinth/*`],
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
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
