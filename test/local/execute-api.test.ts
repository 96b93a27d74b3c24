import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type ApiServer, listenApi } from '../../local/api-server.ts';
import { readApiAccess, readPolicy } from '../../local/execute-api.ts';
import { optionsFromEnvironment } from '../../local/main.ts';

const CALLERS = join(import.meta.dirname, '../../examples/iam/callers.json');

const events: APIGatewayProxyEvent[] = [];
let server: ApiServer;
beforeAll(async () => {
  const handler = async (event: APIGatewayProxyEvent) => {
    events.push(event);
    const exists = event.pathParameters?.environment === 'dev';
    return { statusCode: exists ? 200 : 404, body: '{}' };
  };
  server = await listenApi(handler, 0, { access: readApiAccess(CALLERS) });
});
afterAll(() => server.close());
afterEach(() => events.splice(0));

/** What a client sends; the signature is not looked at. */
const signedBy = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/eu-west-2/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
});

async function call(path: string, headers: Record<string, string>, method = 'GET') {
  const response = await fetch(`${server.url}${path}`, { method, headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

it('a caller of the project is who the handler is told of', async () => {
  const answer = await call('/v1/projects/shop/environments/dev', signedBy('AKIASHOPTEAM'));
  expect(answer.status).toBe(200);
  expect(events[0]?.requestContext.identity.userArn).toBe(
    'arn:aws:sts::111122223333:assumed-role/shop-team/anna',
  );
});

it('a caller without permission gets 403, the same whether the environment exists or not', async () => {
  const existing = await call('/v1/projects/payments/environments/dev', signedBy('AKIASHOPTEAM'));
  const missing = await call('/v1/projects/payments/environments/uat', signedBy('AKIASHOPTEAM'));
  expect(existing.status).toBe(403);
  expect(existing.headers.get('content-type')).toBe('application/problem+json');
  expect(JSON.parse(existing.text)).toEqual({
    type: 'urn:plinth:problem:forbidden',
    title: 'Not allowed',
    status: 403,
    detail: 'The caller may not do this. Ask the owner of the project for execute-api:Invoke on this path.',
  });
  expect(missing).toMatchObject({ status: existing.status, text: existing.text });
  expect(events).toEqual([]);
});

it('a caller who may read may not write', async () => {
  const path = '/v1/projects/shop/environments';
  expect((await call(path, signedBy('AKIAAUDITOR'))).status).not.toBe(403);
  expect((await call(path, signedBy('AKIAAUDITOR'), 'POST')).status).toBe(403);
});

it.each([
  ['a key that nobody has', signedBy('AKIANOBODY')],
  ['the name of a member of every object', signedBy('constructor')],
  ['no signature', {}],
  ['another scheme', { authorization: 'Bearer x' }],
])('%s is refused', async (_what, headers) => {
  expect((await call('/v1/projects/shop/environments/dev', headers)).status).toBe(403);
  expect(events).toEqual([]);
});

it('health asks for no signature', async () => {
  await call('/v1/health', {});
  expect(events[0]?.requestContext.identity.userArn).toBeNull();
});

it('without policies every call is the laptop’s own, signed or not', async () => {
  const userArns: (string | null)[] = [];
  const laptop = await listenApi(async (event) => {
    userArns.push(event.requestContext.identity.userArn);
    return { statusCode: 200, body: '{}' };
  }, 0);
  for (const headers of [{}, signedBy('AKIAANYBODY')])
    await fetch(`${laptop.url}/v1/projects/shop/environments`, { headers });
  await laptop.close();
  expect(userArns).toEqual(Array(2).fill('arn:aws:iam::000000000000:user/laptop'));
});

describe('files of policies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-policies-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('with an element that is not evaluated are refused, naming it', () => {
    const file = join(folder, 'policy.json');
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: {} };
    writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
    expect(() => readPolicy(file)).toThrow(/policy\.json has the element Condition: the laptop reads/);
  });

  it('come with PLINTH_CALLERS', () => {
    expect(Object.keys(optionsFromEnvironment({ PLINTH_CALLERS: CALLERS }).access?.callers ?? {})).toEqual([
      'AKIASHOPTEAM',
      'AKIAAUDITOR',
      'AKIAPLATFORM',
    ]);
    expect(() => optionsFromEnvironment({ PLINTH_CALLERS: join(folder, 'none.json') })).toThrow(
      /^PLINTH_CALLERS=.*none\.json cannot be used: .*examples\/iam\/callers\.json is one\.$/,
    );
  });
});
