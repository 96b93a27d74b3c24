import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  ReplicaDescription,
  ReplicaStatus,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { GlobalIndex, RegionalTable, SharedTable, Throughput } from './state.ts';

/**
 * What DescribeTable answers. Documented: AWS updates sizes and counts about every six hours, so a table that is
 * younger has none; the local cloud leaves them at 0.
 */
export function describeTable(table: RegionalTable): TableDescription {
  const { shared } = table;
  const deleting = table.status === 'DELETING';
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: table.status,
    CreationDateTime: table.createdAt,
    ItemCount: 0,
    TableSizeBytes: 0,
    DeletionProtectionEnabled: table.deletionProtection,
    ProvisionedThroughput: throughput(shared.throughput),
    ...(shared.billingMode === 'PAY_PER_REQUEST' || shared.payPerRequestSince
      ? {
          BillingModeSummary: {
            BillingMode: shared.billingMode,
            LastUpdateToPayPerRequestDateTime: shared.payPerRequestSince,
          },
        }
      : {}),
    // Documented: a table that is being deleted shows nothing of its indexes.
    ...(deleting ? {} : keysAndIndexes(table)),
    ...streamMembers(table),
    ...(table.encryption
      ? {
          SSEDescription: {
            Status: table.encryption.status,
            SSEType: 'KMS',
            KMSMasterKeyArn: table.encryption.keyArn,
          },
        }
      : {}),
    ...replicaMembers(table),
  };
}

function keysAndIndexes(table: RegionalTable): Partial<TableDescription> {
  const { shared } = table;
  return {
    AttributeDefinitions: shared.attributes,
    KeySchema: shared.keySchema,
    ...(shared.localIndexes.length > 0
      ? { LocalSecondaryIndexes: shared.localIndexes.map((index) => localIndex(table, index)) }
      : {}),
    ...(shared.globalIndexes.length > 0
      ? { GlobalSecondaryIndexes: shared.globalIndexes.map((index) => globalIndex(table, index)) }
      : {}),
  };
}

function streamMembers(table: RegionalTable): Partial<TableDescription> {
  return {
    ...(table.stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream } } : {}),
    ...(table.streamLabel
      ? {
          LatestStreamLabel: table.streamLabel,
          LatestStreamArn: `${table.arn}/stream/${table.streamLabel}`,
        }
      : {}),
  };
}

/** Absent on a table without replicas; the table's own region is never listed. */
function replicaMembers(table: RegionalTable): Partial<TableDescription> {
  const others = table.shared.replicas.filter((replica) => replica !== table);
  if (others.length === 0) return {};
  return { GlobalTableVersion: '2019.11.21', Replicas: others.map(replica) };
}

function replica(other: RegionalTable): ReplicaDescription {
  return {
    RegionName: other.region,
    ReplicaStatus: replicaStatus(other),
    ReplicaArn: other.arn,
    ...(other.encryption ? { KMSMasterKeyId: other.encryption.keyArn } : {}),
    ...(other.shared.globalIndexes.length > 0
      ? { GlobalSecondaryIndexes: other.shared.globalIndexes.map((index) => ({ IndexName: index.name })) }
      : {}),
  };
}

/** The other regions see a replica as ACTIVE while its table is UPDATING for their sake. */
function replicaStatus(other: RegionalTable): ReplicaStatus {
  if (other.status === 'CREATING' || other.status === 'DELETING') return other.status;
  return other.replicaUpdating ? 'UPDATING' : 'ACTIVE';
}

function localIndex(
  table: RegionalTable,
  index: SharedTable['localIndexes'][number],
): LocalSecondaryIndexDescription {
  return {
    ...index,
    IndexArn: `${table.arn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  };
}

function globalIndex(table: RegionalTable, index: GlobalIndex): GlobalSecondaryIndexDescription {
  return {
    IndexName: index.name,
    IndexArn: `${table.arn}/index/${index.name}`,
    KeySchema: index.keySchema,
    Projection: index.projection,
    // A table that is being created anywhere has its indexes in that state too.
    IndexStatus: table.status === 'CREATING' ? 'CREATING' : index.status,
    ...(index.backfilling === undefined ? {} : { Backfilling: index.backfilling }),
    ProvisionedThroughput: throughput(index.throughput),
    IndexSizeBytes: 0,
    ItemCount: 0,
  };
}

/** PAY_PER_REQUEST shows zeros, not nothing. */
function throughput(value: Throughput | undefined): ProvisionedThroughputDescription {
  return {
    ReadCapacityUnits: value?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: value?.WriteCapacityUnits ?? 0,
    NumberOfDecreasesToday: 0,
    ...(value?.lastIncrease ? { LastIncreaseDateTime: value.lastIncrease } : {}),
    ...(value?.lastDecrease ? { LastDecreaseDateTime: value.lastDecrease } : {}),
  };
}
