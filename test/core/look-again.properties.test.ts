import fc from 'fast-check';
import { nextLook, waitingSince } from '../../core/look-again.ts';
import { TIER_KINDS, type Wait } from '../../core/tier.ts';
import { runs } from '../support/runs.ts';

const START = Date.UTC(2026, 0, 1);

const waits: fc.Arbitrary<Wait> = fc
  .record({
    what: fc.constantFrom('AWS to create it', 'it is creating', 'a table is UPDATING', 'its members'),
    retryAfterSeconds: fc.integer({ min: 1, max: 600 }),
    expectedSeconds: fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }),
    dependent: fc.boolean(),
  })
  .map(({ dependent, ...wait }) => (dependent ? { ...wait, dependent } : wait));
const some = fc.uniqueArray(waits, { minLength: 1, selector: ({ what }) => what });
const kinds = fc.constantFrom(...TIER_KINDS);
const elapsed = fc.integer({ min: 0, max: 100_000 });

it('there is a next look: in a second at the earliest, and in the time of the whole wait at the latest', () => {
  fc.assert(
    fc.property(kinds, some, elapsed, (kind, all, seconds) => {
      const since = waitingSince(all, {}, START);
      const next = nextLook(kind, all, since, START + seconds * 1000);
      expect(next).toBeGreaterThanOrEqual(1);
      const longest = all.map(({ retryAfterSeconds: each, expectedSeconds: usual = 0 }) =>
        Math.max(each, usual),
      );
      expect(next).toBeLessThanOrEqual(Math.max(...longest, seconds * 0.08));
    }),
    runs(300),
  );
});

it('one thing more to wait for is never a reason to look later', () => {
  fc.assert(
    fc.property(kinds, some, waits, elapsed, (kind, all, { dependent: _, ...more }, seconds) => {
      const own = all.filter(({ dependent }) => !dependent);
      fc.pre(own.length > 0);
      const since = waitingSince([...all, more], {}, START);
      const now = START + seconds * 1000;
      expect(nextLook(kind, [...all, more], since, now)).toBeLessThanOrEqual(nextLook(kind, all, since, now));
      // What waits for something else does not say when to look.
      expect(nextLook(kind, all, since, now)).toBe(nextLook(kind, own, since, now));
    }),
    runs(300),
  );
});

it('what is waited for has a beginning that does not move, and is not in the future', () => {
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (looks) => {
      let since = waitingSince([], {}, START);
      for (const [look, all] of looks.entries()) {
        const now = START + look * 30_000;
        const next = waitingSince(all, since, now);
        expect(Object.keys(next).sort()).toEqual(all.map(({ what }) => what).sort());
        for (const [what, at] of Object.entries(next)) {
          expect(Date.parse(at)).toBeLessThanOrEqual(now);
          if (since[what]) expect(at).toBe(since[what]);
        }
        expect(waitingSince(all, next, now + 1000)).toEqual(next);
        since = next;
      }
    }),
    runs(300),
  );
});
