import type {
  Endpoint,
  PostgresCluster,
  PostgresOrigin,
  PostgresSnapshot,
} from '../../local/engines/types.ts';
import { networkError } from './errors.ts';
import { DatabaseServer, type Surroundings } from './server.ts';
import { Storage } from './storage.ts';

const PORT = 5432;

/** A cluster of the model. It routes as the local cloud's does; one that follows another has its data at once. */
export class ModelCluster implements PostgresCluster {
  readonly name: string;
  readonly writerEndpoint: Endpoint;
  readonly readerEndpoint: Endpoint;
  readonly masterUsername: string;
  readonly #surroundings: Surroundings;
  readonly #instances = new Map<string, DatabaseServer>();
  readonly #ready: Promise<void>;
  #storage: Storage;
  #source: ModelCluster | undefined;
  #writer: DatabaseServer | undefined;
  #turn = 0;
  #destroyed = false;

  constructor(surroundings: Surroundings, number: number, origin: PostgresOrigin) {
    this.#surroundings = surroundings;
    this.name = `cluster-${number}`;
    this.writerEndpoint = endpoint(this.name);
    this.readerEndpoint = endpoint(`cluster-ro-${number}`);
    const { storage, masterUsername, source } = beginning(origin);
    this.#storage = storage;
    this.masterUsername = masterUsername;
    this.#source = source;
    this.#ready = surroundings.hooks.starting?.(this.name) ?? Promise.resolve();
  }

  /** What all its servers have; for the one who checks a simulation, also when no server runs. */
  get storage(): Storage {
    return this.#source?.storage ?? this.#storage;
  }

  get destroyed(): boolean {
    return this.#destroyed;
  }

  get servers(): readonly DatabaseServer[] {
    return [...this.#instances.values()];
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  async addInstance(id: string): Promise<Endpoint> {
    this.#refuseIfDestroyed();
    if (this.#instances.has(id)) throw new Error(`the cluster already has an instance ${id}`);
    const standby = this.#source !== undefined || this.#writer !== undefined;
    const name = `${id}.${this.name}`;
    const server = new DatabaseServer(this.#surroundings, { name, standby, storage: () => this.storage });
    this.#instances.set(id, server);
    if (!standby) this.#writer = server;
    await this.#ready;
    await server.start();
    // It went away while it started.
    if (this.#instances.get(id) !== server) server.stop();
    this.#refuseIfDestroyed();
    return endpoint(name);
  }

  async removeInstance(id: string, heir?: string): Promise<void> {
    const server = this.#instances.get(id);
    if (!server) return;
    this.#instances.delete(id);
    server.stop();
    if (server !== this.#writer) return;
    this.#writer = this.#instances.get(heir ?? '') ?? this.servers[0];
    if (this.#writer) this.#writer.standby = false;
  }

  async failOver(id: string): Promise<void> {
    const next = this.#instance(id);
    const former = this.#writer;
    if (!former) throw new Error('a cluster without a writer cannot fail over');
    if (former === next) return;
    former.stop();
    former.standby = true;
    next.standby = false;
    this.#writer = next;
    await former.start();
  }

  async restartInstance(id: string): Promise<void> {
    const server = this.#instance(id);
    server.stop();
    await server.start();
  }

  async promote(writer?: string): Promise<void> {
    if (!this.#source) return;
    this.#storage = this.#source.storage.copy();
    this.#source = undefined;
    this.#writer = this.#instances.get(writer ?? '') ?? this.servers[0];
    if (this.#writer) this.#writer.standby = false;
    const others = this.servers.filter((server) => server !== this.#writer);
    for (const server of others) server.stop();
    await Promise.all(others.map((server) => server.start()));
  }

  async snapshot(): Promise<PostgresSnapshot> {
    this.#refuseIfDestroyed();
    await this.#ready;
    return new ModelSnapshot(this.storage.copy(), this.masterUsername);
  }

  async setMasterPassword(password: string): Promise<void> {
    this.#refuseIfDestroyed();
    if (this.#source) {
      throw new Error(
        'a cluster that replicates another region has the master user of that region: set it there',
      );
    }
    await this.#ready;
    this.#storage.setPassword(this.masterUsername, password);
  }

  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.#writer = undefined;
    for (const server of this.servers) server.stop();
    this.#instances.clear();
  }

  /** The server that a connection to this host reaches; undefined: the host is none of this cluster's. */
  route(host: string): DatabaseServer | undefined {
    if (this.#destroyed) return undefined;
    if (host === this.writerEndpoint.address) return this.#reachable(this.#writer ?? this.servers[0]);
    if (host !== this.readerEndpoint.address)
      return this.servers.find(({ name }) => endpoint(name).address === host);
    const readers = this.servers.filter((server) => server !== this.#writer);
    const targets = readers.length > 0 ? readers : this.servers;
    return this.#reachable(targets[this.#turn++ % targets.length]);
  }

  #reachable(server: DatabaseServer | undefined): DatabaseServer {
    if (server) return server;
    throw networkError('ECONNREFUSED', `connect ECONNREFUSED ${this.name}, which has no instance`);
  }

  #instance(id: string): DatabaseServer {
    const server = this.#instances.get(id);
    if (!server) throw new Error(`the cluster has no instance ${id}`);
    return server;
  }

  #refuseIfDestroyed(): void {
    if (this.#destroyed) throw new Error('the cluster has been deleted');
  }
}

class ModelSnapshot implements PostgresSnapshot {
  readonly masterUsername: string;
  #storage: Storage | undefined;

  constructor(storage: Storage, masterUsername: string) {
    this.#storage = storage;
    this.masterUsername = masterUsername;
  }

  restore(): Storage {
    if (!this.#storage) throw new Error('the snapshot has been deleted');
    return this.#storage.copy();
  }

  async destroy(): Promise<void> {
    this.#storage = undefined;
  }
}

interface Beginning {
  readonly storage: Storage;
  readonly masterUsername: string;
  readonly source?: ModelCluster;
}

function beginning(origin: PostgresOrigin): Beginning {
  if ('source' in origin) {
    const { source } = origin;
    if (!(source instanceof ModelCluster)) throw new Error('a cluster of the model follows only another');
    return { storage: source.storage, masterUsername: source.masterUsername, source };
  }
  if ('snapshot' in origin) {
    const { snapshot } = origin;
    if (!(snapshot instanceof ModelSnapshot)) throw new Error('the model restores only its own snapshots');
    return { storage: snapshot.restore(), masterUsername: snapshot.masterUsername };
  }
  const storage = new Storage();
  const { masterUsername, masterPassword, databaseName = 'postgres' } = origin;
  storage.setPassword(masterUsername, masterPassword);
  for (const name of new Set(['postgres', databaseName])) storage.createDatabase(name);
  return { storage, masterUsername };
}

function endpoint(name: string): Endpoint {
  return { address: `${name}.rds.example`, port: PORT };
}
