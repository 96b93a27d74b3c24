import type { DynamoDbSpec, TableSpec } from '../../core/spec.ts';
import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, failWith, inOrder, isEmpty, NOTHING, notOurs, together, waitFor } from '../shared/plan.ts';
import { changeBilling, createReplica, createTable, enableStream } from './calls.ts';
import type { DynamoDbObserved, ObservedTable, TablePair } from './observe.ts';
import { blockedByProtection, planDelete, planRetiredReplica, refusedByProtection } from './plan-delete.ts';
import { planEncryption } from './plan-encryption.ts';
import { planSettings } from './plan-settings.ts';
import { planIndexes, planShape } from './plan-shape.ts';
import { replicaState, tableState } from './states.ts';

/** Tables side by side; of one table, one `UpdateTable` at a time. */
export function planDynamoDb(
  desired: DynamoDbSpec | null,
  observed: DynamoDbObserved,
  options: PlanOptions = {},
): Plan {
  const { tables, retiredTables } = observed;
  const retired = Object.values(retiredTables);
  if (!desired) {
    const onProtection = options.discard ? 'turn-off' : blockedByProtection;
    return together([...Object.values(tables), ...retired].map((pair) => planDelete(pair, onProtection)));
  }
  const impossible = checkBilling(desired);
  if (!isEmpty(impossible)) return impossible;
  return together([
    ...desired.tables.map((table) => {
      const pair = tables[table.logicalName];
      return pair ? planTable(desired, table, pair, options) : NOTHING;
    }),
    ...retired.map((pair) => planRetired(desired, pair)),
  ]);
}

/** A table that an update has taken out goes with its data, unless the environment is to stay protected. */
export const planRetired = ({ deletionProtection }: DynamoDbSpec, pair: TablePair): Plan =>
  planDelete(pair, deletionProtection ? refusedByProtection : 'turn-off');

/**
 * AWS refuses a replica of a provisioned table whose writes do not scale by themselves ("Table write capacity
 * should either be Pay-Per-Request or AutoScaled."), and Plinth sets up no auto scaling.
 */
export function checkBilling(desired: DynamoDbSpec): Plan {
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

/** What is to be done about one table, whatever the others need. */
export function planTable(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  options: PlanOptions = {},
): Plan {
  const { primary } = pair;
  return inOrder([
    () => checkOwner(desired, pair),
    () => (primary ? NOTHING : act(createTable(desired, table))),
    () => (primary ? planExisting(desired, table, pair, primary, options) : NOTHING),
  ]);
}

function planExisting(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  primary: ObservedTable,
  options: PlanOptions,
): Plan {
  return inOrder([
    // Documented: a table that is being deleted shows nothing of its keys and indexes.
    () => (primary.status === 'DELETING' ? tableState(primary) : NOTHING),
    () => planShape(desired, table, pair, primary, options),
    () => checkSettled(desired, pair, primary),
    () => planStream(desired, primary),
    // AWS takes provisioned capacity of a table without replicas only; where a region takes the place of another, the
    // new one is made first.
    () => (desired.secondary ? NOTHING : planRetiredReplica(pair, primary)),
    () => planCapacity(desired, primary),
    () => planIndexes(desired, table, primary),
    () => planReplica(desired, pair, primary),
    () => planRetiredReplica(pair, primary),
    () => planEncryption(desired, pair, primary),
    () => planSettings(desired, table, pair, primary),
  ]);
}

/** One change at a time: of the table, its indexes, its replicas. */
export function checkSettled(desired: DynamoDbSpec, pair: TablePair, primary: ObservedTable): Plan {
  const replica = primary.replicas.find(({ region }) => region === desired.secondary?.region);
  return inOrder([
    () => waitForReplica(pair, primary),
    () => tableState(primary),
    () => (replica ? replicaState(pair.tableName, replica, pair.secondary) : NOTHING),
  ]);
}

/** In both regions before anything is created: a replica takes the table's own name in its region. */
export function checkOwner(desired: DynamoDbSpec, pair: TablePair): Plan {
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
      'Save its data if it is needed, delete it, then retry the operation.',
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

export function planStream(desired: DynamoDbSpec, primary: ObservedTable): Plan {
  return primary.streamViewType ? NOTHING : act(enableStream(desired, primary.tableName));
}

/** AWS refuses an update to the values that a table or index already has, so only what differs is named. */
export function planCapacity(desired: DynamoDbSpec, primary: ObservedTable): Plan {
  const newMode = primary.billingMode !== desired.billingMode;
  const table = newMode || unitsDiffer(desired, primary);
  const indexes = primary.indexes.filter((index) => newMode || unitsDiffer(desired, index));
  if (!table && indexes.length === 0) return NOTHING;
  const names = indexes.map(({ name }) => name);
  return act(changeBilling(desired, primary.tableName, names, { table }));
}

type Units = Pick<ObservedTable, 'readCapacityUnits' | 'writeCapacityUnits'>;

export const unitsDiffer = ({ provisioned }: DynamoDbSpec, have: Units): boolean =>
  provisioned !== null &&
  (have.readCapacityUnits !== provisioned.readCapacityUnits ||
    have.writeCapacityUnits !== provisioned.writeCapacityUnits);

/** The table is UPDATING for as long as its replica takes, which is minutes: no use asking every few seconds. */
function waitForReplica({ tableName, secondary }: TablePair, primary: ObservedTable): Plan {
  const replica = primary.replicas.find(({ status }) => /ING$/.test(status));
  return replica ? replicaState(tableName, replica, secondary) : NOTHING;
}

function planReplica(desired: DynamoDbSpec, pair: TablePair, primary: ObservedTable): Plan {
  if (!desired.secondary) return NOTHING;
  const { region } = desired.secondary;
  const replica = primary.replicas.find((candidate) => candidate.region === region);
  return replica ? NOTHING : act(createReplica(desired, pair.tableName));
}
