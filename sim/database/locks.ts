import { PostgresError } from './errors.ts';

interface Lock<Owner> {
  owner: Owner;
  /** How often its owner has taken it. */
  count: number;
  readonly queue: { readonly owner: Owner; readonly granted: () => void }[];
}

/** Exclusive locks, given in the order in which they were asked for. */
export class Locks<Owner> {
  readonly #locks = new Map<string, Lock<Owner>>();

  /**
   * Waits until the lock is free. An owner that goes away while it waits is told by nobody here: see `releaseAll`.
   *
   * @throws 40P01 at once where the wait would never end
   */
  async acquire(key: string, owner: Owner): Promise<void> {
    if (this.tryAcquire(key, owner)) return;
    const lock = this.#locks.get(key) as Lock<Owner>;
    if (this.#isBehind(lock.owner, owner)) throw new PostgresError('40P01', 'deadlock detected');
    await new Promise<void>((granted) => lock.queue.push({ owner, granted }));
  }

  tryAcquire(key: string, owner: Owner): boolean {
    const lock = this.#locks.get(key);
    if (!lock) this.#locks.set(key, { owner, count: 1, queue: [] });
    else if (lock.owner === owner) lock.count++;
    else return false;
    return true;
  }

  /** @returns whether it was this owner's */
  release(key: string, owner: Owner): boolean {
    const lock = this.#locks.get(key);
    if (lock?.owner !== owner) return false;
    if (--lock.count === 0) this.#passOn(key, lock);
    return true;
  }

  /** All that the owner has, and its places in the queues. */
  releaseAll(owner: Owner): void {
    for (const { queue } of this.#locks.values()) {
      const at = queue.findIndex((waiting) => waiting.owner === owner);
      if (at >= 0) queue.splice(at, 1);
    }
    for (const [key, lock] of [...this.#locks]) if (lock.owner === owner) this.#passOn(key, lock);
  }

  heldBy(owner: Owner): string[] {
    return [...this.#locks].flatMap(([key, lock]) => (lock.owner === owner ? [key] : []));
  }

  #passOn(key: string, lock: Lock<Owner>): void {
    const next = lock.queue.shift();
    if (!next) {
      this.#locks.delete(key);
      return;
    }
    lock.owner = next.owner;
    lock.count = 1;
    next.granted();
  }

  /** Whether `owner` waits, itself or through others, for what `holder` has. */
  #isBehind(owner: Owner, holder: Owner): boolean {
    for (const lock of this.#locks.values()) {
      if (!lock.queue.some((waiting) => waiting.owner === owner)) continue;
      return lock.owner === holder || this.#isBehind(lock.owner, holder);
    }
    return false;
  }
}
