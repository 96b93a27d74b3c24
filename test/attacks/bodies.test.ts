import { MAX_BODY_BYTES } from '../../core/request.ts';
import { fieldsOf, problem } from '../e2e/support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from '../e2e/support/plinth.ts';
import { refused as refusedBy } from './support/refused.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
  const { json } = await plinth.api.create(SMALL);
  await plinth.api.ended(json.links.self);
});
afterAll(() => plinth.close());

const refused = (method: string, path: string, body?: unknown) => refusedBy(plinth, method, path, body);

describe('bodies', () => {
  const create = '/v1/projects/shop/environments';
  const patch = `${create}/dev`;

  it.each([
    ['POST', create],
    ['PATCH', patch],
  ])('of %s above the limit are refused, and one at the limit is read', async (method, path) => {
    const padded = (bytes: number) => `{}${' '.repeat(bytes - 2)}`;

    const above = await plinth.api.send(method, path, padded(MAX_BODY_BYTES + 1));
    const at = await plinth.api.send(method, path, padded(MAX_BODY_BYTES));

    expect(above).toMatchObject({ status: 413, json: { type: problem('body-too-large') } });
    expect(at.status).not.toBe(413);
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['lists that never end', '[', ''],
    ['objects that never end', '{"a":', ''],
  ])('nested a hundred thousand deep in %s are refused', async (_what, open, end) => {
    const depth = 100_000;
    const body = `${open.repeat(depth)}1${end.repeat(depth)}`;

    for (const [method, path] of [['POST', create] as const, ['PATCH', patch] as const])
      expect((await refused(method, path, body)).json.type).toBe(problem('malformed-json'));
  });

  const numbers = Array.from({ length: 100_000 }, (_, number) => number);
  it.each([
    ['unknown fields', Object.fromEntries(numbers.map((number) => [`f${number}`, 1]))],
    ['tags', { tags: Object.fromEntries(numbers.map((number) => [`t${number}`, 'x'])) }],
    ['tables', { dynamodb: { tables: numbers.map((number) => ({ name: `t${number}` })) } }],
    ['logs', { aurora: { logExports: numbers.map((number) => `log${number}`) } }],
    ['fields named like secrets', Object.fromEntries(numbers.map((number) => [`password${number}`, 'x']))],
    ['digits in a name', { [`${'9'.repeat(1e6)}a`]: 1 }],
    ['colons in a value', { tags: { a: `a://${':'.repeat(1e6)}` } }],
    ['dashes in a value', { tags: { a: '-----BEGIN '.repeat(1e5) } }],
  ])('with a hundred thousand %s get a short answer', async (_what, body) => {
    for (const [method, path] of [['POST', create] as const, ['PATCH', patch] as const]) {
      const answer = await refused(method, path, { environment: 'x', ...body });
      expect(answer.text.length).toBeLessThan(50_000);
    }
  });

  it.each([
    '{"__proto__": {"preset": "production", "polluted": 1}}',
    '{"constructor": {"prototype": {"polluted": 1}}}',
    '{"tags": {"__proto__": {"polluted": "1"}}}',
    '{"aurora": {"__proto__": {"port": 1234, "polluted": 1}}}',
    '{"aurora": {"clusterParameters": {"__proto__": null, "constructor": {"prototype": {"polluted": 1}}}}}',
    '{"redis": {"parameters": {"__proto__": {"polluted": 1}}}}',
    '{"alarms": {"thresholds": {"__proto__": {"cpuPercent": 1, "polluted": 1}}}}',
  ])('%s changes no prototype, and nothing else', async (body) => {
    await refused('PATCH', patch, body);
    await refused('POST', create, body.replace('{', '{"environment":"polluted","preset":"development",'));

    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('may name a tag like a member of every object', async () => {
    const tags = '{"__proto__":"a","constructor":"b","toString":"c"}';
    const body = `{"environment":"odd","preset":"development","migrations":{"set":"none"},"tags":${tags}}`;

    const { status, json } = await plinth.api.send('POST', `${create}?dryRun=true`, body);

    expect([status, json.possible]).toEqual([200, true]);
  });
});

describe('SQL in a name', () => {
  const SQL = [
    "x'; DROP TABLE users; --",
    'x"; DROP DATABASE app; --',
    'x) OR 1=1 --',
    "x\\'",
    'x$$; SELECT 1; $$',
    'x;y',
    'x --',
  ];
  const table = (more: object) => ({
    dynamodb: {
      tables: [{ name: 't', attributes: [{ name: 'id', type: 'S' }], partitionKey: 'id', ...more }],
    },
  });

  it.each(SQL)('%s is refused where a name goes into SQL or a request to AWS', async (name) => {
    for (const [body, field] of [
      [{ aurora: { databaseName: name } }, '#/aurora/databaseName'],
      [{ aurora: { masterUsername: name } }, '#/aurora/masterUsername'],
      [{ migrations: { set: name } }, '#/migrations/set'],
      [table({ name }), '#/dynamodb/tables/0/name'],
      [table({ ttlAttribute: name }), '#/dynamodb/tables/0/ttlAttribute'],
      [{ landingZone: name }, '#/landingZone'],
    ] as const) {
      const answer = await refused('POST', '/v1/projects/shop/environments', { environment: 'sql', ...body });
      expect(fieldsOf(answer.json)).toEqual([field]);
    }
  });

  it.each(['postgres', 'template0', 'rdsadmin', 'select', 'user', 'pg_monitor', 'public', 'Admin'])(
    'a word of PostgreSQL, %s, is refused as the name of the master user or the database',
    async (name) => {
      const aurora = { databaseName: name, masterUsername: name };
      await refused('POST', '/v1/projects/shop/environments', { environment: 'sql', aurora });
    },
  );
});
