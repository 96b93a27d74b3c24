import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { createEventIntake } from '../../functions/intake/events.ts';
import { type Plinth, SMALL, startControlPlanes } from '../e2e/support/plinth.ts';
import { violationsOf } from '../support/events.ts';

/** Line breaks, the colours of a terminal, another direction of writing, and the beginning of another log line. */
const NOISE = 'x\r\n{"level":"CRITICAL","message":"forged"}\u001b[2J\u001b[31m\u2028\u202e\u0000';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const NOISY = /[\u0000-\u0008\u000b-\u001f\u2028\u202e]/;

const written: string[] = [];
const answers: string[] = [];
let plinth: Plinth;
let cloudFormation: Server;
let responseUrl: string;

beforeAll(async () => {
  // As on Lambda, where the logger writes each line to the standard output by itself.
  process.env.PLINTH_LOG_LEVEL = 'debug';
  process.env.POWERTOOLS_LOGGER_LOG_EVENT = 'true';
  const capture = ((text: string) => written.push(String(text)) > 0) as never;
  jest.spyOn(process.stdout, 'write').mockImplementation(capture);
  jest.spyOn(process.stderr, 'write').mockImplementation(capture);
  plinth = await startControlPlanes();
  cloudFormation = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answers.push(body);
    response.end();
  });
  await new Promise<void>((resolve) => cloudFormation.listen(0, '127.0.0.1', resolve));
  responseUrl = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/response`;
});
afterAll(async () => {
  await plinth.close();
  cloudFormation.close();
  jest.restoreAllMocks();
  delete process.env.PLINTH_LOG_LEVEL;
  delete process.env.POWERTOOLS_LOGGER_LOG_EVENT;
});

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)])
      : [];

let count = 0;

/** Delivers an event as EventBridge does; gives what was published of it. */
async function deliver(detail: unknown, more: object = {}) {
  const id = `attack-${++count}`;
  const event = { id, source: 'team.shop', account: '111122223333', 'detail-type': 'Environment Requested' };
  const from = plinth.cloud.events.length;
  await plinth.cloud.invoke('plinth-events', { ...event, ...more, detail });
  return plinth.cloud.events.slice(from).filter(({ detail: { eventId } }) => eventId === id);
}

/** Sends a request as CloudFormation does; gives the answer that it gets. */
async function cloudFormationAsks(ResourceProperties: unknown, more: object = {}) {
  const StackId = 'arn:aws:cloudformation:eu-west-2:000000000000:stack/attack/1';
  const event = {
    RequestType: 'Create',
    ResponseURL: responseUrl,
    StackId,
    LogicalResourceId: 'Environment',
  };
  await plinth.cloud.invoke('plinth-catalog', {
    RequestId: `r${++count}`,
    ...event,
    ResourceProperties,
    ...more,
  });
  return answers.at(-1) ?? '';
}

const started = () => plinth.calls.filter(({ context }) => context.operation === 'StartExecution').length;

const request = (more: object) => ({ version: '1', project: 'shop', request: { ...SMALL, ...more } });
const fromJson = (text: string) => JSON.parse(text);
const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, number) => [`t${number}`, 'x']));
const nested = (depth: number) => fromJson(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('an event', () => {
  it.each([
    ['a project that climbs out', { ...request({}), project: '../other' }],
    ['a project that is a list', { ...request({}), project: ['shop'] }],
    ['noise for names', { version: '1', project: NOISE, request: { environment: NOISE, [NOISE]: NOISE } }],
    ['noise for a field', { ...request({}), [NOISE]: 1 }],
    ['noise for a version', { ...request({}), version: NOISE }],
    ['a prototype for a detail', fromJson('{"__proto__":{"version":"1","project":"shop"},"request":{}}')],
    ['a prototype in its request', request(fromJson('{"__proto__":{"polluted":1}}'))],
    ['a constructor in its request', request(fromJson('{"constructor":{"prototype":{"polluted":1}}}'))],
    ['sixty thousand tags', request({ tags: many })],
    ['sixty thousand fields', { ...request({}), ...many }],
    ['colons without end', request({ tags: { a: `a://${':'.repeat(200_000)}` } })],
    ['a thousand levels', request({ tags: nested(1_000) })],
    ['a thousand levels beside the request', { ...request({}), urgent: nested(1_000) }],
    ['SQL', request({ aurora: { databaseName: "x'; DROP TABLE users; --" } })],
    ['a password', request({ aurora: { masterPassword: 'Pl4nted' } })],
  ])('with %s is refused once, in words that are clean and few', async (_what, detail) => {
    const before = started();

    const events = await deliver(detail);

    expect(events.map((event) => event['detail-type'])).toEqual(['Environment Request Rejected']);
    expect(violationsOf(events)).toEqual([]);
    expect(stringsIn(events[0]?.detail).filter((text) => NOISY.test(text))).toEqual([]);
    expect(JSON.stringify(events).length).toBeLessThan(50_000);
    expect(JSON.stringify(events)).not.toContain('Pl4nted');
    expect(started()).toBe(before);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('nested a hundred thousand deep does not overflow the stack', async () => {
    const detail = request({ tags: nested(100_000) });
    const handler = createEventIntake(plinth.cloud.runtime);
    const event = { id: 'deep', source: 'x', account: '1', 'detail-type': 'Environment Requested', detail };

    const context = { functionName: 'plinth-events', getRemainingTimeInMillis: () => 30_000 };
    const result = await handler(event as never, context as never);

    expect(result).toEqual({ outcome: 'rejected', problem: 'urn:plinth:problem:malformed-json' });
  });
});

