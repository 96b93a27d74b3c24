import type { Clock } from '../core/clock.ts';

/**
 * Counts the real work that the local cloud has under way (an initdb, a server that starts), so that a wait that
 * exists for AWS's sake can end as soon as there is something new to see.
 */
export class WorkTracker {
  #pending = 0;
  #waiters = new Set<() => void>();

  get pending(): number {
    return this.#pending;
  }

  /** Runs `work` and tells the waiters when it ends, well or badly. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#pending++;
    try {
      return await work();
    } finally {
      this.#pending--;
      this.changed();
    }
  }

  /** Something that a poll could see has changed. */
  changed(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  /** Resolves at the next change, or soon when nothing is under way. */
  nextChange(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.#waiters.delete(wake);
        signal?.removeEventListener('abort', abort);
        act();
      };
      const wake = () => settle(resolve);
      const abort = () => settle(() => reject(signal?.reason));
      this.#waiters.add(wake);
      signal?.addEventListener('abort', abort, { once: true });
      if (this.#pending === 0) setImmediate(wake);
    });
  }
}

/**
 * The laptop's clock in `instant` pace: it tells the real time, but a sleep ends at the next change of the local
 * cloud, or at once when nothing is under way. The state machine's polls then cost no time of their own.
 */
export function instantClock(work: WorkTracker): Clock {
  return { now: () => Date.now(), sleep: (_ms, signal) => work.nextChange(signal) };
}

interface Sleeper {
  readonly at: number;
  readonly sequence: number;
  readonly wake: () => void;
}

/** A clock that a test owns: nothing passes until `advance` or `runUntilIdle`. */
export class ManualClock implements Clock {
  #now: number;
  #sequence = 0;
  #sleepers: Sleeper[] = [];

  readonly #settled: () => Promise<void>;

  /** @param settled resolves when everything that can go on without time passing has gone on */
  constructor(startMs = Date.UTC(2026, 0, 1), settled: () => Promise<void> = settle) {
    this.#now = startMs;
    this.#settled = settled;
  }

  now(): number {
    return this.#now;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== entry);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const entry: Sleeper = { at: this.#now + Math.max(0, ms), sequence: this.#sequence++, wake };
      this.#sleepers.push(entry);
      this.#sleepers.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Moves time forward, waking the sleepers on the way in order, and lets their promises run in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settled();
    for (let next = this.#sleepers[0]; next && next.at <= end; next = this.#sleepers[0]) {
      this.#sleepers.shift();
      this.#now = next.at;
      next.wake();
      await this.#settled();
    }
    this.#now = end;
  }

  /** Jumps from sleeper to sleeper until `done` says so or nobody sleeps. Returns the simulated milliseconds. */
  async runUntilIdle(done: () => boolean = () => false): Promise<number> {
    const start = this.#now;
    await this.#settled();
    while (!done()) {
      const next = this.#sleepers.shift();
      if (!next) break;
      this.#now = next.at;
      next.wake();
      await this.#settled();
    }
    return this.#now - start;
  }
}

/** Lets promises, and what they schedule with setImmediate, run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
