import type { Host } from '../host.ts';
import { retryable } from '../retryable.ts';
import type { PostgresOptions } from '../types.ts';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { copyInto } from './copy.ts';
import { createMaster } from './master.ts';
import { startReplica } from './replica.ts';
import { type Server, startServer } from './server.ts';
import { templateFolder } from './template.ts';

/** Starts PostgreSQL servers, each in a folder of its own. */
export class PostgresStore {
  readonly #host: Host;
  #binaries: PostgresBinaries | undefined;
  #template: Promise<string> | undefined;
  #count = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Makes the template, where this machine has none yet. */
  async prepare(): Promise<string> {
    const binaries = this.#findBinaries();
    this.#template ??= retryable(templateFolder(this.#host, binaries), () => {
      this.#template = undefined;
    });
    return this.#template;
  }

  /** A new server with the master user and the database. */
  async startPrimary(options: PostgresOptions): Promise<Server> {
    const template = await this.prepare();
    const binaries = this.#findBinaries();
    return this.#host.slots.run(async () => {
      const folder = this.#newFolder();
      await copyInto(this.#host.processes, [`${template}/.`], folder);
      const server = await startServer(this.#host, binaries, folder);
      await createMaster(server, options);
      return server;
    });
  }

  startReplica(source: Server): Promise<Server> {
    return this.#host.slots.run(() =>
      startReplica(this.#host, this.#findBinaries(), source, this.#newFolder()),
    );
  }

  #findBinaries(): PostgresBinaries {
    this.#binaries ??= findBinaries(this.#host.run);
    return this.#binaries;
  }

  #newFolder(): string {
    return this.#host.run.makeData(`postgres-${++this.#count}`);
  }
}
