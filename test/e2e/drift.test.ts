import { jest } from '@jest/globals';
import type { Drift, DriftField } from '../../core/generated/api.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { violationsOf } from '../support/events.ts';
import { ALARMS, putAlarm } from './support/by-hand/alarms.ts';
import { TO_BE_CHANGED } from './support/by-hand/rounds.ts';
import { asAwsDoes, deleteDatabase, TIERS, writerOf } from './support/by-hand/tiers.ts';
import { eventually } from './support/connect.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
  const { json } = await plinth.api.create(TO_BE_CHANGED);
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
});
afterAll(() => plinth.close());

const DEV = '/v1/projects/shop/environments/dev';
const drift = async (): Promise<Drift> => (await plinth.api.get(`${DEV}/drift`)).json;
const changed = async (): Promise<DriftField[]> =>
  (await drift()).fields.filter(({ state }) => state === 'changed');
const reconcile = () => plinth.api.send('POST', `${DEV}/reconcile`);

const text = (value: unknown) => (Array.isArray(value) ? `[${value}]` : String(value));
const lines = (fields: readonly DriftField[]) =>
  fields
    .map((one) => `${one.tier}: ${one.resource} ${one.field}: ${text(one.observed)} → ${text(one.desired)}`)
    .toSorted();
const told = () => plinth.cloud.events.filter((event) => event['detail-type'] === 'Environment Drifted');
const check = (event: object = {}) => plinth.cloud.invoke('plinth-drift', event);

it('an environment as it was asked for has no drift, and a repair of it starts nothing', async () => {
  const { summary, fields } = await drift();
  expect(summary.changed).toBe(0);
  expect(summary.asDesired).toBe(fields.filter(({ state }) => state === 'as-desired').length);
  expect(summary.asDesired).toBeGreaterThan(0);

  const answer = await reconcile();

  expect(answer).toMatchObject({
    status: 200,
    json: { environment: 'dev', status: 'ready', drift: { changed: 0 } },
  });
  const { json } = await plinth.api.get('/v1/projects/shop/operations');
  expect(json.items.map(({ kind }: { kind: string }) => kind)).toEqual(['create']);
});

const ABOUT_A_LOST_NODE =
  /^alarms: CloudWatch (alarm .*-redis-002-.* exists: true → false|dashboard .* DashboardBody)/;

describe.each([ALARMS, ...TIERS])('$what', ({ change, expected }) => {
  it('is seen with both values, told of once, and repaired', async () => {
    await change(plinth);

    const found = await changed();
    const seen = lines(found).filter((line) => expected.includes(line) || !ABOUT_A_LOST_NODE.test(line));
    expect(seen).toEqual([...expected].sort());
    expect((await drift()).fields.slice(0, found.length)).toEqual(found);
    expect((await plinth.api.get(DEV)).json.drift.changed).toBe(found.length);
    const before = told().length;
    await check();
    await check();
    expect(told()).toHaveLength(before + 1);
    expect(violationsOf(told())).toEqual([]);

    const { status, json } = await reconcile();
    expect([status, json.kind]).toEqual([202, 'reconcile']);
    expect(await plinth.api.ended(json.links.self)).toMatchObject({ status: 'succeeded', error: null });
    expect((await plinth.api.get(DEV)).json.drift).toBeNull();
    expect(lines(await changed())).toEqual([]);
  });
});

it('what AWS does by itself is no drift: versions, the writer, the case of a window, a backup', async () => {
  await asAwsDoes(plinth);

  const seen = async (tier: string, name: string) => {
    const { fields } = await drift();
    return fields.find(({ field, ...of }) => of.tier === tier && field === name);
  };
  for (const [tier, field, observed] of [
    ['aurora', 'aurora.engineVersion', '15.18'],
    ['redis', 'redis.engineVersion', '7.1'],
    ['redis', 'status', 'available'],
    ['aurora', 'Status', 'available'],
  ] as const) {
    const found = await eventually(
      () => seen(tier, field),
      (one) => text(one?.observed) === observed,
    );
    expect(found).toMatchObject({ state: 'as-desired', observed });
  }
  expect(await writerOf(plinth)).toBe('plinth-shop-dev-aurora-euw2-2');
  expect(lines(await changed())).toEqual([]);
  const before = told().length;
  await check();
  expect(told()).toHaveLength(before);
});

