import { jest } from '@jest/globals';
import type { PlinthEvent } from '../../../core/events.ts';
import { eventually } from '../../e2e/support/connect.ts';
import { answerCallsWith } from '../../e2e/support/faults.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';
import { validatorOf, violationsOf } from '../../support/events.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => {
  jest.restoreAllMocks();
});

let count = 0;

/** Delivers an event as EventBridge does, and returns the refusals of it that were published. */
async function deliver(detail: unknown, id = `event-${++count}`) {
  const event = { id, source: 'team.shop', account: '111122223333', 'detail-type': 'Environment Requested' };
  const from = plinth.cloud.events.length;
  await plinth.cloud.invoke('plinth-events', { ...event, detail });
  return plinth.cloud.events.slice(from).filter((published) => published.detail.eventId === id);
}

const requested = (more: object = {}) => ({
  version: '1',
  project: 'shop',
  request: { ...SMALL, environment: `e${++count}` },
  ...more,
});

describe('an event that is refused', () => {
  it.each([
    ['no object', 'create it', 'validation', undefined],
    ['nothing', null, 'validation', undefined],
    ['no version', requested({ version: undefined }), 'validation', '#/version'],
    ['a version as a number', requested({ version: 1 }), 'validation', '#/version'],
    ['a later version', requested({ version: '2' }), 'validation', '#/version'],
    ['no project', requested({ project: undefined }), 'validation', '#/project'],
    ['a bad name of a project', requested({ project: 'Shop!' }), 'validation', '#/project'],
    ['another field', requested({ urgent: true }), 'validation', '#/urgent'],
    ['no request', requested({ request: undefined }), 'validation', '#/request'],
    [
      'an unknown preset',
      requested({ request: { environment: 'x', preset: 'huge' } }),
      'validation',
      '#/request/preset',
    ],
    [
      'an unknown landing zone',
      requested({ request: { ...SMALL, environment: 'x', landingZone: 'moon' } }),
      'validation',
      '#/request/landingZone',
    ],
    [
      'a password',
      requested({ request: { ...SMALL, aurora: { password: 'Planted#1' } } }),
      'secret-in-request',
      '#/request/aurora/password',
    ],
  ])('because of %s becomes an event with the problem', async (_what, detail, problem, pointer) => {
    const from = plinth.calls.length;

    const events = await deliver(detail);

    expect(events.map((event) => event['detail-type'])).toEqual(['Environment Request Rejected']);
    expect(violationsOf(events)).toEqual([]);
    const rejected = events[0]?.detail;
    expect(rejected).toMatchObject({
      eventId: `event-${count}`,
      problem: { type: `urn:plinth:problem:${problem}` },
    });
    if (pointer) expect(rejected.problem).toMatchObject({ errors: [{ pointer }] });
    expect(JSON.stringify(events)).not.toContain('Planted#1');
    expect(changes(plinth, from)).toEqual([]);
  });

  it('because the name is taken names both', async () => {
    const first = requested();
    await deliver(first);

    const events = await deliver({ ...first, request: { ...first.request, preset: 'staging' } });

    const rejected = events.find((event) => event['detail-type'] === 'Environment Request Rejected');
    expect(rejected?.detail).toMatchObject({
      project: 'shop',
      environment: first.request.environment,
      problem: { type: 'urn:plinth:problem:environment-exists' },
    });
  });

  it('does not repeat what may be no name at all', async () => {
    const [event] = await deliver({ version: '1', project: 'pass word', request: { environment: { a: 1 } } });

    expect(event?.detail).toMatchObject({ project: null, environment: null });
  });

  it('is refused once, however often it comes', async () => {
    await deliver({}, 'refused-once');
    expect(await deliver({}, 'refused-once')).toEqual([]);
  });
});

describe('an event that meets trouble', () => {
  const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' };

  it('that passes is tried again and taken', async () => {
    answerCallsWith(plinth, 'DescribeDBSubnetGroups', [throttled]);
    const detail = requested();

    await deliver(detail);

    const operations = `/v1/projects/shop/operations?environment=${detail.request.environment}`;
    expect((await plinth.api.get(operations)).json.items).toHaveLength(1);
    expect(plinth.cloud.deadLetters).toEqual([]);
  });

  it('that stays becomes a dead letter, and no refusal', async () => {
    answerCallsWith(plinth, 'DescribeDBSubnetGroups', Array(50).fill(throttled));
    const detail = requested();

    const events = await deliver(detail, 'dead');

    expect(events).toEqual([]);
    expect(plinth.cloud.deadLetters).toEqual([
      expect.objectContaining({
        functionName: 'plinth-events',
        event: expect.objectContaining({ id: 'dead' }),
        errorType: 'Throttled',
      }),
    ]);
  });
});

it('an event for an environment that is ready is answered with its end again', async () => {
  const detail = requested();
  const { operationId } = (await plinth.api.create(detail.request)).json;
  await plinth.api.ended(`/v1/projects/shop/operations/${operationId}`);

  await deliver(detail);

  const readyOnes = async () =>
    plinth.cloud.events.filter(
      (event) => event['detail-type'] === 'Environment Ready' && event.detail.operationId === operationId,
    );
  const ready = await eventually(readyOnes, ({ length }) => length === 2);
  expect(ready).toHaveLength(2);
  expect(ready[1]?.detail).toEqual(ready[0]?.detail);
});

it('the schema of a request takes what the door takes, and refuses what it refuses', () => {
  const validate = validatorOf('Environment Requested');
  expect(validate(requested())).toBe(true);
  for (const wrong of [
    requested({ version: '2' }),
    requested({ urgent: true }),
    requested({ project: 'Shop!' }),
  ])
    expect(validate(wrong)).toBe(false);
});

describe('progress', () => {
  it('that cannot be published neither fails a step nor costs a retry', async () => {
    const { events } = plinth.cloud.runtime;
    const real = events.publish.bind(events);
    jest
      .spyOn(events, 'publish')
      .mockImplementation(async (all: readonly PlinthEvent[], signal?: AbortSignal) => {
        if (all.some(({ type }) => type === 'Operation Progressed')) throw new Error('no bus');
        return real(all, signal);
      });

    const { json } = await plinth.api.create({ ...SMALL, environment: `e${++count}` });
    const operation = await plinth.api.ended(json.links.self);

    expect(operation.status).toBe('succeeded');
  });

  it('tells each status of a step once', async () => {
    const environment = `e${++count}`;
    const { json } = await plinth.api.create({ ...SMALL, environment });
    await plinth.api.ended(json.links.self);

    const told = plinth.cloud.events
      .filter(
        (event) =>
          event['detail-type'] === 'Operation Progressed' && event.detail.environment === environment,
      )
      .map(({ detail }) => detail.step);
    const aurora = told
      .filter(({ name }) => name === 'ProvisionAurora')
      .map(({ status, tier }) => `${tier} ${status}`);
    expect(aurora).toEqual(['aurora succeeded']);
    for (const name of new Set(told.map((step) => step.name))) {
      const statuses = told.filter((step) => step.name === name).map(({ status }) => status);
      expect(new Set(statuses).size).toBe(statuses.length);
    }
  });
});
