// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the deployment fills the placeholders in
import type { IamAction } from '../../core/tier.ts';

const TABLES = ['arn:aws:dynamodb:${region}:${account}:table/${prefix}*'];

/** What `observe` and `apply` of this tier call, in every region of an environment. */
export const dynamoDbPermissions: readonly IamAction[] = [
  {
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:DeleteTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
      'dynamodb:TagResource',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: TABLES,
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
  {
    actions: [
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ],
    resources: ['arn:aws:kms:${region}:${account}:key/*'],
    conditions: { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
    reason: 'DynamoDB checks that the caller may use the customer-managed key of a table or replica.',
  },
  {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [
      'arn:aws:iam::${account}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication',
    ],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'replication.dynamodb.amazonaws.com' } },
    reason: 'The first global table of an account makes this role.',
  },
];
