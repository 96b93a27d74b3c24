import { problem } from '../e2e/support/http.ts';
import { CALLER_HEADER, type Plinth, SMALL, startControlPlanes } from '../e2e/support/plinth.ts';
import { rawGet, sendRaw } from './support/raw-http.ts';
import { refused as refusedBy } from './support/refused.ts';

let plinth: Plinth;
let operation: { operationId: string; links: { self: string; environment: string } };
beforeAll(async () => {
  plinth = await startControlPlanes();
  operation = (await plinth.api.create(SMALL)).json;
  await plinth.api.ended(operation.links.self);
});
afterAll(() => plinth.close());

const refused = (method: string, path: string, body?: unknown) => refusedBy(plinth, method, path, body);

describe('names in a path', () => {
  const hostile = [
    ...[
      '%2e%2e%2f%2e%2e',
      'dev%2f..%2fother',
      'dev%00',
      'dev%0a',
      'dev%0d%0aX:%201',
      '%64%65%76%20',
      'dev;a=b',
      'dev%3Fx',
    ],
    ...[
      '%D0%B4ev',
      '%EF%BD%84ev',
      'de%CC%81v',
      'd%E2%80%8Bev',
      '%E2%80%AEved',
      '%C0%AE%C0%AE',
      '%FF',
      'dev%23x',
      'DEV',
    ],
    ...[
      "dev'%20OR%20'1'='1",
      '%24%7Bjndi:ldap:%2F%2Fx%7D',
      '%7B%7B7*7%7D%7D',
      '__proto__',
      'dev%25',
      '*',
      '%2A',
    ],
  ];

  it.each(hostile)('%s is neither a project, an environment nor a name that is told back', async (name) => {
    await refused('GET', `/v1/projects/${name}/environments`);
    await refused('GET', `/v1/projects/shop/environments/${name}`);
    await refused('DELETE', `/v1/projects/shop/environments/${name}`);
    await refused('PATCH', `/v1/projects/shop/environments/${name}`, { tags: { a: 'b' } });
    await refused('GET', `/v1/projects/shop/operations?environment=${name}`);
  });

  it.each(hostile.filter((name) => !/^(DEV|__proto__)$/.test(name)))(
    '%s is no id of an operation',
    async (name) => {
      await refused('GET', `/v1/projects/shop/operations/${name}`);
      await refused('POST', `/v1/projects/shop/operations/${name}/retry`);
      await refused('POST', `/v1/projects/shop/operations/${name}/cancel`);
      await refused('DELETE', `/v1/orphans/${name}`);
    },
  );

  it('that is another record of the table is not found', async () => {
    for (const id of ['ENVIRONMENT', 'op-', '__proto__', 'constructor']) {
      const { status } = await plinth.api.get(`/v1/projects/shop/operations/${id}`);
      expect(status).toBe(404);
    }
  });
});

