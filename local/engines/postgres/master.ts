import pg from 'pg';
import type { PostgresOptions } from '../types.ts';
import { scramVerifier } from './scram.ts';
import type { Server } from './server.ts';
import { spareDatabase } from './settings.ts';

/**
 * The master user as on RDS: a member of rds_superuser, no superuser, and owner of the databases, so that it may
 * create trusted extensions such as uuid-ossp.
 */
export async function createMaster(server: Server, options: PostgresOptions): Promise<void> {
  const master = pg.escapeIdentifier(options.masterUsername);
  const { databaseName } = options;
  const wantsSpare = databaseName !== undefined && databaseName !== 'postgres';
  await server.administer(async (client) => {
    await client.query(
      `CREATE ROLE ${master} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser PASSWORD ${verifier(options.masterPassword)}`,
    );
    await client.query(`ALTER DATABASE postgres OWNER TO ${master}`);
    if (!wantsSpare) {
      await client.query(`DROP DATABASE ${spareDatabase}`);
      return;
    }
    const database = pg.escapeIdentifier(databaseName);
    await client.query(`ALTER DATABASE ${spareDatabase} RENAME TO ${database}`);
    await client.query(`ALTER DATABASE ${database} OWNER TO ${master}`);
  });
}

export async function setPassword(server: Server, username: string, password: string): Promise<void> {
  const user = pg.escapeIdentifier(username);
  await server.administer((client) => client.query(`ALTER ROLE ${user} PASSWORD ${verifier(password)}`));
}

function verifier(password: string): string {
  return pg.escapeLiteral(scramVerifier(password));
}
