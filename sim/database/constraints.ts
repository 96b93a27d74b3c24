import type { Catalog, Constraint, Table } from './catalog.ts';
import { alreadyExists, NotModelled, PostgresError } from './errors.ts';
import type { ConstraintDefinition } from './sql/statement.ts';

/** Columns that a constraint names and the table does not have. Such a foreign key or check names them otherwise. */
export function checkColumns(definition: ConstraintDefinition, columns: readonly string[]): void {
  const missing = definition.columns.find((column) => !columns.includes(column));
  if (missing === undefined) return;
  const kind = definition.kind;
  const message =
    kind === 'check'
      ? `column "${missing}" does not exist`
      : `column "${missing}" ${kind === 'foreign' ? 'referenced in foreign key constraint' : 'named in key'} does not exist`;
  throw new PostgresError('42703', message);
}

export const secondPrimaryKey = (table: string) =>
  new PostgresError('42P16', `multiple primary keys for table "${table}" are not allowed`);

/** Adds them to a table that is in the catalog, with their indexes. */
export function addConstraints(
  catalog: Catalog,
  table: string,
  definitions: readonly ConstraintDefinition[],
): void {
  for (const definition of ORDER.flatMap((kind) => definitions.filter((each) => each.kind === kind)))
    addConstraint(catalog, table, definition);
}

/** PostgreSQL adds the checks with the table, then the keys, then what points to other tables. */
const ORDER = ['check', 'primary', 'unique', 'foreign'] as const;

function addConstraint(catalog: Catalog, name: string, definition: ConstraintDefinition): void {
  const table = catalog.table(name);
  const { kind, columns, references } = definition;
  if (references) catalog.table(references.table);
  checkColumns(
    definition,
    table.columns.map((column) => column.name),
  );
  if (table.rows.length > 0) throw new NotModelled(`how to add a constraint to ${name}, which has rows`);
  if (kind === 'primary' && table.constraints.some((each) => each.kind === 'primary')) {
    throw secondPrimaryKey(name);
  }
  if (references) checkTarget(catalog, name, definition);
  const constraint: Constraint = {
    name: definition.name ?? freeName(catalog, name, definition),
    ...{ kind, columns, ...(references && { references }) },
  };
  if (kind === 'primary' || kind === 'unique') {
    if (catalog.has(constraint.name)) throw alreadyExists(constraint.name);
    catalog.indexes.set(constraint.name, {
      ...{ table: name, unique: true, columns, partial: false, ofConstraint: true },
    });
  }
  if (table.constraints.some((each) => each.name === constraint.name)) {
    throw new PostgresError('42710', `constraint "${constraint.name}" for relation "${name}" already exists`);
  }
  catalog.tables.set(name, {
    ...table,
    columns: table.columns.map((column) =>
      kind === 'primary' && columns.includes(column.name) ? { ...column, notNull: true } : column,
    ),
    constraints: [...table.constraints, constraint],
  });
}

function checkTarget(catalog: Catalog, name: string, { columns, references }: ConstraintDefinition): void {
  const { table = '', columns: keys = [] } = references ?? {};
  const target = catalog.table(table);
  const types = (of: Table, names: readonly string[]) =>
    names.map((column) => {
      const found = of.columns.find((each) => each.name === column);
      if (found) return found.type.name;
      throw new PostgresError(
        '42703',
        `column "${column}" referenced in foreign key constraint does not exist`,
      );
    });
  const wanted = types(target, keys);
  const isKey = [...catalog.indexes.values()].some(
    (index) => index.table === table && index.unique && !index.partial && sameSet(index.columns, keys),
  );
  if (!isKey) {
    const message = `there is no unique constraint matching given keys for referenced table "${table}"`;
    throw new PostgresError('42830', message);
  }
  const own = types(catalog.table(name), columns);
  if (own.join() !== wanted.join())
    throw new NotModelled(`a foreign key between columns of the types ${own} and ${wanted}`);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

const SUFFIX = { primary: 'pkey', unique: 'key', check: 'check', foreign: 'fkey' } as const;

/** As PostgreSQL chooses it, but for names of more than 63 characters. */
function freeName(catalog: Catalog, table: string, { kind, columns }: ConstraintDefinition): string {
  const middle = kind === 'primary' ? [] : kind === 'check' && columns.length !== 1 ? [] : columns;
  const base = [table, ...middle, SUFFIX[kind]].join('_');
  if (base.length > 63) throw new NotModelled(`the name that PostgreSQL gives the constraint ${base}`);
  const names = catalog.table(table).constraints.map((each) => each.name);
  for (let number = 0; ; number++) {
    const name = number === 0 ? base : `${base}${number}`;
    if (!names.includes(name) && !catalog.has(name)) return name;
  }
}
