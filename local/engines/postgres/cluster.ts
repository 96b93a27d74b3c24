import { EndpointProxy } from '../proxy.ts';
import type { Endpoint, PostgresCluster, PostgresOrigin, PostgresSnapshot } from '../types.ts';
import { ClusterEndpoints } from './endpoints.ts';
import { setPassword } from './master.ts';
import { follow, promote } from './replica.ts';
import type { Server } from './server.ts';
import { Snapshot } from './snapshot.ts';
import type { PostgresStore } from './store.ts';
import { Turns } from './turns.ts';

interface Instance {
  server: Server;
  readonly proxy: EndpointProxy;
}

/**
 * An Aurora cluster. Its storage is a server that runs from the start: the writer, or for a cluster that replicates
 * another region a first replica. The first instance takes that server over, and the last one leaves it behind, as
 * Aurora's storage stays when all instances have gone.
 */
export class Cluster implements PostgresCluster {
  readonly writerEndpoint: Endpoint;
  readonly readerEndpoint: Endpoint;
  readonly #store: PostgresStore;
  readonly masterUsername: string;
  readonly #endpoints: ClusterEndpoints;
  readonly #instances = new Map<string, Instance>();
  readonly #followers = new Set<Cluster>();
  /** What this cluster replicates, until it is promoted. */
  #source: Cluster | undefined;
  /** The server that no instance has taken over yet, or that the last one has left. */
  #storage: Promise<Server> | undefined;
  #storageTaken = false;
  /** The server that accepts writes; a cluster that replicates has none. */
  #writer: Server | undefined;
  readonly #ready: Promise<void>;
  /** All clusters that replicate one another take the turns of the one with the writer. */
  readonly #ownTurns = new Turns();
  #destroyed: Promise<void> | undefined;

  private constructor(store: PostgresStore, origin: PostgresOrigin, endpoints: ClusterEndpoints) {
    this.#store = store;
    this.#endpoints = endpoints;
    this.writerEndpoint = endpoints.writer;
    this.readerEndpoint = endpoints.reader;
    this.#source = 'source' in origin ? (origin.source as Cluster) : undefined;
    this.masterUsername = masterOf(origin);
    this.#storage = this.#start(origin);
    this.#ready = this.#storage.then(() => undefined);
    this.#ready.catch(() => {}); // whoever asks for ready() is told
  }

  static async create(store: PostgresStore, origin: PostgresOrigin): Promise<Cluster> {
    if ('source' in origin && !(origin.source instanceof Cluster)) {
      throw new Error('a cluster can only replicate one that the same engines have created');
    }
    if ('snapshot' in origin && !(origin.snapshot instanceof Snapshot)) {
      throw new Error('a cluster can only be made of a snapshot that the same engines have taken');
    }
    return new Cluster(store, origin, await ClusterEndpoints.open());
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async addInstance(id: string): Promise<Endpoint> {
    if (this.#instances.has(id)) throw new Error(`the cluster already has an instance ${id}`);
    const storage = this.#storageTaken ? undefined : this.#storage;
    if (storage) this.#storageTaken = true;
    const proxy = await EndpointProxy.open();
    const register = async (server: Server) => {
      if (this.#destroyed) {
        await server.destroy();
        throw destroyedError();
      }
      proxy.setTargets([server.address]);
      this.#instances.set(id, { server, proxy });
      if (storage) this.#storage = undefined;
      this.#route();
    };
    try {
      if (storage) await register(await storage);
      else await this.#withWriter(async (writer) => register(await this.#store.startReplica(writer)));
    } catch (error) {
      await proxy.close();
      throw error;
    }
    return proxy.endpoint;
  }

  removeInstance(id: string, heir?: string): Promise<void> {
    return this.#turns.change(async () => {
      const instance = this.#instances.get(id);
      if (!instance) return;
      this.#instances.delete(id);
      await instance.proxy.close();
      const next = this.#instances.get(heir ?? '') ?? [...this.#instances.values()][0];
      if (!next) {
        this.#storage = Promise.resolve(instance.server);
        this.#storageTaken = false;
      } else {
        if (instance.server === this.#writer) await this.#handOver(instance.server, next.server);
        await instance.server.destroy();
      }
      this.#route();
    });
  }

  failOver(id: string): Promise<void> {
    return this.#turns.change(async () => {
      const next = this.#instance(id);
      const former = [...this.#instances.values()].find(({ server }) => server === this.#writer);
      if (!former) throw new Error('a cluster without a writer cannot fail over');
      if (former === next) return;
      await this.#handOver(former.server, next.server);
      this.#route();
      await this.#rebuild(former, next.server);
      this.#route();
    });
  }

