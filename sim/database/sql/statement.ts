/** A value in a statement: written there, the place of a parameter (from 0), or the time of the transaction. */
export type Scalar =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'now' };

/** A scalar, or a function that is called for each row. */
export type Default = Scalar | { readonly kind: 'call'; readonly function: string };

export interface ColumnType {
  /** PostgreSQL's own name: `character varying` is varchar, `int` is integer. */
  readonly name: string;
  /** Of char and varchar, in characters. */
  readonly length?: number;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly default?: Default;
  /** Numbered from 1. */
  readonly serial: boolean;
}

export interface ConstraintDefinition {
  readonly kind: 'primary' | 'unique' | 'check' | 'foreign';
  readonly name?: string;
  /** Of a check: those that it looks at. */
  readonly columns: readonly string[];
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

/** `column = value`, all of them. */
export type Where = readonly { readonly column: string; readonly value: Scalar }[];

export interface CreateTable {
  readonly kind: 'create table';
  readonly table: string;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
}

export interface CreateIndex {
  readonly kind: 'create index';
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly string[];
  /** Columns of the condition of a partial index; undefined: all rows. */
  readonly condition?: readonly string[];
}

export interface AlterTable {
  readonly kind: 'alter table';
  readonly table: string;
  readonly add: ColumnDefinition | undefined;
  readonly constraints: readonly ConstraintDefinition[];
}

export interface CreateExtension {
  readonly kind: 'create extension';
  readonly name: string;
  readonly ifNotExists: boolean;
}

export interface Drop {
  readonly kind: 'drop';
  readonly what: 'table' | 'index' | 'extension';
  readonly name: string;
  readonly ifExists: boolean;
}

export interface Insert {
  readonly kind: 'insert';
  readonly table: string;
  /** undefined: all, in their order. */
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly (readonly Scalar[])[];
}

export interface Delete {
  readonly kind: 'delete';
  readonly table: string;
  readonly where: Where;
}

export interface Select {
  readonly kind: 'select';
  /** With `information_schema.` before those of that schema. */
  readonly table: string;
  readonly columns: readonly string[];
  /** Of a select of one maximum: the column and the name of the answer. */
  readonly max?: { readonly column: string; readonly as: string };
  readonly where: Where;
  readonly orderBy: readonly { readonly column: string; readonly descending: boolean }[];
}

export interface AdvisoryLock {
  readonly kind: 'advisory lock';
  readonly function: 'pg_advisory_lock' | 'pg_try_advisory_lock' | 'pg_advisory_unlock';
  readonly key: Scalar;
  readonly as: string;
}

export interface Boundary {
  readonly kind: 'begin' | 'commit' | 'rollback';
}

export type Definition = CreateTable | CreateIndex | AlterTable | CreateExtension | Drop;

export type Statement = Boundary | AdvisoryLock | Definition | Insert | Delete | Select;
