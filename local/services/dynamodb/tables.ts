import type {
  CreateTableInput,
  CreateTableOutput,
  DeleteTableInput,
  DeleteTableOutput,
  DescribeTableInput,
  DescribeTableOutput,
  ListTablesInput,
  ListTablesOutput,
  StreamViewType,
} from '@aws-sdk/client-dynamodb';
import { AwsError, type CallContext, type World } from '../../service.ts';
import { uuid } from '../common.ts';
import { describeTable } from './describe.ts';
import type { Keys } from './encryption.ts';
import { inUse, validation } from './errors.ts';
import type { PhysicalTables } from './physical.ts';
import { type RegionalTable, type SharedTable, type Tables, tableName } from './state.ts';
import { validateCreateTable } from './validation.ts';

/** Documented default quotas: tables of a region, and how many of them may be changing at a time. */
const MAX_TABLES = 2_500;
const MAX_CHANGING = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What the operations of this folder share. */
export interface DynamoDb {
  readonly world: World;
  readonly tables: Tables;
  readonly keys: Keys;
  readonly physical: PhysicalTables;
}

export async function createTable(
  db: DynamoDb,
  input: CreateTableInput,
  context: CallContext,
): Promise<CreateTableOutput> {
  const { world, tables } = db;
  const name = tableName(context.region, input.TableName);
  validateCreateTable(input);
  if (tables.find(context.region, name)) {
    throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
  }
  requireRoom(db, context.region);
  const encryption = db.keys.forTable(context.region, input.SSESpecification);
  const shared = sharedTable(db, context.region, name, input);
  const table = regionalTable(db, shared, context.region, name, {
    stream: input.StreamSpecification?.StreamEnabled ? input.StreamSpecification.StreamViewType : undefined,
    encryption,
  });
  table.deletionProtection = input.DeletionProtectionEnabled ?? false;
  for (const { Key, Value } of input.Tags ?? []) table.tags.set(Key ?? '', Value ?? '');
  // Taken before the engine is asked, so that a second request at the same moment finds it.
  tables.add(table);
  try {
    await db.physical.create(shared);
  } catch (error) {
    tables.remove(table);
    throw error;
  }
  const description = describeTable(table);
  world.later('dynamodb.table.create', async () => {
    await db.physical.ready(shared.physicalName);
    becomeActive(db, table);
  });
  return { TableDescription: description };
}

function sharedTable(db: DynamoDb, region: string, name: string, input: CreateTableInput): SharedTable {
  const payPerRequest = input.BillingMode === 'PAY_PER_REQUEST';
  return {
    physicalName: db.physical.newName(region, name),
    attributes: input.AttributeDefinitions ?? [],
    keySchema: input.KeySchema ?? [],
    localIndexes: input.LocalSecondaryIndexes ?? [],
    globalIndexes: (input.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? '',
      keySchema: index.KeySchema ?? [],
      projection: index.Projection ?? {},
      throughput: index.ProvisionedThroughput,
      status: 'ACTIVE',
      backfilling: undefined,
    })),
    billingMode: payPerRequest ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    payPerRequestSince: payPerRequest ? new Date(db.world.clock.now()) : undefined,
    throughput: input.ProvisionedThroughput,
    timeToLive: { status: 'DISABLED', attribute: undefined, changedAt: undefined },
    replicas: [],
  };
}

/** A new table of one region, CREATING. Tags, backups and protection start empty: they are the region's own. */
export function regionalTable(
  { world, tables }: DynamoDb,
  shared: SharedTable,
  region: string,
  name: string,
  settings: {
    stream: StreamViewType | undefined;
    encryption: RegionalTable['encryption'];
    isReplica?: boolean;
  },
): RegionalTable {
  return {
    shared,
    region,
    name,
    arn: tables.arn(region, name),
    id: uuid(world),
    createdAt: new Date(world.clock.now()),
    isReplica: settings.isReplica ?? false,
    status: 'CREATING',
    replicaUpdating: false,
    stream: settings.stream,
    streamLabel: settings.stream ? streamLabel(world) : undefined,
    encryption: settings.encryption,
    deletionProtection: false,
    tags: new Map(),
    backups: { available: false, pitrDays: undefined, since: undefined },
    lastSourceAt: undefined,
  };
}

