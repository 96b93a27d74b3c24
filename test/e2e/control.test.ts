import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jest } from '@jest/globals';
import type { Operation } from '../../core/generated/api.ts';
import { ManualClock } from '../../local/clock.ts';
import { type Delays, instant, realistic } from '../../local/delays.ts';
import { inventory } from '../../local/inventory.ts';
import { quiet } from '../support/time.ts';
import { DEV, ENVIRONMENTS, listing, operation, succeeds } from './support/changes.ts';
import { answerCallsWith } from './support/faults.ts';
import { problem } from './support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const REFUSED = { name: 'InvalidParameterValueException', message: 'odd' };
const DENIED = { name: 'AccessDeniedException', message: 'not authorized to perform dax:CreateCluster' };
const UNKNOWN = '/v1/projects/shop/operations/op-01m88bctgpd3486k2v3a2x5b4t';

let plinth: Plinth;
afterEach(() => jest.restoreAllMocks());

const send = (method: string, path: string, body?: unknown) => plinth.api.send(method, path, body);
const retry = ({ links }: Operation) => send('POST', `${links.self}/retry`);
const cancel = ({ links }: Operation) => send('POST', `${links.self}/cancel`);

describe('while AWS answers at once', () => {
  let before: string[];
  let count = 0;
  const next = (more: object = {}) => ({ ...SMALL, environment: `e${++count}`, ...more });
  const create = (body: object) => operation(plinth, 'POST', ENVIRONMENTS, body);

  beforeAll(async () => {
    plinth = await startControlPlanes();
    before = await listing(plinth);
  });
  afterAll(() => plinth.close());

  it.each([
    ['failed', REFUSED],
    ['blocked', DENIED],
  ])('a create that is %s goes on by a retry, once', async (status, error) => {
    answerCallsWith(plinth, 'CreateCluster', [error]);
    const first = await create(next());
    expect(first.status).toBe(status);

    const answers = await Promise.all([retry(first), retry(first)]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    const started = answers.find((answer) => answer.status === 202);
    const again = await plinth.api.ended(started?.headers.location ?? '');
    expect(again).toMatchObject({ kind: 'create', status: 'succeeded', retryOf: first.operationId });
    expect(answers.find((answer) => answer.status === 409)).toMatchObject({
      json: { type: problem('operation-replaced') },
      headers: { location: again.links.self },
    });
    expect(await retry(again)).toMatchObject({ status: 409, json: { type: problem('operation-ended') } });
    expect(await cancel(again)).toMatchObject({ status: 409, json: { type: problem('operation-ended') } });
    expect(await retry(first)).toMatchObject({ status: 409, headers: { location: again.links.self } });
  });

  it('an update that failed goes on by a retry, and by the same patch', async () => {
    const body = next();
    const path = `${ENVIRONMENTS}/${body.environment}`;
    await succeeds(plinth, 'POST', ENVIRONMENTS, body);
    answerCallsWith(plinth, 'ModifyReplicationGroup', [REFUSED, REFUSED]);
    const patch = { redis: { snapshotRetentionDays: 4 } };
    const failed = await operation(plinth, 'PATCH', path, patch);
    expect(failed.status).toBe('failed');

    const again = await operation(plinth, 'PATCH', path, patch);
    expect(again).toMatchObject({ kind: 'update', status: 'failed' });
    const { headers } = await retry(again);

    const last = await plinth.api.ended(headers.location ?? '');
    expect(last).toMatchObject({ kind: 'update', status: 'succeeded', retryOf: again.operationId });
    expect((await plinth.api.get(path)).json).toMatchObject({
      status: 'ready',
      spec: { redis: { snapshotRetentionDays: 4 } },
    });
  });

  it('nobody retries or cancels what is not there, or is of another project', async () => {
    const { json } = await send('GET', '/v1/projects/shop/operations?limit=1');
    const foreign = `/v1/projects/other/operations/${json.items[0].operationId}`;
    for (const path of [UNKNOWN, foreign])
      for (const verb of ['retry', 'cancel'])
        expect(await send('POST', `${path}/${verb}`)).toMatchObject({
          status: 404,
          json: { type: problem('not-found') },
        });
  });

  it('DELETE takes all of them away, and their operations cannot be retried any more', async () => {
    const { items } = (await send('GET', ENVIRONMENTS)).json;
    expect(items.length).toBeGreaterThan(2);
    const { json: last } = await plinth.api.get(items[0].links.operation);
    await Promise.all(items.map(({ links }: Operation) => succeeds(plinth, 'DELETE', links.self)));
    expect(await listing(plinth)).toEqual(before);
    expect((await retry(last)).status).toBe(409);
  });

  describe('with onFailure', () => {
    it('rollback nothing is left of a create that failed for good, and what is not ours stays', async () => {
      const foreign = new CreateTableCommand({
        TableName: 'plinth-shop-others',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
      await plinth.aws(DynamoDBClient).send(foreign);
      const there = await listing(plinth);
      answerCallsWith(plinth, 'CreateReplicationGroup', [REFUSED]);
      const kept = next({ aurora: { deletionProtection: true } });
      const body = { ...kept, onFailure: 'rollback' };

      const failed = await create(body);

      expect(failed).toMatchObject({ status: 'failed', error: { type: 'Terminal' } });
      const { rolledBackBy } = await rolledBack(failed);
      const rollback = await plinth.api.ended(`/v1/projects/shop/operations/${rolledBackBy}`);
      expect(rollback).toMatchObject({ kind: 'delete', status: 'succeeded', door: 'system', snapshots: [] });
      expect(await listing(plinth)).toEqual(there);
      const { scheduledSecrets } = await inventory(plinth, 'eu-west-2');
      expect(scheduledSecrets).toContain(`plinth-shop-${body.environment}-aurora-master-user`);
      expect((await send('GET', `${ENVIRONMENTS}/${body.environment}`)).status).toBe(404);

      expect((await create(kept)).status).toBe('succeeded');
    });

    it.each([
      ['keep', 'failed', REFUSED],
      ['rollback', 'blocked', DENIED],
    ])('%s what a %s create has made stays', async (onFailure, status, error) => {
      answerCallsWith(plinth, 'CreateCluster', [error]);
      const body = next({ onFailure });

      expect(await create(body)).toMatchObject({ status, rolledBackBy: null });

      expect((await listing(plinth)).join()).toContain(`plinth-shop-${body.environment}-games`);
      expect((await send('GET', `${ENVIRONMENTS}/${body.environment}`)).json.status).toBe(status);
    });
  });

  /** It is recorded right after the end. */
  async function rolledBack({ links }: Operation): Promise<Operation> {
    for (;;) {
      const { json } = await plinth.api.get(links.self);
      if (json.rolledBackBy) return json;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
});

describe('while AWS takes its time', () => {
  let clock: ManualClock;
  let pace: Delays = instant;
  beforeAll(async () => {
    clock = new ManualClock();
    plinth = await startControlPlanes({ clock, delays: (key) => pace(key) });
    pace = realistic;
  });
  afterAll(() => plinth.close());

  /** Lets a minute pass, and everything that goes on in it. */
  async function minute(): Promise<void> {
    await quiet(plinth);
    await clock.advance(60_000);
    await quiet(plinth);
  }

  async function ended(path: string): Promise<Operation> {
    for (let minutes = 0; minutes < 120; minutes++) {
      const { json } = await plinth.api.get(path);
      if (json.endedAt !== null) return json;
      await minute();
    }
    throw new Error(`${path} does not end.`);
  }

  it('a create is cancelled, keeps what is there, and is finished by a retry', async () => {
    const { json: create } = await plinth.api.create(SMALL);
    await minute();
    expect(await retry(create)).toMatchObject({ status: 409, headers: { location: create.links.self } });
    for (const [method, path] of [
      ['PATCH', DEV],
      ['POST', `${DEV}/reconcile`],
      ['POST', `${DEV}/reconcile?dryRun=true`],
    ] as const)
      expect(await send(method, path, { redis: { snapshotRetentionDays: 3 } })).toMatchObject({
        status: 409,
        json: { type: problem('operation-in-progress') },
        headers: { location: create.links.self },
      });

    expect((await cancel(create)).status).toBe(202);

    const cancelled = await ended(create.links.self);
    expect(cancelled).toMatchObject({ status: 'cancelled', error: { type: 'Cancelled' } });
    expect(cancelled.cancelRequestedAt).not.toBeNull();
    expect(cancelled.steps.map(({ status }) => status)).toContain('cancelled');
    expect((await listing(plinth)).join()).toContain('DBCluster plinth-shop-dev-aurora-euw2');
    expect((await send('GET', DEV)).json.status).toBe('failed');

    const { headers } = await retry(cancelled);
    expect((await ended(headers.location ?? '')).status).toBe('succeeded');
    expect((await send('GET', DEV)).json.status).toBe('ready');
  });

  it('during an update everything else is refused with its name, and it is cancelled', async () => {
    const { json: update } = await send('PATCH', DEV, { aurora: { instanceClass: 'db.r6g.xlarge' } });
    await minute();

    for (const [method, path, body] of [
      ['PATCH', DEV, { redis: { snapshotRetentionDays: 3 } }],
      ['POST', `${DEV}/reconcile`, undefined],
      ['DELETE', DEV, undefined],
      ['DELETE', `${DEV}?dryRun=true`, undefined],
      ['POST', `${update.links.self}/retry`, undefined],
    ] as const) {
      const answer = await send(method, path, body);
      expect(answer).toMatchObject({ status: 409, headers: { location: update.links.self } });
      expect(answer.json.detail).toContain(update.operationId);
    }
    // What is asked for already is nothing to refuse.
    expect((await send('PATCH', DEV, { aurora: { instanceClass: 'db.r6g.xlarge' } })).status).toBe(200);

    expect((await cancel(update)).status).toBe(202);
    expect((await ended(update.links.self)).status).toBe('cancelled');
  });

  it('a DELETE of what was cancelled is cancelled itself, and its retry takes everything away', async () => {
    const { json: first } = await send('DELETE', DEV);
    await cancel(first);
    const cancelled = await ended(first.links.self);
    expect(cancelled).toMatchObject({ kind: 'delete', status: 'cancelled' });

    const { headers } = await retry(cancelled);

    expect((await ended(headers.location ?? '')).status).toBe('succeeded');
    expect((await listing(plinth)).join()).not.toContain('plinth-shop-dev');
  });

  it('a DELETE during a create stops it, and everything goes', async () => {
    const { json: create } = await plinth.api.create({ ...SMALL, environment: 'two' });
    await minute();

    const { status, json: remove } = await send('DELETE', `${ENVIRONMENTS}/two`);

    expect(status).toBe(202);
    const stopped = await ended(create.links.self);
    expect(stopped).toMatchObject({ status: 'cancelled', error: { type: 'Cancelled' } });
    expect(stopped.error?.detail).toContain(remove.operationId);
    expect((await ended(remove.links.self)).status).toBe('succeeded');
    expect((await listing(plinth)).join()).not.toContain('plinth-shop-two');
    expect((await retry(stopped)).status).toBe(409);
  });
});
