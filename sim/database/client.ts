import { EventEmitter } from 'node:events';
import type { ClientConfig } from 'pg';
import type { DatabaseClient } from '../../functions/migrations/connect.ts';
import type { DatabaseHooks } from './hooks.ts';
import type { DatabaseServer } from './server.ts';
import type { Answer, Session } from './session.ts';

export interface Network {
  readonly hooks: DatabaseHooks;
  /** @throws ENOTFOUND, ECONNREFUSED */
  serverAt(host: string, port: number): DatabaseServer;
}

/** The part of pg's Client that migrations use, for servers of the model. It does without callbacks. */
export function createModelClient(network: Network, config: ClientConfig): DatabaseClient {
  return new ModelClient(network, config) as unknown as DatabaseClient;
}

const RESETS = /^(?:RESET [A-Z ]+; )+/;
const RESET: Answer = { command: 'RESET', rowCount: null, rows: [] };

class ModelClient extends EventEmitter {
  readonly #network: Network;
  readonly #config: ClientConfig;
  #session: Session | undefined;
  #ending = false;
  /** Statements are sent one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(network: Network, config: ClientConfig) {
    super();
    this.#network = network;
    this.#config = config;
  }

  async connect(): Promise<void> {
    const { host = '', port = 5432, user = '', password, database = user } = this.#config;
    if (typeof password !== 'string') throw new Error('The model of PostgreSQL wants a password.');
    await this.#network.hooks.connecting?.(host, port);
    const session = this.#network.serverAt(host, port).open({
      ...{ user, password, database, tls: Boolean(this.#config.ssl) },
      applicationName: this.#config.application_name ?? '',
    });
    this.#session = session;
    session.ended.catch((error) => {
      if (!this.#ending) this.emit('error', error);
    });
  }

  query(
    query: string | { text: string; values?: unknown[] },
    values?: unknown[],
    callback?: unknown,
  ): Promise<Answer | Answer[]> {
    if (typeof values === 'function' || callback !== undefined)
      throw new TypeError('The model of PostgreSQL takes no callbacks.');
    const { text, values: given = values } = typeof query === 'string' ? { text: query } : query;
    const answer = this.#last.then(() => this.#execute(text, given));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #execute(text: string, values: unknown[] | undefined): Promise<Answer | Answer[]> {
    if (this.#ending) throw new Error('Client was closed and is not queryable');
    if (!this.#session?.isOpen)
      throw new Error('Client has encountered a connection error and is not queryable');
    const answer = await this.#session.execute(text, values);
    // Of several statements in one text pg gives the answers of all. Those before the last are resets, if any.
    const resets = text.match(RESETS)?.[0].split(';').slice(0, -1) ?? [];
    return resets.length === 0 ? answer : [...resets.map(() => RESET), answer];
  }

  /** A statement that is under way fails. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#session?.end(new Error('Connection terminated'));
  }
}
