import fs from 'node:fs';
import path from 'node:path';
import { copyPrivate, type Host, writePrivate } from '../host.ts';
import type { EngineProcess } from '../process.ts';
import { freePort } from '../proxy.ts';
import { RespClient } from '../resp.ts';
import type { Endpoint, RedisOptions } from '../types.ts';
import type { RedisBinary } from './locate.ts';

const portAttempts = 10;
/** Before version 7 the port of the cluster bus cannot be chosen: it is the node's port plus this. */
const busOffset = 10_000;

/** Redis's own name for the file that SAVE writes and a start reads. */
export const DUMP = 'dump.rdb';

/** How often a node looks whether the copy for a replica is complete: ten times as often until it is. */
export const hzWhileStarting = 100;
export const hz = 10;

/** One running redis-server. */
export interface Node {
  /** Where it really listens; clients come through the endpoints' proxies. */
  readonly address: Endpoint;
  readonly busPort: number;
  readonly folder: string;
  administer<T>(act: (client: RespClient) => Promise<T>): Promise<T>;
  /** Ends at once and removes the files. */
  destroy(): Promise<void>;
}

export interface NodeOptions extends RedisOptions {
  readonly folder: string;
  /** Follow this node. Not in cluster mode, where CLUSTER REPLICATE says it. */
  readonly primary?: Endpoint;
  /** Holds the data to begin with. */
  readonly dump?: string | null;
  /** What cluster mode tells clients to connect to: our endpoint instead of the port behind it. */
  readonly announced: Endpoint;
}

export async function startNode(host: Host, binary: RedisBinary, options: NodeOptions): Promise<Node> {
  if (options.dump) copyPrivate(host.run, options.dump, path.join(options.folder, DUMP));
  const { port, running } = await startOnFreePort(host, binary, options);
  const node: Node = {
    address: { address: '127.0.0.1', port },
    busPort: port + busOffset,
    folder: options.folder,
    async administer(act) {
      const client = await RespClient.connect({
        host: '127.0.0.1',
        port,
        ca: options.tls ? host.tls.caCertificate : undefined,
        password: options.authToken,
      });
      try {
        return await act(client);
      } finally {
        client.close();
      }
    },
    async destroy() {
      await running.stop();
      await fs.promises.rm(options.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
  await applyParameters(node, options.parameters);
  return node;
}

/** Between finding a free port and the server's taking it somebody else may: then the next one. */
async function startOnFreePort(
  host: Host,
  binary: RedisBinary,
  options: NodeOptions,
): Promise<{ port: number; running: EngineProcess }> {
  const file = path.join(options.folder, 'redis.conf');
  for (let attempt = 1; ; attempt++) {
    const port = await freeNodePort(options.clusterMode);
    writePrivate(host.run, file, configuration(host, options, port));
    try {
      const running = await host.processes.serve({
        command: binary.command,
        args: [file],
        env: binary.env,
        ready: /Ready to accept connections/,
        stopSignal: 'SIGKILL', // it has nothing to save, and SIGTERM would wait for its replicas
      });
      return { port, running };
    } catch (error) {
      const lostPort = error instanceof Error && /Address already in use/.test(error.message);
      if (!lostPort || attempt === portAttempts) throw error;
    }
  }
}

async function freeNodePort(clusterMode: boolean): Promise<number> {
  let port = await freePort();
  while (clusterMode && port + busOffset > 65_535) port = await freePort();
  return port;
}

function configuration(host: Host, options: NodeOptions, port: number): string {
  const { authToken, clusterMode, primary, tls } = options;
  const lines: (readonly [name: string, value: string | number])[] = [
    ['bind', '127.0.0.1'],
    ['port', tls ? 0 : port],
    ['dir', options.folder],
    ['daemonize', 'no'],
    ['save', ''],
    ['appendonly', 'no'],
    // Through a file: after a diskless one, what is written first reaches the replica only a second later.
    ['repl-diskless-sync', 'no'],
  ];
  if (options.nodesPerShard > 1) lines.push(['hz', hzWhileStarting]);
  if (tls) {
    lines.push(
      ['tls-port', port],
      ['tls-auth-clients', 'no'],
      ['tls-replication', 'yes'],
      ['tls-cluster', 'yes'],
    );
    lines.push(['tls-ca-cert-file', host.tls.caFile], ['tls-cert-file', host.tls.certificateFile]);
    lines.push(['tls-key-file', host.tls.keyFile]);
  }
  if (authToken !== undefined) lines.push(['requirepass', authToken], ['masterauth', authToken]);
  if (clusterMode) {
    lines.push(['cluster-enabled', 'yes'], ['cluster-config-file', 'nodes.conf']);
    lines.push(['cluster-announce-ip', options.announced.address]);
    lines.push([tls ? 'cluster-announce-tls-port' : 'cluster-announce-port', options.announced.port]);
    lines.push(['cluster-announce-bus-port', port + busOffset]);
  }
  const quoted = lines.map(([name, value]) => `${name} ${quote(String(value))}`);
  if (primary) quoted.push(`replicaof ${primary.address} ${primary.port}`);
  return `${quoted.join('\n')}\n`;
}

function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** What a parameter group may hold and would take the server away from us. */
const ours =
  /^(bind|port|dir|save|appendonly|requirepass|masterauth|masteruser|tls-.*|cluster-announce-.*|replicaof)$/;

/** ElastiCache has parameters that redis-server does not know, or only at start: those are left out. */
async function applyParameters(node: Node, parameters: RedisOptions['parameters']): Promise<void> {
  const wanted = Object.entries(parameters).filter(([name]) => !ours.test(name));
  if (wanted.length === 0) return;
  await node.administer((client) =>
    Promise.allSettled(wanted.map(([name, value]) => client.command('CONFIG', 'SET', name, value))),
  );
}
