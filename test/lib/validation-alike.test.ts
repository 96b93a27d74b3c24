import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { GATEWAY_ANSWERS } from '../../core/gateway-answers.ts';
import { type Parameters, parseParameters } from '../../core/parameters.ts';
import { ProblemError } from '../../core/problem.ts';
import { parseRequest } from '../../core/request.ts';
import { resolveBody } from '../core/sample.ts';
import { gatewayAccepts } from './gateway-model.ts';

/**
 * Every request goes to two judges: API Gateway's model of the body (or its look at parameters), and the function.
 * `both` refuse it, `nobody` does, or the `function` alone does, and then the row says why the gateway does not.
 */
type Refused = 'both' | 'nobody' | 'function';

const ENVIRONMENTS = '/projects/{project}/environments';
const example = (name: string) =>
  readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8');
const dev = (more: object) => ({ environment: 'dev', ...more });
const aurora = (more: object) => dev({ aurora: more });
const redis = (more: object) => dev({ redis: more });
const table = (more: object) =>
  dev({
    dynamodb: {
      tables: [{ name: 'orders', attributes: [{ name: 'id', type: 'S' }], partitionKey: 'id', ...more }],
    },
  });
const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const UNKNOWN = 'models do not support additionalProperties; the function finds the name that was meant';
const ITEMS = 'minItems and maxItems are not part of the validation';
const CROSS = 'it depends on another field, the preset or the landing zone';
const NULLABLE = 'null is a value here, and a model has no type beside null: only its pattern is checked';
const MAPS = 'models do not support additionalProperties, so values of maps are not checked';

