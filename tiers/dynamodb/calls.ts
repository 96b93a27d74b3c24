import type { DynamoDbSpec, TableIndex, TableSpec, Tags } from '../../core/spec.ts';
import type { Action, Effect } from '../../core/tier.ts';
import { tagList } from '../shared/ownership.ts';
import type { ObservedTable } from './observe.ts';

/** The calls of this tier, as data. */
function call(
  region: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  summary: string,
  effect?: Effect,
): Action {
  return { service: 'dynamodb', region, command, input, summary, ...(effect ? { effect } : {}) };
}

export function createTable(spec: DynamoDbSpec, table: TableSpec): Action {
  const { region, kmsKeyArn } = spec.primary;
  const input = {
    TableName: table.tableName,
    AttributeDefinitions: attributeDefinitions(table),
    KeySchema: keySchema(table),
    GlobalSecondaryIndexes:
      table.indexes.length > 0 ? table.indexes.map((index) => indexDefinition(spec, index)) : undefined,
    BillingMode: spec.billingMode,
    ProvisionedThroughput: throughput(spec),
    // A stream of new and old images is what global tables replicate by; without them it serves consumers.
    StreamSpecification: { StreamEnabled: true, StreamViewType: spec.streamViewType },
    SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKeyArn },
    DeletionProtectionEnabled: spec.deletionProtection,
    Tags: tagList(spec.tags),
  };
  return call(region, 'CreateTable', input, `create DynamoDB table ${table.tableName} in ${region}`);
}

/** With a customer-managed key, every replica must name the key of its own region. */
export function createReplica(spec: DynamoDbSpec, tableName: string): Action {
  const { region, kmsKeyArn } = spec.secondary ?? spec.primary;
  const input = {
    TableName: tableName,
    ReplicaUpdates: [{ Create: { RegionName: region, KMSMasterKeyId: kmsKeyArn } }],
  };
  return call(
    spec.primary.region,
    'UpdateTable',
    input,
    `add a replica of DynamoDB table ${tableName} in ${region}`,
    'create',
  );
}

export function deleteReplica(primaryRegion: string, tableName: string, region: string): Action {
  const input = { TableName: tableName, ReplicaUpdates: [{ Delete: { RegionName: region } }] };
  return call(
    primaryRegion,
    'UpdateTable',
    input,
    `remove the replica of DynamoDB table ${tableName} in ${region}`,
    'delete',
  );
}

export function createIndex(spec: DynamoDbSpec, table: TableSpec, index: TableIndex): Action {
  const input = {
    TableName: table.tableName,
    AttributeDefinitions: attributeDefinitions({ ...table, indexes: [index] }),
    GlobalSecondaryIndexUpdates: [{ Create: indexDefinition(spec, index) }],
  };
  return call(
    spec.primary.region,
    'UpdateTable',
    input,
    `add index ${index.name} to DynamoDB table ${table.tableName}`,
    'create',
  );
}

/** @param effect `replace`: it is made again with other keys or another projection. */
export function deleteIndex(region: string, tableName: string, index: string, effect: Effect): Action {
  const input = { TableName: tableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index } }] };
  const why = effect === 'replace' ? ', to make it anew' : '';
  return call(
    region,
    'UpdateTable',
    input,
    `delete index ${index} of DynamoDB table ${tableName}${why}`,
    effect,
  );
}

/**
 * The keys of a table. With replicas all of them are named in one request as members of the global table, the table's
 * own region among them (Terraform AWS provider, dynamodb/table.go); SSESpecification is refused then.
 */
export function changeKeys(spec: DynamoDbSpec, tableName: string, withReplicas: boolean): Action {
  const members = [spec.secondary, spec.primary].flatMap((member) => (member ? [member] : []));
  const input = {
    TableName: tableName,
    ...(withReplicas
      ? {
          ReplicaUpdates: members.map(({ region, kmsKeyArn }) => ({
            Update: { RegionName: region, KMSMasterKeyId: kmsKeyArn },
          })),
        }
      : { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: spec.primary.kmsKeyArn } }),
  };
  return call(spec.primary.region, 'UpdateTable', input, `change the key of DynamoDB table ${tableName}`);
}

