import type { DynamoDbSpec } from '../../../core/spec.ts';
import { isOurs } from '../../../core/tier.ts';
import { dynamoDbCommands } from '../../../tiers/dynamodb/apply.ts';
import { SIDES } from '../../../tiers/dynamodb/expect.ts';
import { dynamoDbForesight } from '../../../tiers/dynamodb/foresight.ts';
import type {
  DynamoDbObserved,
  ObservedReplica,
  ObservedTable,
  TablePair,
} from '../../../tiers/dynamodb/observe.ts';
import { planDynamoDb } from '../../../tiers/dynamodb/plan.ts';
import { itObeysTheLaws } from '../shared/laws.ts';
import { otherTags, type Subject } from '../shared/properties.ts';
import { lookFor, nothing } from './simulation.ts';

/** The states of the DynamoDB API. */
const IN_TRANSITION = ['CREATING', 'UPDATING', 'DELETING'];
const FOR_GOOD = ['INACCESSIBLE_ENCRYPTION_CREDENTIALS', 'ARCHIVED', 'REPLICATION_NOT_AUTHORIZED'];
const OF_TABLE = ['ACTIVE', ...IN_TRANSITION, ...FOR_GOOD, 'ARCHIVING', 'OF_NEXT_YEAR'];
const OF_INDEX = ['ACTIVE', ...IN_TRANSITION];
const OF_REPLICA = ['ACTIVE', ...IN_TRANSITION, ...FOR_GOOD, 'CREATION_FAILED', 'REGION_DISABLED'];
const OF_TTL = ['ENABLED', 'DISABLED', 'ENABLING', 'DISABLING'];
const STATUSES = [...new Set([...OF_TABLE, ...OF_REPLICA, ...OF_TTL])];

const among = (all: readonly string[], status: string) => (all.includes(status) ? status : (all[0] ?? ''));

function possible(spec: DynamoDbSpec, table: ObservedTable): ObservedTable {
  const { status, indexes, replicas, ttl, tags } = table;
  return {
    ...table,
    status: among(OF_TABLE, status),
    ours: isOurs(spec.identity, tags),
    indexes: indexes.map((index) => ({ ...index, status: among(OF_INDEX, index.status) })),
    replicas: replicas.map((replica) => ({ ...replica, status: among(OF_REPLICA, replica.status) })),
    ttl: ttl && { ...ttl, status: among(OF_TTL, ttl.status) },
  };
}

/** Two tables are replicas of each other, or neither of the other. */
function mutual(pair: TablePair): TablePair {
  const { primary, primaryRegion } = pair;
  const members = (primary?.replicas ?? []).map(({ region }) => region);
  return ofSides(pair, (table) =>
    table === primary || members.includes(table.region)
      ? table
      : { ...table, replicas: table.replicas.filter(({ region }) => region !== primaryRegion) },
  );
}

function ofPairs(
  { tables, retiredTables }: DynamoDbObserved,
  change: (pair: TablePair) => TablePair,
): DynamoDbObserved {
  const each = (all: DynamoDbObserved['tables']) =>
    Object.fromEntries(Object.entries(all).map(([name, pair]) => [name, change(pair)]));
  return { tables: each(tables), retiredTables: each(retiredTables) };
}

const ofSides = (pair: TablePair, change: (table: ObservedTable) => ObservedTable | null): TablePair => ({
  ...pair,
  ...Object.fromEntries(
    SIDES.map((side) => {
      const table = pair[side];
      return [side, table && change(table)];
    }),
  ),
});

const later = (status: string, settled: string) =>
  FOR_GOOD.includes(status) || /_FAILED|_DISABLED/.test(status) ? status : settled;

/** What is being deleted has gone, what is being made is there. */
function arrivedTable(table: ObservedTable): ObservedTable | null {
  if (table.status === 'DELETING') return null;
  const { ttl, encryptionStatus } = table;
  return {
    ...table,
    status: later(table.status, table.status === 'ARCHIVING' ? 'ARCHIVED' : 'ACTIVE'),
    encryptionStatus: encryptionStatus && 'ENABLED',
    indexes: table.indexes
      .filter(({ status }) => status !== 'DELETING')
      .map((index) => ({ ...index, status: 'ACTIVE' })),
    replicas: table.replicas
      .filter(({ status }) => status !== 'DELETING')
      .map((replica) => ({ ...replica, status: later(replica.status, 'ACTIVE') })),
    ttl: ttl && { ...ttl, status: ttl.status.replace(/ING$/, 'ED') },
  };
}