describe('headers', () => {
  it.each([
    ['in the path', rawGet('/v1/health\r\nX-Evil: 1')],
    ['in a parameter', rawGet('/v1/projects/shop/environments?nextToken=a\r\nX-Evil: 1\r\n\r\n')],
    ['in a value', rawGet('/v1/health', 'Idempotency-Key: a\rX-Evil: 1\r\n')],
    ['folded', rawGet('/v1/health', 'Idempotency-Key: a\r\n X-Evil: 1\r\n')],
    ['with a length twice', rawGet('/v1/health', 'Content-Length: 0\r\nContent-Length: 9\r\n')],
    ['with a length and chunks', rawGet('/v1/health', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n')],
    ['that never end', rawGet('/v1/health', `X: ${'a'.repeat(70_000)}\r\n`)],
  ])('with a line break or a trick %s do not become headers of the answer', async (_where, request) => {
    const answer = await sendRaw(plinth.url, request);

    expect(answer).not.toMatch(/x-evil/i);
    expect((await plinth.api.get('/v1/health')).status).toBe(200);
  });

  it.each(['%0d%0aX-Evil:%201', '%0aSet-Cookie:%20a=b'])(
    'an encoded line break %s stays out of them',
    async (text) => {
      const answer = await sendRaw(
        plinth.url,
        rawGet(`/v1/projects/shop${text}/environments?nextToken=${text}`),
      );

      expect(answer).toMatch(/^HTTP\/1\.1 400/);
      expect(answer.split('\r\n\r\n')[0]).not.toMatch(/evil|cookie/i);
    },
  );

  it('say nothing of who calls, nor of the method', async () => {
    const headers = {
      'X-Amzn-Requestcontext': '{}',
      'X-HTTP-Method-Override': 'DELETE',
      'X-Forwarded-For': "' OR 1",
    };

    const { status, json } = await plinth.api.send('GET', operation.links.environment, undefined, headers);

    expect([status, json.environment]).toEqual([200, 'dev']);
  });
});

describe('what belongs to another project', () => {
  it.each([
    ['GET', ''],
    ['POST', '/retry'],
    ['POST', '/cancel'],
  ])('%s of its operation%s is answered as that of one that is not there', async (method, action) => {
    const ask = (id: string) => plinth.api.send(method, `/v1/projects/other/operations/${id}${action}`);

    const theirs = await ask(operation.operationId);
    const none = await ask('op-none');

    expect(theirs.status).toBe(404);
    const masked = ({ text }: typeof theirs, id: string) =>
      text.replaceAll(id, 'ID').replace(/request:[^"]*/, '');
    expect(masked(theirs, operation.operationId)).toBe(masked(none, 'op-none'));
    expect(theirs.headers.location).toBeUndefined();
  });

  it('cannot be asked for with the Idempotency-Key of its maker', async () => {
    const key = 'a-key-that-leaked';
    const body = { ...SMALL, environment: 'keyed' };
    const mine = await plinth.api.create(body, { headers: { 'Idempotency-Key': key } });
    const others = { 'Idempotency-Key': key, [CALLER_HEADER]: 'arn:aws:iam::000000000000:user/other' };

    const replayed = await plinth.api.create(body, { project: 'other', headers: others });
    const different = await plinth.api.create(
      { ...body, environment: 'own' },
      { project: 'other', headers: others },
    );

    expect(mine.status).toBe(202);
    expect(replayed.status).toBe(202);
    expect(replayed.json.operationId).not.toBe(mine.json.operationId);
    // The key is used up by its new owner, and by nobody before.
    expect(different).toMatchObject({ status: 422, json: { type: problem('idempotency-key-reused') } });
    expect(`${replayed.text}${different.text}`).not.toContain(mine.json.operationId);
  });

  it('of another caller of the same project is answered as without a key', async () => {
    const key = 'shared-in-a-project';
    const body = { ...SMALL, environment: 'shared' };
    const mine = await plinth.api.create(body, { headers: { 'Idempotency-Key': key } });
    await plinth.api.ended(mine.json.links.self);
    const headers = { 'Idempotency-Key': key, [CALLER_HEADER]: 'arn:aws:iam::000000000000:user/other' };

    const theirs = await plinth.api.create(body, { headers });

    expect(theirs).toMatchObject({ status: 200, json: { environment: 'shared', status: 'ready' } });
  });

  it('is not opened by parts of keys that add up to the same', async () => {
    const body = { ...SMALL, environment: 'parts' };
    const headers = (key: string, caller: string) => ({ 'Idempotency-Key': key, [CALLER_HEADER]: caller });
    const first = await plinth.api.create(body, { project: 'a', headers: headers('b","c', 'me') });

    const second = await plinth.api.create(body, { project: 'a', headers: headers('c', 'me","a","b') });

    expect(first.status).toBe(202);
    expect(second).toMatchObject({
      status: 200,
      json: { operationId: first.json.operationId, preset: 'development' },
    });
  });
});
