// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import { KEYS } from '../../tiers/shared/permissions.ts';

/** What the checks call, besides what the tiers' looks are allowed already. */
export const checkPermissions: readonly IamAction[] = [
  {
    actions: ['rds:DescribeAccountAttributes', 'dynamodb:ListTables'],
    resources: ['*'],
    reason: 'AWS allows no resource for them. They tell what of the quotas is used.',
  },
  {
    actions: ['kms:DescribeKey'],
    resources: KEYS,
    reason:
      'Whether the keys of the landing zone are there and enabled. The key says nothing of what it protects.',
  },
  {
    actions: ['sns:GetTopicAttributes'],
    resources: ['arn:aws:sns:${region}:${account}:*'],
    reason: 'Whether the topics of the landing zone are there, whatever they are called.',
  },
];
