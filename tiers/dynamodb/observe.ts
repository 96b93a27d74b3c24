import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDbSpec, Identity, RetiredTable, Tags } from '../../core/spec.ts';
import { isOurs, type Scope } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent, orUnreadable } from '../shared/reading.ts';

export interface ObservedIndex {
  readonly name: string;
  readonly status: string;
  /** `playerId:S` for partition key, then sort key. */
  readonly keys: readonly string[];
  /** Null where the endpoint does not say. */
  readonly projection: string | null;
  readonly readCapacityUnits: number;
  readonly writeCapacityUnits: number;
}

export interface ObservedReplica {
  readonly region: string;
  readonly status: string;
  readonly statusDescription: string | null;
}

export interface ObservedTable {
  readonly region: string;
  readonly tableName: string;
  readonly ours: boolean;
  readonly status: string;
  readonly arn: string;
  readonly streamArn: string | null;
  readonly streamViewType: string | null;
  /** `gameId:S` for partition key, then sort key. */
  readonly keys: readonly string[];
  readonly indexes: readonly ObservedIndex[];
  readonly billingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly readCapacityUnits: number;
  readonly writeCapacityUnits: number;
  readonly kmsKeyArn: string | null;
  /** `UPDATING` while AWS changes the key, with the table ACTIVE; null: a key that AWS owns. */
  readonly encryptionStatus: string | null;
  readonly deletionProtection: boolean;
  readonly replicas: readonly ObservedReplica[];
  readonly tags: Tags;
  /** Null where it could not be read; only read in the primary region, replicas follow it. */
  readonly ttl: { readonly status: string; readonly attribute: string | null } | null;
  /** `days` is null where the endpoint does not say. */
  readonly pitr: { readonly enabled: boolean; readonly days: number | null } | null;
}

/** One table in both regions, and in the one that an update has taken out. */
export interface TablePair {
  readonly tableName: string;
  readonly primaryRegion: string;
  readonly secondaryRegion: string | null;
  readonly primary: ObservedTable | null;
  readonly secondary: ObservedTable | null;
  readonly retiredRegion: string | null;
  readonly retired: ObservedTable | null;
}

export interface DynamoDbObserved {
  /** By logical name. */
  readonly tables: Readonly<Record<string, TablePair>>;
  /** Those that must not exist any more, by logical name. */
  readonly retiredTables: Readonly<Record<string, TablePair>>;
}

export async function observeDynamoDb({ spec, clients }: Scope<DynamoDbSpec>): Promise<DynamoDbObserved> {
  const { identity, tables, retiredTables = [] } = spec;
  const primaryRegion = spec.primary.region;
  const secondaryRegion = spec.secondary?.region ?? null;
  const retiredRegion = spec.retiredSecondary?.region ?? null;
  const look = async (region: string | null, tableName: string, withTtl: boolean) =>
    region ? observeTable(clients.get(DynamoDBClient, region), region, tableName, identity, withTtl) : null;
  const pairs = async (named: readonly RetiredTable[]): Promise<Record<string, TablePair>> => {
    const entries = named.map(async ({ logicalName, tableName }): Promise<[string, TablePair]> => {
      const [primary, secondary, retired] = await Promise.all([
        look(primaryRegion, tableName, true),
        look(secondaryRegion, tableName, false),
        look(retiredRegion, tableName, false),
      ]);
      const regions = { primaryRegion, secondaryRegion, retiredRegion };
      return [logicalName, { tableName, ...regions, primary, secondary, retired }];
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  const [present, gone] = await Promise.all([pairs(tables), pairs(retiredTables)]);
  return { tables: present, retiredTables: gone };
}

async function observeTable(
  client: DynamoDBClient,
  region: string,
  tableName: string,
  identity: Identity,
  withTtl: boolean,
): Promise<ObservedTable | null> {
  const answer = await orAbsent(client.send(new DescribeTableCommand({ TableName: tableName })));
  const table = answer?.Table;
  if (!table?.TableArn) return null;
  // AWS refuses the questions with a ValidationException while the table comes or goes.
  const settled = table.TableStatus !== 'CREATING' && table.TableStatus !== 'DELETING';
  const [tags, ttl, backups] = await Promise.all([
    readTags(client, table.TableArn),
    settled && withTtl
      ? orWrongState(client.send(new DescribeTimeToLiveCommand({ TableName: tableName })))
      : null,
    settled
      ? orWrongState(client.send(new DescribeContinuousBackupsCommand({ TableName: tableName })))
      : null,
  ]);
  const expiry = ttl?.TimeToLiveDescription;
  const recovery = backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    region,
    tableName,
    ours: isOurs(identity, tags),
    tags,
    ttl: expiry
      ? { status: expiry.TimeToLiveStatus ?? 'DISABLED', attribute: expiry.AttributeName ?? null }
      : null,
    pitr: recovery
      ? {
          enabled: recovery.PointInTimeRecoveryStatus === 'ENABLED',
          days: recovery.RecoveryPeriodInDays ?? null,
        }
      : null,
    ...fromDescription(table),
  };
}

/**
 * Null when the table's state does not let it be read. DescribeTable may be a moment behind: a table that it still
 * calls ACTIVE may answer "Cannot describe time to live while table is in DELETING state".
 */
async function orWrongState<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await orUnreadable(read);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationException' && /table is in \w+ state/i.test(message)) return null;
    throw error;
  }
}

/** A table that is being created may not be known to the tag index yet. */
async function readTags(client: DynamoDBClient, arn: string): Promise<Tags> {
  const tags = await orUnreadable(
    allPages(async (NextToken) => {
      const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken }));
      return { items: page.Tags ?? [], next: page.NextToken };
    }),
  );
  return tagRecord(tags ?? []);
}

function fromDescription(
  table: TableDescription,
): Omit<ObservedTable, 'region' | 'tableName' | 'ours' | 'tags' | 'ttl' | 'pitr'> {
  const types = new Map(
    (table.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const typedKeys = (schema: TableDescription['KeySchema']) =>
    keyNames(schema).map((name) => `${name}:${types.get(name)}`);
  return {
    status: table.TableStatus ?? 'UNKNOWN',
    arn: table.TableArn ?? '',
    streamArn: table.LatestStreamArn ?? null,
    streamViewType: table.StreamSpecification?.StreamEnabled
      ? (table.StreamSpecification.StreamViewType ?? null)
      : null,
    keys: typedKeys(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? '',
      status: index.IndexStatus ?? 'ACTIVE',
      keys: typedKeys(index.KeySchema),
      projection: index.Projection?.ProjectionType ?? null,
      readCapacityUnits: index.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      writeCapacityUnits: index.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    })),
    // Documented: a table that was always provisioned has no BillingModeSummary.
    billingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    readCapacityUnits: table.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacityUnits: table.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    kmsKeyArn: table.SSEDescription?.KMSMasterKeyArn ?? null,
    encryptionStatus: table.SSEDescription?.Status ?? null,
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    replicas: (table.Replicas ?? []).map((replica) => ({
      region: replica.RegionName ?? '',
      status: replica.ReplicaStatus ?? 'UNKNOWN',
      statusDescription: replica.ReplicaStatusDescription ?? null,
    })),
  };
}

/** Attribute names of a key: partition key first. */
function keyNames(schema: readonly { AttributeName?: string; KeyType?: string }[] | undefined): string[] {
  const named = (type: string) => (schema ?? []).filter((part) => part.KeyType === type);
  return [...named('HASH'), ...named('RANGE')].map((part) => part.AttributeName ?? '');
}