/** A replica is the table in the other region: both come and go together. */
function arrivedPair(pair: TablePair): TablePair {
  const gone = SIDES.filter((side) => side !== 'primary' && pair[side]?.status === 'DELETING').map(
    (side) => pair[`${side}Region`],
  );
  const leaves = (pair.primary?.replicas ?? [])
    .filter(({ status }) => status === 'DELETING')
    .map(({ region }) => region);
  const without = ofSides(pair, (table) => (leaves.includes(table.region) ? null : arrivedTable(table)));
  const { primary } = without;
  if (!primary) return without;
  const replicas = primary.replicas.filter(({ region }) => !gone.includes(region));
  const shown = (region: string | null, table: ObservedTable | null) => {
    const replica = replicas.find((one) => one.region === region && one.status === 'ACTIVE');
    return table || !region || !replica ? table : { ...primary, region, ours: false, tags: {}, replicas: [] };
  };
  return {
    ...without,
    primary: { ...primary, replicas },
    secondary: shown(pair.secondaryRegion, without.secondary),
    retired: shown(pair.retiredRegion, without.retired),
  };
}

const pairsOf = ({ tables, retiredTables }: DynamoDbObserved) => [
  ...Object.values(tables),
  ...Object.values(retiredTables),
];

/** Replicas have no tags: they are the table's own. */
function foreignOf({ primary, secondary, retired }: TablePair): (ObservedTable | null)[] {
  if (primary && !primary.ours) return [primary, secondary, retired];
  const members = (primary?.replicas ?? []).map(({ region }) => region);
  const joined = (table: ObservedTable | null) =>
    table?.replicas.some(({ region }) => region === primary?.region) ?? false;
  return [secondary, retired].filter(
    (table) => table && !table.ours && !members.includes(table.region) && !joined(table),
  );
}

const stray: ObservedReplica = { region: 'us-east-1', status: 'ACTIVE', statusDescription: null };

const dynamodb: Subject<DynamoDbSpec, DynamoDbObserved> = {
  plan: planDynamoDb,
  foresight: dynamoDbForesight,
  commands: dynamoDbCommands,
  nothing: (spec) => lookFor(spec, nothing(spec)),
  look: lookFor,
  consistent: (spec, observed) =>
    ofPairs(observed, (pair) => mutual(ofSides(pair, (table) => possible(spec, table)))),
  arrive: (observed) => ofPairs(observed, arrivedPair),
  remains: (observed) =>
    pairsOf(observed).flatMap(({ primary, secondary, retired }) =>
      [primary, secondary, retired].flatMap((table) =>
        table?.ours && (primary === null || primary.ours) ? [`${table.tableName} in ${table.region}`] : [],
      ),
    ),
  foreign: (observed) =>
    pairsOf(observed).flatMap((pair) => foreignOf(pair).map((one) => JSON.stringify(one))),
  alternatives: {
    primary: () => [null],
    secondary: () => [null],
    retired: () => [null],
    status: () => STATUSES,
    tags: otherTags,
    streamViewType: () => [null, 'KEYS_ONLY'],
    keys: () => [['other:S'], ['other:S', 'more:N'], []],
    indexes: (all: object[]) => [
      [],
      all.slice(1),
      [...all, { ...index, name: 'of-somebody' }],
      [...all.slice(1), { ...index, name: 'by-player' }],
    ],
    projection: () => [null, 'KEYS_ONLY', 'INCLUDE'],
    billingMode: () => ['PROVISIONED', 'PAY_PER_REQUEST'],
    readCapacityUnits: () => [0, 1, 77],
    kmsKeyArn: () => [null, 'arn:aws:kms:eu-west-2:123456789012:key/other'],
    encryptionStatus: () => [null, 'ENABLED', 'UPDATING'],
    deletionProtection: (is: boolean) => [!is],
    replicas: (all: object[]) => [[], all.slice(1), [...all, stray]],
    ttl: () => [null, { status: 'ENABLED', attribute: 'other' }, { status: 'DISABLED', attribute: null }],
    pitr: () => [null, { enabled: false, days: null }, { enabled: true, days: null }],
  },
};

const index = {
  ...{ status: 'ACTIVE', keys: ['other:S'], projection: 'ALL' },
  ...{ readCapacityUnits: 0, writeCapacityUnits: 0 },
};

describe('the plan of the DynamoDB tier', () => itObeysTheLaws(dynamodb, 200));