describe('the check by the clock', () => {
  const record = async () =>
    (await plinth.cloud.runtime.registry.getEnvironment('shop', 'dev')) as EnvironmentRecord;
  const loosen = (Threshold: number) => putAlarm(plinth, 'dax-cpu', { Threshold });
  const repair = async () => {
    const { json } = await reconcile();
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  };

  it('tells of drift once, of other drift again, and of the same again after a repair', async () => {
    const before = told().length;
    await check();
    expect(told()).toHaveLength(before);

    await loosen(99);
    // A person who looks is not everybody who listens.
    expect((await drift()).summary.changed).toBe(1);
    await check();
    await check();
    const first = told()[before];
    expect(told()).toHaveLength(before + 1);
    expect(violationsOf(told())).toEqual([]);
    expect(first?.detail).toMatchObject({
      ...{ project: 'shop', environment: 'dev', summary: { changed: 1 } },
      fields: [{ tier: 'alarms', field: 'Threshold', desired: 80, observed: 99 }],
      links: { reconcile: `${DEV}/reconcile` },
    });

    await loosen(98);
    await check();
    expect(told()).toHaveLength(before + 2);

    await repair();
    await loosen(98);
    await check();
    expect(told()).toHaveLength(before + 3);
    await repair();
  });

  it('looks at what was not looked at for as long as it is told', async () => {
    await check();
    const { drift: last } = await record();

    await check({ olderThanHours: 24 });
    expect((await record()).drift).toEqual(last);

    await check({ olderThanHours: -1 });
    expect((await record()).drift?.checkedAt).not.toBe(last?.checkedAt);
  });

  it('fails at the end for environments that AWS does not answer about, so that they are tried again', async () => {
    const { json } = await plinth.api.create({ ...SMALL, environment: 'other', alarms: {} });
    await plinth.api.ended(json.links.self);
    const { clients } = plinth.cloud.runtime;
    const get = jest.spyOn(clients, 'get').mockImplementation(() => {
      throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });
    });
    try {
      await check();
    } finally {
      get.mockRestore();
    }
    expect(plinth.cloud.deadLetters.at(-1)).toMatchObject({
      functionName: 'plinth-drift',
      errorMessage: '2 of 2 environments could not be looked at. The log says which, and why.',
    });
  });
});

it('a database that is gone is not silently made anew: the answer says how to get its data back', async () => {
  const self = '/v1/projects/shop/environments/other';
  await deleteDatabase(plinth, 'plinth-shop-other-aurora-euw2');
  const { fields } = (await plinth.api.get(`${self}/drift`)).json;
  expect(lines(fields.filter(({ state }: DriftField) => state === 'changed'))).toEqual([
    'aurora: Aurora cluster plinth-shop-other-aurora-euw2 in eu-west-2 exists: false → true',
    'aurora: Aurora instance plinth-shop-other-aurora-euw2-1 in eu-west-2 exists: false → true',
  ]);

  const { status, json } = await plinth.api.send('POST', `${self}/reconcile`);

  expect([status, json.type]).toEqual([409, problem('replacement-needed')]);
  expect(json.errors[0].detail).toContain(
    'Aurora cluster plinth-shop-other-aurora-euw2 in eu-west-2 is gone, and its data with it; this would make an empty one. Restore it under the same name first',
  );
  const allowed = await plinth.api.send('POST', `${self}/reconcile?allowReplacement=true`);
  expect(allowed.status).toBe(202);
  expect((await plinth.api.ended(allowed.json.links.self)).status).toBe('succeeded');
});

describe('an environment', () => {
  it('that is not there has no drift', async () => {
    const answer = await plinth.api.get('/v1/projects/shop/environments/nothing/drift');
    expect(answer).toMatchObject({ status: 404, json: { type: problem('not-found') } });
  });

  it('at work has none either, and one that failed has', async () => {
    const { registry } = plinth.cloud.runtime;
    const before = (await plinth.cloud.runtime.registry.getEnvironment('shop', 'dev')) as EnvironmentRecord;
    await registry.handOver({ ...before, status: 'updating' }, before);
    const answer = await plinth.api.get(`${DEV}/drift`);
    expect(answer).toMatchObject({ status: 409, json: { type: problem('operation-in-progress') } });

    await registry.handOver({ ...before, status: 'failed' }, { ...before, status: 'updating' });
    expect(await plinth.api.get(`${DEV}/drift`)).toMatchObject({
      status: 200,
      json: { summary: { changed: 0 } },
    });
    // What the failed operation did not get to is done by a repair, drift or not.
    expect((await reconcile()).status).toBe(202);
  });
});
