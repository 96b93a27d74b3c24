import { parse } from './sql/parse.ts';
import type { Scalar } from './sql/statement.ts';
import type { JournalEntry } from './storage.ts';

/** The two tables in which a migration is recorded, both or neither. */
const RECORDS = ['schema_migration_checksums', 'schema_migrations'] as const;

/** A migration that has been applied, or taken back. */
export interface Step {
  readonly file: string;
  readonly direction: 'up' | 'down';
  readonly session: number;
  readonly at: number;
}

export interface Findings {
  /** As they were committed. */
  readonly steps: readonly Step[];
  /** What should never be, one sentence each. */
  readonly violations: readonly string[];
}

/**
 * Reads the journal of one database: each file is applied once and in order, taken back only when it is the last, is
 * recorded in the transaction that applies it, and nothing is written by one who does not have the runners' lock.
 */
export function checkMigrations(journal: readonly JournalEntry[]): Findings {
  const steps: Step[] = [];
  const violations: string[] = [];
  const applied: string[] = [];
  for (const entries of Map.groupBy(journal, ({ transaction }) => transaction).values()) {
    const { transaction, session, at, advisoryLocks } = entries[0] as JournalEntry;
    const where = `transaction ${transaction} of session ${session}`;
    if (advisoryLocks.length === 0) violations.push(`${where} wrote without the lock`);
    const records = entries.flatMap(({ statement }) => recordOf(statement) ?? []);
    if (records.length === 0) continue;
    const { file = '', direction = 'up' } = records[0] ?? {};
    const complete = RECORDS.every(
      (table) => records.filter((record) => record.table === table).length === 1,
    );
    if (!complete || records.some((record) => record.file !== file || record.direction !== direction))
      violations.push(`${where} has recorded ${file} in part`);
    const last = applied.at(-1) ?? '';
    if (direction === 'up' && file <= last) violations.push(`${where} has applied ${file} after ${last}`);
    if (direction === 'down' && file !== last)
      violations.push(`${where} has taken ${file} back while ${last} was the last`);
    if (direction === 'up') applied.push(file);
    else applied.pop();
    steps.push({ file, direction, session, at });
  }
  return { steps, violations };
}

function recordOf(sql: string): { table: string; file: string; direction: Step['direction'] } | undefined {
  const statement = parse(sql);
  if (statement.kind !== 'insert' && statement.kind !== 'delete') return undefined;
  const { table } = statement;
  if (!RECORDS.some((each) => each === table)) return undefined;
  return statement.kind === 'insert'
    ? { table, file: text(statement.rows[0]?.[0]), direction: 'up' }
    : { table, file: text(statement.where[0]?.value), direction: 'down' };
}

function text(scalar: Scalar | undefined): string {
  return scalar?.kind === 'value' ? String(scalar.value) : '';
}
