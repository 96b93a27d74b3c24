import type { IamAction } from '../../core/tier.ts';
import {
  KEPT_BY_US,
  MADE_BY_US,
  NETWORK_READS,
  ROLES,
  ROLES_TO_FIND,
  serviceLinkedRole,
} from '../shared/permissions.ts';

const NO_RESOURCE =
  'The control plane of DAX takes no narrower resource (DynamoDB guide, DAX access control) and no tags in conditions.';

export const daxObservePermissions: readonly IamAction[] = [
  {
    actions: [
      'dax:DescribeClusters',
      'dax:DescribeParameterGroups',
      'dax:DescribeParameters',
      'dax:DescribeSubnetGroups',
      'dax:ListTags',
    ],
    resources: ['*'],
    reason: NO_RESOURCE,
  },
  { actions: ['iam:GetRole', 'iam:GetRolePolicy'], resources: ROLES_TO_FIND },
];

/** What `observe` and `apply` of this tier call. */
export const daxPermissions: readonly IamAction[] = [
  ...daxObservePermissions,
  {
    actions: [
      'dax:CreateCluster',
      'dax:CreateParameterGroup',
      'dax:CreateSubnetGroup',
      'dax:DecreaseReplicationFactor',
      'dax:DeleteCluster',
      'dax:DeleteParameterGroup',
      'dax:DeleteSubnetGroup',
      'dax:IncreaseReplicationFactor',
      'dax:RebootNode',
      'dax:TagResource',
      'dax:UpdateCluster',
      'dax:UpdateParameterGroup',
    ],
    resources: ['*'],
    reason: NO_RESOURCE,
  },
  {
    actions: NETWORK_READS,
    resources: ['*'],
    reason: 'DAX checks subnets and security groups with the permissions of its caller.',
  },
  { actions: ['iam:CreateRole', 'iam:TagRole'], resources: ROLES, conditions: MADE_BY_US },
  {
    actions: ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:PutRolePolicy'],
    resources: ROLES,
    conditions: KEPT_BY_US,
  },
  {
    actions: ['iam:PassRole'],
    resources: ROLES,
    conditions: { StringEquals: { 'iam:PassedToService': 'dax.amazonaws.com' } },
    reason:
      'The cluster reaches the tables with this role. By name only: with PassRole, tags of the role give no reliable results (IAM guide).',
  },
  serviceLinkedRole(
    'dax.amazonaws.com',
    'AWSServiceRoleForDAX',
    'The first cluster of an account makes this role.',
  ),
];
