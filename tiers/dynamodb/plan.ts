import type { DynamoDbSpec, TableSpec } from '../../core/spec.ts';
import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, failWith, inOrder, isEmpty, NOTHING, notOurs, together, waitFor } from '../shared/plan.ts';
import { changeBilling, createIndex, createReplica, createTable, enableStream } from './calls.ts';
import type { DynamoDbObserved, ObservedTable, TablePair } from './observe.ts';
import { planDelete } from './plan-delete.ts';
import { planSettings } from './plan-settings.ts';
import { replicaState, tableState } from './states.ts';

/** Tables side by side; of one table, one `UpdateTable` at a time. */
export function planDynamoDb(
  desired: DynamoDbSpec | null,
  observed: DynamoDbObserved,
  options: PlanOptions = {},
): Plan {
  if (!desired) return together(Object.values(observed.tables).map((pair) => planDelete(pair, options)));
  const impossible = checkBilling(desired);
  if (!isEmpty(impossible)) return impossible;
  return together(
    desired.tables.map((table) => {
      const pair = observed.tables[table.logicalName];
      return pair ? planTable(desired, table, pair) : NOTHING;
    }),
  );
}

/**
 * AWS refuses a replica of a provisioned table whose writes do not scale by themselves ("Table write capacity
 * should either be Pay-Per-Request or AutoScaled."), and Plinth sets up no auto scaling.
 */
function checkBilling(desired: DynamoDbSpec): Plan {
  if (!desired.globalTables || desired.billingMode === 'PAY_PER_REQUEST') return NOTHING;
  return failWith({
    class: 'Terminal',
    code: 'unusable',
    resource: 'DynamoDB tables',
    message:
      'DynamoDB global tables with billing mode PROVISIONED need auto scaling of write capacity, which Plinth does not ' +
      'set up. Ask for PAY_PER_REQUEST, or for provisioned tables without global tables.',
    pointer: '#/dynamodb/billingMode',
  });
}

function planTable(desired: DynamoDbSpec, table: TableSpec, pair: TablePair): Plan {
  const { primary } = pair;
  return inOrder([
    () => checkOwner(desired, pair),
    () => (primary ? NOTHING : act(createTable(desired, table))),
    () => (primary ? planExisting(desired, table, pair, primary) : NOTHING),
  ]);
}

function planExisting(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  primary: ObservedTable,
): Plan {
  return inOrder([
    () => checkShape(desired, table, primary),
    () => waitForReplica(pair, primary),
    () => tableState(primary),
    () => planStream(desired, primary),
    () => planCapacity(desired, primary),
    () => planIndexes(desired, table, primary),
    () => planReplica(desired, pair, primary),
    () => planSettings(desired, table, pair, primary),
  ]);
}

/** In both regions before anything is created: a replica takes the table's own name in its region. */
function checkOwner(desired: DynamoDbSpec, pair: TablePair): Plan {
  const { primary, secondary, tableName, primaryRegion } = pair;
  const resource = `DynamoDB table ${tableName}`;
  if (primary && !primary.ours) {
    // Tags become visible some time after the table does (documented with ListTagsOfResource).
    return primary.status === 'CREATING' && Object.keys(primary.tags).length === 0
      ? waitFor(`the tags of ${resource} in ${primaryRegion} to be visible`, 5)
      : notOurs(`${resource} in ${primaryRegion}`, desired.identity);
  }
  if (!secondary || isReplica(pair)) return NOTHING;
  if (!secondary.ours) return notOurs(`${resource} in ${secondary.region}`, desired.identity);
  if (secondary.status === 'DELETING') {
    return waitFor(`the old ${resource} in ${secondary.region} is DELETING`, 10);
  }
  return failWith({
    class: 'Terminal',
    code: 'unusable',
    resource,
    message:
      `${resource} exists in ${secondary.region} on its own, not as a replica of ${primaryRegion}; AWS cannot join them. ` +
      'Save its data if it is needed, delete it, and send the request again.',
  });
}

