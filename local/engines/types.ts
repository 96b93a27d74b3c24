/** The real engines behind the control planes. A world without engines (simulation) has the same shape. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface PostgresOptions {
  readonly masterUsername: string;
  readonly masterPassword: string;
  readonly databaseName: string | undefined;
}

/**
 * An Aurora cluster in one region: storage, endpoints that stay the same, and instances that come and go.
 * Endpoints are TCP proxies of ours on loopback: writer and reader share the port and differ in the address.
 */
export interface PostgresCluster {
  readonly writerEndpoint: Endpoint;
  readonly readerEndpoint: Endpoint;
  /** Storage is initialised (or, for a replica cluster, attached to its source). */
  ready(): Promise<void>;
  /** The first instance of a primary cluster runs the writer, every other one a streaming replica. */
  addInstance(id: string): Promise<Endpoint>;
  /** Stops one instance; when it was the writer and readers are left, promotes `heir`, or the oldest of them. */
  removeInstance(id: string, heir?: string): Promise<void>;
  /** Makes a reader the writer, and the writer a reader. Every endpoint leads to the right server afterwards. */
  failOver(id: string): Promise<void>;
  /** Stops an instance and starts it again: connections end, data and endpoints stay. */
  restartInstance(id: string): Promise<void>;
  /**
   * Makes a cluster that replicates another region one of its own: it keeps what has arrived, takes writes and no
   * longer follows. `writer`: the instance to take them.
   */
  promote(writer?: string): Promise<void>;
  /** A copy of all that is committed now, which outlives the cluster. Of a replicating cluster: what its source has. */
  snapshot(): Promise<PostgresSnapshot>;
  setMasterPassword(password: string): Promise<void>;
  /** Stops everything and removes the files. Safe to repeat. */
  destroy(): Promise<void>;
}

export interface PostgresSnapshot {
  /** Removes the copy. Safe to repeat. */
  destroy(): Promise<void>;
}

/**
 * What a cluster begins with: nothing but a master user; what a cluster in another region has and goes on getting
 * (`source`); or what a snapshot holds, with its users and their passwords.
 */
export type PostgresOrigin =
  | PostgresOptions
  | { readonly source: PostgresCluster }
  | { readonly snapshot: PostgresSnapshot };

export interface RedisOptions {
  /** Nodes of each shard; shards > 1 means cluster mode. */
  readonly shards: number;
  readonly nodesPerShard: number;
  readonly clusterMode: boolean;
  readonly authToken: string | undefined;
  readonly tls: boolean;
  /** `maxmemory-policy` and other settings that redis-server knows; unknown ones are left out. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Begin with this data; it has as many shards. */
  readonly restore?: RedisSnapshot;
}

/** A copy of what a group held. It stays when the group goes. */
export interface RedisSnapshot {
  readonly shards: readonly RedisSnapshotShard[];
  /** Removes the files. Safe to repeat. */
  destroy(): Promise<void>;
}

export interface RedisSnapshotShard {
  /** In RDB format; null where there is no engine. */
  readonly file: string | null;
  readonly bytes: number;
  /** First and last slot of each range; none with cluster mode off. */
  readonly slots: readonly (readonly [first: number, last: number])[];
}

export interface RedisGroup {
  /**
   * As it is now. Known at once; they answer once `ready` resolves. [shard][node], the first node of a shard is its
   * primary.
   */
  readonly nodes: readonly (readonly Endpoint[])[];
  /**
   * Cluster mode off: follow the primary and the replicas (the primary itself when there is none). On: both lead to
   * any node, as the configuration endpoint does.
   */
  readonly primaryEndpoint: Endpoint;
  readonly readerEndpoint: Endpoint;
  ready(): Promise<void>;
  /**
   * Adds and removes nodes and shards; what is stored stays, and moves where it has to.
   *
   * @param nodes of each shard that there is afterwards: those that stay, in their order, then new ones.
   * @param removed places of the shards that go.
   */
  resize(nodes: readonly number[], removed?: readonly number[]): Promise<void>;
  snapshot(): Promise<RedisSnapshot>;
  /** SET: only the new token is valid. ROTATE: the old one stays valid beside it. Absent: the engine cannot. */
  changeAuthToken?(token: string, strategy: 'SET' | 'ROTATE'): Promise<void>;
  destroy(): Promise<void>;
}

export interface DynamoEngine {
  /** Runs one DynamoDB operation as JSON on the shared store; answers status and parsed body. */
  call(
    operation: string,
    input: Record<string, unknown>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

export interface Engines {
  createPostgres(origin: PostgresOrigin): Promise<PostgresCluster>;
  createRedis(options: RedisOptions): Promise<RedisGroup>;
  readonly dynamo: DynamoEngine;
  /** PEM of the certificate authority that signed the servers' certificates. */
  readonly caCertificate: string;
  /** File that holds it until `close`; a world without engines has none. */
  readonly caFile?: string;
  /** Stops every engine and removes what this run left on disk. Safe to repeat. */
  close(): Promise<void>;
}
