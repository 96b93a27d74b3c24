import { NotModelled, noSuchTable } from './errors.ts';
import type { ColumnDefinition } from './sql/statement.ts';

export type Value = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, Value>>;

export interface Constraint {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'check' | 'foreign';
  readonly columns: readonly string[];
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

export interface Table {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly Constraint[];
  readonly rows: readonly Row[];
  /** What its sequences gave last. Shared by all versions of the table, as no rollback takes a number back. */
  readonly sequences: ReadonlyMap<string, { last: number }>;
}

export interface Index {
  readonly table: string;
  readonly unique: boolean;
  readonly columns: readonly string[];
  readonly partial: boolean;
  /** It belongs to the constraint of that name. */
  readonly ofConstraint: boolean;
}

/** The schema `public` of a database, with its rows. Tables and indexes are replaced and never changed. */
export class Catalog {
  readonly tables: Map<string, Table>;
  readonly indexes: Map<string, Index>;
  readonly extensions: Set<string>;

  constructor(from?: Catalog) {
    this.tables = new Map(from?.tables);
    this.indexes = new Map(from?.indexes);
    this.extensions = new Set(from?.extensions);
  }

  /** Tables, indexes and sequences share their names. */
  has(relation: string): boolean {
    return (
      this.tables.has(relation) ||
      this.indexes.has(relation) ||
      [...this.tables].some(([name, { sequences }]) =>
        [...sequences.keys()].some((column) => sequenceName(name, column) === relation),
      )
    );
  }

  /** @throws 42P01 */
  table(name: string): Table {
    const table = this.tables.get(name);
    if (table) return table;
    throw this.has(name) ? new NotModelled(`what is done with ${name} as a table`) : noSuchTable(name);
  }

  /** With sequences of its own, for a copy that lives on by itself. */
  fork(): Catalog {
    const copy = new Catalog(this);
    for (const [name, table] of this.tables) {
      const sequences = new Map([...table.sequences].map(([column, { last }]) => [column, { last }]));
      copy.tables.set(name, { ...table, sequences });
    }
    return copy;
  }
}

export function sequenceName(table: string, column: string): string {
  return `${table}_${column}_seq`;
}
