import { Logger } from '@aws-lambda-powertools/logger';
import { jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { Throttled } from '../../../core/errors.ts';
import { HANDLE_PROPERTY } from '../../../core/launch.ts';
import { NO_LIMITS } from '../../../core/limits-file.ts';
import { Registry } from '../../../core/registry.ts';
import type { Callbacks } from '../../../functions/intake/callbacks.ts';
import { createCatalog } from '../../../functions/intake/catalog.ts';
import type { SubmitRuntime } from '../../../functions/submit-runtime.ts';
import { type FakeEndpoint, startFakeEndpoint } from '../fake-endpoint.ts';

let endpoint: FakeEndpoint;
let statuses: number[];
const bodies: string[] = [];

beforeAll(async () => {
  endpoint = await startFakeEndpoint(() => ({ status: statuses.shift() ?? 200 }));
  const fetched = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    bodies.push(String(init?.body));
    return fetched(url, init);
  });
});
beforeEach(() => {
  statuses = [];
  bodies.length = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await endpoint.close();
});

/** Told to log every event, as somebody may who looks for a fault. */
const logged: string[] = [];
for (const level of ['debug', 'info', 'warn', 'error'] as const)
  jest.spyOn(console, level).mockImplementation((text) => {
    logged.push(String(text));
  });
process.env.POWERTOOLS_LOGGER_LOG_EVENT = 'true';
process.env.POWERTOOLS_DEV = 'true'; // to this console, and not to one of its own
const logger = new Logger({ logLevel: 'DEBUG' });

/** A function with nothing behind it but a registry that answers as told. */
function catalogWith(getEnvironment: () => Promise<unknown>) {
  const registry = Object.assign(Object.create(Registry.prototype), { getEnvironment });
  const clock = { now: () => 0, sleep: async () => {} };
  const callbacks = { cloudFormation: { isTrusted: () => true } } as unknown as Callbacks;
  const runtime = { registry, clock, logger, workflow: {}, limits: NO_LIMITS } as unknown as SubmitRuntime;
  return createCatalog(runtime, callbacks);
}

const contextWith = (remainingMs: number) => ({ getRemainingTimeInMillis: () => remainingMs }) as Context;

const event = (more: object = {}) =>
  ({
    RequestType: 'Create',
    ResponseURL: `${endpoint.url}/response?X-Amz-Signature=capability`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'DatabaseEnvironment',
    ResourceType: 'Custom::PlinthEnvironment',
    ResourceProperties: { Project: 'shop', Environment: 'dev', [HANDLE_PROPERTY]: `${endpoint.url}/handle` },
    ...more,
  }) as never;

const answer = () => JSON.parse(bodies.at(-1) ?? 'null');

describe('CloudFormation is answered', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', { Project: ['shop'] }],
  ])('when the properties are %s', async (_what, ResourceProperties) => {
    await catalogWith(async () => null)(event({ ResourceProperties }), contextWith(300_000));
    expect(answer()).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId: 'refused:request',
      StackId: 'stack',
    });
  });

  it('when something breaks that nobody foresaw, without its words', async () => {
    const broken = async () => {
      throw new TypeError('secret internals');
    };
    await catalogWith(broken)(event(), contextWith(300_000));
    expect(answer()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'shop/dev' });
    expect(answer().Reason).not.toContain('internals');
  });

  it('when time runs out', async () => {
    const never = new Promise(() => {});
    await catalogWith(() => never)(event(), contextWith(20_010));
    expect(answer()).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/ran out of time/) });
  });

  it('when AWS throttles until the time is nearly over, after other attempts', async () => {
    let remaining = 60_000;
    let attempts = 0;
    const throttled = async () => {
      attempts++;
      remaining -= 9_000;
      throw new Throttled('AWS asked for fewer calls.');
    };
    const context = { getRemainingTimeInMillis: () => remaining } as Context;
    await catalogWith(throttled)(event(), context);
    expect(attempts).toBeGreaterThan(1);
    expect(answer()).toMatchObject({ Status: 'FAILED', Reason: 'AWS asked for fewer calls.' });
  });

  it('when it deletes what never existed, with the id that it gave', async () => {
    const deletion = { RequestType: 'Delete', PhysicalResourceId: 'SC-pp-Environment-1A2B' };
    await catalogWith(async () => null)(event(deletion), contextWith(300_000));
    expect(answer()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'SC-pp-Environment-1A2B' });
  });

  it('again, when it did not take the answer at first', async () => {
    statuses = [500, 503];
    const deletion = { RequestType: 'Delete', PhysicalResourceId: 'shop/dev' };
    await catalogWith(async () => null)(event(deletion), contextWith(300_000));
    expect(bodies).toHaveLength(3);
  });
});

it('an answer that cannot be brought there is thrown, so that Lambda sends the request again', async () => {
  statuses = [500, 500, 500];
  const deletion = { RequestType: 'Delete', PhysicalResourceId: 'shop/dev' };
  const failed = catalogWith(async () => null)(event(deletion), contextWith(300_000));
  await expect(failed).rejects.toMatchObject({
    name: 'OutcomeUnknown',
    message: expect.not.stringContaining('http'),
  });
});

it('no log line holds a URL that is a capability', () => {
  expect(logged.join('')).toContain('A launch is refused');
  expect(logged.join('')).not.toMatch(/X-Amz-Signature|\/handle/);
});