/** Replicas get no tags from their source, so membership is what makes them ours. */
function isReplica({ primary, secondary, primaryRegion, secondaryRegion }: TablePair): boolean {
  return (
    primary?.replicas.some((replica) => replica.region === secondaryRegion) ||
    secondary?.replicas.some((replica) => replica.region === primaryRegion) ||
    false
  );
}

/** What no call changes once the table exists. */
function checkShape(desired: DynamoDbSpec, table: TableSpec, primary: ObservedTable): Plan {
  const problems: string[] = [];
  const wanted = typedKeys(table);
  if (String(wanted) !== String(primary.keys)) {
    problems.push(`its key is ${primary.keys.join(' + ')}, not ${wanted.join(' + ')}`);
  }
  for (const index of table.indexes) {
    const existing = primary.indexes.find(({ name }) => name === index.name);
    const keys = typedKeys(index);
    if (existing && String(existing.keys) !== String(keys)) {
      problems.push(`its index ${index.name} is on ${existing.keys.join(' + ')}, not ${keys.join(' + ')}`);
    }
  }
  if (primary.streamViewType && primary.streamViewType !== desired.streamViewType) {
    problems.push(`its stream holds ${primary.streamViewType}, not ${desired.streamViewType}`);
  }
  const extra = primary.replicas.find((replica) => replica.region !== desired.secondary?.region);
  if (extra)
    problems.push(`it has a replica in ${extra.region}, whose data Plinth does not delete on an update`);
  if (problems.length === 0) return NOTHING;
  const resource = `DynamoDB table ${table.tableName}`;
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource,
    message:
      `${resource} in ${primary.region} cannot become as asked: ${problems.join('; ')}. ` +
      'Ask for what exists, or for a table (or index) with another name.',
    pointer: '#/dynamodb',
  });
}

/** As observed: `gameId:S`, partition key first. */
function typedKeys({ partitionKey, sortKey }: Pick<TableSpec, 'partitionKey' | 'sortKey'>): string[] {
  return [partitionKey, sortKey].flatMap((key) => (key ? [`${key.name}:${key.type}`] : []));
}

function planStream(desired: DynamoDbSpec, primary: ObservedTable): Plan {
  return primary.streamViewType ? NOTHING : act(enableStream(desired, primary.tableName));
}

/** AWS refuses an update to the values that a table or index already has, so only what differs is named. */
function planCapacity(desired: DynamoDbSpec, primary: ObservedTable): Plan {
  const units = desired.provisioned;
  const newMode = primary.billingMode !== desired.billingMode;
  const differs = (have: { readCapacityUnits: number; writeCapacityUnits: number }) =>
    newMode ||
    (units !== null &&
      (have.readCapacityUnits !== units.readCapacityUnits ||
        have.writeCapacityUnits !== units.writeCapacityUnits));
  const indexes = primary.indexes.filter(differs).map(({ name }) => name);
  if (!differs(primary) && indexes.length === 0) return NOTHING;
  return act(changeBilling(desired, primary.tableName, indexes, { table: differs(primary) }));
}

/** One index a call. An index that nobody asked for stays: it may be somebody's query. */
function planIndexes(desired: DynamoDbSpec, table: TableSpec, primary: ObservedTable): Plan {
  const missing = table.indexes.find((index) => !primary.indexes.some(({ name }) => name === index.name));
  return missing ? act(createIndex(desired, table, missing)) : NOTHING;
}

/** The table is UPDATING for as long as its replica takes, which is minutes: no use asking every few seconds. */
function waitForReplica({ tableName, secondary }: TablePair, primary: ObservedTable): Plan {
  const replica = primary.replicas.find(({ status }) => /ING$/.test(status));
  return replica ? replicaState(tableName, replica, secondary) : NOTHING;
}

function planReplica(desired: DynamoDbSpec, pair: TablePair, primary: ObservedTable): Plan {
  if (!desired.secondary) return NOTHING;
  const { region } = desired.secondary;
  const replica = primary.replicas.find((candidate) => candidate.region === region);
  return replica
    ? replicaState(pair.tableName, replica, pair.secondary)
    : act(createReplica(desired, pair.tableName));
}