export function changeBilling(
  spec: DynamoDbSpec,
  tableName: string,
  indexNames: readonly string[],
  change: { table: boolean },
): Action {
  const ProvisionedThroughput = throughput(spec);
  const input = {
    TableName: tableName,
    ...(change.table ? { BillingMode: spec.billingMode, ProvisionedThroughput } : {}),
    GlobalSecondaryIndexUpdates:
      ProvisionedThroughput && indexNames.length > 0
        ? indexNames.map((IndexName) => ({ Update: { IndexName, ProvisionedThroughput } }))
        : undefined,
  };
  return call(
    spec.primary.region,
    'UpdateTable',
    input,
    `set the capacity of DynamoDB table ${tableName} to ${spec.billingMode}`,
  );
}

export function enableStream(spec: DynamoDbSpec, tableName: string): Action {
  const input = {
    TableName: tableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: spec.streamViewType },
  };
  return call(
    spec.primary.region,
    'UpdateTable',
    input,
    `turn on the stream of DynamoDB table ${tableName} in ${spec.primary.region}`,
  );
}

export function setTimeToLive(region: string, tableName: string, attribute: string, on: boolean): Action {
  const input = {
    TableName: tableName,
    TimeToLiveSpecification: { AttributeName: attribute, Enabled: on },
  };
  return call(
    region,
    'UpdateTimeToLive',
    input,
    `turn ${on ? 'on' : 'off'} time to live by ${attribute} of DynamoDB table ${tableName}`,
  );
}

/** @param days null: off. */
export function setRecovery(region: string, tableName: string, days: number | null): Action {
  const input = {
    TableName: tableName,
    PointInTimeRecoverySpecification:
      days === null
        ? { PointInTimeRecoveryEnabled: false }
        : { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days },
  };
  const what = days === null ? 'off' : `for ${days} days`;
  return call(
    region,
    'UpdateContinuousBackups',
    input,
    `set point-in-time recovery of DynamoDB table ${tableName} in ${region}: ${what}`,
  );
}

export function setProtection(region: string, tableName: string, on: boolean): Action {
  const input = { TableName: tableName, DeletionProtectionEnabled: on };
  return call(
    region,
    'UpdateTable',
    input,
    `turn ${on ? 'on' : 'off'} deletion protection of DynamoDB table ${tableName} in ${region}`,
  );
}

export function tagTable(region: string, arn: string, tableName: string, tags: Tags): Action {
  return call(
    region,
    'TagResource',
    { ResourceArn: arn, Tags: tagList(tags) },
    `tag DynamoDB table ${tableName} in ${region}`,
  );
}

/**
 * DynamoDB takes no final snapshot of our choosing: with point-in-time recovery on, it keeps a system backup of its
 * own for 35 days (DynamoDB guide).
 */
export function deleteTable({ region, tableName, pitr }: ObservedTable): Action {
  const backup = pitr?.enabled ? ' (AWS keeps a system backup of it for 35 days)' : '';
  return call(
    region,
    'DeleteTable',
    { TableName: tableName },
    `delete DynamoDB table ${tableName} in ${region} with its data${backup}`,
    'data-loss',
  );
}

/** Only key attributes, each once: anything else is a ValidationException. */
function attributeDefinitions(table: TableSpec): { AttributeName: string; AttributeType: string }[] {
  const keys = [table, ...table.indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  const types = new Map(keys.flatMap((key) => (key ? [[key.name, key.type]] : [])));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

function keySchema({ partitionKey, sortKey }: Pick<TableSpec, 'partitionKey' | 'sortKey'>) {
  const hash = { AttributeName: partitionKey.name, KeyType: 'HASH' };
  return sortKey ? [hash, { AttributeName: sortKey.name, KeyType: 'RANGE' }] : [hash];
}

function indexDefinition(spec: DynamoDbSpec, index: TableIndex) {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: index.projection },
    ProvisionedThroughput: throughput(spec),
  };
}

/** Nothing with PAY_PER_REQUEST, which takes no throughput anywhere. */
function throughput({ provisioned }: DynamoDbSpec) {
  if (!provisioned) return undefined;
  return {
    ReadCapacityUnits: provisioned.readCapacityUnits,
    WriteCapacityUnits: provisioned.writeCapacityUnits,
  };
}
