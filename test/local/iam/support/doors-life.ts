import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SMALL } from '../../../e2e/support/plinth.ts';
import { changeAlarm, ENVIRONMENTS, operation, PRODUCTION } from './common-life.ts';
import type { Installation } from './installation.ts';

/** The reading side of the API, previews of every kind, drift, and a request that is refused after its key was noted. */
export async function read(plinth: Installation): Promise<void> {
  await plinth.api.get('/v1/projects/shop/environments');
  const dryRuns = [
    ['POST', ENVIRONMENTS, { ...SMALL, environment: 'foreseen' }],
    ['PATCH', PRODUCTION, { redis: { snapshotRetentionDays: 9 } }],
    ['POST', `${PRODUCTION}/reconcile`, undefined],
    ['DELETE', PRODUCTION, undefined],
  ] as const;
  for (const [method, path, body] of dryRuns) {
    const { status, json } = await plinth.api.send(method, `${path}?dryRun=true`, body);
    expect({ status, planId: json.planId }).toEqual({ status: 200, planId: expect.any(String) });
  }
  await changeAlarm(plinth);
  const { json } = await plinth.api.get(`${PRODUCTION}/drift`);
  expect(json.summary.changed).toBeGreaterThan(0);
  await plinth.api.create({ environment: 'production' }, { headers: { 'Idempotency-Key': 'other' } });
}

/** What a caller may do with an environment besides: stop its create, cancel, retry, change, mend, delete. */
export async function control(plinth: Installation): Promise<void> {
  const self = '/v1/projects/shop/environments/controlled';
  const body = { ...SMALL, environment: 'controlled' };
  await plinth.api.create(body);
  expect(await operation(plinth, 'DELETE', self)).toMatchObject({ status: 'succeeded' });
  const { json: create } = await plinth.api.create(body);
  await plinth.api.send('POST', `${create.links.self}/cancel`);
  expect(await plinth.api.ended(create.links.self)).toMatchObject({ status: 'cancelled' });
  const retried = await operation(plinth, 'POST', `${create.links.self}/retry`);
  expect(retried).toMatchObject({ status: 'succeeded', retryOf: create.operationId });
  const change = { redis: { snapshotRetentionDays: 2 } };
  expect(await operation(plinth, 'PATCH', self, change)).toMatchObject({
    kind: 'update',
    status: 'succeeded',
  });
  const table = plinth.aws(DynamoDBClient);
  const { TableNames = [] } = await table.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes('shop-controlled'));
  await table.send(new DeleteTableCommand({ TableName }));
  expect(await operation(plinth, 'POST', `${self}/reconcile`)).toMatchObject({
    kind: 'reconcile',
    status: 'succeeded',
  });
  expect((await plinth.api.get(`${self}/audit`)).json.items).toHaveLength(7);
  expect(await operation(plinth, 'DELETE', self)).toMatchObject({ status: 'succeeded' });
}
