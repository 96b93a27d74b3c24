import { createDynamo } from './dynamo.ts';
import { createHost } from './host.ts';
import { Cluster } from './postgres/cluster.ts';
import { PostgresStore } from './postgres/store.ts';
import { closedError } from './process.ts';
import { createGroup } from './redis/group.ts';
import { findRedis, type RedisBinary } from './redis/locate.ts';
import { retryable } from './retryable.ts';
import { openRunDirectory } from './run-directory.ts';
import type { Engines } from './types.ts';

export { createNoEngines } from './none.ts';

export interface EnginesOptions {
  /** Where engines keep their files; by default PLINTH_HOME, or a folder of this user in the system's for temporary files. */
  readonly home?: string;
  /**
   * Begin at once, in the background, with what the first environment of a machine or process would wait for: the
   * template of a PostgreSQL data folder, a redis-server, the code behind DynamoDB.
   */
  readonly prepare?: boolean;
}

interface Owned {
  destroy(): Promise<void>;
}

/**
 * Real PostgreSQL, Redis and DynamoDB for the local cloud. First ends and removes what a killed Plinth left behind.
 * Nothing is started yet: each engine starts when it is asked for.
 */
export async function createEngines(options: EnginesOptions = {}): Promise<Engines> {
  const run = openRunDirectory(options.home);
  const host = createHost(run);
  const postgres = new PostgresStore(host);
  const dynamo = createDynamo();
  const owned = new Set<Owned>();
  let redis: Promise<RedisBinary> | undefined;
  let redisCount = 0;
  let closing: Promise<void> | undefined;

  const lastResort = () => {
    host.processes.killSync();
    run.remove();
  };
  process.once('exit', lastResort);

  const own = async <T extends Owned>(creating: Promise<T>): Promise<T> => {
    const made = await creating;
    owned.add(made);
    if (closing) await made.destroy();
    return made;
  };
  const close = async () => {
    // First the processes: what is just being started then fails and need not be waited for.
    await host.processes.close();
    await Promise.all([...owned].map((made) => made.destroy()));
    await dynamo.close();
    run.remove();
    process.off('exit', lastResort);
  };

  const findRedisOnce = () => {
    redis ??= retryable(findRedis(host), () => {
      redis = undefined;
    });
    return redis;
  };
  // Whoever asks for an engine is told what is wrong with it.
  if (options.prepare) {
    for (const part of [postgres.prepare(), findRedisOnce(), dynamo.call('ListTables', {})])
      part.catch(() => {});
  }

  return {
    async createPostgres(wanted) {
      if (closing) throw closedError();
      return own(Cluster.create(postgres, wanted));
    },
    async createRedis(wanted) {
      if (closing) throw closedError();
      const found = findRedisOnce();
      const newFolder = (what: string) => run.makeData(`${what}-${++redisCount}`);
      return own(createGroup(host, () => found, newFolder, wanted));
    },
    dynamo,
    caCertificate: host.tls.caCertificate,
    caFile: host.tls.caFile,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
