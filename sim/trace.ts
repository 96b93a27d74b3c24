import { createHash } from 'node:crypto';

export type TraceKind =
  | 'request'
  | 'answer'
  | 'call'
  | 'look'
  | 'fault'
  | 'state'
  | 'event'
  | 'check'
  | 'phase';

interface Entry {
  readonly at: number;
  readonly kind: TraceKind;
  readonly text: string;
}

/** What happened, in order, and one hash of all of it: two runs of a seed are the same if their hashes are. */
export class Trace {
  readonly #start: number;
  readonly #now: () => number;
  readonly #hash = createHash('sha256');
  readonly #entries: Entry[] = [];

  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }

  note(kind: TraceKind, text: string): void {
    const at = Math.floor(this.#now() - this.#start);
    this.#hash.update(`${at} ${kind} ${text}\n`);
    this.#entries.push({ at, kind, text });
  }

  get hash(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  /** For people: without the looks, of which there are thousands. */
  timeline(): string[] {
    return this.#entries
      .filter(({ kind }) => kind !== 'look')
      .map(({ at, kind, text }) => `${clockOf(at)}  ${kind.padEnd(7)} ${text}`);
  }
}

function clockOf(ms: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `+${part(ms / 3_600_000)}:${part((ms / 60_000) % 60)}:${part((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}
