import fs from 'node:fs';
import type { PostgresSnapshot } from '../types.ts';

/** The files of a cluster at one moment. Nothing changes them: several clusters may be made of them at a time. */
export class Snapshot implements PostgresSnapshot {
  readonly masterUsername: string;
  readonly #folder: string;
  readonly #users = new Set<Promise<unknown>>();

  constructor(folder: string, masterUsername: string) {
    this.#folder = folder;
    this.masterUsername = masterUsername;
  }

  /** The files stay until `act` has ended, also when the snapshot is deleted meanwhile. */
  async use<T>(act: (folder: string) => Promise<T>): Promise<T> {
    const using = act(this.#folder);
    this.#users.add(using);
    try {
      return await using;
    } finally {
      this.#users.delete(using);
    }
  }

  async destroy(): Promise<void> {
    await Promise.allSettled([...this.#users]);
    await removeFiles(this.#folder);
  }
}

export function removeFiles(folder: string): Promise<void> {
  return fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}