describe('a launch', () => {
  it.each([
    ['noise for a name', { Project: 'shop', Environment: NOISE }],
    ['noise for a property', { Project: 'shop', Environment: 'dev', [NOISE]: 'x' }],
    ['many noisy properties', Object.fromEntries(Object.keys(many).map((name) => [`${name}${NOISE}`, 'x']))],
    ['a property without end', { Project: 'shop', Environment: 'dev', ['é'.repeat(100_000)]: 'x' }],
    ['a prototype', fromJson('{"Project":"shop","Environment":"dev","__proto__":{"polluted":"1"}}')],
    ['objects for texts', { Project: { toString: 'shop' }, Environment: ['dev'] }],
    ['a path for a name', { Project: '../other', Environment: '..' }],
    [
      'SQL for a migration set',
      { Project: 'shop', Environment: 'dev', MigrationSet: "x'; DROP TABLE a; --" },
    ],
    [
      'an address that is not of CloudFormation',
      { Project: 'shop', Environment: 'dev', Handle: 'https://evil.example' },
    ],
  ])('with %s is refused, and CloudFormation takes the answer', async (_what, properties) => {
    const before = started();

    const answer = await cloudFormationAsks(properties);

    // CloudFormation takes no longer answer, and would wait an hour for a shorter one.
    expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(4_096);
    const { Status, Reason } = JSON.parse(answer);
    expect(Status).toBe('FAILED');
    expect(Reason).not.toMatch(NOISY);
    expect(started()).toBe(before);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each(['shop/dev', 'shop/dev/', '../dev', 'shop/dev/x', NOISE, '__proto__/__proto__', 'SHOP/DEV'])(
    'that asks for the deletion of %j, which it did not make, deletes nothing',
    async (PhysicalResourceId) => {
      const { json } = await plinth.api.create(SMALL);
      await plinth.api.ended(json.links.self ?? json.links.operation);
      const before = started();

      const answer = await cloudFormationAsks({}, { RequestType: 'Delete', PhysicalResourceId });

      expect(JSON.parse(answer).Status).toBe('SUCCESS');
      expect(started()).toBe(before);
      expect((await plinth.api.get('/v1/projects/shop/environments/dev')).json.status).toBe('ready');
    },
  );
});

it('every line of the log is one object of its own, whatever came in', async () => {
  const { logger } = plinth.cloud.runtime;
  logger.info(NOISE, { [NOISE]: NOISE, error: new Error(NOISE) });
  await deliver(
    { version: '1', project: NOISE, request: { [NOISE]: NOISE } },
    { source: NOISE, account: NOISE },
  );
  await cloudFormationAsks({ [NOISE]: NOISE }, { LogicalResourceId: NOISE });
  await plinth.api.create(NOISE, { headers: { 'User-Agent': 'x{"level":"CRITICAL"}' } });

  const lines = written
    .join('')
    .split('\n')
    .filter((line) => line !== '');

  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ level: expect.stringMatching(/^[A-Z]+$/) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(line).not.toMatch(/[\u0000-\u001f]/);
    expect(JSON.parse(line).message).not.toBe('forged');
  }
  expect(written.join('')).not.toMatch(/Pl4nted|\/response/);
});
