import type { Clock } from '../../core/clock.ts';

/**
 * The time of one line of states that run one after the other: an execution, a branch, a Map slot.
 *
 * A laptop's clock may end a sleep early. When nothing was under way that the sleep could have waited for, the rest
 * counts as passed: it is *skipped*, and from then on this line's time runs ahead of the clock. So a loop that waits
 * for something that never comes reaches its deadline after as many rounds as on AWS. When real work is under way
 * (`isBusy`), the sleep was cut short because something changed, not because time may be skipped; counting the rest
 * would make the deadline of one environment pass because many others are being built beside it.
 *
 * Lines that run side by side skip the same hours, so skips do not add up: each branch starts with the time of its
 * parent and skips for itself, and after a Parallel or Map the parent is at the latest end of its branches. Time
 * after a Parallel is never before something that happened in it.
 */
export class Timeline {
  readonly #clock: Clock;
  readonly #isBusy: () => boolean;
  #skippedMs: number;

  constructor(clock: Clock, isBusy: () => boolean = () => false, skippedMs = 0) {
    this.#clock = clock;
    this.#isBusy = isBusy;
    this.#skippedMs = skippedMs;
  }

  /** Milliseconds since the epoch, on this line. */
  now(): number {
    return this.#clock.now() + this.#skippedMs;
  }

  nowIso(): string {
    return new Date(this.now()).toISOString();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (ms <= 0) return;
    const start = this.#clock.now();
    const wasBusy = this.#isBusy();
    await this.#clock.sleep(ms, signal);
    const restMs = ms - (this.#clock.now() - start);
    if (restMs > 0 && !wasBusy && !this.#isBusy()) this.#skippedMs += restMs;
  }

  /** Moves on to a time, unless it has passed. */
  advanceTo(timeMs: number): void {
    this.#skippedMs += Math.max(0, timeMs - this.now());
  }

  fork(): Timeline {
    return new Timeline(this.#clock, this.#isBusy, this.#skippedMs);
  }
}
