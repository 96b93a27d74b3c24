import fc from 'fast-check';
import { mergePatch } from '../../core/merge-patch.ts';

/** RFC 7396, appendix A, in its order. */
const APPENDIX_A: readonly [document: unknown, patch: unknown, result: unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

const json = fc.jsonValue({ maxDepth: 3 });

/** Without members that are null, which a merge patch cannot make. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutNulls(item)]));
}

describe('mergePatch', () => {
  it.each(APPENDIX_A)('of %j with %j is %j', (document, patch, result) => {
    expect(mergePatch(document, patch)).toEqual(result);
  });

  it('takes __proto__ for a name like any other', () => {
    const patch = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}');

    const merged = mergePatch({ a: 1 }, patch) as object;

    expect(JSON.stringify(merged)).toBe(
      '{"a":1,"__proto__":{"polluted":true},"constructor":{"prototype":1}}',
    );
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('changes neither of its arguments', () => {
    fc.assert(
      fc.property(json, json, (document, patch) => {
        const before = JSON.stringify([document, patch]);
        mergePatch(document, patch);
        expect(JSON.stringify([document, patch])).toBe(before);
      }),
    );
  });

  it('a second time changes nothing', () => {
    fc.assert(
      fc.property(json, json, (document, patch) => {
        const once = mergePatch(document, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  it('of nothing with a document is the document, but for its nulls', () => {
    fc.assert(
      fc.property(json, (document) => {
        expect(mergePatch({}, document)).toEqual(withoutNulls(document));
      }),
    );
  });

  it('with no member changes no object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (document) => {
        expect(mergePatch(document, {})).toEqual(document);
      }),
    );
  });
});
