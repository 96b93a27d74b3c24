import type { Row } from './catalog.ts';
import { define } from './define.ts';
import { PostgresError, terminated } from './errors.ts';
import type { SessionInfo } from './hooks.ts';
import { type Context, evaluate, insert, remove, select } from './rows.ts';
import type { DatabaseServer } from './server.ts';
import { parse } from './sql/parse.ts';
import type { AdvisoryLock, Boundary, Definition, Delete, Insert, Statement } from './sql/statement.ts';
import { Transaction } from './transaction.ts';

export interface Answer {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: Row[];
}

/** One connection, as the server sees it. */
export class Session {
  readonly info: SessionInfo;
  readonly #server: DatabaseServer;
  readonly #ended = Promise.withResolvers<never>();
  #transaction: Transaction | undefined;
  #error: Error | undefined;

  constructor(server: DatabaseServer, info: SessionInfo) {
    this.#server = server;
    this.info = info;
    this.#ended.promise.catch(() => {}); // a session may end while nobody asks it anything
  }

  /** Rejects when the session ends. */
  get ended(): Promise<never> {
    return this.#ended.promise;
  }

  get isOpen(): boolean {
    return this.#error === undefined;
  }

  /** Rolls back what is not committed and frees the locks. Safe to repeat. */
  end(error: Error = terminated()): void {
    if (this.#error) return;
    this.#error = error;
    this.#transaction = undefined;
    this.#server.forget(this);
    this.#ended.reject(error);
  }

  /** @throws PostgresError; or why the session ends, or has ended */
  async execute(text: string, values: readonly unknown[] = []): Promise<Answer> {
    const { before, after } = this.#server.hooks;
    if (this.#error) throw this.#error;
    if (before) await this.#orEnd(before(this.info, text));
    let answer: Answer | undefined;
    let error: unknown;
    try {
      answer = await Promise.race([this.#answer(text, values), this.ended]);
    } catch (thrown) {
      error = thrown;
    }
    if (this.#error) throw this.#error;
    if (after) await this.#orEnd(after(this.info, text, error));
    if (answer) return answer;
    throw error;
  }

  /** Waits for a hook, no longer than there is a session; its error is the end of the session. */
  async #orEnd(hook: Promise<void>): Promise<void> {
    try {
      await Promise.race([hook, this.ended]);
    } catch (error) {
      this.end(error as Error);
      throw error;
    }
  }

  async #answer(text: string, values: readonly unknown[]): Promise<Answer> {
    try {
      const statement = parse(text);
      if (isBoundary(statement)) return this.#boundary(statement);
      this.#transaction?.refuseIfFailed();
      this.#transaction ??= new Transaction(false, this.#server.now());
      const transaction = this.#transaction;
      const answer = await this.#run(statement, text, { values, now: transaction.startedAt });
      if (!transaction.explicit) this.#commit();
      return answer;
    } catch (error) {
      if (this.#transaction?.explicit) this.#transaction.fail();
      else this.#rollBack();
      throw error;
    }
  }

  #boundary({ kind }: Boundary): Answer {
    if (kind === 'begin') {
      this.#transaction?.refuseIfFailed();
      this.#transaction ??= new Transaction(true, this.#server.now());
      return done('BEGIN');
    }
    if (kind === 'commit' && !this.#transaction?.failed) {
      this.#commit();
      return done('COMMIT');
    }
    this.#rollBack();
    return done('ROLLBACK');
  }

  #commit(): void {
    const { written, statements } = this.#transaction ?? {};
    if (written && statements) this.#server.commit(this, written, statements);
    this.#rollBack();
  }

  #rollBack(): void {
    this.#transaction = undefined;
    this.#server.locks.release(this.#writeLock, this);
  }

  get #writeLock(): string {
    return `write ${this.info.database}`;
  }

  async #run(statement: Exclude<Statement, Boundary>, text: string, context: Context): Promise<Answer> {
    if (statement.kind === 'advisory lock') return this.#advisoryLock(statement, context);
    if (statement.kind === 'select') {
      const rows = select(this.#visible(), statement, context);
      return { command: 'SELECT', rowCount: rows.length, rows };
    }
    return this.#write(statement, text, context);
  }

  #visible() {
    return this.#transaction?.written ?? this.#server.storage.catalog(this.info.database);
  }

  async #write(statement: Definition | Insert | Delete, text: string, context: Context): Promise<Answer> {
    this.#refuseOnStandby(statement);
    const transaction = this.#transaction as Transaction;
    if (!transaction.written) await this.#server.locks.acquire(this.#writeLock, this);
    if (this.#error) throw this.#error;
    const catalog = transaction.write(this.#server.storage.catalog(this.info.database));
    transaction.statements.push(text);
    if (statement.kind === 'insert') return done('INSERT', insert(catalog, statement, context));
    if (statement.kind === 'delete') return done('DELETE', remove(catalog, statement, context));
    define(catalog, statement);
    return done(commandOf(statement));
  }

  #refuseOnStandby(statement: Definition | Insert | Delete): void {
    if (!this.#server.standby) return;
    const changesRows = statement.kind === 'insert' || statement.kind === 'delete';
    // The table is looked up before the server notices that it may not write.
    if (changesRows) this.#visible().table(statement.table);
    const command = changesRows ? statement.kind.toUpperCase() : tagOf(statement);
    throw new PostgresError('25006', `cannot execute ${command} in a read-only transaction`);
  }

  async #advisoryLock(statement: AdvisoryLock, context: Context): Promise<Answer> {
    const key = `advisory ${this.info.database} ${evaluate(statement.key, context)}`;
    const { locks } = this.#server;
    const act = {
      pg_advisory_lock: async () => {
        await locks.acquire(key, this);
        return '';
      },
      pg_try_advisory_lock: async () => locks.tryAcquire(key, this),
      pg_advisory_unlock: async () => locks.release(key, this),
    }[statement.function];
    return { command: 'SELECT', rowCount: 1, rows: [{ [statement.as]: await act() }] };
  }
}

function isBoundary(statement: Statement): statement is Boundary {
  return statement.kind === 'begin' || statement.kind === 'commit' || statement.kind === 'rollback';
}

/** As the server names it, such as CREATE TABLE. */
function tagOf(statement: Definition): string {
  return (statement.kind === 'drop' ? `drop ${statement.what}` : statement.kind).toUpperCase();
}

/** The `command` of pg's result: the first word of the tag. */
function commandOf(statement: Definition): string {
  return tagOf(statement).split(' ')[0] ?? '';
}

function done(command: string, rowCount: number | null = null): Answer {
  return { command, rowCount, rows: [] };
}
