// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';

const ROLES = ['arn:aws:iam::${account}:role/plinth/${prefix}*'];

/** What `observe` and `apply` of this tier call. */
export const daxPermissions: readonly IamAction[] = [
  {
    actions: [
      'dax:CreateCluster',
      'dax:CreateParameterGroup',
      'dax:CreateSubnetGroup',
      'dax:DecreaseReplicationFactor',
      'dax:DeleteCluster',
      'dax:DeleteParameterGroup',
      'dax:DeleteSubnetGroup',
      'dax:DescribeClusters',
      'dax:DescribeParameterGroups',
      'dax:DescribeParameters',
      'dax:DescribeSubnetGroups',
      'dax:IncreaseReplicationFactor',
      'dax:ListTags',
      'dax:TagResource',
      'dax:UpdateCluster',
      'dax:UpdateParameterGroup',
    ],
    resources: ['*'],
    reason: 'The control plane of DAX takes no narrower resource (DynamoDB guide, DAX access control).',
  },
  {
    actions: [
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    resources: ['*'],
    reason: 'DAX checks subnets and security groups with the permissions of its caller.',
  },
  {
    actions: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:PutRolePolicy',
      'iam:TagRole',
    ],
    resources: ROLES,
  },
  {
    actions: ['iam:PassRole'],
    resources: ROLES,
    conditions: { StringEquals: { 'iam:PassedToService': 'dax.amazonaws.com' } },
    reason: 'The cluster reaches the tables with this role.',
  },
  {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['arn:aws:iam::${account}:role/aws-service-role/dax.amazonaws.com/AWSServiceRoleForDAX'],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'dax.amazonaws.com' } },
    reason: 'The first cluster of an account makes this role.',
  },
];
