import { newOperationId, OPERATION_ID } from '../../core/ids.ts';

const NEW_YEAR = Date.UTC(2026, 0, 1);
const time = (id: string) => id.slice(3, 13);

describe('the id of an operation', () => {
  it('is op- and 26 characters of Crockford base 32, in lower case', () => {
    const id = newOperationId(NEW_YEAR);
    expect(id).toMatch(/^op-[0123456789abcdefghjkmnpqrstvwxyz]{26}$/);
    expect(id).toMatch(OPERATION_ID);
  });

  it('begins with its time, most significant first, as a ULID does', () => {
    expect(time(newOperationId(0))).toBe('0000000000');
    expect(time(newOperationId(1))).toBe('0000000001');
    expect(time(newOperationId(31))).toBe('000000000z');
    expect(time(newOperationId(32))).toBe('0000000010');
    expect(time(newOperationId(1_469_918_176_385))).toBe('01aryz6s41');
  });

  it('sorts by its time', () => {
    const ids = [NEW_YEAR, NEW_YEAR + 1, NEW_YEAR + 40, NEW_YEAR + 86_400_000].map(newOperationId);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('differs from that of another one of the same millisecond, and has all of its random bits', () => {
    const randoms = Array.from({ length: 200 }, () => newOperationId(NEW_YEAR).slice(13));
    expect(new Set(randoms).size).toBe(200);
    for (let place = 0; place < 16; place++)
      expect(new Set(randoms.map((random) => random[place])).size).toBeGreaterThan(1);
  });

  it.each([
    ['nothing', ''],
    ['one without op-', '01aryz6s410000000000000000'],
    ['one that is too short', 'op-01aryz6s41000000000000000'],
    ['one that is too long', 'op-01aryz6s4100000000000000000'],
    ['one in upper case', 'op-01ARYZ6S410000000000000000'],
    ['one with a letter that ULIDs do not have', 'op-01aryz6s41000000000000000u'],
    ['one with something before it', 'xop-01aryz6s410000000000000000'],
  ])('is not %s', (_what, id) => {
    expect(id).not.toMatch(OPERATION_ID);
  });
});
