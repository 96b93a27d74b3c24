import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
  DescribeLimitsOutput,
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  ListTagsOfResourceInput,
  ListTagsOfResourceOutput,
  TagResourceInput,
  UntagResourceInput,
  UpdateContinuousBackupsInput,
  UpdateContinuousBackupsOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError, type CallContext } from '../../service.ts';
import { backupTableNotFound, inUse, invalid, tableNotFound, validation } from './errors.ts';
import { type RegionalTable, tableName } from './state.ts';
import type { DynamoDb } from './tables.ts';
import { validateTags } from './validation.ts';

const HOUR_MS = 60 * 60 * 1000;
const RESTORABLE_LAG_MS = 5 * 60 * 1000;
const MAX_PITR_DAYS = 35;
const TAGS_PER_PAGE = 10;

export function describeTimeToLive(
  { tables }: DynamoDb,
  input: DescribeTimeToLiveInput,
  context: CallContext,
): DescribeTimeToLiveOutput {
  const { shared, status, name, isReplica } = tables.get(context, input.TableName ?? '');
  if (status === 'CREATING' && isReplica) throw tableNotFound(name);
  if (status === 'CREATING' || status === 'DELETING') {
    throw validation(
      `Cannot describe time to live while table is in ${status} state: Current table state is ${status}`,
    );
  }
  const { status: TimeToLiveStatus, attribute } = shared.timeToLive;
  return {
    TimeToLiveDescription: { TimeToLiveStatus, ...(attribute ? { AttributeName: attribute } : {}) },
  };
}

/**
 * The setting reaches every replica. The local cloud does not delete expired items: AWS does so "within a few days",
 * and until then they are read as any other.
 */
export function updateTimeToLive(
  db: DynamoDb,
  input: UpdateTimeToLiveInput,
  context: CallContext,
): UpdateTimeToLiveOutput {
  const table = db.tables.get(context, input.TableName ?? '');
  if (table.status === 'CREATING' && table.isReplica) throw tableNotFound(table.name);
  if (table.status === 'CREATING') throw inUse(`Table is being created: ${table.name}`);
  if (table.status === 'DELETING') throw inUse(`Table is being deleted: ${table.name}`);
  const { Enabled = false, AttributeName } = input.TimeToLiveSpecification ?? {};
  if (!AttributeName) throw validation('TimeToLiveSpecification must have an AttributeName');
  const { timeToLive } = table.shared;
  requireTtlChange(db, timeToLive, Enabled, AttributeName);
  timeToLive.status = Enabled ? 'ENABLING' : 'DISABLING';
  timeToLive.attribute = AttributeName;
  timeToLive.changedAt = db.world.clock.now();
  db.world.later('dynamodb.ttl.update', () => {
    timeToLive.status = Enabled ? 'ENABLED' : 'DISABLED';
    if (!Enabled) timeToLive.attribute = undefined;
  });
  return { TimeToLiveSpecification: { Enabled, AttributeName } };
}

function requireTtlChange(
  { world }: DynamoDb,
  { status, attribute, changedAt }: RegionalTable['shared']['timeToLive'],
  enable: boolean,
  name: string,
): void {
  const enabled = status === 'ENABLED' || status === 'ENABLING';
  if (enable && enabled) {
    throw validation(
      attribute === name
        ? 'TimeToLive is already enabled'
        : `TimeToLive is active on a different AttributeName: current AttributeName is ${attribute}`,
    );
  }
  if (!enable && !enabled) throw validation('TimeToLive is already disabled');
  // Documented: one change an hour. Not in the instant pace, where AWS's waits cost nothing.
  const paced = world.delays('dynamodb.ttl.update') > 0;
  if (paced && changedAt !== undefined && world.clock.now() - changedAt < HOUR_MS) {
    throw validation('Time to live has been modified multiple times within a fixed interval');
  }
}

export function describeContinuousBackups(
  db: DynamoDb,
  input: DescribeContinuousBackupsInput,
  context: CallContext,
): DescribeContinuousBackupsOutput {
  return {
    ContinuousBackupsDescription: backupsDescription(db, backupTable(db, input.TableName, context)),
  };
}

