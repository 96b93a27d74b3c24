import type { Catalog, Row, Table, Value } from './catalog.ts';
import { NotModelled, noSuchColumn, PostgresError } from './errors.ts';
import { informationSchema } from './information-schema.ts';
import type { ColumnDefinition, Delete, Insert, Scalar, Select, Where } from './sql/statement.ts';

/** What the statement cannot say itself: its parameters, and when the transaction began, in ms. */
export interface Context {
  readonly values: readonly unknown[];
  readonly now: number;
}

export function evaluate(scalar: Scalar, { values, now }: Context): Value {
  if (scalar.kind === 'value') return scalar.value;
  if (scalar.kind === 'now') return new Date(now);
  if (scalar.index >= values.length)
    throw new PostgresError('42P02', `there is no parameter $${scalar.index + 1}`);
  const value = values[scalar.index] ?? null;
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value))
    throw new NotModelled(`a parameter such as ${JSON.stringify(value)}`);
  return value as Value;
}

/** @returns how many */
export function insert(catalog: Catalog, { table: name, columns, rows }: Insert, context: Context): number {
  const table = catalog.table(name);
  const into = columns ?? table.columns.map((column) => column.name);
  const unknown = into.find((column) => !table.columns.some((each) => each.name === column));
  if (unknown !== undefined) throw noSuchColumn(unknown, name);
  const twice = into.find((column, index) => into.indexOf(column) < index);
  if (twice !== undefined) throw new PostgresError('42701', `column "${twice}" specified more than once`);
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width))
    throw new PostgresError('42601', 'VALUES lists must all be the same length');
  if (width > into.length)
    throw new PostgresError('42601', 'INSERT has more expressions than target columns');
  if (columns && width < into.length)
    throw new PostgresError('42601', 'INSERT has more target columns than expressions');
  refuseUnchecked(catalog, name, table);
  const added: Row[] = [];
  for (const row of rows) {
    const given = new Map(row.map((scalar, index) => [into[index], scalar]));
    const values = table.columns.map((column) => [
      column.name,
      cell(table, column, given.get(column.name), context),
    ]);
    const complete: Row = Object.fromEntries(values);
    checkRow(catalog, name, table, [...table.rows, ...added], complete);
    added.push(complete);
  }
  catalog.tables.set(name, { ...table, rows: [...table.rows, ...added] });
  return added.length;
}

/** Rows of tables whose conditions the model does not evaluate. */
function refuseUnchecked(catalog: Catalog, name: string, { constraints }: Table): void {
  const unchecked = constraints.find(({ kind }) => kind === 'check' || kind === 'foreign');
  if (unchecked) throw new NotModelled(`whether rows of ${name} satisfy ${unchecked.name}`);
  for (const [index, { table, unique, partial }] of catalog.indexes)
    if (table === name && unique && partial)
      throw new NotModelled(`whether rows of ${name} satisfy ${index}`);
}

function cell(table: Table, column: ColumnDefinition, given: Scalar | undefined, context: Context): Value {
  if (given) return stored(column, evaluate(given, context));
  const sequence = table.sequences.get(column.name);
  if (sequence) return ++sequence.last;
  if (column.default?.kind === 'call') throw new NotModelled(`the values of ${column.default.function}()`);
  return column.default ? stored(column, evaluate(column.default, context)) : null;
}

function stored({ name, type }: ColumnDefinition, value: Value): Value {
  if (value === null) return null;
  const { name: typeName, length } = type;
  if (typeof value === 'string' && /^(varchar|char|text)$/.test(typeName)) {
    if (length !== undefined && [...value].length > length) {
      const shown = typeName === 'char' ? 'character' : 'character varying';
      throw new PostgresError('22001', `value too long for type ${shown}(${length})`);
    }
    return typeName === 'char' ? value.padEnd(length ?? 1) : value;
  }
  if (typeof value === 'number' && typeName === 'integer' && Number.isInteger(value) && value < 2 ** 31)
    return value;
  if (typeof value === 'boolean' && typeName === 'boolean') return value;
  if (value instanceof Date && /^timestamp/.test(typeName)) return value;
  throw new NotModelled(`how ${JSON.stringify(value)} becomes a ${typeName} in the column ${name}`);
}

function checkRow(catalog: Catalog, name: string, table: Table, others: readonly Row[], row: Row): void {
  for (const column of table.columns) {
    if (column.notNull && row[column.name] === null) {
      const message = `null value in column "${column.name}" of relation "${name}" violates not-null constraint`;
      throw new PostgresError('23502', message);
    }
  }
  for (const [index, { table: of, unique, columns }] of catalog.indexes) {
    if (of !== name || !unique || columns.some((column) => row[column] === null)) continue;
    if (others.some((other) => columns.every((column) => compare(other[column], row[column]) === 0)))
      throw new PostgresError('23505', `duplicate key value violates unique constraint "${index}"`);
  }
}

/** @returns how many */
export function remove(catalog: Catalog, { table: name, where }: Delete, context: Context): number {
  const table = catalog.table(name);
  const matches = condition(table.columns, where, context);
  const rows = table.rows.filter((row) => !matches(row));
  const pointing = [...catalog.tables.values()].some(({ constraints }) =>
    constraints.some(({ references }) => references?.table === name),
  );
  if (pointing && rows.length < table.rows.length)
    throw new NotModelled(`whether rows of ${name} are referenced`);
  catalog.tables.set(name, { ...table, rows });
  return table.rows.length - rows.length;
}

export function select(catalog: Catalog, statement: Select, context: Context): Row[] {
  const { table: name, columns, max, where, orderBy } = statement;
  const table = informationSchema(catalog, name) ?? catalog.table(name);
  const used = [...columns, ...(max ? [max.column] : [])];
  const byNumber = orderBy.find(({ column }) => !table.columns.some((each) => each.name === column));
  const matches = condition(table.columns, where, context, used);
  if (byNumber) throw noSuchColumn(byNumber.column);
  const found = table.rows.filter(matches);
  if (max) {
    const values = found.map((row) => row[max.column]).filter((value) => value !== null);
    return [{ [max.as]: values.sort(compare).at(-1) ?? null }];
  }
  for (const { column, descending } of orderBy.toReversed())
    found.sort((a, b) => compare(a[column], b[column]) * (descending ? -1 : 1));
  return found.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}

/** @param used columns that the statement names before those of the condition */
function condition(
  columns: Table['columns'],
  where: Where,
  context: Context,
  used: readonly string[] = [],
): (row: Row) => boolean {
  const names = [...used, ...where.map(({ column }) => column)];
  const missing = names.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) throw noSuchColumn(missing);
  const wanted = where.map(({ column, value }) => ({ column, value: evaluate(value, context) }));
  for (const { column, value } of wanted) {
    const { type } = columns.find(({ name }) => name === column) as ColumnDefinition;
    const alike =
      (typeof value === 'string' && /^(varchar|text)$/.test(type.name)) ||
      (typeof value === 'number' && type.name === 'integer');
    if (!alike)
      throw new NotModelled(`how the ${type.name} ${column} compares with ${JSON.stringify(value)}`);
  }
  return (row) => wanted.every(({ column, value }) => row[column] === value);
}

/** Nulls last, as PostgreSQL has them; letters by their codes, which is the collation of the local cloud's servers. */
function compare(a: Value | undefined, b: Value | undefined): number {
  const [x, y] = [a, b].map((value) => (value instanceof Date ? value.getTime() : (value ?? null)));
  if (x === y) return 0;
  if (x === null || x === undefined) return 1;
  if (y === null || y === undefined) return -1;
  return x < y ? -1 : 1;
}
