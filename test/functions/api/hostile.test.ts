import { once } from 'node:events';
import { connect } from 'node:net';
import { fieldsOf, problem } from '../../e2e/support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
let operation: { operationId: string; links: { self: string } };
beforeAll(async () => {
  plinth = await startControlPlanes();
  for (const environment of ['dev', 'test', 'uat']) {
    operation = (await plinth.api.create({ ...SMALL, environment })).json;
    await plinth.api.ended(operation.links.self);
  }
});
afterAll(() => plinth.close());

describe('paths', () => {
  const OPERATION = '/v1/projects/shop/operations';
  it.each([
    ['a path that climbs out', '/v1/projects/shop/operations/../../../v1/health/x', 404],
    ['an id that climbs out', `${OPERATION}/..%2f..%2fenvironments%2fdev`, 400],
    ['a project that climbs out', '/v1/projects/..%2fother/environments', 400],
    ['the key of another record', '/v1/projects/shop/operations/ENVIRONMENT%23dev', 400],
    ['a NUL character', '/v1/projects/shop%00/environments', 400],
    ['broken percent-encoding', '/v1/projects/%E0%A4%A/environments', 400],
    ['an empty segment', '/v1/projects//environments', 400],
    ['a trailing slash', '/v1/projects/shop/environments/', 400],
    ['a very long path', `/v1/${'a'.repeat(8_000)}`, 404],
    ['two slashes in front', '//v1/health', 404],
    ['a host that is none', '//[/v1/health', 404],
    ['the prototype of objects', '/v1/projects/__proto__/environments', 400],
    ['something that is not there', '/admin', 404],
  ])('%s is a problem', async (_what, path, status) => {
    const answer = await plinth.api.get(path);

    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json.type).toBe(problem(status === 404 ? 'not-found' : 'validation'));
    expect(answer.text.length).toBeLessThan(2_000);
  });
});

describe('what belongs to somebody else', () => {
  it("an operation is not found under another project's path", async () => {
    const mine = await plinth.api.get(operation.links.self);
    const theirs = await plinth.api.get(`/v1/projects/other/operations/${operation.operationId}`);

    expect(mine.status).toBe(200);
    expect(theirs).toMatchObject({ status: 404, json: { type: problem('not-found') } });
  });

  it('an environment, its outputs and its place in lists stay within the project', async () => {
    const base = '/v1/projects/other';

    expect((await plinth.api.get(`${base}/environments/dev`)).status).toBe(404);
    expect((await plinth.api.get(`${base}/environments/dev/outputs`)).status).toBe(404);
    expect((await plinth.api.get(`${base}/environments`)).json.items).toEqual([]);
    expect((await plinth.api.get(`${base}/operations`)).json.items).toEqual([]);
  });

  it("a page token of one project does not open another project's list", async () => {
    const { nextToken } = (await plinth.api.get('/v1/projects/shop/environments?limit=1')).json;

    const { json } = await plinth.api.get(`/v1/projects/other/environments?nextToken=${nextToken}`);

    expect(json).toEqual({ items: [], nextToken: null });
  });
});

describe('lists', () => {
  it.each(['environments', 'operations'])('%s come in pages, each item once', async (list) => {
    const names: string[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const path = `/v1/projects/shop/${list}?limit=2${token === '' ? '' : `&nextToken=${token}`}`;
      const { json } = await plinth.api.get(path);
      expect(json.items.length).toBeLessThanOrEqual(2);
      names.push(...json.items.map(({ environment }: { environment: string }) => environment));
      token = json.nextToken;
    }

    expect(names.toSorted()).toEqual(['dev', 'test', 'uat']);
  });

  it('operations of one environment come in pages too', async () => {
    const { json } = await plinth.api.get('/v1/projects/shop/operations?environment=dev&limit=1');

    expect(json.items.map(({ environment }: { environment: string }) => environment)).toEqual(['dev']);
    expect(json.nextToken).toBeNull();
  });

  const token = (sk: string) => Buffer.from(sk).toString('base64url');
  it.each([
    ['of another list', token('OPERATION#op-1')],
    ['that was made up', token('ENVIRONMENT')],
    ['with something appended', `${token('ENVIRONMENT#dev')}x`],
    ['in another alphabet', '$$$'],
    ['that is empty', ''],
    ['that is too long', 'a'.repeat(2_049)],
  ])('a nextToken %s is refused', async (_what, nextToken) => {
    const answer = await plinth.api.get(
      `/v1/projects/shop/environments?nextToken=${encodeURIComponent(nextToken)}`,
    );

    expect(answer).toMatchObject({ status: 400, json: { type: problem('validation') } });
    expect(fieldsOf(answer.json)).toEqual(['nextToken']);
  });

  it.each(['0', '101', '-1', '1.5', 'ten', '1e2', '', ' 5', '99999999999999999999'])(
    'limit=%p is refused',
    async (limit) => {
      const answer = await plinth.api.get(
        `/v1/projects/shop/environments?limit=${encodeURIComponent(limit)}`,
      );

      expect(answer).toMatchObject({ status: 400, json: { type: problem('validation') } });
      expect(fieldsOf(answer.json)).toEqual(['limit']);
      expect(answer.json.detail).toMatch(/from 1 to 100/);
    },
  );

  it('an unknown format of outputs is refused with those that are known', async () => {
    const answer = await plinth.api.get('/v1/projects/shop/environments/dev/outputs?format=xml');

    expect(answer).toMatchObject({ status: 400, json: { type: problem('validation') } });
    expect(answer.json.detail).toMatch(/json, env, tfvars/);
  });

  it('an environment filter with bad characters is refused', async () => {
    const answer = await plinth.api.get('/v1/projects/shop/operations?environment=DEV%20OR%201=1');

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer.json)).toEqual(['environment']);
  });

  it.each(['/v1/health?debug=true', '/v1/health?limit=many', '/v1/orphans?dryRun=perhaps'])(
    'a query parameter that an operation does not know is ignored, as API Gateway does: %s',
    async (path) => {
      expect((await plinth.api.get(path)).status).toBe(200);
    },
  );

  it.each([
    ['DELETE', '/v1/projects/shop/environments/dev?dryrun=true'],
    ['DELETE', '/v1/projects/shop/environments/dev?allowReplacement=true'],
    ['POST', '/v1/projects/shop/environments/dev/reconcile?dry_run=true'],
    ['POST', '/v1/projects/shop/operations/op-1/retry?dryRun=true'],
  ])('%s %s, which nobody knows there, is refused before anything is done', async (method, path) => {
    const answer = await plinth.api.send(method, path);

    expect(answer).toMatchObject({ status: 400, json: { type: problem('validation') } });
    expect(answer.json.detail).toContain('Nothing was done.');
    expect(fieldsOf(answer.json)).toEqual([path.split(/[?=]/)[1]]);
    expect((await plinth.api.get('/v1/projects/shop/environments/dev')).json.status).toBe('ready');
  });
});