/** Of one region: a replica has its own. */
export function updateContinuousBackups(
  db: DynamoDb,
  input: UpdateContinuousBackupsInput,
  context: CallContext,
): UpdateContinuousBackupsOutput {
  const { PointInTimeRecoveryEnabled: enabled = false, RecoveryPeriodInDays: days } =
    input.PointInTimeRecoverySpecification ?? {};
  if (days !== undefined && (days < 1 || days > MAX_PITR_DAYS)) {
    throw validation(
      `1 validation error detected: Value '${days}' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' ` +
        `failed to satisfy constraint: Member must have value ${
          days < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_PITR_DAYS}`
        }`,
    );
  }
  if (!enabled && days !== undefined) {
    throw validation(
      'Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
    );
  }
  const table = backupTable(db, input.TableName, context);
  const { backups } = table;
  if (!backups.available) {
    throw new AwsError(
      'ContinuousBackupsUnavailableException',
      `Backups are being enabled for the table: ${table.name}. Please retry later`,
    );
  }
  backups.since = enabled ? (backups.since ?? db.world.clock.now()) : undefined;
  backups.pitrDays = enabled ? (days ?? backups.pitrDays ?? MAX_PITR_DAYS) : undefined;
  return { ContinuousBackupsDescription: backupsDescription(db, table) };
}

/** These operations answer TableNotFoundException, and do not see a replica that is being created. */
function backupTable(
  { tables }: DynamoDb,
  nameOrArn: string | undefined,
  { region }: CallContext,
): RegionalTable {
  const name = tableName(region, nameOrArn);
  const table = tables.find(region, name);
  if (!table || (table.isReplica && table.status === 'CREATING')) throw backupTableNotFound(name);
  return table;
}

function backupsDescription({ world }: DynamoDb, { backups }: RegionalTable): ContinuousBackupsDescription {
  const { pitrDays, since } = backups;
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      pitrDays === undefined || since === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: pitrDays,
            EarliestRestorableDateTime: new Date(since),
            LatestRestorableDateTime: new Date(Math.max(since, world.clock.now() - RESTORABLE_LAG_MS)),
          },
  };
}

export function tagResource(db: DynamoDb, input: TagResourceInput, context: CallContext): void {
  const table = taggedTable(db, input.ResourceArn, context);
  const tags = input.Tags ?? [];
  if (tags.length === 0) throw validation('Atleast one Tag needs to be provided as Input.');
  validateTags(tags, table.tags.keys());
  for (const { Key, Value } of tags) table.tags.set(Key ?? '', Value ?? '');
}

export function untagResource(db: DynamoDb, input: UntagResourceInput, context: CallContext): void {
  const table = taggedTable(db, input.ResourceArn, context);
  const keys = input.TagKeys ?? [];
  if (keys.length === 0) throw validation('Atleast one Tag Key needs to be provided as Input.');
  for (const key of keys) table.tags.delete(key);
}

export function listTagsOfResource(
  db: DynamoDb,
  input: ListTagsOfResourceInput,
  context: CallContext,
): ListTagsOfResourceOutput {
  const table = taggedTable(db, input.ResourceArn, context);
  const start = Number(input.NextToken ?? 0);
  if (!Number.isInteger(start) || start < 0) throw validation('Invalid Request: NextToken is not valid');
  const tags = [...table.tags].map(([Key, Value]) => ({ Key, Value }));
  const end = start + TAGS_PER_PAGE;
  return {
    Tags: tags.slice(start, end),
    ...(end < tags.length ? { NextToken: String(end) } : {}),
  };
}

/** By ARN, of the region asked. The tags of a table that is still CREATING cannot be read or changed. */
function taggedTable({ tables }: DynamoDb, arn: string | undefined, { region }: CallContext): RegionalTable {
  if (!arn?.startsWith('arn:')) throw invalid(`ARNs must start with 'arn:': ${arn}`);
  const match = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):\d{12}:table\/([a-zA-Z0-9_.-]+)(\/.*)?$/.exec(arn);
  if (!match) throw invalid(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  const [, arnRegion, name = '', rest] = match;
  if (arnRegion !== region) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (rest !== undefined && !rest.startsWith('/stream/')) {
    throw invalid(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  }
  const table = tables.find(region, name);
  if (!table || table.status === 'CREATING') {
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: ResourceArn: ${arn} not found`,
    );
  }
  return table;
}

/** Documented default quotas of an account and of one table. */
export const describeLimits = (): DescribeLimitsOutput => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});
