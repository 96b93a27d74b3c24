import { jest } from '@jest/globals';
import type { Operation } from '../../core/generated/api.ts';
import { ManualClock } from '../../local/clock.ts';
import type { LocalCloudOptions } from '../../local/cloud.ts';
import { passTime } from '../support/time.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const HOUR = 3_600_000;
const PATH = '/v1/projects/shop/environments/dev';

let clock: ManualClock;
let plinth: Plinth;
async function start(options: LocalCloudOptions = {}) {
  clock = new ManualClock();
  plinth = await startControlPlanes({ clock, delays: () => 0, ...options });
}
afterEach(async () => {
  jest.restoreAllMocks();
  await plinth.close();
});

const look = () => plinth.cloud.invoke('plinth-caretaker', {});
const ended = (path: string): Promise<Operation> => passTime(plinth, clock, plinth.api.ended(path));
const patch = (body: object) => plinth.api.send('PATCH', PATH, body);
const warnings = () =>
  plinth.cloud.events
    .filter((event) => event['detail-type'] === 'Environment Expiring')
    .map(({ detail }) => detail.expiresAt);

/** Ready, and how long it has from now. */
async function created(body: object) {
  const { status, json } = await plinth.api.create({ ...SMALL, ...body });
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  expect((await ended(json.links.self)).status).toBe('succeeded');
  return environment();
}
const environment = async () => (await plinth.api.get(PATH)).json;
const until = async (expiresAt: string, beforeMs: number) =>
  clock.advance(Date.parse(expiresAt) - beforeMs - clock.now());
const lastOperation = async (): Promise<Operation> =>
  (await plinth.api.get('/v1/projects/shop/operations')).json.items[0];

it('an environment that expires is warned of once, an hour before, and then deleted', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '8h' });

  await until(expiresAt, HOUR + 60_000);
  await look();
  expect(warnings()).toEqual([]);

  await until(expiresAt, HOUR);
  await look();
  await look();
  expect(warnings()).toEqual([expiresAt]);
  expect((await environment()).status).toBe('ready');

  await until(expiresAt, 0);
  await look();
  const deletion = await lastOperation();
  expect(deletion).toMatchObject({ kind: 'delete', requestedBy: 'expiry', door: 'system' });
  expect((await ended(deletion.links.self)).status).toBe('succeeded');
  expect((await plinth.api.get(PATH)).status).toBe(404);
  const { items } = (await plinth.api.get(`${PATH}/audit`)).json;
  expect(items).toMatchObject([
    { who: 'expiry', door: 'system', what: 'delete', result: 'started', operationStatus: 'succeeded' },
    { what: 'create', result: 'started' },
  ]);
});

it('a life shorter than an hour is warned of when it is first seen', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '50m' });
  await look();
  expect(warnings()).toEqual([expiresAt]);
});

it('one that is extended lives on, and is warned of again', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '2h' });
  await until(expiresAt, HOUR);
  await look();

  expect((await patch({ expiresAfter: '3h' })).status).toBe(200);
  const extended = (await environment()).expiresAt;
  await until(expiresAt, 0);
  await look();
  expect((await environment()).status).toBe('ready');
  await until(extended, HOUR);
  await look();

  expect(Date.parse(extended) - Date.parse(expiresAt)).toBe(2 * HOUR);
  expect(warnings()).toEqual([expiresAt, extended]);
});

it('one that is kept is never deleted', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '2h' });
  expect((await patch({ expiresAfter: null })).json.expiresAt).toBeNull();
  await until(expiresAt, 0);
  await look();
  expect((await environment()).status).toBe('ready');
  expect(warnings()).toEqual([]);
});

