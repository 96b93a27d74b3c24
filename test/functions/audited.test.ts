import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import type { AuditEntry } from '../../core/generated/api.ts';
import { answerCallsWith } from '../e2e/support/faults.ts';
import { problem } from '../e2e/support/http.ts';
import { CALLER_HEADER, type Plinth, SMALL, startControlPlanes } from '../e2e/support/plinth.ts';

const HTTP = { 'content-type': 'application/json', [CALLER_HEADER]: 'arn:aws:iam::1:user/ann' };
let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => jest.restoreAllMocks());

let count = 0;
const name = () => `a${++count}`;
const pathOf = (environment: string) => `/v1/projects/shop/environments/${environment}`;
const create = (body: object) => plinth.api.create({ ...SMALL, ...body }, { headers: HTTP });
const send = (method: string, path: string, body?: object) => plinth.api.send(method, path, body, HTTP);

async function ready(body: { environment: string }): Promise<string> {
  const { json } = await create(body);
  const operation = await plinth.api.ended(json.links.self);
  expect(operation.status).toBe('succeeded');
  return operation.operationId;
}

/** Oldest first. */
async function trail(environment: string): Promise<AuditEntry[]> {
  const { status, json } = await plinth.api.get(`${pathOf(environment)}/audit`);
  expect(status).toBe(200);
  return json.items.reverse();
}

/** Once there are so many entries: what nobody waits for takes its time. */
async function trailOf(environment: string, entries: number): Promise<AuditEntry[]> {
  for (;;) {
    const { json } = await plinth.api.get(`${pathOf(environment)}/audit`);
    if (json.items?.length >= entries) return json.items.reverse();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

it('a life is told from the first request to the last, and outlives the environment', async () => {
  const environment = name();
  const first = await ready({ environment });
  await create({ environment });
  await create({ environment, preset: 'staging' });
  await send('PATCH', pathOf(environment), { expiresAfter: '8h' });
  const { json } = await send('DELETE', `${pathOf(environment)}?finalSnapshot=false`);
  await plinth.api.ended(json.links.self);
  expect((await plinth.api.get(pathOf(environment))).status).toBe(404);

  const entries = await trail(environment);

  const fields = 'environment, preset, dynamodb.tables, alarms.enabled, migrations.set';
  const who = 'arn:aws:iam::1:user/ann';
  const asked = { at: expect.any(String), who, door: 'http' };
  const made = { operationId: first, operationStatus: 'succeeded' };
  expect(entries).toEqual([
    { ...asked, ...made, what: 'create', result: 'started', detail: fields },
    { ...asked, ...made, what: 'create', result: 'unchanged', detail: fields },
    { ...asked, ...made, what: 'create', result: problem('environment-exists'), detail: fields },
    { ...asked, ...made, what: 'update', result: 'unchanged', detail: 'expiresAfter' },
    {
      ...asked,
      ...{ operationId: json.operationId, operationStatus: 'succeeded' },
      ...{ what: 'delete', result: 'started', detail: 'finalSnapshot' },
    },
  ]);
});

it('an operation that fails, is retried and cancelled, is told with what became of it', async () => {
  const environment = name();
  answerCallsWith(plinth, 'CreateCluster', [{ name: 'AccessDeniedException', message: 'no' }]);
  const { json: blocked } = await create({ environment });
  await plinth.api.ended(blocked.links.self);
  jest.restoreAllMocks();

  const { json: retried } = await send('POST', `${blocked.links.self}/retry`);
  await plinth.api.ended(retried.links.self);
  await send('POST', `${retried.links.self}/cancel`);
  await send('POST', `${blocked.links.self}/retry`);

  const entries = (await trail(environment)).map(({ what, result, operationId, operationStatus, detail }) => [
    ...[what, result, operationId, operationStatus],
    ...(what === 'create' ? [] : [detail]),
  ]);
  expect(entries).toEqual([
    ['create', 'started', blocked.operationId, 'blocked'],
    ['retry', 'started', retried.operationId, 'succeeded', `operation ${blocked.operationId}`],
    [
      'cancel',
      problem('operation-ended'),
      retried.operationId,
      'succeeded',
      `operation ${retried.operationId}`,
    ],
    [
      'retry',
      problem('operation-replaced'),
      blocked.operationId,
      'blocked',
      `operation ${blocked.operationId}`,
    ],
  ]);
});

it('a refused change of what is there is told without a value, of what is not there not at all', async () => {
  const environment = name();
  await ready({ environment });
  const patch = { redis: { nodeCount: 99 }, hunter2: 'hunter2', tags: { hunter2: 'hunter2' } };
  expect((await send('PATCH', pathOf(environment), patch)).status).toBe(400);
  expect((await send('PATCH', pathOf('nowhere'), patch)).status).toBe(404);
  expect((await send('DELETE', pathOf('nowhere'))).status).toBe(404);
  expect((await create({ environment: 'nowhere', primaryRegion: 'eu-west-9' })).status).toBe(400);

  const entries = await trail(environment);
  expect(entries[1]).toMatchObject({
    what: 'update',
    result: problem('validation'),
    operationId: null,
    operationStatus: null,
    detail: 'redis.nodeCount, tags',
  });
  expect(JSON.stringify(entries)).not.toContain('hunter2');
  expect((await plinth.api.get(`${pathOf('nowhere')}/audit`)).status).toBe(404);
});

it('a request by event is told with its source', async () => {
  const environment = name();
  const Detail = JSON.stringify({ version: '1', project: 'shop', request: { ...SMALL, environment } });
  const entry = { EventBusName: 'plinth', Source: 'team.shop', DetailType: 'Environment Requested', Detail };
  await plinth.aws(EventBridgeClient).send(new PutEventsCommand({ Entries: [entry] }));
  const entries = await trailOf(environment, 1);
  // Its workflow would meet the faults of the next test.
  await plinth.api.ended(`/v1/projects/shop/operations/${entries[0]?.operationId}`);
  expect(entries).toMatchObject([
    {
      who: expect.stringMatching(/^event:team\.shop:\d{12}$/),
      door: 'event',
      what: 'create',
      result: 'started',
    },
  ]);
});

it('a rollback is told as one', async () => {
  const environment = name();
  answerCallsWith(plinth, 'CreateCluster', [{ name: 'InvalidParameterValueException', message: 'odd' }]);
  const { json } = await create({ environment, onFailure: 'rollback' });
  await plinth.api.ended(json.links.self);
  expect((await trailOf(environment, 2))[1]).toMatchObject({
    who: `rollback of ${json.operationId}`,
    door: 'system',
    what: 'delete',
    result: 'started',
  });
});

it('an entry that cannot be written takes nothing from the request, and is logged', async () => {
  const environment = name();
  const { registry, logger } = plinth.cloud.runtime;
  const put = registry.table.put.bind(registry.table);
  jest
    .spyOn(registry.table, 'put')
    .mockImplementation((key, ...rest) =>
      key.sk.startsWith('AUDIT#') ? Promise.reject(new Error('table away')) : put(key, ...rest),
    );
  const log = jest.spyOn(logger, 'error');

  await ready({ environment });

  expect(log).toHaveBeenCalledWith(
    expect.stringContaining('missing in the audit trail'),
    expect.objectContaining({ environment, what: 'create', result: 'started' }),
  );
});
