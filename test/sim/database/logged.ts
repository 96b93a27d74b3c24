import type pg from 'pg';
import type { DatabaseClient } from '../../../functions/migrations/connect.ts';
import { NotModelled } from '../../../sim/database/errors.ts';
import { MASTER } from './support.ts';

export interface Changes {
  readonly password?: string;
  readonly database?: string;
  readonly ssl?: false;
}

/** A client that has been connected, and whose statements and answers are kept. */
export type Open = (changes?: Changes) => Promise<DatabaseClient>;

export type Scenario = (open: Open) => Promise<void>;

/** What each client was answered, in the order in which the clients were opened. */
export async function logged(
  scenario: Scenario,
  create: (changes: Changes) => DatabaseClient,
): Promise<unknown[][]> {
  const logs: unknown[][] = [];
  const clients: DatabaseClient[] = [];
  await scenario(async (changes = {}) => {
    const client = create(changes);
    const log: unknown[] = [];
    logs.push(log);
    await client.connect().catch((error) => {
      log.push(failure(error));
      throw error;
    });
    clients.push(client);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>;
    return Object.assign(Object.create(client), {
      query: async (...args: unknown[]) => {
        try {
          const { command, rowCount, rows } = await query(...args);
          log.push([args[0], { command, rowCount, rows }]);
          return { rows };
        } catch (error) {
          log.push([args[0], failure(error)]);
          throw error;
        }
      },
      end: () => client.end(),
    }) as DatabaseClient;
  });
  await Promise.all(clients.map((client) => client.end()));
  return logs;
}

function failure(error: unknown) {
  if (error instanceof NotModelled) return { notModelled: error.message };
  const { code, message } = error as pg.DatabaseError;
  return { code, message: message.replace(/compared_\d+/, MASTER.databaseName) };
}
