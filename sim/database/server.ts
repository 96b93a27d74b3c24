import type { Clock } from '../../core/clock.ts';
import type { Catalog } from './catalog.ts';
import { networkError, PostgresError } from './errors.ts';
import type { DatabaseHooks } from './hooks.ts';
import { Locks } from './locks.ts';
import { Session } from './session.ts';
import type { Storage } from './storage.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly applicationName: string;
  /** Without it the server refuses the connection. */
  readonly tls: boolean;
}

/** What all servers of one simulation share. */
export interface Surroundings {
  readonly clock: Pick<Clock, 'now'>;
  readonly hooks: DatabaseHooks;
  /** Numbers the sessions. */
  nextSession(): number;
}

/** One running PostgreSQL: sessions and locks, which end with it, over a storage that does not. */
export class DatabaseServer {
  readonly name: string;
  readonly locks = new Locks<Session>();
  /** It follows another server and refuses writes. */
  standby: boolean;
  readonly #surroundings: Surroundings;
  readonly #storage: () => Storage;
  readonly #sessions = new Set<Session>();
  #running = false;

  constructor(
    surroundings: Surroundings,
    options: { readonly name: string; readonly storage: () => Storage; readonly standby: boolean },
  ) {
    this.#surroundings = surroundings;
    this.name = options.name;
    this.#storage = options.storage;
    this.standby = options.standby;
  }

  /** Of its cluster, or of the one that its cluster follows. */
  get storage(): Storage {
    return this.#storage();
  }

  get hooks(): DatabaseHooks {
    return this.#surroundings.hooks;
  }

  now(): number {
    return this.#surroundings.clock.now();
  }

  get running(): boolean {
    return this.#running;
  }

  /** In the order in which they connected. */
  get sessions(): readonly Session[] {
    return [...this.#sessions];
  }

  /** Accepts connections as soon as the simulation lets it. */
  async start(): Promise<void> {
    await this.hooks.starting?.(this.name);
    this.#running = true;
  }

  /** Ends the sessions. */
  stop(): void {
    this.#running = false;
    const reason = 'terminating connection due to administrator command';
    for (const session of this.sessions) session.end(new PostgresError('57P01', reason, 'FATAL'));
  }

  /** @throws ECONNREFUSED, 28000, 28P01, 3D000 */
  open(credentials: Credentials): Session {
    const { user, password, database, applicationName } = credentials;
    if (!this.#running) throw this.#refusal();
    if (!credentials.tls) {
      const message = `no pg_hba.conf entry for host "127.0.0.1", user "${user}", database "${database}", no encryption`;
      throw new PostgresError('28000', message, 'FATAL');
    }
    if (!this.storage.accepts(user, password)) {
      throw new PostgresError('28P01', `password authentication failed for user "${user}"`, 'FATAL');
    }
    if (!this.storage.hasDatabase(database))
      throw new PostgresError('3D000', `database "${database}" does not exist`, 'FATAL');
    const id = this.#surroundings.nextSession();
    const session = new Session(this, { id, server: this.name, user, database, applicationName });
    this.#sessions.add(session);
    return session;
  }

  commit(session: Session, catalog: Catalog, statements: readonly string[]): void {
    const { id, database } = session.info;
    const mark = `advisory ${database} `;
    const advisoryLocks = this.locks
      .heldBy(session)
      .flatMap((key) => (key.startsWith(mark) ? [key.slice(mark.length)] : []));
    this.storage.commit(database, catalog, statements, { at: this.now(), session: id, advisoryLocks });
  }

  /** Writes data that no migration touches, as an application would. @throws ECONNREFUSED, 25006 */
  plant(key: string, value: string): void {
    if (!this.#running) throw this.#refusal();
    if (this.standby) throw new PostgresError('25006', 'cannot execute INSERT in a read-only transaction');
    this.storage.plant(key, value);
  }

  /** @throws ECONNREFUSED */
  planted(): ReadonlyMap<string, string> {
    if (!this.#running) throw this.#refusal();
    return new Map(this.storage.planted);
  }

  /** For a session that has ended. */
  forget(session: Session): void {
    this.#sessions.delete(session);
    this.locks.releaseAll(session);
  }

  #refusal(): Error {
    return networkError('ECONNREFUSED', `connect ECONNREFUSED ${this.name}`);
  }
}
