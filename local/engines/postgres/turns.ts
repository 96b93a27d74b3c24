/**
 * Who may touch the servers of a cluster. What only needs them to stay as they are shares a turn with others of its
 * kind; a change of roles has its turn alone, after those that came before it.
 */
export class Turns {
  #changes: Promise<unknown> = Promise.resolve();
  readonly #sharing = new Set<Promise<unknown>>();

  async share<T>(act: () => Promise<T>): Promise<T> {
    await this.#noChange();
    const sharing = act();
    this.#sharing.add(sharing);
    try {
      return await sharing;
    } finally {
      this.#sharing.delete(sharing);
    }
  }

  change<T>(act: () => Promise<T>): Promise<T> {
    const changing = this.#changes.then(async () => {
      await Promise.allSettled([...this.#sharing]);
      return act();
    });
    this.#changes = changing.catch(() => {});
    return changing;
  }

  /** Resolves when what is under way has ended, however. */
  async idle(): Promise<void> {
    await Promise.allSettled([this.#changes, ...this.#sharing]);
  }

  async #noChange(): Promise<void> {
    let seen: Promise<unknown>;
    do {
      seen = this.#changes;
      await seen;
    } while (seen !== this.#changes);
  }
}
