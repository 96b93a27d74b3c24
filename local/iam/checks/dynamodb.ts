import { keyUse, serviceLinkedRole } from '../dependent.ts';
import { anywhere, creating, type Rule, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/** Resource types per action: *documented* (Service Authorization Reference, Amazon DynamoDB). */

function tableArn({ region: home, known }: RuleCall, name: string | undefined, region = home): string {
  return name?.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${known.account}:table/${name ?? '*'}`;
}

const onTable =
  (operation: string): Rule =>
  (call) => [{ action: `dynamodb:${operation}`, resource: tableArn(call, call.input.TableName) }];

const named = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, onTable(operation)]));

async function describe(call: RuleCall, name: string) {
  return (await call.known.ask('dynamodb', 'DescribeTable', { TableName: name }, call.region))?.Table;
}

/** *documented* (DynamoDB guide, "Authorizing use of your customer managed key"): what a caller needs at least. */
const TABLE_KEY = [
  'DescribeKey',
  'CreateGrant',
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
];

/** *documented* (DynamoDB guide, V2gt_IAM): for a new replica, in the source and in the destination. */
const REPLICATION = [
  'CreateTableReplica',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
];

async function createTable(call: RuleCall): Promise<Want[]> {
  const { TableName, Tags, SSESpecification } = call.input;
  return [
    ...creating('dynamodb:CreateTable', 'dynamodb:TagResource', tableArn(call, TableName), tagsOf(Tags)),
    ...(await keyUse(call, 'dynamodb', SSESpecification?.KMSMasterKeyId, TABLE_KEY)),
  ];
}

async function updateTable(call: RuleCall): Promise<Want[]> {
  const { TableName, ReplicaUpdates = [], SSESpecification } = call.input;
  const wants = [
    ...(await onTable('UpdateTable')(call)),
    ...(await keyUse(call, 'dynamodb', SSESpecification?.KMSMasterKeyId, TABLE_KEY)),
  ];
  for (const { Create, Delete } of ReplicaUpdates) {
    if (Create) wants.push(...(await createReplica(call, Create)));
    if (Delete)
      wants.push(
        ...replicaWants(call, TableName, Delete.RegionName, ['DeleteTableReplica'], ['DeleteTable']),
      );
  }
  return wants;
}

/** *assumed*: the key of the table is used again, to read what goes to the replica. */
async function createReplica(
  call: RuleCall,
  { RegionName, KMSMasterKeyId }: { RegionName: string; KMSMasterKeyId?: string },
): Promise<Want[]> {
  const { TableName } = call.input;
  const source = (await describe(call, TableName))?.SSEDescription?.KMSMasterKeyArn;
  return [
    ...replicaWants(call, TableName, RegionName, REPLICATION, ['CreateTable']),
    ...(await keyUse(call, 'dynamodb', source, TABLE_KEY)),
    ...(await keyUse(call, 'dynamodb', KMSMasterKeyId, TABLE_KEY, RegionName)),
    ...(await serviceLinkedRole(
      call,
      'replication.dynamodb.amazonaws.com',
      'AWSServiceRoleForDynamoDBReplication',
    )),
  ];
}

function replicaWants(
  call: RuleCall,
  table: string,
  destination: string,
  both: readonly string[],
  there: readonly string[],
): Want[] {
  const at = (region: string, operations: readonly string[]) =>
    operations.map((operation) => ({
      action: `dynamodb:${operation}`,
      resource: tableArn(call, table, region),
      region,
    }));
  return [...at(call.region, both), ...at(destination, [...both, ...there])];
}

/** *documented* (V2gt_IAM): of a global table, in every region of it. */
async function updateTimeToLive(call: RuleCall): Promise<Want[]> {
  const { TableName } = call.input;
  const replicas: { RegionName: string }[] = (await describe(call, TableName))?.Replicas ?? [];
  const regions = new Set([call.region, ...replicas.map(({ RegionName }) => RegionName)]);
  return [...regions].map((region) => ({
    action: 'dynamodb:UpdateTimeToLive',
    resource: tableArn(call, TableName, region),
    region,
  }));
}

/**
 * *documented* (DynamoDB guide, encryption at rest, usage notes): who reads or writes a table needs to decrypt its
 * table key.
 */
async function item(call: RuleCall, operation: string, table: string, index?: string): Promise<Want[]> {
  const resource = tableArn(call, table);
  const key = (await describe(call, table))?.SSEDescription?.KMSMasterKeyArn;
  return [
    { action: `dynamodb:${operation}`, resource: index ? `${resource}/index/${index}` : resource },
    ...(await keyUse(call, 'dynamodb', key, ['Decrypt'])),
  ];
}

const items = (...operations: readonly string[]): Rules =>
  Object.fromEntries(
    operations.map((operation): [string, Rule] => [
      operation,
      (call) => item(call, operation, call.input.TableName, call.input.IndexName),
    ]),
  );

const batch =
  (operation: string): Rule =>
  async (call) =>
    (
      await Promise.all(
        Object.keys(call.input.RequestItems ?? {}).map((table) => item(call, operation, table)),
      )
    ).flat();

/** *documented* (DynamoDB guide, IAM and transactions): each part is asked about as the operation it stands for. */
const transaction =
  (members: Readonly<Record<string, string>>): Rule =>
  async (call) => {
    const parts: Record<string, { TableName: string }>[] = call.input.TransactItems ?? [];
    const wants = parts.flatMap((part) =>
      Object.entries(members).map(([member, operation]) => {
        const table = part[member]?.TableName;
        return table === undefined ? [] : item(call, operation, table);
      }),
    );
    return (await Promise.all(wants)).flat();
  };

export const dynamodb: Rules = {
  CreateTable: createTable,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
  ListTables: anywhere('dynamodb:ListTables'),
  DescribeLimits: anywhere('dynamodb:DescribeLimits'),
  ...named('DescribeTable', 'DeleteTable', 'DescribeTimeToLive'),
  ...named('DescribeContinuousBackups', 'UpdateContinuousBackups'),
  ListTagsOfResource: ({ input }) => [{ action: 'dynamodb:ListTagsOfResource', resource: input.ResourceArn }],
  TagResource: ({ input }) => [
    { action: 'dynamodb:TagResource', resource: input.ResourceArn, requestTags: tagsOf(input.Tags) },
  ],
  UntagResource: ({ input }) => [
    { action: 'dynamodb:UntagResource', resource: input.ResourceArn, tagKeys: input.TagKeys },
  ],
  ...items('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'),
  BatchGetItem: batch('BatchGetItem'),
  BatchWriteItem: batch('BatchWriteItem'),
  TransactGetItems: transaction({ Get: 'GetItem' }),
  TransactWriteItems: transaction({
    Put: 'PutItem',
    Update: 'UpdateItem',
    Delete: 'DeleteItem',
    ConditionCheck: 'ConditionCheckItem',
  }),
};
