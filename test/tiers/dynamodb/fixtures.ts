import type { DynamoDbSpec, TableSpec } from '../../../core/spec.ts';
import type {
  DynamoDbObserved,
  ObservedIndex,
  ObservedTable,
  TablePair,
} from '../../../tiers/dynamodb/observe.ts';
import { ACCOUNT, base, keyArn } from '../shared/fixtures.ts';

export const games: TableSpec = {
  logicalName: 'games',
  tableName: 'shop-dev-games',
  partitionKey: { name: 'gameId', type: 'S' },
  sortKey: { name: 'timestamp', type: 'N' },
  indexes: [
    { name: 'by-player', partitionKey: { name: 'playerId', type: 'S' }, sortKey: null, projection: 'ALL' },
  ],
  ttlAttribute: 'ttl',
};

export const moves: TableSpec = {
  ...games,
  logicalName: 'game_moves',
  tableName: 'shop-dev-game-moves',
  indexes: [],
  ttlAttribute: null,
};

export const single: DynamoDbSpec = {
  ...base,
  tables: [games],
  billingMode: 'PAY_PER_REQUEST',
  provisioned: null,
  globalTables: false,
  primary: { region: 'eu-west-2', kmsKeyArn: keyArn('eu-west-2', 'tables') },
  secondary: null,
  pitrDays: 35,
  streamViewType: 'NEW_AND_OLD_IMAGES',
  deletionProtection: false,
};

export const global: DynamoDbSpec = {
  ...single,
  globalTables: true,
  secondary: { region: 'eu-west-1', kmsKeyArn: keyArn('eu-west-1', 'tables') },
  deletionProtection: true,
};

/** A table as it is when everything has been done. */
export function observedTable(
  spec: DynamoDbSpec,
  table: TableSpec,
  region: string,
  change: Partial<ObservedTable> = {},
): ObservedTable {
  const keysOf = ({ partitionKey, sortKey }: Pick<TableSpec, 'partitionKey' | 'sortKey'>) =>
    [partitionKey, sortKey].flatMap((key) => (key ? [`${key.name}:${key.type}`] : []));
  const arn = `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${table.tableName}`;
  return {
    region,
    tableName: table.tableName,
    ours: true,
    status: 'ACTIVE',
    arn,
    streamArn: `${arn}/stream/2026`,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    keys: keysOf(table),
    indexes: table.indexes.map((index) => ({
      name: index.name,
      status: 'ACTIVE',
      keys: keysOf(index),
      projection: index.projection,
      readCapacityUnits: spec.provisioned?.readCapacityUnits ?? 0,
      writeCapacityUnits: spec.provisioned?.writeCapacityUnits ?? 0,
    })),
    billingMode: spec.billingMode,
    readCapacityUnits: spec.provisioned?.readCapacityUnits ?? 0,
    writeCapacityUnits: spec.provisioned?.writeCapacityUnits ?? 0,
    kmsKeyArn: keyArn(region, 'tables'),
    encryptionStatus: 'ENABLED',
    deletionProtection: spec.deletionProtection,
    replicas:
      spec.secondary && region === spec.primary.region
        ? [{ region: spec.secondary.region, status: 'ACTIVE', statusDescription: null }]
        : [],
    tags: spec.tags,
    ttl:
      region === spec.primary.region
        ? table.ttlAttribute
          ? { status: 'ENABLED', attribute: table.ttlAttribute }
          : { status: 'DISABLED', attribute: null }
        : null,
    pitr: { enabled: spec.pitrDays !== null, days: spec.pitrDays },
    ...change,
  };
}

/** The observed environment: ready, but for what the caller changes of each table. */
export function observedPair(
  spec: DynamoDbSpec,
  table: TableSpec,
  change: Partial<TablePair> = {},
): TablePair {
  return {
    tableName: table.tableName,
    primaryRegion: spec.primary.region,
    secondaryRegion: spec.secondary?.region ?? null,
    primary: observedTable(spec, table, spec.primary.region),
    secondary: spec.secondary ? observedTable(spec, table, spec.secondary.region) : null,
    retiredRegion: spec.retiredSecondary?.region ?? null,
    retired: null,
    ...change,
  };
}

export function observedAll(spec: DynamoDbSpec, change: Partial<TablePair> = {}): DynamoDbObserved {
  return {
    tables: Object.fromEntries(
      spec.tables.map((table) => [table.logicalName, observedPair(spec, table, change)]),
    ),
    retiredTables: {},
  };
}

/** The table of the primary region as it is now. */
export const now = (change: Partial<ObservedTable>, spec = single): Partial<TablePair> => ({
  primary: observedTable(spec, games, spec.primary.region, change),
});

export const index = (change: Partial<ObservedIndex> = {}): ObservedIndex => ({
  name: 'by-player',
  status: 'ACTIVE',
  keys: ['playerId:S'],
  projection: 'ALL',
  readCapacityUnits: 0,
  writeCapacityUnits: 0,
  ...change,
});
