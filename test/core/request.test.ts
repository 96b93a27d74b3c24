import fc from 'fast-check';
import { parseParameters } from '../../core/parameters.ts';
import { ProblemError } from '../../core/problem.ts';
import { jsonErrorPosition } from '../../core/request/json.ts';
import {
  findSecrets,
  fingerprint,
  looksLikeSecret,
  MAX_BODY_BYTES,
  parseRequest,
} from '../../core/request.ts';

function refused(call: () => unknown): ProblemError {
  try {
    call();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const refusedBody = (body: unknown) =>
  refused(() => parseRequest(typeof body === 'string' ? body : JSON.stringify(body)));

const dev = (fields: object) => ({ environment: 'dev', ...fields });
const table = (fields: object) =>
  dev({
    dynamodb: {
      tables: [{ name: 'orders', attributes: [{ name: 'id', type: 'S' }], partitionKey: 'id', ...fields }],
    },
  });

describe('a body that is not JSON', () => {
  it.each([
    ['', 'empty'],
    ['{"environment": "dev", }', 'line 1, column 24'],
    ['{\n  "environment": dev\n}', 'line 2, column 18'],
    ['[1, 2', 'line 1, column 6'],
    ['{"environment": "dev"} x', 'line 1, column 24'],
    ["{'environment': 'dev'}", 'line 1, column 2'],
    ['{"a": 01}', 'line 1, column 8'],
    ['{"a": "\u0001"}', 'line 1, column 7'],
    ['{"a" 1}', 'line 1, column 6'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'nested deeper than 32'],
    ['['.repeat(200_000), 'column 200001'],
  ])('%#: says where', (body, words) => {
    const error = refusedBody(body);
    expect(error.problem).toBe('malformed-json');
    expect(error.message).toContain(words);
  });

  it('is not repeated: it may hold a secret', () => {
    const error = refusedBody('{"password": hunter2}');
    expect(JSON.stringify([error.message, error.errors, String(error.cause)])).not.toContain('hunter2');
  });

  it('is told from JSON exactly as JSON.parse does', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.5',
      'e3',
      'null',
      'tru',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonErrorPosition(text) === null).toBe(isJson);
      }),
    );
  });

  it('is refused by its size before it is read', () => {
    const error = refusedBody(`"${'x'.repeat(MAX_BODY_BYTES)}"`);
    expect([error.problem, error.status]).toEqual(['body-too-large', 413]);
    expect(error.message).toContain(`more than ${MAX_BODY_BYTES} bytes`);
  });

  it('is told from one that is as large as may be, and from one that is blank', () => {
    const text = JSON.stringify(dev({}));
    expect(parseRequest(text.padEnd(MAX_BODY_BYTES))).toEqual(dev({}));
    expect(refusedBody(' \n').message).toContain('The body is empty');
  });
});

describe('a body that is more than anybody needs', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { tags: deep(levels - 1) });
  const wide = { environment: 'dev', tags: Array.from({ length: 50_000 }, () => 0) };

  it.each([
    ['text', (value: unknown) => JSON.stringify(value)],
    ['already parsed', (value: unknown) => value],
  ])('is refused before anything looks into it: %s', (_name, asGiven) => {
    const nested = refused(() => parseRequest(asGiven(deep(40))));
    expect([nested.problem, nested.message]).toEqual([
      'malformed-json',
      'The body is nested deeper than 32 levels.',
    ]);
    const many = refused(() => parseRequest(asGiven(wide)));
    expect([many.problem, many.errors]).toEqual([
      'validation',
      [{ pointer: '#', detail: 'The body has more than 50000 values. No request needs so many.' }],
    ]);
  });

  it('is not one that an event has parsed already', () => {
    expect(parseRequest(dev({}))).toEqual(dev({}));
  });
});

