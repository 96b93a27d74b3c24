import { Client, type ClientConfig } from 'pg';
import type { Clock } from '../../core/clock.ts';
import { Blocked, OutcomeUnknown } from '../../core/errors.ts';

export interface DatabaseTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authorities that may have signed the server's certificate. */
  readonly ca: string | string[];
}

/** The part of pg's client that migrations use. */
export type DatabaseClient = Pick<Client, 'connect' | 'query' | 'end' | 'on'>;

/** Makes a client, not yet connected. */
export type CreateDatabaseClient = (config: ClientConfig) => DatabaseClient;

/** "available" is not yet connectable: the first connection is tried for this long. */
const CONNECT_FOR_MS = 5 * 60_000;
const PAUSE_MS = 2_000;

/** What a server that is starting, or a name that is not known yet, answers. `57P03`: cannot connect now. */
const NOT_UP_YET = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0[123])$/;

/** Connects over TLS with the certificate checked, trying again while the server is not up yet. */
export async function connect(
  target: DatabaseTarget,
  clock: Clock,
  createClient: CreateDatabaseClient = (config) => new Client(config),
): Promise<DatabaseClient> {
  const { ca, ...address } = target;
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    const client = createClient({
      ...address,
      // An IP address (the laptop's) has no server name to send.
      ssl: { ca, rejectUnauthorized: true },
      connectionTimeoutMillis: 10_000,
      application_name: 'plinth-migrate',
    });
    client.on('error', () => {}); // the server goes away between two queries: the next query fails and says so
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => {});
      const { code = '', message } = cause as { code?: string; message: string };
      const place = `${target.host}:${target.port}`;
      if (/^28/.test(code)) {
        throw new Blocked(
          `The database at ${place} refused the master user ${target.user}: check the secret's value.`,
          { cause },
        );
      }
      if (!NOT_UP_YET.test(code) && !/timeout|terminated/i.test(message)) {
        throw new OutcomeUnknown(`Could not connect to the database at ${place}: ${message}`, { cause });
      }
      if (waitedMs >= CONNECT_FOR_MS) {
        throw new Blocked(
          `The database at ${place} took no connection for five minutes (${message}). Check that its security group lets the migrate function in.`,
          { cause },
        );
      }
    }
    await clock.sleep(PAUSE_MS);
  }
}
