import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { placesOf, requestSchema } from './contract.ts';
import { nearlyValid, textOf, wild } from './values.ts';

type Json = Record<string, unknown>;
type Change = (body: Json) => Json;

const places = placesOf(requestSchema);

/** Names that mean something to JavaScript, JSON pointers, logs, or nobody. */
const NAMES = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    'a/b~c',
    '~1',
    '\ud800',
    'é\u0000',
  ],
  ...[
    'x'.repeat(200),
    'Environment',
    'intanceCount',
    '{"level":"ERROR"}\n',
    '$ref',
    '#/aurora',
    '0',
    'length',
  ],
];

const setAtPlace = fc
  .constantFrom(...places)
  .chain(({ path, schema }) => fc.tuple(fc.constant(path), fc.oneof(nearlyValid(schema), wild)))
  .map(
    ([path, value]): Change =>
      (body) =>
        withValue(body, path, value) as Json,
  );

const addField = fc.tuple(fc.nat(), fc.constantFrom(...NAMES), wild).map(
  ([at, name, value]): Change =>
    (body) => {
      const objects = objectsIn(body);
      define(objects[at % objects.length] ?? body, name, value);
      return body;
    },
);

const removeField = fc.nat().map(
  (at): Change =>
    (body) => {
      const members = objectsIn(body).flatMap((object) =>
        Object.keys(object).map((name) => ({ object, name })),
      );
      const member = members[at % members.length];
      if (member) delete member.object[member.name];
      return body;
    },
);

const many = fc
  .tuple(
    fc.constantFrom('tags', 'clusterParameters', 'tables'),
    fc.constantFrom(39, 40, 41, 50, 51, 60, 61, 300),
  )
  .map(
    ([what, count]): Change =>
      (body) => {
        const numbers = Array.from({ length: count }, (_, number) => number);
        const entries = Object.fromEntries(numbers.map((number) => [`key${number}`, String(number)]));
        if (what === 'tags') return { ...body, tags: entries };
        if (what === 'clusterParameters') return { ...body, aurora: { clusterParameters: entries } };
        const attributes = [{ name: 'id', type: 'S' }];
        const tables = numbers.map((number) => ({ name: `t${number}`, attributes, partitionKey: 'id' }));
        return { ...body, dynamodb: { tables } };
      },
  );

const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: setAtPlace, weight: 6 },
  { arbitrary: addField, weight: 2 },
  { arbitrary: removeField, weight: 1 },
  { arbitrary: many, weight: 1 },
);

/** One of `bases`, with up to `most` changes. */
export function changedBody(bases: readonly object[], most: number): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...bases), fc.array(change, { maxLength: most }))
    .map(([base, changes]) =>
      changes.reduce<Json>((body, apply) => apply(body), structuredClone(base) as Json),
    );
}

/** What is sent: nearly always the JSON text, else something that is no JSON, or not in UTF-8. */
export function sent(body: unknown): fc.Arbitrary<string | Uint8Array> {
  const text = textOf(body);
  return fc.oneof(
    { arbitrary: fc.constant<string | Uint8Array>(text), weight: 12 },
    { arbitrary: fc.constantFrom(...otherForms(text)), weight: 1 },
    { arbitrary: fc.nat({ max: text.length }).map((end) => text.slice(0, end)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 60 }), weight: 1 },
  );
}

function otherForms(text: string): (string | Uint8Array)[] {
  const twice = text.replace('{', '{"environment":"twice","aurora":{"port":1},');
  return [
    ...['', ' ', 'null', '[]', '"dev"', '0', 'NaN', `[${text}]`, `\ufeff${text}`, `${text}${text}`, twice],
    ...[`\n\t${text}\r\n`, text.replaceAll('"', "'"), encodeURIComponent(text), `body=${text}`],
    ...[`${'['.repeat(5_000)}${']'.repeat(5_000)}`, `{"tags":${'{"a":'.repeat(500)}1${'}'.repeat(501)}`],
    ...[Buffer.from(text, 'utf16le'), Buffer.from(`${text}é`, 'latin1'), gzipSync(text)],
  ];
}

/** Names of fields that a person may put a secret in, and values that are one in any field. */
const SECRET_FIELDS = [
  'masterPassword',
  'authToken',
  'password',
  'api_key',
  'requirepass',
  'DB_PASSWORD',
  'secret1',
];
const secretValues = (secret: string) => [
  `postgres://me:${secret}@db/app`,
  `-----BEGIN RSA PRIVATE KEY-----${secret}`,
  `HTTPS://u:${secret}@host`,
];

/** The body with a secret somewhere: in a field of such a name, or as a URL or a key anywhere. */
export function withSecret(body: unknown, secret: string): fc.Arbitrary<unknown> {
  const named = fc.tuple(
    fc.constantFrom(...SECRET_FIELDS),
    fc.constantFrom<unknown>(secret, [secret], { is: secret }),
  );
  const anywhere = fc.tuple(
    fc.constantFrom('tag', 'x', '__proto__'),
    fc.constantFrom(...secretValues(secret)),
  );
  return fc.tuple(fc.nat(), fc.oneof(named, anywhere)).map(([at, [name, value]]) => {
    const copy = structuredClone(body) as Json;
    const objects = objectsIn(copy);
    define(objects[at % objects.length] ?? copy, name, value);
    return copy;
  });
}

/** The document with a value at a place; what is missing on the way is made. */
function withValue(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const copy = (
    Array.isArray(document) ? [...document] : isObject(document) ? { ...document } : emptyFor(name)
  ) as Json;
  define(copy, String(name), withValue(Object.hasOwn(copy, name) ? copy[name] : undefined, rest, value));
  return copy;
}

const emptyFor = (name: string | number) => (typeof name === 'number' ? [] : {});

/** Own members only: `__proto__` is a name like any other. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function objectsIn(value: unknown): Json[] {
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