describe('a request that the contract does not allow', () => {
  it.each([
    [3, '#', 'must be an object'],
    [[], '#', 'must be an object'],
    [{}, '#/environment', 'environment is missing. Name of the environment'],
    [{ environment: 'Dev' }, '#/environment', 'lower-case'],
    [{ environment: 'dev-' }, '#/environment', 'does not end with a hyphen'],
    [{ environment: 'a--b' }, '#/environment', 'single hyphens'],
    [{ environment: 'a'.repeat(21) }, '#/environment', 'at most 20 characters'],
    [dev({ preset: 'huge' }), '#/preset', 'one of development, staging, standard, production'],
    [dev({ primaryRegion: 'London' }), '#/primaryRegion', 'such as eu-west-2'],
    [dev({ landingZone: 'My Zone' }), '#/landingZone', 'lower-case letters'],
    [dev({ region: 'eu-west-2' }), '#/region', 'no field region. Its fields are environment, preset'],
    [dev({ primary_region: 'eu-west-2' }), '#/primary_region', 'Did you mean primaryRegion?'],
    [
      dev({ aurora: { instanceClas: 'db.r6g.large' } }),
      '#/aurora/instanceClas',
      'Did you mean instanceClass?',
    ],
    [dev({ aurora: { 'a/b~c': 1 } }), '#/aurora/a~1b~0c', 'no field a/b~c'],
    [dev({ aurora: [] }), '#/aurora', 'must be an object'],
    [dev({ aurora: null }), '#/aurora', 'must be an object'],
    [dev({ aurora: { instanceCount: '2' } }), '#/aurora/instanceCount', 'must be an integer'],
    [dev({ aurora: { instanceCount: 1.5 } }), '#/aurora/instanceCount', 'must be an integer'],
    [dev({ aurora: { backupRetentionDays: 0 } }), '#/aurora/backupRetentionDays', 'must be from 1 to 35'],
    [dev({ aurora: { backupRetentionDays: 36 } }), '#/aurora/backupRetentionDays', 'must be from 1 to 35'],
    [
      dev({ aurora: { performanceInsights: { retentionDays: 30 } } }),
      '#/aurora/performanceInsights/retentionDays',
      'one of 7, 31, 62',
    ],
    [dev({ aurora: { instanceClass: 'r6g.large' } }), '#/aurora/instanceClass', 'such as db.r6g.large'],
    [
      dev({ aurora: { instanceClass: 'db.serverless' } }),
      '#/aurora/instanceClass',
      'db.serverless is not supported',
    ],
    [dev({ aurora: { engineVersion: '15' } }), '#/aurora/engineVersion', 'such as 15.17'],
    [dev({ aurora: { port: 80 } }), '#/aurora/port', 'from 1150 to 65535'],
    [dev({ aurora: { backupWindow: '3-4' } }), '#/aurora/backupWindow', 'hh24:mi-hh24:mi'],
    [dev({ aurora: { backupWindow: '24:00-25:00' } }), '#/aurora/backupWindow', 'hh24:mi-hh24:mi'],
    [dev({ aurora: { maintenanceWindow: 'Sunday' } }), '#/aurora/maintenanceWindow', 'ddd:hh24:mi'],
    [dev({ aurora: { logExports: ['audit'] } }), '#/aurora/logExports/0', 'one of postgresql, instance'],
    [dev({ aurora: { logExports: ['instance', 'instance'] } }), '#/aurora/logExports', 'same item twice'],
    [dev({ aurora: { masterUsername: '1abc' } }), '#/aurora/masterUsername', 'starting with a letter'],
    [dev({ aurora: { masterUsername: 'a'.repeat(17) } }), '#/aurora/masterUsername', 'at most 16 characters'],
    [
      dev({ aurora: { monitoringIntervalSeconds: 2 } }),
      '#/aurora/monitoringIntervalSeconds',
      'one of 0, 1, 5',
    ],
    [
      dev({ aurora: { clusterParameters: { work_mem: 64 } } }),
      '#/aurora/clusterParameters/work_mem',
      'written as a string',
    ],
    [dev({ redis: { nodeCount: 7 } }), '#/redis/nodeCount', 'from 1 to 6'],
    [dev({ redis: { nodeType: 'r7g.large' } }), '#/redis/nodeType', 'such as cache.r7g.large'],
    [dev({ redis: { clusterMode: { shards: 2 } } }), '#/redis/clusterMode/replicasPerShard', 'is missing'],
    [dev({ dax: { replicationFactor: 2 } }), '#/dax/replicationFactor', 'no cluster of 2'],
    [dev({ dax: { nodeType: 'cache.r4.large' } }), '#/dax/nodeType', 'such as dax.r4.large'],
    [dev({ dynamodb: { tables: [] } }), '#/dynamodb/tables', 'at least 1 item'],
    [dev({ dynamodb: { billingMode: 'FREE' } }), '#/dynamodb/billingMode', 'PAY_PER_REQUEST, PROVISIONED'],
    [table({ name: 'Orders' }), '#/dynamodb/tables/0/name', 'dynamodb.tables[0].name'],
    [table({ name: '__proto__' }), '#/dynamodb/tables/0/name', 'starting with a letter'],
    [
      table({ attributes: [{ name: 'id', type: 'X' }] }),
      '#/dynamodb/tables/0/attributes/0/type',
      'one of S, N, B',
    ],
    [
      table({ indexes: Array(21).fill({ name: 'abc', partitionKey: 'id' }) }),
      '#/dynamodb/tables/0/indexes',
      'at most 20',
    ],
    [dev({ alarms: { thresholds: { cpuPercent: 101 } } }), '#/alarms/thresholds/cpuPercent', 'from 1 to 100'],
    [dev({ migrations: { set: 3 } }), '#/migrations/set', 'a string or null'],
    [dev({ migrations: { set: '../etc' } }), '#/migrations/set', 'Name of a set'],
    [dev({ tags: { a: 'x'.repeat(257) } }), '#/tags/a', 'at most 256 characters'],
    [
      dev({ tags: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`t${i}`, 'x'])) }),
      '#/tags',
      'at most 40 entries',
    ],
    ['{"environment":"dev","__proto__":{"preset":"production"}}', '#/__proto__', 'no field __proto__'],
    ['{"environment":"dev","aurora":{"constructor":1}}', '#/aurora/constructor', 'no field constructor'],
  ])('%#: %j names %s', (body, pointer, words) => {
    const error = refusedBody(body);
    expect(error.problem).toBe('validation');
    expect(error.errors.map((item) => item.pointer)).toEqual([pointer]);
    expect(error.errors[0]?.detail).toContain(words);
  });

  it('is told everything at once', () => {
    const error = refusedBody({
      environment: 'X',
      preset: 'huge',
      aurora: { port: 1 },
      dax: { replicationFactor: 2 },
    });
    expect(error.errors.map((item) => item.pointer).sort()).toEqual([
      '#/aurora/port',
      '#/dax/replicationFactor',
      '#/environment',
      '#/preset',
    ]);
  });

  it('is told nothing of the values of its fields', () => {
    const error = refusedBody({
      environment: 'hunter2!',
      preset: 'hunter2!',
      aurora: { engineVersion: 'hunter2!' },
      x: 'hunter2!',
    });
    expect(JSON.stringify([error.message, error.errors])).not.toContain('hunter2');
  });

  it('with a hundred thousand unknown fields is refused quickly and shortly', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, index]));
    const error = refusedBody(many);
    expect(error.errors.length).toBeLessThanOrEqual(50);
    expect(error.message.length).toBeLessThan(2000);
  });

  it('pollutes no prototype', () => {
    refusedBody('{"environment":"dev","__proto__":{"polluted":true},"tags":{"__proto__":"x"}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('any JSON at all is either a request or a problem', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          parseRequest(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
      }),
    );
  });
});

