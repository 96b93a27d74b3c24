import type { Clock } from '../../core/clock.ts';
import type { CreateDatabaseClient } from '../../functions/migrations/connect.ts';
import type { PostgresOrigin } from '../../local/engines/types.ts';
import { createModelClient, type Network } from './client.ts';
import { ModelCluster } from './cluster.ts';
import { networkError } from './errors.ts';
import type { DatabaseHooks } from './hooks.ts';

/** PostgreSQL without a process: clusters of the model, and clients that find them by their endpoints. */
export interface ModelPostgres extends Network {
  /** For `Engines`. */
  createPostgres(origin: PostgresOrigin): Promise<ModelCluster>;
  /** For `LocalCloudOptions.createDatabaseClient`. */
  readonly createClient: CreateDatabaseClient;
  /** All that have ever been, oldest first. */
  readonly clusters: readonly ModelCluster[];
}

/** @param hooks asked at each statement: see there. They are looked up each time, and so may change. */
export function createModelPostgres({
  clock,
  hooks = {},
}: {
  clock: Pick<Clock, 'now'>;
  hooks?: DatabaseHooks;
}): ModelPostgres {
  const clusters: ModelCluster[] = [];
  let sessions = 0;
  const surroundings = { clock, hooks, nextSession: () => ++sessions };
  const network: Network = {
    hooks,
    serverAt(host, port) {
      for (const cluster of clusters) {
        const server = cluster.route(host);
        if (server && port === cluster.writerEndpoint.port) return server;
      }
      throw networkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`);
    },
  };
  return {
    ...network,
    clusters,
    createPostgres: async (origin) => {
      const cluster = new ModelCluster(surroundings, clusters.length + 1, origin);
      clusters.push(cluster);
      return cluster;
    },
    createClient: (config) => createModelClient(network, config),
  };
}
