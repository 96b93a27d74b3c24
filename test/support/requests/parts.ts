import fc from 'fast-check';

/** Some of the fields of a record, as a request leaves most of them to the preset. */
export function some<T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

/** The fields of all of them together. */
export function together<A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) {
  return fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));
}

/** Fields that go together, or none of them. */
export function maybe<T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<T | object> {
  return fc.oneof(fc.constant({}), fields);
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY = 24 * 60;

function clock(minutes: number): string {
  const hours = Math.floor((minutes % DAY) / 60);
  return [hours, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** A daily window and a weekly one of an hour or more that do not overlap: all within 24 hours, in this order. */
export const windows = fc
  .record({
    start: fc.nat(DAY - 1),
    length: fc.integer({ min: 60, max: 300 }),
    gap: fc.nat(300),
    weekly: fc.integer({ min: 60, max: 400 }),
    day: fc.nat(6),
  })
  .map(({ start, length, gap, weekly, day }) => {
    const from = start + length + gap;
    const at = (minutes: number) => `${DAYS[(day + Math.floor(minutes / DAY)) % 7]}:${clock(minutes)}`;
    return {
      daily: `${clock(start)}-${clock(start + length)}`,
      maintenance: `${at(from)}-${at(from + weekly)}`,
    };
  });

/** A few of these, or more than one call takes. */
export function parameters(names: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const values = fc.constantFrom('0', '1', '300', 'all');
  const made = (count: number) => Array.from({ length: count }, (_, at) => [`made_up.number_${at}`, `${at}`]);
  return fc.oneof(
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), values), {
        // Names are not told apart by case.
        selector: ([name]) => name.toLowerCase(),
        maxLength: 3,
      })
      .map((entries) => Object.fromEntries(entries)),
    fc.integer({ min: 19, max: 45 }).map((count) => Object.fromEntries(made(count))),
  );
}

export const secretArn = (region: string, name: string) =>
  `arn:aws:secretsmanager:${region}:123456789012:secret:${name}-AbCdEf`;
