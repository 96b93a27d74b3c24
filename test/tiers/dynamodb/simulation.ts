import type { DynamoDbSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import { expect as expected, SIDES, sideOf, target } from '../../../tiers/dynamodb/expect.ts';
import type { DynamoDbObserved, ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { observedPair } from './fixtures.ts';

const absent = { primary: null, secondary: null, retired: null };

/** What the tier sees of `spec` when nothing has been made. */
export function nothing(spec: DynamoDbSpec): DynamoDbObserved {
  const pairs = spec.tables.map((table) => [table.logicalName, observedPair(spec, table, absent)]);
  return { tables: Object.fromEntries(pairs), retiredTables: {} };
}

/** What is retired shows up in places of its own. */
export function lookFor(spec: DynamoDbSpec, { tables }: DynamoDbObserved): DynamoDbObserved {
  const regionsOf = (pair: TablePair | undefined): Partial<TablePair> => {
    if (!pair) return absent;
    const at = (region: string | null | undefined) =>
      SIDES.map((side) => pair[side]).find((table) => table?.region === region) ?? null;
    return {
      primary: pair.primary,
      secondary: spec.secondary ? at(spec.secondary.region) : null,
      retired: spec.retiredSecondary ? at(spec.retiredSecondary.region) : null,
    };
  };
  const named = (logicalName: string, tableName: string): [string, TablePair] => [
    logicalName,
    {
      tableName,
      primaryRegion: spec.primary.region,
      secondaryRegion: spec.secondary?.region ?? null,
      retiredRegion: spec.retiredSecondary?.region ?? null,
      ...absent,
      ...regionsOf(tables[logicalName]),
    },
  ];
  return {
    tables: Object.fromEntries(spec.tables.map((one) => named(one.logicalName, one.tableName))),
    retiredTables: Object.fromEntries(
      (spec.retiredTables ?? []).map((one) => named(one.logicalName, one.tableName)),
    ),
  };
}

/** Refuses what DynamoDB refuses: a change of a table that is not ACTIVE, and a delete under protection. */
export class SimulatedDynamoDb implements Simulation<DynamoDbObserved> {
  readonly #spec: DynamoDbSpec;
  #now: DynamoDbObserved;
  /** What the tables become once that is done which is under way, by table name. */
  readonly #coming = new Map<string, TablePair>();

  constructor(spec: DynamoDbSpec, start: DynamoDbObserved = nothing(spec)) {
    this.#spec = spec;
    this.#now = start;
  }

  observed(): DynamoDbObserved {
    return structuredClone(this.#now);
  }

  apply(action: Action): void {
    const { tableName, region } = target(action);
    const before = pairOf(this.#now, tableName);
    this.#refuse(action, before, region);
    const next = expected(this.#spec, this.#now, action);
    const after = pairOf(next, tableName);
    const isSlow = /^(Create|Delete|Update)Table$/.test(action.command);
    const isProtection =
      action.input.DeletionProtectionEnabled !== undefined && action.command === 'UpdateTable';
    if (!isSlow || isProtection) {
      this.#now = next;
      return;
    }
    this.#coming.set(tableName, after);
    this.#now = withPair(this.#now, onItsWay(before, after, region));
  }

  tick(): void {
    for (const pair of this.#coming.values()) this.#now = withPair(this.#now, pair);
    this.#coming.clear();
  }

  #refuse({ command, input }: Action, pair: TablePair, region: string): void {
    const table = pair[sideOf(pair, region)];
    if (command === 'CreateTable') {
      if (table) throw new Error('ResourceInUseException: Table already exists');
      return;
    }
    if (table?.status !== 'ACTIVE') throw new Error(`ResourceInUseException: ${command} ${region}`);
    if (command === 'DeleteTable' && (table.deletionProtection || table.replicas.length > 0)) {
      throw new Error('ValidationException: protected, or with replicas');
    }
    if (command === 'UpdateTable') refuseUpdate(pair, table, input);
    const ttl = input.TimeToLiveSpecification as { Enabled: boolean } | undefined;
    if (ttl && ttl.Enabled === (table.ttl?.status === 'ENABLED')) throw new Error('TimeToLive is already so');
  }
}

// biome-ignore lint/suspicious/noExplicitAny: inputs of the calls of the tier
function refuseUpdate(pair: TablePair, table: ObservedTable, input: any): void {
  const [replica] = input.ReplicaUpdates ?? [];
  if (replica?.Create && table.billingMode === 'PROVISIONED')
    throw new Error('neither Pay-Per-Request nor AutoScaled');
  if (input.BillingMode === 'PROVISIONED' && table.replicas.length > 0) throw new Error('AutoScaled');
  if (input.SSESpecification && table.replicas.length > 0)
    throw new Error('must be specified for each replica');
  const gone = replica?.Delete?.RegionName;
  if (gone && pair[sideOf(pair, gone)]?.deletionProtection) throw new Error('replica is protected');
  const changes = (input.GlobalSecondaryIndexUpdates ?? []).filter(
    (one: { Update?: unknown }) => !one.Update,
  );
  if (changes.length > 1) throw new Error('LimitExceededException');
  const [change] = changes;
  const has = (name: string) => table.indexes.some((one) => one.name === name);
  if (change?.Create && has(change.Create.IndexName)) throw new Error('an index which already exists');
  if (change?.Delete && !has(change.Delete.IndexName)) throw new Error('index not found');
}

function pairOf({ tables, retiredTables }: DynamoDbObserved, tableName: string): TablePair {
  const pair = [...Object.values(tables), ...Object.values(retiredTables)].find(
    (one) => one.tableName === tableName,
  );
  if (!pair) throw new Error(`no table ${tableName}`);
  return pair;
}

function withPair({ tables, retiredTables }: DynamoDbObserved, next: TablePair): DynamoDbObserved {
  const put = (all: DynamoDbObserved['tables']) =>
    Object.fromEntries(
      Object.entries(all).map(([name, pair]) => [name, pair.tableName === next.tableName ? next : pair]),
    );
  return { tables: put(tables), retiredTables: put(retiredTables) };
}

function onItsWay(before: TablePair, after: TablePair, region: string): TablePair {
  const sides = SIDES.map((side) => [side, between(before[side], after[side], region)]);
  return { ...after, ...Object.fromEntries(sides) };
}

/** AWS shows nothing of the keys of a table that is being deleted. */
function between(
  before: ObservedTable | null,
  after: ObservedTable | null,
  region: string,
): ObservedTable | null {
  if (!before) return after && { ...after, status: 'CREATING', ttl: null, pitr: null };
  if (!after) return { ...before, status: 'DELETING', keys: [], indexes: [], ttl: null, pitr: null };
  const changing = <T extends { readonly status: string }>(
    key: (one: T) => string,
    had: readonly T[],
    has: readonly T[],
  ): T[] => [
    ...had.map((one) =>
      has.some((other) => key(other) === key(one)) ? one : { ...one, status: 'DELETING' },
    ),
    ...has
      .filter((one) => !had.some((other) => key(other) === key(one)))
      .map((one) => ({ ...one, status: 'CREATING' })),
  ];
  return {
    ...after,
    status: before.region === region ? 'UPDATING' : after.status,
    indexes: changing(({ name }) => name, before.indexes, after.indexes),
    replicas: changing((replica) => replica.region, before.replicas, after.replicas),
  };
}
