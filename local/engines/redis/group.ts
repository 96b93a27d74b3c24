import type { Host } from '../host.ts';
import { EndpointProxy, openPair } from '../proxy.ts';
import type { Endpoint, RedisGroup, RedisOptions } from '../types.ts';
import type { RedisBinary } from './locate.ts';
import { type Node, startNode } from './node.ts';
import { formCluster, synchronise } from './replication.ts';

interface Endpoints {
  readonly primary: EndpointProxy;
  readonly reader: EndpointProxy;
  readonly nodes: readonly (readonly EndpointProxy[])[];
}

/** A replication group. The endpoints exist at once; servers appear behind them as they become ready. */
export async function createGroup(
  host: Host,
  findBinary: () => Promise<RedisBinary>,
  newFolder: () => string,
  options: RedisOptions,
): Promise<RedisGroup> {
  const { writer: primary, reader } = await openPair();
  const shards = Array.from({ length: options.shards }, () =>
    Promise.all(Array.from({ length: options.nodesPerShard }, () => EndpointProxy.open())),
  );
  const endpoints: Endpoints = { primary, reader, nodes: await Promise.all(shards) };
  const started: Node[] = [];
  const start = (announced: EndpointProxy, leader?: Node) =>
    host.slots.run(async () => {
      const node = await startNode(host, await findBinary(), {
        ...options,
        folder: newFolder(),
        announced: announced.endpoint,
        primary: options.clusterMode ? undefined : leader?.address,
      });
      started.push(node);
      announced.setTargets([node.address]);
      return node;
    });
  const ready = startAll(endpoints, options, start);
  ready.catch(() => {}); // whoever asks for ready() is told

  let destroyed: Promise<void> | undefined;
  const end = async () => {
    const proxies = [primary, reader, ...endpoints.nodes.flat()];
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await Promise.allSettled([ready]);
    await Promise.all(started.map((node) => node.destroy()));
  };
  return {
    nodes: endpoints.nodes.map((shard) => shard.map(({ endpoint }): Endpoint => endpoint)),
    primaryEndpoint: primary.endpoint,
    readerEndpoint: reader.endpoint,
    ready: () => ready,
    destroy() {
      destroyed ??= end();
      return destroyed;
    },
  };
}

async function startAll(
  endpoints: Endpoints,
  options: RedisOptions,
  start: (announced: EndpointProxy, leader?: Node) => Promise<Node>,
): Promise<void> {
  // The primary first: a replica that finds none tries again only a second later.
  const shards = await Promise.all(
    endpoints.nodes.map(async ([first, ...others]) => {
      if (!first) return [];
      const leader = await start(first);
      return [leader, ...(await Promise.all(others.map((proxy) => start(proxy, leader))))];
    }),
  );
  if (options.clusterMode) {
    await formCluster(shards);
    // Both answer as the configuration endpoint: any node tells a client about all others.
    for (const proxy of [endpoints.primary, endpoints.reader]) {
      proxy.setTargets(shards.flat().map(({ address }) => address));
    }
    return;
  }
  const [primary, ...replicas] = shards.flat();
  if (!primary) return;
  await synchronise(primary, replicas);
  endpoints.primary.setTargets([primary.address]);
  endpoints.reader.setTargets((replicas.length > 0 ? replicas : [primary]).map(({ address }) => address));
}