describe('a secret in a request', () => {
  it.each([
    [dev({ aurora: { masterPassword: 'hunter2' } }), '#/aurora/masterPassword', 'aurora.masterSecretArn'],
    [dev({ aurora: { password: 'hunter2' } }), '#/aurora/password', 'aurora.masterSecretArn'],
    [dev({ master_password: 'hunter2' }), '#/master_password', 'aurora.masterSecretArn'],
    [dev({ redis: { authToken: 'hunter2' } }), '#/redis/authToken', 'redis.authTokenSecretArn'],
    [dev({ redis_auth_token: 'hunter2' }), '#/redis_auth_token', 'redis.authTokenSecretArn'],
    [dev({ redis: { AUTH_TOKEN: 'hunter2' } }), '#/redis/AUTH_TOKEN', 'redis.authTokenSecretArn'],
    [
      dev({ redis: { parameters: { requirepass: 'hunter2' } } }),
      '#/redis/parameters/requirepass',
      'redis.authTokenSecretArn',
    ],
    [dev({ tags: { 'db-password': 'hunter2' } }), '#/tags/db-password', 'aurora.masterSecretArn'],
    [dev({ tags: { API_KEY: 'hunter2' } }), '#/tags/API_KEY', 'never carries one'],
    [dev({ extra: [{ secret: 'hunter2' }] }), '#/extra/0/secret', 'never carries one'],
    [
      dev({ aurora: { masterUserPassword: 123456 } }),
      '#/aurora/masterUserPassword',
      'aurora.masterSecretArn',
    ],
    [dev({ tags: { url: 'postgres://me:hunter2@host/db' } }), '#/tags/url', 'never carries one'],
  ])('%#: is refused with the advice to name a secret, and not repeated', (body, pointer, words) => {
    const error = refusedBody(body);
    expect(error.problem).toBe('secret-in-request');
    expect(error.errors.map((item) => item.pointer)).toEqual([pointer]);
    expect(error.errors[0]?.detail).toContain(words);
    expect(JSON.stringify([error.message, error.errors, error.stack])).not.toMatch(/hunter2|123456/);
  });

  it('in the place of an ARN is refused and not repeated', () => {
    const error = refusedBody(
      dev({ aurora: { masterSecretArn: 'hunter2' }, redis: { authTokenSecretArn: 'hunter2' } }),
    );
    expect(error.errors.map((item) => item.pointer)).toEqual([
      '#/aurora/masterSecretArn',
      '#/redis/authTokenSecretArn',
    ]);
    expect(error.message).toContain('The ARN of an existing secret');
    expect(JSON.stringify([error.message, error.errors])).not.toContain('hunter2');
  });

  it.each([
    'masterSecretArn',
    'password_encryption',
    'passenger',
    'tokenize',
    'CostCentre',
    'partitionKey',
    'keyboard',
  ])('%s is not one', (name) => expect(looksLikeSecret(name)).toBe(false));

  it('is not seen in the names that a table gives its attributes', () => {
    expect(findSecrets(table({ partitionKey: 'token', ttlAttribute: 'password' }))).toEqual([]);
  });
});

