import { Catalog } from './catalog.ts';
import { PostgresError } from './errors.ts';

/** One statement that changed something, and stayed. */
export interface JournalEntry {
  /** When it was committed, in ms. */
  readonly at: number;
  /** Number of the session. No two sessions of a simulation have the same. */
  readonly session: number;
  /** Number of the transaction in this journal, from 1: transactions are numbered as they are committed. */
  readonly transaction: number;
  readonly database: string;
  readonly statement: string;
  /** Keys of the advisory locks that the session had when it committed. */
  readonly advisoryLocks: readonly string[];
}

/** What a cluster keeps while its servers come and go. */
export class Storage {
  /** Users and their passwords. */
  readonly #users = new Map<string, string>();
  readonly #databases = new Map<string, Catalog>();
  readonly #journal: JournalEntry[] = [];
  readonly #planted = new Map<string, string>();
  #transactions = 0;

  /** What was committed, in order. A copy begins with the journal of what it was copied from. */
  get journal(): readonly JournalEntry[] {
    return this.#journal;
  }

  /** Data that a simulation has put here, to see whether it survives. */
  get planted(): ReadonlyMap<string, string> {
    return this.#planted;
  }

  plant(key: string, value: string): void {
    this.#planted.set(key, value);
  }

  createDatabase(name: string): void {
    if (this.#databases.has(name)) throw new PostgresError('42P04', `database "${name}" already exists`);
    this.#databases.set(name, new Catalog());
  }

  hasDatabase(name: string): boolean {
    return this.#databases.has(name);
  }

  setPassword(user: string, password: string): void {
    this.#users.set(user, password);
  }

  accepts(user: string, password: string): boolean {
    return this.#users.get(user) === password;
  }

  /** As it is committed; nobody changes it. */
  catalog(database: string): Catalog {
    return this.#databases.get(database) as Catalog;
  }

  commit(
    database: string,
    catalog: Catalog,
    statements: readonly string[],
    by: Pick<JournalEntry, 'at' | 'session' | 'advisoryLocks'>,
  ): void {
    this.#databases.set(database, catalog);
    const transaction = ++this.#transactions;
    for (const statement of statements) this.#journal.push({ ...by, transaction, database, statement });
  }

  copy(): Storage {
    const copy = new Storage();
    for (const [user, password] of this.#users) copy.#users.set(user, password);
    for (const [name, catalog] of this.#databases) copy.#databases.set(name, catalog.fork());
    for (const [key, value] of this.#planted) copy.#planted.set(key, value);
    copy.#journal.push(...this.#journal);
    copy.#transactions = this.#transactions;
    return copy;
  }
}
