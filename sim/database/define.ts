import { type Catalog, sequenceName, type Table } from './catalog.ts';
import { addConstraints, checkColumns, secondPrimaryKey } from './constraints.ts';
import { alreadyExists, NotModelled, noSuchColumn, PostgresError } from './errors.ts';
import { FUNCTIONS } from './sql/columns.ts';
import type {
  AlterTable,
  ColumnDefinition,
  ConstraintDefinition,
  CreateExtension,
  CreateIndex,
  CreateTable,
  Definition,
  Drop,
} from './sql/statement.ts';

/** Does it in this catalog. After an error the catalog is in no state to be used. */
export function define(catalog: Catalog, statement: Definition): void {
  if (statement.kind === 'create table') createTable(catalog, statement);
  else if (statement.kind === 'create index') createIndex(catalog, statement);
  else if (statement.kind === 'alter table') alterTable(catalog, statement);
  else if (statement.kind === 'create extension') createExtension(catalog, statement);
  else DROP[statement.what](catalog, statement);
}

function createTable(catalog: Catalog, { table, ifNotExists, columns, constraints }: CreateTable): void {
  if (ifNotExists && catalog.has(table)) return;
  const names = columns.map(({ name }) => name);
  checkKeys(table, names, constraints);
  checkSequences(catalog, table, columns);
  const twice = names.find((name, index) => names.indexOf(name, index + 1) > 0);
  if (twice !== undefined) throw new PostgresError('42701', `column "${twice}" specified more than once`);
  if (catalog.has(table)) throw alreadyExists(table);
  for (const column of columns) checkDefault(catalog, column);
  const sequences = new Map(columns.flatMap(({ name, serial }) => (serial ? [[name, { last: 0 }]] : [])));
  catalog.tables.set(table, { columns, constraints: [], rows: [], sequences });
  addConstraints(catalog, table, constraints);
}

function checkKeys(
  table: string,
  names: readonly string[],
  constraints: readonly ConstraintDefinition[],
): void {
  let hasPrimary = false;
  const keys = new Set<string>();
  for (const constraint of constraints) {
    if (constraint.kind === 'primary' && hasPrimary) throw secondPrimaryKey(table);
    if (constraint.kind === 'primary') hasPrimary = true;
    if (constraint.kind !== 'primary' && constraint.kind !== 'unique') continue;
    checkColumns(constraint, names);
    const columns = constraint.columns.join();
    if (keys.has(columns)) throw new NotModelled(`a table with two keys of the columns ${columns}`);
    keys.add(columns);
  }
}

/** The sequences are made before the table is. */
function checkSequences(catalog: Catalog, table: string, columns: readonly ColumnDefinition[]): void {
  const sequences = columns.flatMap(({ name, serial }) => (serial ? [sequenceName(table, name)] : []));
  const twice = sequences.find((name, index) => sequences.indexOf(name) < index);
  if (twice !== undefined) throw new NotModelled(`two sequences ${twice}`);
  const taken = sequences.find((name) => catalog.has(name));
  if (taken !== undefined && !catalog.has(table)) throw new NotModelled(`another name for ${taken}`);
}

function checkDefault(catalog: Catalog, column: ColumnDefinition): void {
  if (column.serial && column.default)
    throw new PostgresError('42601', `multiple default values specified for column "${column.name}"`);
  if (column.default?.kind === 'parameter') throw new NotModelled('a parameter as a default');
  if (column.default?.kind !== 'call') return;
  const extension = FUNCTIONS[column.default.function];
  if (extension && !catalog.extensions.has(extension)) {
    throw new PostgresError('42883', `function ${column.default.function}() does not exist`);
  }
}

function createIndex(catalog: Catalog, statement: CreateIndex): void {
  const { name, table, unique, columns, condition } = statement;
  const of = catalog.table(table);
  const missing = [...(condition ?? []), ...columns].find(
    (column) => !of.columns.some((each) => each.name === column),
  );
  if (missing !== undefined) throw noSuchColumn(missing);
  if (catalog.has(name)) {
    if (statement.ifNotExists) return;
    throw alreadyExists(name);
  }
  if (unique && of.rows.length > 0) throw new NotModelled(`a unique index on ${table}, which has rows`);
  const partial = condition !== undefined;
  catalog.indexes.set(name, { table, unique, columns, partial, ofConstraint: false });
}

