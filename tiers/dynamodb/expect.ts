import type { DynamoDbSpec } from '../../core/spec.ts';
import { type Action, isOurs } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { expectUpdate, index, keysOf, unitsOf } from './expect-update.ts';
import type { DynamoDbObserved, ObservedTable, TablePair } from './observe.ts';

// biome-ignore lint/suspicious/noExplicitAny: inputs of the calls that this tier makes
export type Input = any;
/** A table in one of its regions. */
export type Side = 'primary' | 'secondary' | 'retired';
export const SIDES: readonly Side[] = ['primary', 'secondary', 'retired'];

/** Documented default of point-in-time recovery. */
const RECOVERY_DAYS = 35;

/** What is observed when an action of this tier has been carried out. An action that it does not know changes nothing. */
export function expect(spec: DynamoDbSpec, observed: DynamoDbObserved, action: Action): DynamoDbObserved {
  const { tableName, region } = target(action);
  const next = (tables: DynamoDbObserved['tables']): DynamoDbObserved['tables'] =>
    Object.fromEntries(
      Object.entries(tables).map(([name, pair]) => [
        name,
        pair.tableName === tableName ? expectPair(spec, pair, sideOf(pair, region), action) : pair,
      ]),
    );
  return { tables: next(observed.tables), retiredTables: next(observed.retiredTables) };
}

export function target({ region, input }: Pick<Action, 'region' | 'input'>) {
  const { TableName, ResourceArn } = input as Input;
  return { region, tableName: String(TableName ?? String(ResourceArn).split('/')[1]) };
}

export function sideOf(pair: TablePair, region: string): Side {
  return SIDES.find((side) => pair[`${side}Region`] === region) ?? 'primary';
}

function expectPair(spec: DynamoDbSpec, pair: TablePair, side: Side, { command, input }: Action): TablePair {
  const table = pair[side];
  if (command === 'CreateTable') return { ...pair, [side]: created(spec, pair, input) };
  if (!table) return pair;
  switch (command) {
    case 'UpdateTable':
      return expectUpdate(pair, side, table, input);
    case 'UpdateTimeToLive': {
      const { Enabled, AttributeName } = (input as Input).TimeToLiveSpecification;
      const ttl = Enabled
        ? { status: 'ENABLED', attribute: String(AttributeName) }
        : { status: 'DISABLED', attribute: null };
      return { ...pair, [side]: { ...table, ttl } };
    }
    case 'UpdateContinuousBackups': {
      const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } = (input as Input)
        .PointInTimeRecoverySpecification;
      const pitr = { enabled: Boolean(enabled), days: enabled ? (days ?? RECOVERY_DAYS) : null };
      return { ...pair, [side]: { ...table, pitr } };
    }
    case 'TagResource': {
      const tags = { ...table.tags, ...tagRecord((input as Input).Tags) };
      return { ...pair, [side]: { ...table, tags, ours: isOurs(spec.identity, tags) } };
    }
    case 'DeleteTable':
      return withoutMember({ ...pair, [side]: null }, table.region);
    default:
      return pair;
  }
}

/** What the other regions show of a table that has gone. */
function withoutMember(pair: TablePair, region: string): TablePair {
  const without = (table: ObservedTable | null) =>
    table && { ...table, replicas: table.replicas.filter((replica) => replica.region !== region) };
  const { primary, secondary, retired } = pair;
  return { ...pair, primary: without(primary), secondary: without(secondary), retired: without(retired) };
}

/** The table's ARN and stream are AWS's to give: the name stands in, which the calls that need an ARN take as well. */
function created(spec: DynamoDbSpec, pair: TablePair, input: Input): ObservedTable {
  const tags = tagRecord(input.Tags);
  const arn = `arn:aws:dynamodb:${pair.primaryRegion}::table/${pair.tableName}`;
  return {
    region: pair.primaryRegion,
    tableName: pair.tableName,
    ours: isOurs(spec.identity, tags),
    status: 'ACTIVE',
    arn,
    streamArn: `${arn}/stream/new`,
    streamViewType: input.StreamSpecification?.StreamViewType ?? null,
    keys: keysOf(input.KeySchema, input.AttributeDefinitions),
    indexes: (input.GlobalSecondaryIndexes ?? []).map((one: Input) => index(one, input.AttributeDefinitions)),
    billingMode: input.BillingMode,
    ...unitsOf(input.ProvisionedThroughput),
    kmsKeyArn: input.SSESpecification.KMSMasterKeyId,
    encryptionStatus: 'ENABLED',
    deletionProtection: input.DeletionProtectionEnabled,
    replicas: [],
    tags,
    ttl: { status: 'DISABLED', attribute: null },
    pitr: { enabled: false, days: null },
  };
}
