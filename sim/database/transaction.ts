import { Catalog } from './catalog.ts';
import { PostgresError } from './errors.ts';

/**
 * One transaction of a session: all of it or nothing. It works on a copy of what is committed, made at its first
 * write, and nobody else can write until it ends. PostgreSQL lets transactions write side by side where they do not
 * touch the same rows and names; here they take turns.
 */
export class Transaction {
  /** Between BEGIN and COMMIT; otherwise it ends with its one statement. */
  readonly explicit: boolean;
  /** What NOW() is, in ms. */
  readonly startedAt: number;
  readonly statements: string[] = [];
  #failed = false;
  #catalog: Catalog | undefined;

  constructor(explicit: boolean, startedAt: number) {
    this.explicit = explicit;
    this.startedAt = startedAt;
  }

  get failed(): boolean {
    return this.#failed;
  }

  fail(): void {
    this.#failed = true;
  }

  refuseIfFailed(): void {
    if (this.#failed) {
      const message = 'current transaction is aborted, commands ignored until end of transaction block';
      throw new PostgresError('25P02', message);
    }
  }

  /** What it has written; undefined: nothing. */
  get written(): Catalog | undefined {
    return this.#catalog;
  }

  /** @param committed once nobody else can commit */
  write(committed: Catalog): Catalog {
    this.#catalog ??= new Catalog(committed);
    return this.#catalog;
  }
}
