import fc from 'fast-check';
import { durationMs, expiryOf } from '../../core/expiry.ts';
import { runs } from '../support/runs.ts';

/** All that the contract takes. */
const durations = fc.stringMatching(/^[1-9][0-9]{0,4}[mhd]$/);
/** Until the year 2400. */
const times = fc.integer({ min: 0, max: Date.UTC(2400, 0) });

it('an expiry is as far from now as the duration is long, to the millisecond', () => {
  fc.assert(
    fc.property(durations, times, (duration, now) => {
      const expiry = expiryOf(duration, now) ?? '';
      expect(Date.parse(expiry) - now).toBe(durationMs(duration));
      expect(new Date(expiry).toISOString()).toBe(expiry);
    }),
    runs(300),
  );
});

it('sixty minutes are an hour, and 24 hours a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 69 }), (days) => {
      expect(durationMs(`${days * 24 * 60}m`)).toBe(durationMs(`${days}d`));
      expect(durationMs(`${days * 24}h`)).toBe(durationMs(`${days}d`));
    }),
    runs(69),
  );
});
