import { type EndpointProxy, openPair } from '../proxy.ts';
import type { Endpoint } from '../types.ts';
import type { Server } from './server.ts';

/** The two addresses of a cluster, which stay the same while servers come and go. */
export class ClusterEndpoints {
  readonly writer: Endpoint;
  readonly reader: Endpoint;
  readonly #proxies: { readonly writer: EndpointProxy; readonly reader: EndpointProxy };

  private constructor(proxies: { writer: EndpointProxy; reader: EndpointProxy }) {
    this.#proxies = proxies;
    this.writer = proxies.writer.endpoint;
    this.reader = proxies.reader.endpoint;
  }

  static async open(): Promise<ClusterEndpoints> {
    return new ClusterEndpoints(await openPair());
  }

  /**
   * Reader endpoint: the readers in turn, or the only instance (documented, Aurora user guide, "Reader endpoints").
   * The writer endpoint of a cluster that replicates another region leads to a replica, which refuses writes.
   */
  route(servers: readonly Server[], writer: Server | undefined): void {
    const written = servers.find((server) => server === writer) ?? servers[0];
    const readers = servers.filter((server) => server !== writer);
    this.#proxies.writer.setTargets(written ? [written.address] : []);
    this.#proxies.reader.setTargets((readers.length > 0 ? readers : servers).map(({ address }) => address));
  }

  async close(): Promise<void> {
    await Promise.all([this.#proxies.writer.close(), this.#proxies.reader.close()]);
  }
}