/** Documented: the label is an ISO 8601 timestamp. */
export const streamLabel = (world: World): string => new Date(world.clock.now()).toISOString().slice(0, -1);

/** Continuous backups come a few seconds later than the table. */
export function becomeActive({ world }: DynamoDb, table: RegionalTable): void {
  table.status = 'ACTIVE';
  const enabled = () => {
    table.backups.available = true;
  };
  if (world.delays('dynamodb.backups.enable') === 0) enabled();
  else world.later('dynamodb.backups.enable', enabled);
}

/** All replicas share capacity and indexes, so they change together. */
export function changeTogether(
  db: DynamoDb,
  table: RegionalTable,
  finish: () => Promise<void> | void = () => {},
): void {
  const changing = table.shared.replicas.filter((replica) => replica.status === 'ACTIVE');
  for (const replica of changing) replica.status = 'UPDATING';
  db.world.later('dynamodb.table.update', async () => {
    await finish();
    for (const replica of changing) if (replica.status === 'UPDATING') replica.status = 'ACTIVE';
  });
}

export function describeTableOperation(
  { tables }: DynamoDb,
  input: DescribeTableInput,
  context: CallContext,
): DescribeTableOutput {
  return { Table: describeTable(tables.get(context, input.TableName ?? '')) };
}

export function listTables(
  { tables }: DynamoDb,
  input: ListTablesInput,
  context: CallContext,
): ListTablesOutput {
  const { ExclusiveStartTableName: start, Limit: limit = 100 } = input;
  if (limit < 1 || limit > 100) {
    throw validation(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have ` +
        `value ${limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 100'}`,
    );
  }
  const rest = tables.names(context.region).filter((name) => start === undefined || name > start);
  const page = rest.slice(0, limit);
  return {
    TableNames: page,
    ...(rest.length > page.length ? { LastEvaluatedTableName: page.at(-1) } : {}),
  };
}

export function deleteTable(db: DynamoDb, input: DeleteTableInput, context: CallContext): DeleteTableOutput {
  const table = db.tables.get(context, input.TableName ?? '');
  // Documented: no error when it is being deleted already.
  if (table.status !== 'DELETING') {
    requireDeletable(db.world, table);
    startDeletion(db, table, 'dynamodb.table.delete');
  }
  return { TableDescription: describeTable(table) };
}

function requireDeletable(world: World, table: RegionalTable): void {
  const { name, status } = table;
  if (status === 'CREATING') {
    throw inUse(table.isReplica ? `Table: ${name} is being used.` : `Table is being created: ${name}`);
  }
  if (status === 'UPDATING') throw inUse(`Table: ${name} is in the process of being updated.`);
  if (table.deletionProtection) {
    throw validation(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  requireNotSource(world, table);
}

/** A region that a replica came from in the last 24 hours stays as long as there are others. */
export function requireNotSource(world: World, table: RegionalTable): void {
  const hasOthers = table.shared.replicas.length > 1;
  if (hasOthers && world.clock.now() - (table.lastSourceAt ?? Number.NEGATIVE_INFINITY) < DAY_MS) {
    throw validation(
      'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the ' +
        'table in the last 24 hours.',
    );
  }
}

/** DELETING now, gone later; the data goes with the last replica. */
export function startDeletion(
  db: DynamoDb,
  table: RegionalTable,
  delay: 'dynamodb.table.delete' | 'dynamodb.replica.delete',
  gone: () => void = () => {},
): void {
  table.status = 'DELETING';
  db.world.later(delay, async () => {
    db.tables.remove(table);
    gone();
    if (table.shared.replicas.length === 0) await db.physical.drop(table.shared.physicalName);
  });
}

function requireRoom({ world, tables }: DynamoDb, region: string): void {
  const names = tables.names(region);
  const limit = world.quotas.dynamodb?.Tables ?? MAX_TABLES;
  if (names.length >= limit) {
    throw new AwsError(
      'LimitExceededException',
      `Subscriber limit exceeded: There is a limit of ${limit} tables per subscriber`,
    );
  }
  const changing = names.filter((name) => tables.find(region, name)?.status !== 'ACTIVE').length;
  if (changing >= MAX_CHANGING) {
    throw new AwsError(
      'LimitExceededException',
      `Subscriber limit exceeded: Only ${MAX_CHANGING} tables can be created, updated, or deleted simultaneously`,
    );
  }
}
