import fc from 'fast-check';
import { nextLook, waitingSince } from '../../core/look-again.ts';
import type { Wait } from '../../core/tier.ts';

const START = Date.UTC(2026, 0, 1);
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const slow: Wait = { what: 'instance 1 is creating', retryAfterSeconds: 30, expectedSeconds: 400 };

/** How long somebody who follows the advice waits for something, and how often they look. */
function follow(wait: Wait, seconds: number): { seen: number; looks: number } {
  const since = waitingSince([wait], {}, START);
  let now = 0;
  let looks = 0;
  while (now < seconds) {
    now += nextLook('aurora', [wait], since, START + now * 1000);
    looks++;
  }
  return { seen: now, looks };
}

it('what usually takes long is looked at when its end is near, then every twentieth of its time', () => {
  const since = { [slow.what]: iso(0) };
  expect(nextLook('aurora', [slow], since, START)).toBeCloseTo(336);
  expect(nextLook('aurora', [slow], since, START + 100_000)).toBeCloseTo(236);
  expect(nextLook('aurora', [slow], since, START + 336_000)).toBeCloseTo(20);
  expect(nextLook('aurora', [slow], since, START + 800_000)).toBeCloseTo(40);
});

it('of a tier that waits once it is looked at less often', () => {
  expect(nextLook('redis', [slow], { [slow.what]: iso(0) }, START + 400_000)).toBeCloseTo(32);
});

it('of unknown length it is looked at as often as its tier says, and the shortest wait counts', () => {
  const unknown: Wait = { what: 'a table is UPDATING', retryAfterSeconds: 10 };
  expect(nextLook('aurora', [slow, unknown], {}, START)).toBe(10);
});

it('what waits for something else counts only where there is nothing else', () => {
  const dependent: Wait = { what: 'alarms', retryAfterSeconds: 5, dependent: true };
  const own: Wait = { what: 'a table is UPDATING', retryAfterSeconds: 10 };
  expect(nextLook('aurora', [dependent, own], {}, START)).toBe(10);
  expect(nextLook('aurora', [dependent], {}, START)).toBe(5);
});

it('there is a second between two looks at least', () => {
  expect(nextLook('redis', [{ what: 'a change', retryAfterSeconds: 0 }], {}, START)).toBe(1);
});

it('a look is late by a twentieth of the wait at most, and a wait costs few looks', () => {
  const expected = fc.integer({ min: 60, max: 3600 });
  const share = fc.double({ min: 0.84, max: 3, noNaN: true });
  fc.assert(
    fc.property(expected, share, (expectedSeconds, factor) => {
      const took = expectedSeconds * factor;
      const { seen, looks } = follow({ ...slow, expectedSeconds }, took);
      expect(seen).toBeLessThanOrEqual(took * 1.06 + 1);
      expect(looks).toBeLessThan(30);
    }),
  );
});

describe('since when', () => {
  it('stays while it is waited for in the same words', () => {
    const before = waitingSince([slow], {}, START);
    expect(waitingSince([slow], before, START + 90_000)).toEqual({ [slow.what]: iso(0) });
  });

  it('goes on from the call that began it', () => {
    const asked = waitingSince([{ what: 'AWS to create instance 1', retryAfterSeconds: 30 }], {}, START);
    expect(waitingSince([slow], asked, START + 30_000)).toEqual({ [slow.what]: iso(0) });
  });

  it('goes on from the first of several calls', () => {
    const before = { 'AWS to create instance 2': iso(20), 'AWS to create instance 1': iso(5) };
    expect(waitingSince([slow], before, START + 30_000)).toEqual({ [slow.what]: iso(5) });
  });

  it('begins now for what is new', () => {
    const before = waitingSince([{ what: 'the cluster is creating', retryAfterSeconds: 30 }], {}, START);
    expect(waitingSince([slow], before, START + 30_000)).toEqual({ [slow.what]: iso(30) });
  });
});