function alterTable(catalog: Catalog, { table, add, constraints }: AlterTable): void {
  const altered = catalog.table(table);
  if (add) addColumn(catalog, table, altered, add);
  // The columns of a primary key are made NOT NULL first, and that is what fails.
  const names = altered.columns.map((column) => column.name).concat(add?.name ?? []);
  const key = constraints.find(({ kind }) => kind === 'primary')?.columns ?? [];
  const missing = key.find((column) => !names.includes(column));
  if (missing !== undefined) throw noSuchColumn(missing, table);
  addConstraints(catalog, table, constraints);
}

function addColumn(catalog: Catalog, name: string, table: Table, column: ColumnDefinition): void {
  if (table.columns.some((each) => each.name === column.name)) {
    throw new PostgresError('42701', `column "${column.name}" of relation "${name}" already exists`);
  }
  checkDefault(catalog, column);
  if (table.rows.length > 0 || column.serial)
    throw new NotModelled(`how to add the column ${column.name} to ${name}`);
  catalog.tables.set(name, { ...table, columns: [...table.columns, column] });
}

function createExtension(catalog: Catalog, { name, ifNotExists }: CreateExtension): void {
  if (catalog.extensions.has(name)) {
    if (ifNotExists) return;
    throw new PostgresError('42710', `extension "${name}" already exists`);
  }
  if (!Object.values(FUNCTIONS).includes(name)) throw new NotModelled(`the extension ${name}`);
  catalog.extensions.add(name);
}

const needed = (what: string, name: string) =>
  new PostgresError('2BP01', `cannot drop ${what} ${name} because other objects depend on it`);

const DROP: Readonly<Record<Drop['what'], (catalog: Catalog, drop: Drop) => void>> = {
  table(catalog, { name, ifExists }) {
    if (!catalog.tables.has(name)) {
      if (catalog.has(name)) throw new PostgresError('42809', `"${name}" is not a table`);
      if (ifExists) return;
      throw new PostgresError('42P01', `table "${name}" does not exist`);
    }
    const pointing = [...catalog.tables].some(
      ([other, { constraints }]) =>
        other !== name && constraints.some(({ references }) => references?.table === name),
    );
    if (pointing) throw needed('table', name);
    catalog.tables.delete(name);
    for (const [index, { table }] of catalog.indexes) if (table === name) catalog.indexes.delete(index);
  },
  index(catalog, { name, ifExists }) {
    const index = catalog.indexes.get(name);
    if (!index) {
      if (catalog.has(name)) throw new PostgresError('42809', `"${name}" is not an index`);
      if (ifExists) return;
      throw new PostgresError('42704', `index "${name}" does not exist`);
    }
    if (index.ofConstraint) {
      const message = `cannot drop index ${name} because constraint ${name} on table ${index.table} requires it`;
      throw new PostgresError('2BP01', message);
    }
    if (index.unique && isTarget(catalog, index.table))
      throw new NotModelled(`whether a foreign key needs the index ${name}`);
    catalog.indexes.delete(name);
  },
  extension(catalog, { name, ifExists }) {
    if (!catalog.extensions.has(name)) {
      if (ifExists) return;
      throw new PostgresError('42704', `extension "${name}" does not exist`);
    }
    const used = [...catalog.tables.values()].some(({ columns }) =>
      columns.some(
        (column) => column.default?.kind === 'call' && FUNCTIONS[column.default.function] === name,
      ),
    );
    if (used) throw needed('extension', name);
    catalog.extensions.delete(name);
  },
};

function isTarget(catalog: Catalog, table: string): boolean {
  return [...catalog.tables.values()].some(({ constraints }) =>
    constraints.some(({ references }) => references?.table === table),
  );
}