it.each(['before the delete reads', 'between the read and the write of the delete'])(
  'an extension %s wins',
  async (when) => {
    await start();
    const { expiresAt } = await created({ expiresAfter: '2h' });
    await until(expiresAt, 0);
    const { registry } = plinth.cloud.runtime;
    const point = when === 'before the delete reads' ? 'getEnvironment' : 'handOver';
    const original = (registry[point] as (...args: unknown[]) => unknown).bind(registry);
    let extending = false;
    jest.spyOn(registry, point as 'handOver').mockImplementation((async (...args: unknown[]) => {
      const answer = point === 'getEnvironment' ? await original(...args) : undefined;
      if (!extending) {
        extending = true;
        expect((await patch({ expiresAfter: '5h' })).status).toBe(200);
      }
      return answer ?? original(...args);
    }) as never);

    await look();

    jest.restoreAllMocks();
    expect(extending).toBe(true);
    expect(await environment()).toMatchObject({
      status: 'ready',
      expiresAt: new Date(Date.parse(expiresAt) + 5 * HOUR).toISOString(),
    });
    expect((await lastOperation()).kind).toBe('create');
  },
);

it('one that has been protected since is left, and is not asked for again and again', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '2h' });
  const { registry } = plinth.cloud.runtime;
  const record = await registry.getEnvironment('shop', 'dev');
  if (!record) throw new Error('gone');
  const { desired } = record;
  const aurora = { ...desired.aurora, deletionProtection: true };
  await registry.handOver({ ...record, desired: { ...desired, aurora } }, record);
  await until(expiresAt, 0);

  await look();
  await look();

  expect((await environment()).status).toBe('ready');
  expect((await plinth.api.get(`${PATH}/audit`)).json.items).toHaveLength(1);
});

it('a deletion that fails is tried again after an hour, not at every look', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '2h' });
  await until(expiresAt, 0);
  const deletions = async () =>
    (await plinth.api.get('/v1/projects/shop/operations')).json.items.filter(
      ({ kind }: Operation) => kind === 'delete',
    );
  await look();
  const [first] = await deletions();
  await plinth.api.send('POST', `${first.links.self}/cancel`);
  expect((await ended(first.links.self)).status).toBe('cancelled');

  await look();
  expect(await deletions()).toHaveLength(1);
  await clock.advance(HOUR);
  await look();
  expect(await deletions()).toHaveLength(2);
});

it('a warning that could not be noted is told again', async () => {
  await start();
  const { expiresAt } = await created({ expiresAfter: '50m' });
  jest.spyOn(plinth.cloud.runtime.registry, 'recordExpiryWarning').mockRejectedValueOnce(new Error('killed'));
  await passTime(plinth, clock, look());
  expect(warnings()).toEqual([expiresAt, expiresAt]);
});

describe('what may expire', () => {
  beforeEach(() =>
    start({
      limits: {
        default: {
          environments: null,
          monthlyUsd: null,
          expiry: { presets: ['development', 'standard'], maxHours: 24 },
        },
        projects: {},
      },
    }),
  );

  it.each<[string, object, RegExp]>([
    [
      'a preset that is not allowed',
      { preset: 'staging', expiresAfter: '8h' },
      /only with preset development or standard, not with staging/,
    ],
    ['too long', { expiresAfter: '25h' }, /\(25h\) is longer than the 24 hours/],
    [
      'protected',
      { preset: 'standard', expiresAfter: '8h' },
      /aurora\.deletionProtection and dynamodb\.deletionProtection/,
    ],
    ['no time at all', { expiresAfter: '0m' }, /expiresAfter/],
    ['the past', { expiresAfter: '-1h' }, /expiresAfter/],
  ])('is not %s', async (_, change, message) => {
    const { status, json } = await plinth.api.create({ ...SMALL, ...change });
    expect({ status, type: json.type }).toEqual({ status: 400, type: problem('validation') });
    expect(json.errors).toMatchObject([
      { pointer: '#/expiresAfter', detail: expect.stringMatching(message) },
    ]);
  });

  it('is held for a change too, and only for what it changes', async () => {
    await created({ expiresAfter: '8h' });
    expect(await patch({ expiresAfter: '2d' })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/expiresAfter', detail: expect.stringContaining('24 hours') }] },
    });
    expect(await patch({ aurora: { deletionProtection: true } })).toMatchObject({
      status: 400,
      json: {
        errors: [{ pointer: '#/expiresAfter', detail: expect.stringContaining('deletion protection') }],
      },
    });
    expect((await patch({ expiresAfter: '1d' })).status).toBe(200);
  });
});
