import type { Host } from '../host.ts';
import { EndpointProxy, openPair } from '../proxy.ts';
import type { Endpoint, RedisGroup, RedisOptions, RedisSnapshot } from '../types.ts';
import type { RedisBinary } from './locate.ts';
import { hzWhileStarting, type Node, startNode } from './node.ts';
import {
  configure,
  formCluster,
  joinCluster,
  leaveCluster,
  synchronise,
  untilServing,
} from './replication.ts';
import { rebalance } from './reshard.ts';
import { takeSnapshot } from './snapshot.ts';

/** A node and the endpoint that clients know it by. */
interface Member {
  readonly proxy: EndpointProxy;
  node: Node | undefined;
}

interface Means {
  readonly host: Host;
  readonly findBinary: () => Promise<RedisBinary>;
  readonly newFolder: (what: string) => string;
}

/** A replication group. The endpoints exist at once; servers appear behind them as they become ready. */
export async function createGroup(
  host: Host,
  findBinary: () => Promise<RedisBinary>,
  newFolder: (what: string) => string,
  options: RedisOptions,
): Promise<RedisGroup> {
  const { writer, reader } = await openPair();
  const shards = await Promise.all(
    Array.from({ length: options.shards }, () => openMembers(options.nodesPerShard)),
  );
  return new Group({ host, findBinary, newFolder }, options, { primary: writer, reader }, shards);
}

const openMembers = (count: number): Promise<Member[]> =>
  Promise.all(
    Array.from({ length: count }, async () => ({ proxy: await EndpointProxy.open(), node: undefined })),
  );

const running = (members: readonly Member[]): Node[] => members.flatMap(({ node }) => (node ? [node] : []));

class Group implements RedisGroup {
  readonly #means: Means;
  readonly #options: RedisOptions;
  readonly #endpoints: { readonly primary: EndpointProxy; readonly reader: EndpointProxy };
  #shards: Member[][];
  /** Changes of the group, one after the other. */
  #last: Promise<void>;
  readonly #ready: Promise<void>;
  #destroyed: Promise<void> | undefined;

  constructor(
    means: Means,
    options: RedisOptions,
    endpoints: { readonly primary: EndpointProxy; readonly reader: EndpointProxy },
    shards: Member[][],
  ) {
    this.#means = means;
    this.#options = options;
    this.#endpoints = endpoints;
    this.#shards = shards;
    this.#ready = this.#startAll();
    this.#ready.catch(() => {}); // whoever asks for ready() is told
    this.#last = this.#ready;
  }

  get nodes(): Endpoint[][] {
    return this.#shards.map((members) => members.map(({ proxy }) => proxy.endpoint));
  }

  get primaryEndpoint(): Endpoint {
    return this.#endpoints.primary.endpoint;
  }