describe('methods', () => {
  it.each([
    ['PUT', '/v1/projects/shop/environments/dev', 'GET, DELETE, PATCH'],
    ['PUT', '/v1/projects/shop/environments', 'POST, GET'],
    ['PATCH', '/v1/health', 'GET'],
    ['OPTIONS', '/v1/presets', 'GET'],
    ['POST', '/v1/projects/shop/environments/dev/outputs', 'GET'],
  ])('%s %s is not allowed, and the answer says what is', async (method, path, allow) => {
    const from = plinth.calls.length;

    const answer = await plinth.api.send(method, path);

    expect(answer).toMatchObject({ status: 405, json: { type: problem('method-not-allowed') } });
    expect(answer.headers.allow).toBe(allow);
    expect(plinth.calls.length).toBe(from);
  });

  it('HEAD is not allowed and has no body', async () => {
    const answer = await plinth.api.send('HEAD', '/v1/health');

    expect(answer).toMatchObject({ status: 405, text: '' });
  });
});

it('a caller who hangs up in the middle of a body does no harm', async () => {
  const { hostname, port } = new URL(plinth.url);
  const from = plinth.calls.length;
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('POST /v1/projects/shop/environments HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"env');
  socket.resetAndDestroy();
  await once(socket, 'close');

  expect((await plinth.api.get('/v1/health')).status).toBe(200);
  expect(plinth.calls.length).toBe(from);
});

describe('bodies', () => {
  const refused = async (body: string, type: string) => {
    const from = plinth.calls.length;
    const answer = await plinth.api.create(body);
    expect(answer).toMatchObject({ status: 400, json: { type: problem(type) } });
    expect(changes(plinth, from)).toEqual([]);
    return answer;
  };

  it('nested a million deep are refused', async () => {
    const answer = await refused(`${'['.repeat(1e6)}${']'.repeat(1e6)}`, 'malformed-json');
    expect(answer.json.detail).toMatch(/nested deeper than 32/);
  });

  it('nested as deep in a field are refused', async () => {
    await refused(`{"environment":"x","tags":${'{"a":'.repeat(5e4)}1${'}'.repeat(5e4)}}`, 'malformed-json');
  });

  it('with a hundred thousand unknown fields get a short answer', async () => {
    const fields = Array.from({ length: 1e5 }, (_, index) => `"f${index}":1`).join(',');

    const answer = await refused(`{${fields}}`, 'validation');

    expect(answer.text.length).toBeLessThan(50_000);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'with a field %s are refused by its name',
    async (name) => {
      const answer = await refused(
        `{"environment":"x","preset":"development","${name}":{"admin":true}}`,
        'validation',
      );

      expect(fieldsOf(answer.json)).toEqual([`#/${name}`]);
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor'])('with a tag or parameter %s do no harm', async (name) => {
    const body = `{"environment":"x","preset":"development","redis":{"parameters":{"${name}":"1"}},"landingZone":"moon"}`;

    await refused(body, 'validation');

    expect(Object.hasOwn(Object.prototype, '1')).toBe(false);
  });

  it('with line breaks and escape sequences in a name are answered on one line', async () => {
    const name = 'x\r\n{"level":"ERROR"}\u001b[31m\u2028';
    const answer = await refused(JSON.stringify({ environment: name, [name]: 1 }), 'validation');

    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(answer.json.detail).not.toMatch(/[\u0000-\u001f\u2028]/);
  });

  it('with the same field twice count once, the last one, as JSON.parse has it', async () => {
    const answer = await refused('{"environment":"ok","environment":"NOT OK"}', 'validation');

    expect(fieldsOf(answer.json)).toEqual(['#/environment']);
  });

  it('that are no UTF-8 are refused or read without harm', async () => {
    const answer = await plinth.api.create('{"environment":"\ud800"}');

    expect(answer.status).toBe(400);
  });
});
