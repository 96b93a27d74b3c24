import net from 'node:net';
import type { Endpoint } from './types.ts';

/**
 * An endpoint that stays the same while the servers behind it change. Knows nothing of the protocol: TLS and
 * passwords pass through. Connections go to the targets in turn; without a target they end at once.
 */
export class EndpointProxy {
  readonly endpoint: Endpoint;
  readonly #server: net.Server;
  readonly #connections = new Map<net.Socket, Endpoint>();
  #targets: readonly Endpoint[] = [];
  #next = 0;

  private constructor(server: net.Server, endpoint: Endpoint) {
    this.#server = server;
    this.endpoint = endpoint;
    server.on('connection', (client) => this.#connect(client));
  }

  static async open(address = '127.0.0.1', port = 0): Promise<EndpointProxy> {
    const server = net.createServer({ noDelay: true });
    await listen(server, address, port);
    return new EndpointProxy(server, { address, port: (server.address() as net.AddressInfo).port });
  }

  /** New connections go here. Those to a target that is no longer one are cut, as in a failover. */
  setTargets(targets: readonly Endpoint[]): void {
    this.#targets = targets;
    for (const [client, target] of this.#connections) {
      if (!targets.some((kept) => kept.port === target.port)) client.destroy();
    }
  }

  async close(): Promise<void> {
    this.setTargets([]);
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  #connect(client: net.Socket): void {
    const target = this.#targets[this.#next++ % Math.max(1, this.#targets.length)];
    client.on('error', () => {}); // the peer went away: 'close' follows
    if (!target) {
      client.resetAndDestroy();
      return;
    }
    const upstream = net.connect({ host: target.address, port: target.port, noDelay: true });
    this.#connections.set(client, target);
    client.pipe(upstream).pipe(client);
    upstream.on('error', () => {});
    upstream.once('close', () => client.destroy());
    client.once('close', () => {
      this.#connections.delete(client);
      upstream.destroy();
    });
  }
}

/**
 * Writer and reader (Redis: primary and reader) share the port, because AWS gives one port for both. So they differ
 * in the address: 127.0.0.2, or ::1 where only 127.0.0.1 exists, as on macOS.
 */
export async function openPair(): Promise<{
  readonly writer: EndpointProxy;
  readonly reader: EndpointProxy;
}> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const writer = await EndpointProxy.open();
    for (const address of ['127.0.0.2', '::1']) {
      try {
        return { writer, reader: await EndpointProxy.open(address, writer.endpoint.port) };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EADDRINUSE') break; // taken on the other address: another port
        if (code !== 'EADDRNOTAVAIL') throw error;
      }
    }
    await writer.close();
  }
  throw new Error(
    'no port could be bound on both 127.0.0.1 and a second loopback address (127.0.0.2 or ::1), which the reader ' +
      'endpoints need: enable IPv6 on the loopback interface, or add the address (macOS: ifconfig lo0 alias 127.0.0.2)',
  );
}

/** A port that is free now. Whoever uses it has to be ready to lose the race for it. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await listen(server, '127.0.0.1', 0);
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: net.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
