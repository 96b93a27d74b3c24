import fc from 'fast-check';
import { SMALL } from '../e2e/support/plinth.ts';
import { changedBody, sent } from './bodies.ts';
import { type Operation, operations, type Parameter } from './contract.ts';
import { nearlyValid, valid } from './values.ts';

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
  project: ['shop', 'shop', 'shop', 'other'],
  environment: ['dev', 'dev', 'test'],
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

function textsOf({ name, schema }: Parameter): fc.Arbitrary<Value> {
  const told = TOLD.find((kind) => kind === name);
  const usual: fc.Arbitrary<Value> = told
    ? fc.nat({ max: 3 }).map((at) => ({ told, at }))
    : NAMES[name]
      ? fc.constantFrom(...NAMES[name])
      : valid(schema).map(String);
  return fc.oneof(
    { arbitrary: usual, weight: 12 },
    { arbitrary: nearlyValid(schema).map(String), weight: 1 },
    { arbitrary: fc.constantFrom(...HOSTILE), weight: 1 },
  );
}

const otherQuery = fc.tuple(
  fc.constantFrom('dryrun', 'dryRun', 'limit', 'debug', '__proto__', 'a'.repeat(100), 'x\n', ''),
  fc.constantFrom(...HOSTILE),
);

function queryOf(parameters: readonly Parameter[]) {
  const each = parameters.map((parameter) =>
    fc.array(
      textsOf(parameter).map((value) => [parameter.name, value] as const),
      { maxLength: 1 },
    ),
  );
  const all = fc.tuple(...each).map((lists) => lists.flat());
  return fc.oneof(
    { arbitrary: all, weight: 8 },
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

function headersOf(parameters: readonly Parameter[]): fc.Arbitrary<Record<string, string>> {
  const own = fc.tuple(
    ...parameters.map((parameter) =>
      fc.option(
        textsOf(parameter).map((value) => [parameter.name, String(value)] as const),
        { nil: null },
      ),
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

function bodyOf({ operationId, takesBody }: Operation): fc.Arbitrary<string | Uint8Array | undefined> {
  if (!takesBody)
    return fc.option(fc.constantFrom('{}', 'x', '{"environment":"dev"}'), { nil: undefined, freq: 8 });
  const bases = BODIES[operationId as keyof typeof BODIES];
  return changedBody(bases, 1).map(withoutMigration).chain(sent);
}

/** A request of one operation of openapi.yaml: valid, nearly valid, or wild. */
export function requestOf(operation: Operation): fc.Arbitrary<Drawn> {
  const placed = (place: Parameter['in']) =>
    operation.parameters.filter((parameter) => parameter.in === place);
  const path = fc.record(Object.fromEntries(placed('path').map((each) => [each.name, textsOf(each)])));
  return fc.record({
    operation: fc.constant(operation.operationId),
    path: path as fc.Arbitrary<Record<string, Value>>,
    query: queryOf(placed('query')),
    headers: headersOf(placed('header')),
    body: bodyOf(operation),
    awaited: fc.nat({ max: 2 }).map((number) => number === 0),
  });
}

const named = (operationId: string) => operations.filter((each) => each.operationId === operationId);

/** An environment first, most of the time; then whatever comes. */
export const sequence: fc.Arbitrary<Drawn[]> = fc
  .tuple(
    fc.array(fc.constantFrom(...named('createEnvironment')).chain(requestOf), { minLength: 1, maxLength: 2 }),
    fc.array(fc.constantFrom(...operations, ...named('updateEnvironment')).chain(requestOf), {
      minLength: 1,
      maxLength: 20,
      size: 'max',
    }),
  )
  .map(([first, rest]) => [...first, ...rest]);
