// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';
import { keyGrant, keyUse, serviceLinkedRole } from '../shared/permissions.ts';

const TABLES = ['arn:aws:dynamodb:${region}:${account}:table/${prefix}*'];

export const dynamoDbObservePermissions: readonly IamAction[] = [
  {
    actions: [
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
    ],
    resources: TABLES,
  },
];

/** What `observe` and `apply` of this tier call, in every region of an environment. */
export const dynamoDbPermissions: readonly IamAction[] = [
  ...dynamoDbObservePermissions,
  {
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:DeleteTable',
      'dynamodb:TagResource',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: TABLES,
    reason:
      'By name only: a replica is made without tags and gets them afterwards, and DynamoDB heeds tags in policies only where an account has that turned on.',
  },
  {
    actions: [
      'dynamodb:CreateTableReplica',
      'dynamodb:DeleteTableReplica',
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ],
    resources: TABLES,
    reason: 'Adding a replica to a global table needs these in the source and in the destination region.',
  },
  keyUse(
    'dynamodb',
    ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    'DynamoDB checks that the caller may use the customer-managed key of a table or replica.',
  ),
  keyGrant('dynamodb'),
  serviceLinkedRole(
    'replication.dynamodb.amazonaws.com',
    'AWSServiceRoleForDynamoDBReplication',
    'The first global table of an account makes this role.',
  ),
];
