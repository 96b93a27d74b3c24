/**
 * Ordinary reads and writes pass together; what has to be alone (a transaction, the rebuild of a table) waits for
 * those under way, keeps new ones out and so is atomic for everybody. Everything that touches the store is in this
 * process and comes through here.
 */
export class Gate {
  #active = 0;
  #exclusive: Promise<void> | undefined;
  #drained: (() => void) | undefined;

  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    this.#active++;
    try {
      return await work();
    } finally {
      if (--this.#active === 0) this.#drained?.();
    }
  }

  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#exclusive = promise;
    try {
      if (this.#active > 0) await this.#allDrained();
      return await work();
    } finally {
      this.#exclusive = undefined;
      resolve();
    }
  }

  async #allDrained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#drained = resolve;
    await promise;
    this.#drained = undefined;
  }
}