  get readerEndpoint(): Endpoint {
    return this.#endpoints.reader.endpoint;
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  resize(nodes: readonly number[], removed: readonly number[] = []): Promise<void> {
    return this.#next(() => this.#resize(nodes, removed));
  }

  snapshot(): Promise<RedisSnapshot> {
    const { host, newFolder } = this.#means;
    const primaries = () => this.#shards.flatMap(([first]) => (first?.node ? [first.node] : []));
    return this.#next(() =>
      takeSnapshot(host, primaries(), newFolder('redis-snapshot'), this.#options.clusterMode),
    );
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#end();
    return this.#destroyed;
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#last.then(act);
    this.#last = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  async #end(): Promise<void> {
    const { primary, reader } = this.#endpoints;
    const proxies = () => [primary, reader, ...this.#shards.flat().map(({ proxy }) => proxy)];
    await Promise.all(proxies().map((proxy) => proxy.close()));
    await Promise.allSettled([this.#last]);
    await Promise.all(proxies().map((proxy) => proxy.close()));
    await Promise.all(running(this.#shards.flat()).map((node) => node.destroy()));
  }

  async #startAll(): Promise<void> {
    const { clusterMode, restore } = this.#options;
    await Promise.all(
      this.#shards.map((members, shard) => this.#startShard(members, restore?.shards[shard]?.file)),
    );
    const shards = this.#shards.map(running);
    const slots = restore?.shards.map((shard) => shard.slots);
    if (clusterMode) await formCluster(shards, slots);
    else await this.#synchronise();
    this.#point();
  }

  /** The primary first: a replica that finds none tries again only a second later. */
  async #startShard([first, ...others]: readonly Member[], dump?: string | null): Promise<void> {
    if (!first) return;
    const leader = await this.#start(first, undefined, dump);
    await Promise.all(others.map((member) => this.#start(member, leader)));
  }

  #start(member: Member, leader?: Node, dump?: string | null): Promise<Node> {
    const { host, findBinary, newFolder } = this.#means;
    return host.slots.run(async () => {
      const node = await startNode(host, await findBinary(), {
        ...this.#options,
        folder: newFolder('redis'),
        announced: member.proxy.endpoint,
        ...(leader ? { nodesPerShard: 2 } : {}),
        ...(leader && !this.#options.clusterMode ? { primary: leader.address } : {}),
        ...(dump ? { dump } : {}),
      });
      member.node = node;
      member.proxy.setTargets([node.address]);
      return node;
    });
  }

  async #synchronise(): Promise<void> {
    const [primary, ...replicas] = running(this.#shards.flat());
    if (primary) await synchronise(primary, replicas);
  }

  async #resize(counts: readonly number[], removed: readonly number[]): Promise<void> {
    const { clusterMode, authToken } = this.#options;
    const before = this.#shards;
    const kept = before.filter((_, place) => !removed.includes(place));
    const after = await Promise.all(
      counts.map(async (count, place): Promise<Member[]> => {
        const members = kept[place] ?? [];
        return [...members.slice(0, count), ...(await openMembers(Math.max(0, count - members.length)))];
      }),
    );
    const stays = new Set(after.flat());
    const gone = before.flat().filter((member) => !stays.has(member));
    const old = running(before.flat());
    this.#shards = after;
    if (!clusterMode) await this.#addReplicas();
    else {
      const added = (await Promise.all(after.map((members) => this.#startMissing(members)))).flat();
      await joinCluster(old, added);
      const primaries = (shards: readonly Member[][]) => running(shards.flatMap((one) => one.slice(0, 1)));
      await rebalance(
        primaries(after),
        primaries(before).filter((node) => !primaries(after).includes(node)),
        authToken,
      );
      await leaveCluster(running([...stays]), running(gone));
    }
    this.#point();
    await Promise.all(gone.map(({ proxy }) => proxy.close()));
    await Promise.all(running(gone).map((node) => node.destroy()));
    if (clusterMode) await untilServing(running([...stays]));
  }

  async #addReplicas(): Promise<void> {
    const [first, ...others] = this.#shards.flat();
    const leader = first?.node;
    const missing = others.filter(({ node }) => !node);
    if (!leader || missing.length === 0) return;
    await configure(leader, { hz: hzWhileStarting });
    await Promise.all(missing.map((member) => this.#start(member, leader)));
    await this.#synchronise();
  }

  /** With the primary that each of them follows; a shard's first node is one itself. */
  async #startMissing(members: readonly Member[]): Promise<(readonly [Node, Node | null])[]> {
    const [first, ...others] = members;
    if (!first) return [];
    const isNew = !first.node;
    const leader = first.node ?? (await this.#start(first));
    const started = await Promise.all(
      others.filter(({ node }) => !node).map((member) => this.#start(member, leader)),
    );
    return [...(isNew ? [[leader, null] as const] : []), ...started.map((node) => [node, leader] as const)];
  }

  /** Where the group's own endpoints lead to. */
  #point(): void {
    const addresses = this.#shards.map((members) => running(members).map(({ address }) => address));
    const { primary, reader } = this.#endpoints;
    if (this.#options.clusterMode) {
      // Both answer as the configuration endpoint: any node tells a client about all others.
      for (const proxy of [primary, reader]) proxy.setTargets(addresses.flat());
      return;
    }
    const [first, ...replicas] = addresses.flat();
    if (!first) return;
    primary.setTargets([first]);
    reader.setTargets(replicas.length > 0 ? replicas : [first]);
  }
}
