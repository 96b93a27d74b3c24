import { durationMs, expiryOf } from '../../core/expiry.ts';

it.each([
  ['1m', 60_000],
  ['90m', 5_400_000],
  ['8h', 28_800_000],
  ['2d', 172_800_000],
  ['99999d', 99_999 * 86_400_000],
])('%s is %i milliseconds', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it('an expiry counts from now, in UTC', () => {
  expect(expiryOf('8h', Date.parse('2026-10-25T00:30:00+01:00'))).toBe('2026-10-25T07:30:00.000Z');
});

it('what has no duration never expires', () => {
  expect(expiryOf(undefined, 0)).toBeNull();
});
