import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type ApiServer, listenApi } from '../../local/api-server.ts';

const events: APIGatewayProxyEvent[] = [];
let server: ApiServer;
beforeAll(async () => {
  server = await listenApi(async (event) => {
    events.push(event);
    if (event.headers['x-fail']) throw new Error('a secret cause');
    return { statusCode: 202, headers: { location: '/there' }, body: '{"ok":true}' };
  }, 0);
});
afterAll(() => server.close());
afterEach(() => events.splice(0));

const PATH = '/v1/projects/shop/environments';

it('hands the handler the proxy event of a REST API', async () => {
  await fetch(`${server.url}${PATH}?limit=2`, { method: 'POST', body: '{"a":1}' });
  expect(events[0]).toMatchObject({
    httpMethod: 'POST',
    path: '/projects/shop/environments',
    resource: '/projects/{project}/environments',
    pathParameters: { project: 'shop' },
    queryStringParameters: { limit: '2' },
    body: '{"a":1}',
    requestContext: {
      stage: 'v1',
      path: PATH,
      resourcePath: '/projects/{project}/environments',
      identity: { userArn: 'arn:aws:iam::000000000000:user/laptop' },
    },
  });
});

it('answers what the handler returns', async () => {
  const response = await fetch(`${server.url}${PATH}`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe('/there');
  expect(await response.json()).toEqual({ ok: true });
});

it.each([
  ['an unknown path', 'GET', '/v2/nothing', undefined, 404],
  ['another method', 'DELETE', '/v1/presets', undefined, 405],
  ['a body over the limit of API Gateway', 'POST', PATH, 'x'.repeat(10 * 1024 * 1024 + 1), 413],
])('answers %s with a problem document and asks no handler', async (_, method, path, body, status) => {
  const response = await fetch(`${server.url}${path}`, { method, body });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(events).toEqual([]);
});

it('tells the caller nothing of why a handler failed', async () => {
  const told: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => told.push(text) > 0) as never;
  try {
    const response = await fetch(`${server.url}${PATH}`, { headers: { 'x-fail': '1' } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  } finally {
    process.stderr.write = write;
  }
  expect(told.join('')).toContain('a secret cause');
});