describe('fingerprint', () => {
  const same = (a: object, b: object) =>
    fingerprint(parseRequest(JSON.stringify(dev(a)))) === fingerprint(parseRequest(JSON.stringify(dev(b))));

  it.each([
    [{ preset: 'standard' }, {}],
    [
      { preset: 'development', tags: { a: '1', b: '2' } },
      { tags: { b: '2', a: '1' }, preset: 'development' },
    ],
    [{ primaryRegion: 'eu-west-2', secondaryRegion: 'eu-west-1', landingZone: 'default' }, {}],
    [{ aurora: {}, dynamodb: { pointInTimeRecovery: {} } }, {}],
    [{ migrations: { set: 'gaming' } }, { migrations: {} }],
    [{ migrations: { set: 'none' } }, { migrations: { set: null } }],
  ])('%#: %j equals %j', (a, b) => expect(same(a, b)).toBe(true));

  it.each([
    [{ preset: 'production' }, {}],
    [{ migrations: { set: null } }, {}],
    [{ aurora: { port: 5433 } }, { aurora: { port: 5432 } }],
    [{ tags: { a: '1' } }, { tags: { a: '2' } }],
    [
      { aurora: { logExports: ['postgresql', 'instance'] } },
      { aurora: { logExports: ['instance', 'postgresql'] } },
    ],
  ])('%#: %j differs from %j', (a, b) => expect(same(a, b)).toBe(false));
});

describe('parameters', () => {
  it('have their defaults', () => {
    expect(parseParameters({ project: 'shop' })).toEqual({
      limit: 20,
      format: 'json',
      dryRun: false,
      allowReplacement: false,
      finalSnapshots: undefined,
    });
  });

  it('are taken when they are right', () => {
    const key = '01JD-8Q5Z k3';
    const operationId = 'op-01jd8q5zk3v7m2x9c4b6n8r0ta';
    expect(
      parseParameters({
        project: 'a-b1',
        environment: 'dev',
        operationId,
        limit: '100',
        format: 'env',
        dryRun: 'true',
        allowReplacement: 'true',
        finalSnapshot: 'false',
        planId: `plan-${'0'.repeat(12)}-${'f'.repeat(24)}`,
        'Idempotency-Key': key,
      }),
    ).toEqual({ limit: 100, format: 'env', dryRun: true, allowReplacement: true, finalSnapshots: false });
  });

  it.each([
    [{ project: 'Shop' }, { parameter: 'project' }, 'lower-case'],
    [{ project: 'shop-' }, { parameter: 'project' }, 'does not end with a hyphen'],
    [{ project: 'a'.repeat(41) }, { parameter: 'project' }, 'at most 40 characters'],
    [{ project: '' }, { parameter: 'project' }, 'such as shop'],
    [{ environment: 'a.b' }, { parameter: 'environment' }, 'such as dev'],
    [{ limit: '0' }, { parameter: 'limit' }, 'from 1 to 100'],
    [{ limit: '101' }, { parameter: 'limit' }, 'from 1 to 100'],
    [{ limit: '1e1' }, { parameter: 'limit' }, 'must be an integer'],
    [{ format: 'xml' }, { parameter: 'format' }, 'json, env, tfvars'],
    [{ nextToken: 'a b' }, { parameter: 'nextToken' }, 'The nextToken of the page before'],
    [{ operationId: '../x' }, { parameter: 'operationId' }, 'letters, digits'],
    [{ dryRun: 'yes' }, { parameter: 'dryRun' }, 'one of true, false'],
    [{ finalSnapshot: '' }, { parameter: 'finalSnapshot' }, 'true or false'],
    [{ planId: 'plan-1' }, { parameter: 'planId' }, 'planId of a dry run'],
    [{ 'Idempotency-Key': '' }, { header: 'Idempotency-Key' }, 'From 1 to 255'],
    [{ 'Idempotency-Key': 'a'.repeat(256) }, { header: 'Idempotency-Key' }, 'at most 255 characters'],
    [{ 'Idempotency-Key': 'schlüssel' }, { header: 'Idempotency-Key' }, 'printable ASCII'],
  ])('%j is refused by name', (parameters, place, words) => {
    const error = refused(() => parseParameters(parameters));
    expect(error.errors).toEqual([{ ...place, detail: expect.stringContaining(words) }]);
  });
});