  restartInstance(id: string): Promise<void> {
    return this.#turns.change(async () => {
      const instance = this.#instance(id);
      const isWriter = instance.server === this.#writer;
      instance.server = await this.#store.restart(instance.server);
      instance.proxy.setTargets([instance.server.address]);
      if (isWriter) await this.#setWriter(instance.server);
      this.#route();
    });
  }

  promote(writer?: string): Promise<void> {
    return this.#turns.change(async () => {
      const source = this.#source;
      if (!source) return;
      const chosen = this.#instances.get(writer ?? '') ?? [...this.#instances.values()][0];
      const server = chosen?.server ?? (await this.#storage);
      if (!server) throw destroyedError();
      await promote(server);
      source.#followers.delete(this);
      this.#source = undefined;
      this.#writer = server;
      this.#route();
      // They may have received more than the new writer had, so they cannot follow it: they begin again.
      const others = [...this.#instances.values()].filter((each) => each !== chosen);
      await Promise.all(others.map((each) => this.#rebuild(each, server)));
      this.#route();
    });
  }

  /** A replica cannot be backed up here: the log of its source leaves out full pages. So the source is. */
  snapshot(): Promise<PostgresSnapshot> {
    return this.#withWriter((writer) => this.#store.takeSnapshot(writer, this.masterUsername));
  }

  async setMasterPassword(password: string): Promise<void> {
    await this.ready();
    if (this.#source) {
      throw new Error(
        'a cluster that replicates another region has the master user of that region: set it there',
      );
    }
    await this.#withWriter((writer) => setPassword(writer, this.masterUsername, password));
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#end();
    return this.#destroyed;
  }

  get #turns(): Turns {
    return this.#source ? this.#source.#turns : this.#ownTurns;
  }

  #instance(id: string): Instance {
    const instance = this.#instances.get(id);
    if (!instance) throw new Error(`the cluster has no instance ${id}`);
    return instance;
  }

  async #start(origin: PostgresOrigin): Promise<Server> {
    if ('source' in origin) {
      const source = origin.source as Cluster;
      return source.#withWriter(async (writer) => {
        const server = await this.#store.startReplica(writer);
        source.#followers.add(this);
        return server;
      });
    }
    this.#writer =
      'snapshot' in origin
        ? await this.#store.startCopy(origin.snapshot as Snapshot)
        : await this.#store.startPrimary(origin);
    return this.#writer;
  }

  /** Does something with the server that takes the writes, here or in the source's region; it stays so meanwhile. */
  async #withWriter<T>(act: (writer: Server) => Promise<T>): Promise<T> {
    if (this.#source) return this.#source.#withWriter(act);
    return this.#ownTurns.share(async () => {
      await this.ready();
      if (!this.#writer || this.#destroyed) throw destroyedError();
      return act(this.#writer);
    });
  }

  /** Ends the writer and promotes a reader, which has all that was written. */
  async #handOver(former: Server, next: Server): Promise<void> {
    await former.shutDown();
    await promote(next);
    await this.#setWriter(next, former);
  }

  /** From now on all replicas, here and in other regions, follow this server. */
  async #setWriter(writer: Server, former?: Server): Promise<void> {
    this.#writer = writer;
    const servers = await Promise.all([this, ...this.#followers].flatMap((cluster) => cluster.#servers()));
    const others = servers.filter((server) => server !== writer && server !== former);
    await Promise.all(others.map((replica) => follow(replica, writer)));
  }

  /** A new replica in place of an instance's server. */
  async #rebuild(instance: Instance, writer: Server): Promise<void> {
    instance.proxy.setTargets([]);
    await instance.server.destroy();
    instance.server = await this.#store.startReplica(writer);
    instance.proxy.setTargets([instance.server.address]);
  }

  #servers(): (Server | Promise<Server>)[] {
    const servers = [...this.#instances.values()].map(({ server }) => server);
    return this.#storage ? [...servers, this.#storage] : servers;
  }

  #route(): void {
    const servers = [...this.#instances.values()].map(({ server }) => server);
    this.#endpoints.route(servers, this.#writer);
  }

  async #end(): Promise<void> {
    if (this.#source) this.#source.#followers.delete(this);
    await this.#endpoints.close();
    await Promise.allSettled([this.#ready, this.#turns.idle()]);
    const storage = await this.#storage?.catch(() => undefined);
    const instances = [...this.#instances.values()];
    this.#instances.clear();
    this.#storage = undefined;
    await Promise.all(instances.map(({ proxy }) => proxy.close()));
    const servers = new Set([...instances.map(({ server }) => server), storage, this.#writer]);
    await Promise.all([...servers].map((server) => server?.destroy()));
  }
}

function masterOf(origin: PostgresOrigin): string {
  if ('source' in origin) return (origin.source as Cluster).masterUsername;
  if ('snapshot' in origin) return (origin.snapshot as Snapshot).masterUsername;
  return origin.masterUsername;
}

function destroyedError(): Error {
  return new Error('the cluster has been deleted');
}
