import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { jest } from '@jest/globals';
import { ManualClock } from '../../../../local/clock.ts';
import { eventually } from '../../../e2e/support/connect.ts';
import { answerCallsWith } from '../../../e2e/support/faults.ts';
import { SMALL } from '../../../e2e/support/plinth.ts';
import { CloudFormation } from '../../../support/cloudformation.ts';
import { changeAlarm, ENVIRONMENTS, gone, operation, PRODUCTION } from './common-life.ts';
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

/** A create that fails, and that is to leave nothing then. */
export async function rollBack(plinth: Installation): Promise<void> {
  const body = { ...SMALL, environment: 'fleeting', onFailure: 'rollback' };
  answerCallsWith(plinth, 'CreateCluster', [{ name: 'InvalidParameterValueException', message: 'no' }]);
  expect(await operation(plinth, 'POST', ENVIRONMENTS, body)).toMatchObject({ status: 'failed' });
  await gone(plinth, 'fleeting');
  jest.restoreAllMocks();
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

/** Through the EventBridge door: one that is taken, and one that is refused. */
export async function askByEvent(plinth: Installation): Promise<void> {
  const put = (request: object) =>
    plinth.aws(EventBridgeClient).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'plinth',
            Source: 'team.shop',
            DetailType: 'Environment Requested',
            Detail: JSON.stringify({ version: '1', project: 'shop', request }),
          },
        ],
      }),
    );
  const told = (type: string) =>
    eventually(
      async () => plinth.cloud.events.filter((event) => event['detail-type'] === type).length,
      (count) => count > 0,
    );
  await put({ ...SMALL, environment: 'asked', alarms: { enabled: true } });
  await eventually(
    async () => (await plinth.api.get('/v1/projects/shop/environments/asked')).json.status,
    (status) => status === 'ready',
  );
  await put({ ...SMALL, environment: 'asked', alarms: { enabled: true } }); // it is there: told so
  await put({ environment: 'Not A Name' });
  await told('Environment Request Rejected');
}

const LAUNCH = { Project: 'shop', Preset: 'development', MigrationSet: 'none' };

/** Through the Service Catalog door: launched, updated and terminated; and terminated while it is launched. */
export async function launchAndTerminate(plinth: Installation): Promise<void> {
  const stacks = await new CloudFormation({
    clock: new ManualClock(),
    invoke: (event) => plinth.cloud.invoke('plinth-catalog', event),
  }).start();
  try {
    const stack = await stacks.launch({ ...LAUNCH, Environment: 'launched' });
    expect(stack.status).toBe('CREATE_COMPLETE');
    await stacks.update(stack, { Preset: 'staging' });
    expect(stack.status).toBe('UPDATE_COMPLETE');
    await plinth.api.ended(`/v1/projects/shop/operations/${stack.data.OperationId}`);
    await stacks.terminate(stack);
    expect(stack.status).toBe('DELETE_COMPLETE');
    const early = stacks.newStack({ ...LAUNCH, Environment: 'early' });
    const created = stacks.create(early);
    await eventually(
      async () => early.physicalId,
      (id) => id !== undefined,
    );
    await stacks.terminate(early);
    expect(early.status).toBe('DELETE_COMPLETE');
    await created;
  } finally {
    await stacks.close();
  }
}
