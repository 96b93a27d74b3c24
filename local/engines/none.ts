import { createDynamo } from './dynamo.ts';
import type { Endpoint, Engines, PostgresCluster, RedisGroup } from './types.ts';

/**
 * The same shape without any process, for simulations and tests of the control planes: everything is ready at once,
 * and the endpoints are names that lead nowhere. DynamoDB is the real one, which is in memory anyway.
 */
export function createNoEngines(): Engines {
  const dynamo = createDynamo();
  let count = 0;
  return {
    createPostgres: async () => noPostgres(++count),
    createRedis: async (options) => noRedis(++count, options.shards, options.nodesPerShard),
    dynamo,
    caCertificate: '',
    close: () => dynamo.close(),
  };
}

function noPostgres(number: number): PostgresCluster {
  const at = (name: string): Endpoint => ({ address: `${name}.rds.example`, port: 5432 });
  return {
    writerEndpoint: at(`cluster-${number}`),
    readerEndpoint: at(`cluster-ro-${number}`),
    ready: async () => {},
    addInstance: async (id) => at(`${id}.cluster-${number}`),
    removeInstance: async () => {},
    failOver: async () => {},
    restartInstance: async () => {},
    promote: async () => {},
    snapshot: async () => ({ destroy: async () => {} }),
    setMasterPassword: async () => {},
    destroy: async () => {},
  };
}

function noRedis(number: number, shards: number, nodesPerShard: number): RedisGroup {
  const at = (name: string): Endpoint => ({ address: `${name}.group-${number}.cache.example`, port: 6379 });
  const shape = (counts: readonly number[]) =>
    counts.map((count, shard) => Array.from({ length: count }, (_, node) => at(`${shard + 1}-${node + 1}`)));
  let nodes = shape(Array(shards).fill(nodesPerShard));
  return {
    get nodes() {
      return nodes;
    },
    primaryEndpoint: at('primary'),
    readerEndpoint: at('reader'),
    ready: async () => {},
    resize: async (counts) => {
      nodes = shape(counts);
    },
    snapshot: async () => ({
      shards: nodes.map(() => ({ file: null, bytes: 0, slots: [] })),
      destroy: async () => {},
    }),
    destroy: async () => {},
  };
}