const BODIES: readonly [what: string, body: unknown, refused: Refused, why?: string][] = [
  ['the smallest request', dev({}), 'nobody'],
  ['the example development', example('development'), 'nobody'],
  ['the example staging', example('staging'), 'nobody'],
  ['the example standard', example('standard'), 'nobody'],
  ['the example production', example('production'), 'nobody'],
  ['the example custom-tables', example('custom-tables'), 'nobody'],
  ['white space around', `\n  ${JSON.stringify(dev({}))}\r\n`, 'nobody'],
  ['a field twice, the last one right', '{"environment":"DEV","environment":"dev"}', 'nobody'],
  [
    'a whole number with a fraction of zero',
    '{"environment":"dev","aurora":{"instanceCount":2.0}}',
    'nobody',
  ],
  ['a whole number with an exponent', '{"environment":"dev","aurora":{"port":5.433e3}}', 'nobody'],
  [
    'a retention with a fraction of zero',
    '{"environment":"dev","redis":{"logRetentionDays":30.0}}',
    'nobody',
  ],
  ['no migrations', dev({ migrations: { set: null } }), 'nobody'],
  ['no migrations, in a word', dev({ migrations: { set: 'none' } }), 'nobody'],
  ['parts without fields', dev({ aurora: {}, dynamodb: {}, redis: {}, dax: {}, alarms: {} }), 'nobody'],
  ['a threshold with a fraction', dev({ alarms: { thresholds: { cpuPercent: 72.5 } } }), 'nobody'],
  ['a name of 20 letters', { environment: 'a'.repeat(20) }, 'nobody'],
  ['a tag of 256 characters', dev({ tags: { a: 'é'.repeat(256) } }), 'nobody'],

  ['an empty body', '', 'both'],
  ['malformed JSON', '{"environment": }', 'both'],
  ['half a body', '{"environment": "dev"', 'both'],
  ['single quotes', "{'environment': 'dev'}", 'both'],
  ['a list', '[]', 'both'],
  ['null', 'null', 'both'],
  ['a text', '"dev"', 'both'],
  ['no environment', { preset: 'development' }, 'both'],
  ['an environment in capitals', { environment: 'Dev' }, 'both'],
  ['an environment of 21 letters', { environment: 'a'.repeat(21) }, 'both'],
  ['an environment that ends with a hyphen', { environment: 'dev-' }, 'both'],
  ['an environment that is a number', { environment: 1 }, 'both'],
  ['an unknown preset', dev({ preset: 'huge' }), 'both'],
  ['something that is no region', dev({ secondaryRegion: 'mars' }), 'both'],
  ['a landing zone with spaces', dev({ landingZone: 'My Zone' }), 'both'],
  ['a tier that is a list', dev({ aurora: [] }), 'both'],
  ['a tier that is null', dev({ dax: null }), 'both'],
  ['a number as text', aurora({ instanceCount: '2' }), 'both'],
  ['a number with a fraction', aurora({ instanceCount: 1.5 }), 'both'],
  ['no instances', aurora({ instanceCount: 0 }), 'both'],
  ['17 instances', aurora({ instanceCount: 17 }), 'both'],
  ['backup retention 0', aurora({ backupRetentionDays: 0 }), 'both'],
  ['backup retention 36', aurora({ backupRetentionDays: 36 }), 'both'],
  ['Performance Insights retention 30', aurora({ performanceInsights: { retentionDays: 30 } }), 'both'],
  ['an engine version without minor', aurora({ engineVersion: '15' }), 'both'],
  ['a class of another service', aurora({ instanceClass: 'cache.r7g.large' }), 'both'],
  ['a port below 1150', aurora({ port: 80 }), 'both'],
  ['a window that is none', aurora({ backupWindow: '24:00-25:00' }), 'both'],
  ['an unknown log', aurora({ logExports: ['audit'] }), 'both'],
  ['a log twice', aurora({ logExports: ['instance', 'instance'] }), 'both'],
  ['a boolean as text', aurora({ deletionProtection: 'false' }), 'both'],
  ['a user name that begins with a digit', aurora({ masterUsername: '1abc' }), 'both'],
  ['a secret that is no ARN', aurora({ masterSecretArn: 'hunter2' }), 'both'],
  ['7 Redis nodes', redis({ nodeCount: 7 }), 'both'],
  ['shards without replicas', redis({ clusterMode: { shards: 2 } }), 'both'],
  ['a retention of logs that CloudWatch does not have', redis({ logRetentionDays: 31 }), 'both'],
  ['2 DAX nodes', dev({ dax: { replicationFactor: 2 } }), 'both'],
  ['an unknown billing mode', dev({ dynamodb: { billingMode: 'FREE' } }), 'both'],
  ['a table name in capitals', table({ name: 'Orders' }), 'both'],
  ['an attribute of no type', table({ attributes: [{ name: 'id', type: 'X' }] }), 'both'],
  ['a table without key', table({ partitionKey: undefined }), 'both'],
  ['a threshold over 100', dev({ alarms: { thresholds: { cpuPercent: 101 } } }), 'both'],
  ['a migration set that climbs out', dev({ migrations: { set: '../etc' } }), 'both'],
  [
    '41 tags',
    dev({ tags: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`t${i}`, 'x'])) }),
    'both',
  ],
  ['tags as a list', dev({ tags: [] }), 'both'],

  ['an unknown field', dev({ colour: 'blue' }), 'function', UNKNOWN],
  ['a misspelt field in a tier', aurora({ intanceCount: 2 }), 'function', UNKNOWN],
  ['a master password', aurora({ masterPassword: 'hunter2' }), 'function', UNKNOWN],
  ['an AUTH token', redis({ authToken: 'hunter2' }), 'function', UNKNOWN],
  ['a field __proto__', '{"environment":"dev","__proto__":{"preset":"huge"}}', 'function', UNKNOWN],
  ['credentials in the value of a tag', dev({ tags: { a: 'redis://me:hunter2@host' } }), 'function', MAPS],
  ['a tag that is a number', dev({ tags: { a: 1 } }), 'function', MAPS],
  ['a tag of 257 characters', dev({ tags: { a: 'x'.repeat(257) } }), 'function', MAPS],
  ['a parameter that is a number', aurora({ clusterParameters: { work_mem: 1 } }), 'function', MAPS],
  ['no tables', dev({ dynamodb: { tables: [] } }), 'function', ITEMS],
  [
    '21 indexes',
    table({ indexes: Array.from({ length: 21 }, (_, i) => ({ name: `index-${i}`, partitionKey: 'id' })) }),
    'function',
    ITEMS,
  ],
  ['a migration set that is a number', dev({ migrations: { set: 3 } }), 'function', NULLABLE],
  [
    '40 levels',
    `{"environment":"dev","tags":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`,
    'function',
    'a model has no depth',
  ],
  ['an unknown region', dev({ primaryRegion: 'ap-south-1' }), 'function', CROSS],
  ['an unknown landing zone', dev({ landingZone: 'moon' }), 'function', CROSS],
  ['an unknown migration set', dev({ migrations: { set: 'banking' } }), 'function', CROSS],
  ['a secondary region that is the primary', dev({ secondaryRegion: 'eu-west-2' }), 'function', CROSS],
  ['Multi-AZ with one Redis node', redis({ nodeCount: 1, multiAz: true }), 'function', CROSS],
  ['db.t4g.medium in a global database', aurora({ instanceClass: 'db.t4g.medium' }), 'function', CROSS],
  [
    'tables with the same name',
    dev({
      dynamodb: {
        tables: [1, 2].map(() => ({
          name: 'a',
          attributes: [{ name: 'id', type: 'S' }],
          partitionKey: 'id',
        })),
      },
    }),
    'function',
    CROSS,
  ],
  ['a key that is not declared', table({ partitionKey: 'other' }), 'function', CROSS],
  [
    'windows that overlap',
    aurora({ backupWindow: '04:00-05:00', maintenanceWindow: 'sun:04:30-sun:05:30' }),
    'function',
    CROSS,
  ],
];

const gateway = (body: string, contentType?: string) =>
  gatewayAccepts({ method: 'POST', resource: ENVIRONMENTS, body, ...(contentType ? { contentType } : {}) });

