import type { DynamoDbSpec, TableIndex, TableSpec } from '../../core/spec.ts';
import type { Plan, PlanOptions } from '../../core/tier.ts';
import { act, failWith, NOTHING } from '../shared/plan.ts';
import { createIndex, deleteIndex } from './calls.ts';
import type { ObservedIndex, ObservedTable, TablePair } from './observe.ts';
import { planDelete, refusedByProtection } from './plan-delete.ts';

/** Keys and indexes: what AWS changes by making it anew only. */
export function planShape(
  desired: DynamoDbSpec,
  table: TableSpec,
  pair: TablePair,
  primary: ObservedTable,
  { allowReplacement = false }: PlanOptions,
): Plan {
  const stream = primary.streamViewType;
  if (stream && stream !== desired.streamViewType) {
    const problem = `its stream holds ${stream}, not ${desired.streamViewType}`;
    return immutable(
      primary,
      [problem],
      'Turn that stream off in AWS, or ask for a table with another name.',
    );
  }
  if (!sameKeys(table, primary.keys)) {
    return allowReplacement
      ? planDelete(pair, desired.deletionProtection ? refusedByProtection : 'turn-off')
      : immutable(
          primary,
          [`its key is ${primary.keys.join(' + ')}, not ${typedKeys(table).join(' + ')}`],
          'Ask for the key that it has or for a table with another name. With replacement allowed, and without ' +
            'deletion protection, the table is deleted with all its data and made anew.',
        );
  }
  const changed = primary.indexes.filter((index) => index.status !== 'DELETING' && differs(table, index));
  if (allowReplacement || changed.length === 0) return NOTHING;
  return immutable(
    primary,
    changed.map((index) => describeChange(table, index)),
    'Ask for what it has or for an index with another name. With replacement allowed, the index is deleted and built ' +
      'anew from the table: no data is lost, and queries on it fail until it is there.',
  );
}

function immutable(primary: ObservedTable, problems: readonly string[], advice: string): Plan {
  const resource = `DynamoDB table ${primary.tableName}`;
  return failWith({
    class: 'Terminal',
    code: 'immutable',
    resource,
    message: `${resource} in ${primary.region} cannot become as asked: ${problems.join('; ')}. ${advice}`,
    pointer: '#/dynamodb/tables',
  });
}

/** One index a call, and what goes before what comes. An index that nobody asked for stays: it may be somebody's query. */
export function planIndexes(desired: DynamoDbSpec, table: TableSpec, primary: ObservedTable): Plan {
  const { region, tableName, indexes } = primary;
  const goes = indexes.find((index) => isRetired(table, index.name) || differs(table, index));
  if (goes) {
    const effect = isRetired(table, goes.name) ? 'delete' : 'replace';
    return act(deleteIndex(region, tableName, goes.name, effect));
  }
  const missing = table.indexes.find((index) => !indexes.some(({ name }) => name === index.name));
  return missing ? act(createIndex(desired, table, missing)) : NOTHING;
}

export const isRetired = ({ indexes, retiredIndexes = [] }: TableSpec, name: string): boolean =>
  retiredIndexes.includes(name) && !indexes.some((index) => index.name === name);

type Keys = Pick<TableSpec, 'partitionKey' | 'sortKey'>;

/** As observed: `gameId:S`, partition key first. */
export function typedKeys({ partitionKey, sortKey }: Keys): string[] {
  return [partitionKey, sortKey].flatMap((key) => (key ? [`${key.name}:${key.type}`] : []));
}

export const sameKeys = (wanted: Keys, keys: readonly string[]): boolean =>
  String(typedKeys(wanted)) === String(keys);

export const sameProjection = (wanted: TableIndex, { projection }: ObservedIndex): boolean =>
  projection === null || projection === wanted.projection;

/** An index that is asked for, and is not so. */
function differs({ indexes }: TableSpec, index: ObservedIndex): boolean {
  const wanted = indexes.find(({ name }) => name === index.name);
  return wanted !== undefined && !(sameKeys(wanted, index.keys) && sameProjection(wanted, index));
}

function describeChange({ indexes }: TableSpec, index: ObservedIndex): string {
  const wanted = indexes.find(({ name }) => name === index.name);
  if (!wanted || sameKeys(wanted, index.keys)) {
    return `its index ${index.name} projects ${index.projection}, not ${wanted?.projection}`;
  }
  return `its index ${index.name} is on ${index.keys.join(' + ')}, not ${typedKeys(wanted).join(' + ')}`;
}
