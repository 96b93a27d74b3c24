import type { DynamoDbSpec, TableSpec } from '../../../core/spec.ts';
import type { Action } from '../../../core/tier.ts';
import type { DynamoDbObserved, ObservedTable, TablePair } from '../../../tiers/dynamodb/observe.ts';
import type { Simulation } from '../shared/simulation.ts';
import { observedTable } from './fixtures.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Pair = { primary: Mutable<ObservedTable> | null; secondary: Mutable<ObservedTable> | null };

/** Refuses what DynamoDB refuses: a change of a table that is not ACTIVE, and a delete under protection. */
export class SimulatedDynamoDb implements Simulation<DynamoDbObserved> {
  readonly #spec: DynamoDbSpec;
  readonly #pairs: Map<string, Pair>;

  constructor(spec: DynamoDbSpec) {
    this.#spec = spec;
    this.#pairs = new Map(
      spec.tables.map(({ tableName }) => [tableName, { primary: null, secondary: null }]),
    );
  }

  observed(): DynamoDbObserved {
    const { tables, primary, secondary } = this.#spec;
    const entries = tables.map(({ logicalName, tableName }): [string, TablePair] => [
      logicalName,
      {
        tableName,
        primaryRegion: primary.region,
        secondaryRegion: secondary?.region ?? null,
        ...structuredClone(this.#pair(tableName)),
      },
    ]);
    return { tables: Object.fromEntries(entries) };
  }

  apply({ command, region, input }: Action): void {
    const name = String(input.TableName ?? String(input.ResourceArn).split('/')[1]);
    const pair = this.#pair(name);
    if (command === 'CreateTable') {
      pair.primary = this.#fresh(name, region);
      return;
    }
    const table = region === this.#spec.primary.region ? pair.primary : pair.secondary;
    if (table?.status !== 'ACTIVE') throw new Error(`ResourceInUseException: ${command} ${name} ${region}`);
    if (command === 'UpdateTable') this.#update(pair, table, input);
    if (command === 'UpdateTimeToLive') table.ttl = { status: 'ENABLING', attribute: 'ttl' };
    if (command === 'UpdateContinuousBackups') table.pitr = { enabled: true, days: this.#spec.pitrDays };
    if (command === 'TagResource') Object.assign(table, { tags: this.#spec.tags, ours: true });
    if (command === 'DeleteTable') {
      if (table.deletionProtection || table.replicas.length > 0) throw new Error('ValidationException');
      table.status = 'DELETING';
    }
  }

  tick(): void {
    for (const pair of this.#pairs.values()) {
      for (const side of ['primary', 'secondary'] as const) {
        const table = pair[side];
        if (table?.status === 'DELETING') pair[side] = null;
        else if (table) table.status = 'ACTIVE';
      }
      if (!pair.primary) continue;
      pair.primary.replicas = pair.primary.replicas
        .filter(({ status }) => status !== 'DELETING')
        .map((replica) => ({ ...replica, status: 'ACTIVE' }));
    }
  }

  #update(pair: Pair, table: Mutable<ObservedTable>, input: Action['input']): void {
    const [replica] = (input.ReplicaUpdates as { Create?: object; Delete?: object }[] | undefined) ?? [];
    const region = this.#spec.secondary?.region ?? '';
    table.status = 'UPDATING';
    if (input.DeletionProtectionEnabled !== undefined) {
      table.deletionProtection = Boolean(input.DeletionProtectionEnabled);
    }
    if (replica?.Create) {
      table.replicas = [{ region, status: 'CREATING', statusDescription: null }];
      pair.secondary = {
        ...this.#fresh(table.tableName, region),
        tags: {},
        ours: false,
        deletionProtection: false,
      };
    }
    if (replica?.Delete && pair.secondary) {
      table.replicas = [{ region, status: 'DELETING', statusDescription: null }];
      pair.secondary.status = 'DELETING';
    }
  }

  #fresh(name: string, region: string): ObservedTable {
    const table = this.#spec.tables.find(({ tableName }) => tableName === name) as TableSpec;
    return observedTable(this.#spec, table, region, {
      status: 'CREATING',
      replicas: [],
      ttl: { status: 'DISABLED', attribute: null },
      pitr: { enabled: false, days: null },
    });
  }

  #pair(name: string): Pair {
    const pair = this.#pairs.get(name);
    if (!pair) throw new Error(`no table ${name}`);
    return pair;
  }
}
