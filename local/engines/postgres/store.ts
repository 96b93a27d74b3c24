import type { Host } from '../host.ts';
import { retryable } from '../retryable.ts';
import type { PostgresOptions } from '../types.ts';
import { backUp } from './backup.ts';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { copyInto } from './copy.ts';
import { createMaster } from './master.ts';
import { startReplica } from './replica.ts';
import { type Server, startServer } from './server.ts';
import { removeFiles, Snapshot } from './snapshot.ts';
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

  /** A new server with the data, the users and the passwords of a snapshot. */
  startCopy(snapshot: Snapshot): Promise<Server> {
    return this.#host.slots.run(() =>
      snapshot.use(async (files) => {
        const folder = this.#newFolder();
        await copyInto(this.#host.processes, [`${files}/.`], folder);
        return startServer(this.#host, this.#findBinaries(), folder);
      }),
    );
  }

  /** Copies what a running writer holds, as of now, onto the disk: it may stay for long, and memory is scarce. */
  takeSnapshot(source: Server, masterUsername: string): Promise<Snapshot> {
    return this.#host.slots.run(async () => {
      const folder = this.#host.run.makePrivate(`postgres-snapshot-${++this.#count}`);
      try {
        await backUp(this.#host, source, folder, { withLog: true });
      } catch (error) {
        await removeFiles(folder);
        throw error;
      }
      return new Snapshot(folder, masterUsername);
    });
  }

  /** Ends a server and starts it again on the same files. It has another address then. */
  restart(server: Server): Promise<Server> {
    return this.#host.slots.run(async () => {
      await server.shutDown();
      return startServer(this.#host, this.#findBinaries(), server.folder);
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
