import { NotModelled } from '../errors.ts';
import { column, namesIn, tableConstraint, tableParts } from './columns.ts';
import { Reader, Unread } from './reader.ts';
import type { AdvisoryLock, ConstraintDefinition, Select, Statement, Where } from './statement.ts';

/** The texts of a migration are the same in every run. */
const parsed = new Map<string, Statement>();
const MOST_KEPT = 1000;

/** @throws NotModelled naming the statement */
export function parse(sql: string): Statement {
  const known = parsed.get(sql);
  if (known) return known;
  const statement = read(sql);
  if (parsed.size === MOST_KEPT) parsed.clear();
  parsed.set(sql, statement);
  return statement;
}

function read(sql: string): Statement {
  const reader = new Reader(sql);
  try {
    const statement = statementOf(reader);
    if (!reader.atEnd) reader.fail();
    return statement;
  } catch (error) {
    throw error instanceof Unread ? new NotModelled(`the statement ${sql}`) : error;
  }
}

function statementOf(reader: Reader): Statement {
  skipResets(reader);
  if (reader.takes('begin')) return { kind: 'begin' };
  if (reader.takes('commit')) return { kind: 'commit' };
  if (reader.takes('rollback')) return { kind: 'rollback' };
  if (reader.takes('create')) return create(reader);
  if (reader.takes('alter', 'table')) return alterTable(reader);
  if (reader.takes('drop')) return drop(reader);
  if (reader.takes('insert', 'into')) return insert(reader);
  if (reader.takes('delete', 'from'))
    return { kind: 'delete', table: reader.relation(), where: where(reader) };
  reader.expect('select');
  return advisoryLock(reader) ?? select(reader);
}

/** What a statement of the books begins with. The model keeps no settings of a session, and knows no statement that makes some. */
function skipResets(reader: Reader): void {
  while (reader.takes('reset')) {
    if (!reader.takes('session', 'authorization')) reader.expect('all');
    reader.expect(';');
  }
}

function create(reader: Reader): Statement {
  if (reader.takes('table')) {
    const ifNotExists = reader.takes('if', 'not', 'exists');
    return { kind: 'create table', ifNotExists, table: reader.relation(), ...tableParts(reader) };
  }
  if (reader.takes('extension')) {
    const ifNotExists = reader.takes('if', 'not', 'exists');
    return { kind: 'create extension', ifNotExists, name: reader.name() };
  }
  const unique = reader.takes('unique');
  reader.expect('index');
  const ifNotExists = reader.takes('if', 'not', 'exists');
  const name = reader.name();
  reader.expect('on');
  const table = reader.relation();
  const columns = reader.list(() => {
    const each = reader.name();
    if (!reader.takes('desc')) reader.takes('asc');
    return each;
  });
  const condition = reader.takes('where') ? namesIn(reader, reader.rest()) : undefined;
  return { kind: 'create index', name, table, unique, ifNotExists, columns, ...(condition && { condition }) };
}

function alterTable(reader: Reader): Statement {
  const table = reader.relation();
  reader.expect('add');
  const constraint = tableConstraint(reader);
  const constraints: ConstraintDefinition[] = constraint ? [constraint] : [];
  if (!constraint) reader.takes('column');
  const add = constraint ? undefined : column(reader, constraints);
  return { kind: 'alter table', table, add, constraints };
}

function drop(reader: Reader): Statement {
  const what = (['table', 'index', 'extension'] as const).find((each) => reader.takes(each));
  if (!what) return reader.fail();
  const ifExists = reader.takes('if', 'exists');
  return { kind: 'drop', what, ifExists, name: what === 'table' ? reader.relation() : reader.name() };
}

function insert(reader: Reader): Statement {
  const table = reader.relation();
  const columns = reader.takes('values') ? undefined : reader.names();
  if (columns) reader.expect('values');
  const rows = [reader.list(() => reader.scalar())];
  while (reader.takes(',')) rows.push(reader.list(() => reader.scalar()));
  return { kind: 'insert', table, columns, rows };
}

function where(reader: Reader): Where {
  if (!reader.takes('where')) return [];
  const conditions = [];
  do {
    const column = reader.name();
    reader.expect('=');
    conditions.push({ column, value: reader.scalar() });
  } while (reader.takes('and'));
  return conditions;
}

const LOCKS = ['pg_advisory_lock', 'pg_try_advisory_lock', 'pg_advisory_unlock'] as const;

function advisoryLock(reader: Reader): AdvisoryLock | undefined {
  const name = LOCKS.find((each) => reader.takes(each, '('));
  if (!name) return undefined;
  const key = reader.scalar();
  reader.expect(')');
  return { kind: 'advisory lock', function: name, key, as: reader.takes('as') ? reader.name() : name };
}

function select(reader: Reader): Select {
  const max = reader.takes('max', '(') ? maximum(reader) : undefined;
  const columns = max ? [] : [reader.name()];
  while (!max && reader.takes(',')) columns.push(reader.name());
  reader.expect('from');
  const table = reader.relation();
  const conditions = where(reader);
  const orderBy: { column: string; descending: boolean }[] = [];
  if (reader.takes('order', 'by')) {
    if (max) reader.fail();
    do {
      const column = reader.name();
      const descending = reader.takes('desc');
      orderBy.push({ column, descending });
    } while (reader.takes(','));
  }
  return { kind: 'select', table, columns, where: conditions, orderBy, ...(max && { max }) };
}

function maximum(reader: Reader): { column: string; as: string } {
  const column = reader.name();
  reader.expect(')');
  return { column, as: reader.takes('as') ? reader.name() : 'max' };
}
