import type { DaxSpec } from '../../core/spec.ts';

/** What DAX calls on a table on behalf of its clients (DynamoDB guide, DAX access control). */
const TABLE_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

export const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'dax.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Exactly the environment's tables and their indexes in this region, and their key through DynamoDB only. */
export function tablesPolicy(spec: DaxSpec, roleArn: string): Record<string, unknown> {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':');
  const tables = spec.tableNames.map(
    (name) => `arn:${partition}:dynamodb:${spec.region}:${account}:table/${name}`,
  );
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Tables',
        Effect: 'Allow',
        Action: TABLE_ACTIONS,
        Resource: tables.flatMap((arn) => [arn, `${arn}/index/*`]),
      },
      {
        Sid: 'TablesKey',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: spec.tablesKmsKeyArn,
        Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${spec.region}.amazonaws.com` } },
      },
    ],
  };
}

/** IAM answers policy documents URL-encoded (RFC 3986). Null: not readable as JSON, so not what we wrote. */
export function parsePolicy(document: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(document ?? ''));
  } catch {
    return null;
  }
}

/** As text: IAM keeps a document as it was given. */
export const samePolicy = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