async function problemOf(body: string): Promise<ProblemError | null> {
  try {
    await resolveBody(body);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

describe('the gateway and the function', () => {
  const rows = BODIES.map(([what, body, refused, why]) => ({ what, body, refused, why }));

  it.each(rows)('$what: refused by $refused', async ({ body, refused, why }) => {
    const problem = await problemOf(text(body));
    expect({ gateway: !gateway(text(body)), function: problem !== null }).toEqual({
      gateway: refused === 'both',
      function: refused !== 'nobody',
    });
    expect(why !== undefined).toBe(refused === 'function');
  });

  it('refuse with the same status and type, but for what is no JSON', async () => {
    const answer = GATEWAY_ANSWERS.find(({ responseType }) => responseType === 'BAD_REQUEST_BODY');
    for (const [what, body] of BODIES.filter(([, , refused]) => refused === 'both')) {
      const problem = await problemOf(text(body));
      expect([what, problem?.status]).toEqual([what, 400]);
      if (problem?.problem !== 'malformed-json')
        expect([what, problem?.problem]).toEqual([what, answer?.problem]);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'a body of type %s is not looked at by the gateway, and is JSON to the function all the same',
    (contentType) => {
      expect(gateway('{"environment": 1}', contentType)).toBe(true);
    },
  );

  it('a charset changes nothing', () => {
    expect(gateway('{"environment": 1}', 'application/json; charset=utf-8')).toBe(false);
  });
});

describe('a request that somebody has changed at random', () => {
  const bases = ['development', 'staging', 'production', 'custom-tables'].map((name) =>
    JSON.parse(example(name)),
  );
  const rich = {
    ...aurora({
      instanceCount: 2,
      port: 5433,
      logExports: ['postgresql'],
      performanceInsights: { enabled: true, retentionDays: 31 },
      clusterParameters: { work_mem: '64' },
    }),
    redis: {
      clusterMode: { shards: 2, replicasPerShard: 1 },
      snapshotWindow: '01:00-02:00',
      logRetentionDays: 30,
    },
    dax: { replicationFactor: 3, recordTtlMs: 1000 },
  };
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom<unknown>(
      0,
      1,
      2,
      1.5,
      -1,
      35,
      36,
      1e9,
      1e300,
      true,
      null,
      '',
      'a',
      'db.r6g.large',
      '15.17',
      'redis',
      {},
      [],
    ),
  );
  const changes = fc.array(fc.record({ at: fc.nat(), value: values }), { minLength: 1, maxLength: 3 });

  it('is never refused by the gateway and taken by the function', () => {
    fc.assert(
      fc.property(fc.constantFrom(...bases, rich), changes, (base, list) => {
        const body = JSON.stringify(list.reduce(change, structuredClone(base)));
        fc.pre(body !== undefined);
        if (gateway(body)) return;
        expect(() => parseRequest(body)).toThrow(ProblemError);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Another value at one of the places of a document. */
function change(document: unknown, { at, value }: { at: number; value: unknown }): unknown {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown) => {
    if (node === null || typeof node !== 'object') return;
    for (const [key, item] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit(item);
    }
  };
  visit(document);
  const place = places[at % (places.length + 1)];
  if (!place) return value;
  place[0][place[1]] = value;
  return document;
}

const PRESENCE = 'API Gateway looks at parameters for presence only';

const PARAMETERS: readonly [method: string, resource: string, given: Parameters, refused: boolean][] = [
  ['GET', ENVIRONMENTS, { project: 'shop' }, false],
  ['GET', ENVIRONMENTS, { project: 'shop', limit: '100', nextToken: 'abc_-=' }, false],
  ['GET', ENVIRONMENTS, { project: 'Shop_1' }, true],
  ['GET', ENVIRONMENTS, { project: 'a'.repeat(41) }, true],
  ['GET', ENVIRONMENTS, { project: '../other' }, true],
  ['GET', ENVIRONMENTS, { project: 'shop', limit: '0' }, true],
  ['GET', ENVIRONMENTS, { project: 'shop', limit: 'ten' }, true],
  ['GET', ENVIRONMENTS, { project: 'shop', limit: '' }, true],
  ['GET', ENVIRONMENTS, { project: 'shop', nextToken: '$$$' }, true],
  ['GET', `${ENVIRONMENTS}/{environment}/outputs`, { project: 'shop', format: 'xml' }, true],
  ['GET', '/projects/{project}/operations', { project: 'shop', environment: 'DEV' }, true],
];

it.each(PARAMETERS)(`%s %s with %j: ${PRESENCE}`, (method, resource, given, refused) => {
  expect(gatewayAccepts({ method, resource })).toBe(true);
  const parse = () => parseParameters(given);
  if (refused) expect(parse).toThrow(ProblemError);
  else expect(parse).not.toThrow();
});
