import { fieldsOf } from '../e2e/support/http.ts';
import { type Plinth, startControlPlanes } from '../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());

const ENVIRONMENTS = '/v1/projects/shop/environments';
const small = (environment: string) => ({ environment, preset: 'development', migrations: { set: null } });

describe('an operation of another project', () => {
  it.each([
    ['GET', ''],
    ['POST', '/retry'],
    ['POST', '/cancel'],
  ])('%s operations/…%s answers as for one that nobody has', async (method, rest) => {
    const { json } = await plinth.api.send('POST', ENVIRONMENTS, small('mine'));
    const theirs = await plinth.api.send(method, `/v1/projects/other/operations/${json.operationId}${rest}`);
    const nobodys = `op-${'0'.repeat(26)}`;
    const none = await plinth.api.send(method, `/v1/projects/other/operations/${nobodys}${rest}`);
    expect(theirs.status).toBe(404);
    expect(theirs.json.detail.replace(json.operationId, nobodys)).toBe(none.json.detail);
  });
});

describe('a key of somebody else', () => {
  it('is another key: no answer of theirs, no refusal for their sake', async () => {
    const headers = { 'Idempotency-Key': 'the-same' };
    const first = await plinth.api.send('POST', ENVIRONMENTS, small('one'), headers);
    const other = await plinth.api.send('POST', '/v1/projects/other/environments', small('two'), headers);
    expect(other.status).toBe(202);
    expect(other.json.operationId).not.toBe(first.json.operationId);
  });
});

describe('names that are no names', () => {
  it.each([
    '..%2f..%2fother',
    '%00',
    'a%0d%0aX-Evil:1',
    'ѕhop',
    "x';DROP TABLE users;--",
    '__proto__',
    '{{7*7}}',
  ])('a project called %j is refused, and is not repeated in a header', async (project) => {
    const path = `/v1/projects/${encodeURI(project)}/environments`;
    const { status, headers } = await plinth.api.send('POST', path, small('dev'));
    expect([400, 404]).toContain(status);
    expect(JSON.stringify(headers)).not.toMatch(/evil/i);
  });

  it.each([
    ['#/aurora/databaseName', { aurora: { databaseName: 'app"; DROP DATABASE app; --' } }],
    ['#/aurora/masterUsername', { aurora: { masterUsername: "admin'--" } }],
    ['#/migrations/set', { migrations: { set: '../../etc' } }],
    ['#/environment', { environment: '../production' }],
  ])('%s with code in it is refused by name', async (pointer, change) => {
    const answer = await plinth.api.send('POST', ENVIRONMENTS, { ...small('dev'), ...change });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer.json)).toContain(pointer);
  });
});

describe('bodies that are traps', () => {
  it.each([
    '{"environment":"dev","preset":"development","__proto__":{"polluted":true}}',
    '{"environment":"dev","preset":"development","constructor":{"prototype":{"polluted":true}}}',
  ])('%s pollutes nothing and starts nothing', async (body) => {
    const { status } = await plinth.api.send('POST', ENVIRONMENTS, body);
    expect(status).toBe(400);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a patch with __proto__ is refused', async () => {
    await plinth.api.send('POST', ENVIRONMENTS, small('patched'));
    const { status } = await plinth.api.send(
      'PATCH',
      `${ENVIRONMENTS}/patched`,
      '{"__proto__":{"polluted":true}}',
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['arrays', '['.repeat(100_000)],
    ['closed arrays', `{"environment":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['objects', `{"tags":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
  ])('%s without end in each other are refused as any wrong body', async (_what, body) => {
    const { status } = await plinth.api.send('POST', ENVIRONMENTS, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});
