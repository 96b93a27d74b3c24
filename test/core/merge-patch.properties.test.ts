import fc from 'fast-check';
import { mergePatch } from '../../core/merge-patch.ts';
import { parseRequest } from '../../core/request.ts';
import { validRequests } from '../support/requests/index.ts';
import { runs } from '../support/runs.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const isObject = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The patch that leads from one document without nulls to another (RFC 7396: it exists for these). */
function patchTo(from: Json, to: Json): Json {
  if (!isObject(from) || !isObject(to)) return to;
  const gone = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const kept = Object.keys(to).filter(
    (name) => !Object.hasOwn(from, name) || JSON.stringify(from[name]) !== JSON.stringify(to[name]),
  );
  return Object.fromEntries([
    ...gone.map((name): [string, Json] => [name, null]),
    ...kept.map((name): [string, Json] => {
      const [before, after] = [from[name], to[name] as Json];
      // An object replaces what is no object member by member, and so does one that has to be there at all.
      return [name, isObject(before) && isObject(after) ? patchTo(before, after) : after];
    }),
  ]);
}

/** A patch cannot say null, so it says none. */
const requests = validRequests({ environments: fc.constant('dev') }).map((request) =>
  request.migrations?.set === null ? { ...request, migrations: { set: 'none' } } : request,
);
const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', '');
const documents = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(0, '', true, [1], []),
    fc.dictionary(names, tie('document')),
  ),
})).document;

it('a patch leads from any document to any other, but for nulls', () => {
  fc.assert(
    fc.property(documents, documents, (from, to) => {
      expect(mergePatch(from, patchTo(from, to))).toEqual(to);
    }),
    runs(300),
  );
});

it('a patch leads from any request to any other, and what it leads to is a request', () => {
  fc.assert(
    fc.property(requests, requests, (from, to) => {
      const patch = patchTo(from as unknown as Json, to as unknown as Json);
      const patched = mergePatch(from, JSON.parse(JSON.stringify(patch)));
      expect(patched).toEqual(to);
      expect(parseRequest(patched)).toEqual(to);
    }),
    runs(200),
  );
});

it('members that a patch does not name stay, those it calls null go, whatever there was', () => {
  fc.assert(
    fc.property(
      fc.dictionary(names, documents),
      fc.dictionary(names, fc.option(documents)),
      (from, patch) => {
        const merged = mergePatch(from, patch) as Record<string, Json>;
        for (const name of Object.keys(from)) {
          if (!Object.hasOwn(patch, name)) expect(merged[name]).toEqual(from[name]);
        }
        for (const [name, value] of Object.entries(patch))
          expect(Object.hasOwn(merged, name)).toBe(value !== null);
      },
    ),
    runs(300),
  );
});
