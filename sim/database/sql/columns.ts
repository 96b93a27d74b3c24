import type { Reader } from './reader.ts';
import type { ColumnDefinition, ColumnType, ConstraintDefinition, Default } from './statement.ts';
import type { Token } from './tokens.ts';

const TYPES: Readonly<Record<string, string>> = {
  ...{ uuid: 'uuid', text: 'text', varchar: 'varchar', char: 'char', jsonb: 'jsonb', json: 'json' },
  ...{ int: 'integer', integer: 'integer', int4: 'integer', bigint: 'bigint', int8: 'bigint' },
  ...{ smallint: 'smallint', int2: 'smallint', serial: 'integer', bigserial: 'bigint' },
  ...{
    boolean: 'boolean',
    bool: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
    timestamptz: 'timestamptz',
  },
};

/** `(column or constraint, …)` of CREATE TABLE. */
export function tableParts(reader: Reader): {
  columns: ColumnDefinition[];
  constraints: ConstraintDefinition[];
} {
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  reader.expect('(');
  if (reader.takes(')')) return { columns, constraints };
  do {
    const constraint = tableConstraint(reader);
    if (constraint) constraints.push(constraint);
    else columns.push(column(reader, constraints));
  } while (reader.takes(','));
  reader.expect(')');
  return { columns, constraints };
}

/** One column; its constraints are added to those of the table. */
export function column(reader: Reader, constraints: ConstraintDefinition[]): ColumnDefinition {
  const name = reader.name();
  const { serial, ...type } = columnType(reader);
  let notNull = serial;
  let byDefault: Default | undefined;
  for (;;) {
    if (reader.takes('not', 'null')) notNull = true;
    else if (reader.takes('default')) byDefault = defaultValue(reader);
    else if (reader.takes('primary', 'key')) constraints.push({ kind: 'primary', columns: [name] });
    else if (reader.takes('unique')) constraints.push({ kind: 'unique', columns: [name] });
    else if (reader.takes('references')) constraints.push(foreignKey(reader, [name]));
    else break;
  }
  return { name, type, notNull, serial, ...(byDefault && { default: byDefault }) };
}

export function tableConstraint(reader: Reader): ConstraintDefinition | undefined {
  const named = reader.takes('constraint') ? { name: reader.name() } : {};
  if (reader.takes('primary', 'key')) return { ...named, kind: 'primary', columns: reader.names() };
  if (reader.takes('unique')) return { ...named, kind: 'unique', columns: reader.names() };
  if (reader.takes('check', '('))
    return { ...named, kind: 'check', columns: namesIn(reader, reader.untilClosed()) };
  if (reader.takes('foreign', 'key')) {
    const columns = reader.names();
    reader.expect('references');
    return { ...named, ...foreignKey(reader, columns) };
  }
  return 'name' in named ? reader.fail() : undefined;
}

function foreignKey(reader: Reader, columns: readonly string[]): ConstraintDefinition {
  const table = reader.relation();
  return { kind: 'foreign', columns, references: { table, columns: reader.names() } };
}

function columnType(reader: Reader): ColumnType & { readonly serial: boolean } {
  const written = reader.take('word');
  const serial = written === 'serial' || written === 'bigserial';
  if (written === 'character') {
    const name = reader.takes('varying') ? 'varchar' : 'char';
    return { name, serial, ...typeLength(reader, name) };
  }
  const name = Object.hasOwn(TYPES, written) ? TYPES[written] : undefined;
  if (!name) return reader.fail();
  if (name === 'timestamp') {
    if (reader.takes('with', 'time', 'zone')) return { name: 'timestamptz', serial };
    reader.takes('without', 'time', 'zone');
  }
  return { name, serial, ...typeLength(reader, name) };
}

function typeLength(reader: Reader, name: string): { length?: number } {
  if (name !== 'varchar' && name !== 'char') return {};
  if (!reader.takes('(')) return name === 'char' ? { length: 1 } : {};
  const length = Number(reader.take('number'));
  reader.expect(')');
  return { length };
}

/** Functions that the model knows, and the extension that brings them; null: PostgreSQL itself. */
export const FUNCTIONS: Readonly<Record<string, string | null>> = {
  uuid_generate_v4: 'uuid-ossp',
  gen_random_uuid: null,
};

function defaultValue(reader: Reader): Default {
  for (const name of Object.keys(FUNCTIONS))
    if (reader.takes(name, '(', ')')) return { kind: 'call', function: name };
  return reader.scalar();
}

const OPERATORS = new Set(['in', 'is', 'not', 'null', 'and', 'or', 'true', 'false', 'between', 'like']);

/** The columns that a condition looks at; one that calls a function is none that the model knows. */
export function namesIn(reader: Reader, condition: readonly Token[]): string[] {
  const names = new Set<string>();
  for (const [index, { kind, text }] of condition.entries()) {
    if (kind === 'parameter' || text === '::' || text === '.') reader.fail();
    if (kind !== 'name' && (kind !== 'word' || OPERATORS.has(text))) continue;
    if (condition[index + 1]?.text === '(') reader.fail();
    names.add(text);
  }
  return [...names];
}
