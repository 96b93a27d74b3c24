import { EndpointProxy, openPair } from '../proxy.ts';
import type { Endpoint, PostgresCluster, PostgresOptions } from '../types.ts';
import { setPassword } from './master.ts';
import { follow, promote } from './replica.ts';
import type { Server } from './server.ts';
import type { PostgresStore } from './store.ts';

interface Instance {
  readonly server: Server;
  readonly proxy: EndpointProxy;
}

type Source = PostgresOptions | { readonly source: PostgresCluster };

/**
 * An Aurora cluster. Its storage is a server that runs from the start: the writer, or for a cluster that replicates
 * another region a first replica. The first instance takes that server over, and the last one leaves it behind, as
 * Aurora's storage stays when all instances have gone.
 */
export class Cluster implements PostgresCluster {
  readonly writerEndpoint: Endpoint;
  readonly readerEndpoint: Endpoint;
  readonly #store: PostgresStore;
  readonly #options: Source;
  readonly #endpoints: { readonly writer: EndpointProxy; readonly reader: EndpointProxy };
  readonly #instances = new Map<string, Instance>();
  readonly #followers = new Set<Cluster>();
  /** The server that no instance has taken over yet, or that the last one has left. */
  #storage: Promise<Server> | undefined;
  /** The server that accepts writes; a cluster that replicates has none. */
  #writer: Server | undefined;
  readonly #ready: Promise<void>;
  readonly #adding = new Set<Promise<unknown>>();
  #removal: Promise<unknown> = Promise.resolve();
  #destroyed: Promise<void> | undefined;

  private constructor(
    store: PostgresStore,
    options: Source,
    endpoints: { writer: EndpointProxy; reader: EndpointProxy },
  ) {
    this.#store = store;
    this.#options = options;
    this.#endpoints = endpoints;
    this.writerEndpoint = endpoints.writer.endpoint;
    this.readerEndpoint = endpoints.reader.endpoint;
    this.#storage = this.#start();
    this.#ready = this.#storage.then(() => undefined);
    this.#ready.catch(() => {}); // whoever asks for ready() is told
  }

  static async create(store: PostgresStore, options: Source): Promise<Cluster> {
    if ('source' in options && !(options.source instanceof Cluster)) {
      throw new Error('a cluster can only replicate one that the same engines have created');
    }
    return new Cluster(store, options, await openPair());
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async addInstance(id: string): Promise<Endpoint> {
    if (this.#instances.has(id)) throw new Error(`the cluster already has an instance ${id}`);
    const taken = this.#storage;
    this.#storage = undefined;
    const server = await (taken ?? this.#addReplica());
    if (this.#destroyed) throw destroyedError();
    const proxy = await EndpointProxy.open();
    proxy.setTargets([server.address]);
    this.#instances.set(id, { server, proxy });
    this.#route();
    return proxy.endpoint;
  }

  removeInstance(id: string): Promise<void> {
    const removed = this.#removal.then(() => this.#remove(id));
    this.#removal = removed.catch(() => {});
    return removed;
  }

  async setMasterPassword(password: string): Promise<void> {
    await this.ready();
    if ('source' in this.#options || !this.#writer) {
      throw new Error(
        'a cluster that replicates another region has the master user of that region: set it there',
      );
    }
    await setPassword(this.#writer, this.#options.masterUsername, password);
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#end();
    return this.#destroyed;
  }

  async #start(): Promise<Server> {
    if ('source' in this.#options) {
      const source = this.#options.source as Cluster;
      source.#followers.add(this);
      return source.#replicate();
    }
    this.#writer = await this.#store.startPrimary(this.#options);
    return this.#writer;
  }

  #addReplica(): Promise<Server> {
    return 'source' in this.#options ? (this.#options.source as Cluster).#replicate() : this.#replicate();
  }

  /** A new replica of this cluster's writer, which stays the writer for so long. */
  async #replicate(): Promise<Server> {
    await this.#removal;
    const adding = this.ready().then(() => {
      if (!this.#writer || this.#destroyed) throw destroyedError();
      return this.#store.startReplica(this.#writer);
    });
    this.#adding.add(adding);
    try {
      return await adding;
    } finally {
      this.#adding.delete(adding);
    }
  }

  async #remove(id: string): Promise<void> {
    await Promise.allSettled([...this.#adding]);
    const instance = this.#instances.get(id);
    if (!instance) return;
    this.#instances.delete(id);
    await instance.proxy.close();
    if (this.#instances.size === 0) {
      this.#storage = Promise.resolve(instance.server);
    } else if (instance.server === this.#writer) {
      await this.#failOver(instance.server);
    } else {
      await instance.server.destroy();
    }
    this.#route();
  }

  /** The reader that has been there for the longest becomes the writer; all others follow it. */
  async #failOver(former: Server): Promise<void> {
    const [next] = this.#instances.values();
    if (!next) return;
    await former.shutDown();
    await promote(next.server);
    this.#writer = next.server;
    await former.destroy();
    const others = [this, ...this.#followers].flatMap((cluster) => cluster.#replicas());
    await Promise.all(others.map(async (replica) => follow(await replica, next.server)));
  }

  #replicas(): (Server | Promise<Server>)[] {
    const servers = [...this.#instances.values()].map(({ server }) => server);
    const left = this.#storage ? [this.#storage] : [];
    return [...servers.filter((server) => server !== this.#writer), ...left];
  }

  /**
   * Reader endpoint: the readers in turn, or the only instance (documented, Aurora user guide, "Reader endpoints").
   * The writer endpoint of a cluster that replicates another region leads to a replica, which refuses writes.
   */
  #route(): void {
    const servers = [...this.#instances.values()].map(({ server }) => server);
    const writer = servers.find((server) => server === this.#writer) ?? servers[0];
    const readers = servers.filter((server) => server !== this.#writer);
    this.#endpoints.writer.setTargets(writer ? [writer.address] : []);
    this.#endpoints.reader.setTargets((readers.length > 0 ? readers : servers).map(({ address }) => address));
  }

  async #end(): Promise<void> {
    if ('source' in this.#options) (this.#options.source as Cluster).#followers.delete(this);
    await Promise.all([this.#endpoints.writer.close(), this.#endpoints.reader.close()]);
    await Promise.allSettled([this.#ready, this.#removal, ...this.#adding]);
    const storage = await this.#storage?.catch(() => undefined);
    const instances = [...this.#instances.values()];
    this.#instances.clear();
    this.#storage = undefined;
    await Promise.all(instances.map(({ proxy }) => proxy.close()));
    const servers = new Set([...instances.map(({ server }) => server), storage, this.#writer]);
    await Promise.all([...servers].map((server) => server?.destroy()));
  }
}

function destroyedError(): Error {
  return new Error('the cluster has been deleted');
}
