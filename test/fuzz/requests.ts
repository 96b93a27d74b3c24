import fc from 'fast-check';
import { SMALL } from '../e2e/support/plinth.ts';
import { changedBody, sent } from './bodies.ts';
import { type Operation, operations, type Parameter } from './contract.ts';
import { nearlyValid, textOf, valid } from './values.ts';

/** A text, or the n-th id of this kind that an answer has told. */
export type Value =
  | string
  | { readonly told: 'operationId' | 'planId' | 'nextToken' | 'orphanId'; readonly at: number };

/** A request before it is known which ids there are. */
export interface Drawn {
  /** Its operationId. */
  readonly operation: string;
  readonly path: Readonly<Record<string, Value>>;
  readonly query: readonly (readonly [name: string, value: Value])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Whether the next request waits until the operation of this one has ended. */
  readonly awaited: boolean;
}

/** Few names, so that requests meet. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  project: ['shop', 'shop', 'shop', 'shop', 'shop', 'other'],
  environment: ['dev', 'dev', 'dev', 'dev', 'test'],
  dryRun: ['true', 'false'],
  'Idempotency-Key': ['one', 'two', '"one"'],
};

const TOLD = ['operationId', 'planId', 'nextToken', 'orphanId'] as const;

/** Texts that something on the way to the function may read in another way. */
const HOSTILE = [
  ...[
    '',
    ' ',
    '../dev',
    '..%2fdev',
    'dev%00',
    'dev\u0000',
    'dev\n',
    'DEV',
    'ｄev',
    'd\u0435v',
    'dev;x',
    'dev?x',
    'dev#x',
  ],
  ...[
    '__proto__',
    'ENVIRONMENT#dev',
    "dev' OR '1'='1",
    '*',
    '{project}',
    '\ud83d\ude00',
    '%',
    '%zz',
    'a'.repeat(3_000),
  ],
  ...['TRUE', '1', '0', '-1', '1e2', '1.5', '99999999999999999999', 'null', 'true,false', 'op-1', 'plan-1'],
];

/** How much of a request is as its operation wants it: everything, or most of it. */
type Manner = 'proper' | 'wild';

function textsOf({ name, schema }: Parameter, manner: Manner): fc.Arbitrary<Value> {
  const told = TOLD.find((kind) => kind === name);
  const usual: fc.Arbitrary<Value> = told
    ? fc.nat({ max: 3 }).map((at) => ({ told, at }))
    : NAMES[name]
      ? fc.constantFrom(...NAMES[name])
      : valid(schema).map(String);
  if (manner === 'proper') return usual;
  return fc.oneof(
    { arbitrary: usual, weight: 4 },
    { arbitrary: nearlyValid(schema).map(String), weight: 1 },
    { arbitrary: fc.constantFrom(...HOSTILE), weight: 1 },
  );
}

const otherQuery = fc.tuple(
  fc.constantFrom('dryrun', 'dryRun', 'limit', 'debug', '__proto__', 'a'.repeat(100), 'x\n', ''),
  fc.constantFrom(...HOSTILE),
);

/** Most parameters may be absent, and most of the time they are. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: value, weight: 1 });

function queryOf(parameters: readonly Parameter[], manner: Manner) {
  const each = parameters.map((parameter) =>
    maybe(textsOf(parameter, manner).map((value) => [parameter.name, value] as const)),
  );
  const all = fc.tuple(...each).map((pairs) => pairs.filter((pair) => pair !== null));
  if (manner === 'proper') return all;
  return fc.oneof(
    { arbitrary: all, weight: 3 },
    { arbitrary: all.map((list) => [...list, ...list]), weight: 1 },
    { arbitrary: fc.tuple(all, otherQuery).map(([list, other]) => [...list, other]), weight: 1 },
  );
}

/** What Node's client sends at all. */
const SENDABLE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

const contentHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  ...[{}, {}, {}, { 'Content-Type': 'application/json' }, { 'Content-Type': 'application/merge-patch+json' }],
  ...[
    { 'Content-Type': 'text/xml' },
    { 'Content-Type': 'application/json; charset=utf-16' },
    { 'Content-Type': '' },
  ],
  ...[
    { 'Content-Encoding': 'gzip' },
    { 'X-HTTP-Method-Override': 'DELETE' },
    { 'X-Forwarded-Host': 'evil.example' },
  ],
);

function headersOf(parameters: readonly Parameter[], manner: Manner): fc.Arbitrary<Record<string, string>> {
  const own = fc.tuple(
    ...parameters.map((parameter) =>
      maybe(textsOf(parameter, manner).map((value) => [parameter.name, String(value)] as const)),
    ),
  );
  return fc.tuple(own, contentHeaders).map(([entries, content]) => ({
    ...content,
    ...Object.fromEntries(
      entries.filter((entry) => entry !== null && SENDABLE.test(entry[1])) as [string, string][],
    ),
  }));
}

const BODIES = {
  createEnvironment: [
    SMALL,
    SMALL,
    { ...SMALL, environment: 'test' },
    { ...SMALL, tags: { Team: 'blue' }, expiresAfter: '8h' },
  ],
  updateEnvironment: [
    {},
    { tags: { Team: 'green' } },
    { redis: { nodeCount: 2 } },
    { aurora: { backupRetentionDays: 9 }, dax: { recordTtlMs: 1_000 } },
    { expiresAfter: '2h', alarms: null },
  ],
} as const;

/** No engine is there that a migration could connect to. */
const withoutMigration = (body: unknown) =>
  typeof body === 'object' &&
  body !== null &&
  !Array.isArray(body) &&
  !('migrations' in body && body.migrations === null)
    ? { ...body, migrations: { set: 'none' } }
    : body;

function bodyOf(
  { operationId, takesBody }: Operation,
  manner: Manner,
): fc.Arbitrary<string | Uint8Array | undefined> {
  if (!takesBody)
    return fc.option(fc.constantFrom('{}', 'x', '{"environment":"dev"}'), { nil: undefined, freq: 8 });
  const bases = BODIES[operationId as keyof typeof BODIES];
  if (manner === 'proper')
    return fc
      .constantFrom<object[]>(...bases)
      .map(withoutMigration)
      .map(textOf);
  return changedBody(bases, 1).map(withoutMigration).chain(sent);
}

/** A request of one operation of openapi.yaml. */
function requestOf(operation: Operation, manner: Manner): fc.Arbitrary<Drawn> {
  const placed = (place: Parameter['in']) =>
    operation.parameters.filter((parameter) => parameter.in === place);
  const path = fc.record(
    Object.fromEntries(placed('path').map((each) => [each.name, textsOf(each, manner)])),
  );
  return fc.record({
    operation: fc.constant(operation.operationId),
    path: path as fc.Arbitrary<Record<string, Value>>,
    query: queryOf(placed('query'), manner),
    headers: headersOf(placed('header'), manner),
    body: bodyOf(operation, manner),
    awaited: fc.nat({ max: 2 }).map((number) => number === 0),
  });
}

const named = (operationId: string) => operations.filter((each) => each.operationId === operationId);

const requests = fc
  .tuple(
    fc.constantFrom(...operations, ...named('updateEnvironment'), ...named('createEnvironment')),
    fc.constantFrom<Manner>('proper', 'proper', 'wild'),
  )
  .chain(([operation, manner]) => requestOf(operation, manner));

/** An environment first; then whatever comes. */
export const sequence: fc.Arbitrary<Drawn[]> = fc
  .tuple(
    fc.constantFrom(...named('createEnvironment')).chain((operation) => requestOf(operation, 'proper')),
    fc.array(requests, { minLength: 1, maxLength: 20, size: 'max' }),
  )
  .map(([first, rest]) => [first, ...rest]);
