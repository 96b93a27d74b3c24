/** An error that a PostgreSQL server answers, with the members of pg's `DatabaseError` that anybody here reads. */
export class PostgresError extends Error {
  readonly severity: 'ERROR' | 'FATAL';
  /** SQLSTATE, such as `42P07`. */
  readonly code: string;

  constructor(code: string, message: string, severity: 'ERROR' | 'FATAL' = 'ERROR') {
    super(message);
    this.name = 'error';
    this.code = code;
    this.severity = severity;
  }
}

/** What the model cannot answer as PostgreSQL would. It says so instead of pretending. */
export class NotModelled extends PostgresError {
  constructor(what: string) {
    super('0A000', `The model of PostgreSQL does not know ${what}.`);
  }
}

export const noSuchTable = (name: string) => new PostgresError('42P01', `relation "${name}" does not exist`);

export const alreadyExists = (name: string) =>
  new PostgresError('42P07', `relation "${name}" already exists`);

/** `table` where the statement names one that it writes to. */
export const noSuchColumn = (column: string, table?: string) =>
  new PostgresError(
    '42703',
    table ? `column "${column}" of relation "${table}" does not exist` : `column "${column}" does not exist`,
  );

/** What a socket says; a connection never came about, or is gone. */
export function networkError(code: 'ECONNREFUSED' | 'ENOTFOUND' | 'ECONNRESET', message: string): Error {
  return Object.assign(new Error(message), { code });
}

export const terminated = () => new Error('Connection terminated unexpectedly');
