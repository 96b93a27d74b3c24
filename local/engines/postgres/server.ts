import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Host } from '../host.ts';
import type { EngineProcess } from '../process.ts';
import { freePort } from '../proxy.ts';
import type { Endpoint } from '../types.ts';
import type { PostgresBinaries } from './binaries.ts';
import { superuser } from './settings.ts';

const portAttempts = 10;

/** One running PostgreSQL server and its files. */
export interface Server {
  readonly folder: string;
  /** Where it really listens; clients come through the endpoints' proxies. */
  readonly address: Endpoint;
  /** For a replica: how to reach this server through its unix socket. */
  readonly connectionInfo: string;
  /** A connection as superuser, for as long as `act` takes. */
  administer<T>(act: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Hands every replica all that was written, then ends. */
  shutDown(): Promise<void>;
  /** Ends at once and removes the files. */
  destroy(): Promise<void>;
}

/** Starts a server on prepared files. Ready means that it accepts connections. */
export async function startServer(host: Host, binaries: PostgresBinaries, folder: string): Promise<Server> {
  const { process: running, port } = await startOnFreePort(host, binaries, folder);
  return {
    folder,
    address: { address: '127.0.0.1', port },
    connectionInfo: `host=${host.sockets} port=${port} user=${superuser} application_name=${path.basename(folder)}`,
    async administer(act) {
      const client = new pg.Client({
        host: host.sockets,
        port,
        user: superuser,
        database: 'postgres',
        password: '',
        ssl: false,
      });
      client.on('error', () => {}); // the server ends under the connection: the query fails and says so
      await client.connect();
      try {
        return await act(client);
      } finally {
        await client.end().catch(() => {});
      }
    },
    shutDown: () => running.stop('SIGINT'),
    async destroy() {
      await running.stop();
      await fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
}

/** Between finding a free port and the server's taking it somebody else may: then the next one. */
async function startOnFreePort(
  host: Host,
  binaries: PostgresBinaries,
  folder: string,
): Promise<{ process: EngineProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { port, process: await host.processes.serve(serverOptions(host, binaries, folder, port)) };
    } catch (error) {
      const lostPort = error instanceof Error && /Address already in use/.test(error.message);
      if (!lostPort || attempt === portAttempts) throw error;
    }
  }
}

function serverOptions(host: Host, binaries: PostgresBinaries, folder: string, port: number) {
  const settings = {
    port: String(port),
    unix_socket_directories: host.sockets,
    ssl_cert_file: host.tls.certificateFile,
    ssl_key_file: host.tls.keyFile,
  };
  return {
    command: binaries.postgres,
    args: ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    ready: /database system is ready to accept (read-only )?connections/,
    stopSignal: 'SIGQUIT', // immediate shutdown
  } as const;
}
