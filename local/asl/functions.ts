import { createHash, randomUUID } from 'node:crypto';

/**
 * The functions that Step Functions adds to JSONata, and `$eval`, which it takes away (calling it fails with
 * T1006). *Documented*: Step Functions developer guide, "Transforming data with JSONata".
 */
export const awsFunctions: Readonly<Record<string, unknown>> = {
  partition(array: unknown[], size: number): unknown[][] | undefined {
    if (array === undefined) return undefined;
    const list = Array.isArray(array) ? array : [array];
    const step = Math.trunc(size);
    if (!(step >= 1)) throw new Error('The argument of $partition must be a positive number');
    const parts: unknown[][] = [];
    for (let at = 0; at < list.length; at += step) parts.push(list.slice(at, at + step));
    return parts;
  },

  /** Start, end (inclusive when a step lands on it) and step; at most 1,000 elements as for States.ArrayRange. */
  range(start: number, end: number, step: number): number[] {
    if (![start, end, step].every(Number.isFinite) || step === 0) {
      throw new Error('$range takes a start, an end and a step other than 0');
    }
    const count = Math.floor((end - start) / step) + 1;
    if (count > 1000) throw new Error('$range makes at most 1000 elements');
    return Array.from({ length: Math.max(0, count) }, (_, index) => start + index * step);
  },

  hash(data: unknown, algorithm: string): string | undefined {
    if (data === undefined) return undefined;
    if (!['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(algorithm)) {
      throw new Error('$hash takes MD5, SHA-1, SHA-256, SHA-384 or SHA-512');
    }
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return createHash(algorithm.replace('-', '')).update(text).digest('hex');
  },

  uuid: () => randomUUID(),
  parse: (text: string) => (text === undefined ? undefined : JSON.parse(text)),
  eval: undefined,
};

/** The first double of `java.util.Random(seed)`, which is what AWS's `$random(seed)` answers. */
export function seededRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint) => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
