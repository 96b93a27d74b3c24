import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import { HANDLE_PROPERTY, launchData } from '../../core/launch.ts';
import { ManualClock } from '../../local/clock.ts';
import { type DelayKey, realistic } from '../../local/delays.ts';
import { inventory } from '../../local/inventory.ts';
import type { BusEvent } from '../../local/services/events.ts';
import { CloudFormation } from '../support/cloudformation.ts';
import { violationsOf } from '../support/events.ts';
import { passTime } from '../support/time.ts';
import { credentials, eventually } from './support/connect.ts';
import { answerCallsWith } from './support/faults.ts';
import { type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

let plinth: Plinth;
let stacks: CloudFormation;

beforeAll(async () => {
  plinth = await startControlPlanes();
  // Nothing takes an hour in this world: the limits are another test's.
  stacks = await new CloudFormation({
    clock: new ManualClock(),
    invoke: (event) => plinth.cloud.invoke('plinth-catalog', event),
  }).start();
});
afterAll(async () => {
  await stacks.close();
  await plinth.close();
});
afterEach(() => {
  jest.restoreAllMocks();
});

let count = 0;
/** A name that no other test has. */
const name = () => `d${++count}`;

async function putEvent(detail: object, source = 'team.shop'): Promise<BusEvent> {
  const entry = { EventBusName: 'plinth', Source: source, DetailType: 'Environment Requested' };
  const { FailedEntryCount, Entries = [] } = await plinth
    .aws(EventBridgeClient)
    .send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
  expect(FailedEntryCount).toBe(0);
  return plinth.cloud.events.find(({ id }) => id === Entries[0]?.EventId) as BusEvent;
}

const request = (environment: string) => ({ ...SMALL, environment });
const requested = (environment: string) => ({ version: '1', project: 'shop', request: request(environment) });

/** Plinth's events about an environment, once there is one of this type. */
async function eventsOf(environment: string, type: string): Promise<BusEvent[]> {
  const ours = () =>
    plinth.cloud.events.filter(
      ({ source, detail }) => source === 'plinth' && detail.environment === environment,
    );
  await eventually(async () => ours().some((event) => event['detail-type'] === type), Boolean);
  return ours();
}

const operationsOf = async (environment: string) =>
  (await plinth.api.get(`/v1/projects/shop/operations?environment=${environment}`)).json.items;

const pathOf = (environment: string) => `/v1/projects/shop/environments/${environment}`;
const statusOf = async (environment: string) => (await plinth.api.get(pathOf(environment))).status;

const LAUNCH = { Project: 'shop', Preset: 'development', MigrationSet: 'none' };
const launch = (Environment: string, more: object = {}) => stacks.launch({ ...LAUNCH, Environment, ...more });

describe('an environment', () => {
  it('through the HTTP door becomes ready', async () => {
    const { json } = await plinth.api.create(request('http'));
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  });

  it('through the EventBridge door becomes ready, and an event says so with its outputs', async () => {
    const environment = name();

    const event = await putEvent(requested(environment));
    const events = await eventsOf(environment, 'Environment Ready');

    const ready = events.at(-1)?.detail;
    const outputs = (await plinth.api.get(ready.links.outputs)).json;
    expect(ready).toMatchObject({
      version: '1',
      kind: 'create',
      requestedBy: `event:team.shop:${event.account}`,
    });
    expect(ready.outputs).toEqual(outputs);
    expect(JSON.stringify(await operationsOf(environment))).not.toContain('callbacks');
  });

  it('through the Service Catalog door becomes ready, and the stack has its outputs', async () => {
    const environment = name();

    const stack = await launch(environment);

    const { json: outputs } = await plinth.api.get(`/v1/projects/shop/environments/${environment}/outputs`);
    expect(stack).toMatchObject({ status: 'CREATE_COMPLETE', physicalId: `shop/${environment}` });
    expect(stack.waitData).toEqual({ environment: launchData(outputs) });
    expect(stack.data.OperationId).toMatch(/^op-/);
    expect(stacks.violations).toEqual([]);
  });
});

describe('nothing is created twice by', () => {
  it('two deliveries of one event at the same moment', async () => {
    const environment = name();
    const event = await putEvent(requested('other'));
    const copy = { ...event, id: 'same-moment', detail: requested(environment) };

    await Promise.all([
      plinth.cloud.invoke('plinth-events', copy),
      plinth.cloud.invoke('plinth-events', copy),
    ]);
    await eventsOf(environment, 'Environment Ready');

    expect(await operationsOf(environment)).toHaveLength(1);
    expect(plinth.cloud.deadLetters).toEqual([]);
  });

  it('a delivery that comes late, also when the environment has been deleted by then', async () => {
    const environment = name();
    const event = await putEvent(requested(environment));
    await eventsOf(environment, 'Environment Ready');
    jest.spyOn(plinth.cloud.runtime.registry, 'getEnvironment').mockResolvedValue(null); // it is gone

    await plinth.cloud.invoke('plinth-events', event);

    jest.restoreAllMocks();
    expect(await operationsOf(environment)).toHaveLength(1);
  });

  it('a launch that is asked for again, by the same request or by another stack', async () => {
    const environment = name();
    const first = await launch(environment);
    const [repeated] = stacks.requests.slice(-1);

    await plinth.cloud.invoke('plinth-catalog', repeated);
    const second = await launch(environment);

    expect(second).toMatchObject({ status: 'CREATE_COMPLETE', data: first.data, waitData: first.waitData });
    expect(await operationsOf(environment)).toHaveLength(1);
  });

  it('the three doors at once', async () => {
    const environment = name();
    const { preset, migrations } = SMALL;
    const same = { environment, preset, migrations };

    const [stack, answer] = await Promise.all([
      launch(environment),
      plinth.api.create(same),
      putEvent({ version: '1', project: 'shop', request: same }),
    ]);

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect([200, 202]).toContain(answer.status);
    expect(await operationsOf(environment)).toHaveLength(1);
  });
});

describe('a refused event', () => {
  it('of an unknown detail version becomes an event that says why', async () => {
    const environment = name();
    const event = await putEvent({ ...requested(environment), version: '2' });

    const [rejected] = await eventsOf(environment, 'Environment Request Rejected');

    expect(rejected?.detail).toMatchObject({ eventId: event.id, source: 'team.shop', project: 'shop' });
    expect(rejected?.detail.problem).toMatchObject({ errors: [{ pointer: '#/version' }] });
    expect(await operationsOf(environment)).toEqual([]);
  });

  it('with a password does not carry it on', async () => {
    const environment = name();
    await putEvent({
      ...requested(environment),
      request: { ...request(environment), aurora: { masterPassword: 'PlantedSecret1' } },
    });

    const [rejected] = await eventsOf(environment, 'Environment Request Rejected');

    expect(rejected?.detail.problem.type).toBe('urn:plinth:problem:secret-in-request');
    expect(JSON.stringify(rejected)).not.toContain('PlantedSecret1');
  });
});

describe('a launch that fails', () => {
  it('tells the stack the reason, and the rollback deletes what was made', async () => {
    const environment = name();
    const error = { name: 'InvalidParameterValueException', message: 'The port is odd.' };
    answerCallsWith(plinth, 'CreateReplicationGroup', [error]);

    const stack = await launch(environment);

    expect(stack).toMatchObject({ status: 'ROLLBACK_COMPLETE', physicalId: `shop/${environment}` });
    expect(stack.reason).toMatch(/is failed \(Terminal\).*The port is odd\./);
    const events = await eventsOf(environment, 'Environment Deleted');
    expect(events.map((event) => event['detail-type'])).toContain('Environment Failed');
    expect(await statusOf(environment)).toBe(404);
    const { resources } = await inventory(plinth, 'eu-west-2');
    expect(resources.filter((each) => each.includes(`-${environment}-`))).toEqual([]);
    expect(stacks.violations).toEqual([]);
  });

  it.each([
    ['Preset', 'gigantic', /Preset: preset must be one of development/],
    ['Environment', 'Not A Name', /Environment: environment/],
    ['Project', '', /Project is missing/],
    ['LandingZone', 'moon', /LandingZone: landingZone \(moon\)/],
    ['MigrationSet', 'nothing-like-it', /MigrationSet: migrations\.set/],
    ['Size', 'large', /Size is not a parameter/],
    [HANDLE_PROPERTY, 'http://169.254.169.254/latest', /Handle must be a reference/],
  ])('because of %s "%s" names it, and leaves nothing', async (parameter, value, reason) => {
    const environment = name();

    const stack = await launch(environment, { [parameter]: value });

    expect(stack).toMatchObject({ status: 'ROLLBACK_COMPLETE', reason: expect.stringMatching(reason) });
    expect(await operationsOf(environment)).toEqual([]);
  });

  it('because the name is taken leaves the environment that has it', async () => {
    const environment = name();
    await plinth.api.create(request(environment));

    const stack = await launch(environment, { Preset: 'standard' });

    expect(stack).toMatchObject({ status: 'ROLLBACK_COMPLETE', reason: expect.stringMatching(/exists/) });
    expect(await statusOf(environment)).toBe(200);
  });
});

describe('a stack', () => {
  it('that is updated changes its environment, and keeps what another door has changed', async () => {
    const environment = name();
    const stack = await launch(environment);
    const launched = stack.data.OperationId;
    const change = { redis: { snapshotRetentionDays: 4 } };
    const { json } = await plinth.api.send('PATCH', pathOf(environment), change);
    expect(await plinth.api.ended(json.links.self)).toMatchObject({ status: 'succeeded' });

    await stacks.update(stack, { Preset: 'staging' });

    const { OperationId } = stack.data;
    expect(stack).toMatchObject({ status: 'UPDATE_COMPLETE', physicalId: `shop/${environment}` });
    expect(OperationId).not.toBe(launched);
    const operation = await plinth.api.ended(`/v1/projects/shop/operations/${OperationId}`);
    expect(operation).toMatchObject({
      kind: 'update',
      door: 'catalog',
      status: 'succeeded',
      requestedBy: `catalog:${stack.id}`,
    });
    const after = (await plinth.api.get(pathOf(environment))).json;
    expect(after).toMatchObject({ preset: 'staging', spec: { redis: { snapshotRetentionDays: 4 } } });
    const events = await eventsOf(environment, 'Environment Updated');
    expect(events.at(-1)?.detail).toMatchObject({ operationId: OperationId, kind: 'update' });
  });

  it('whose update asks for another environment is refused with what cannot change, and rolls back', async () => {
    const environment = name();
    const stack = await launch(environment);

    await stacks.update(stack, { Environment: 'another', PrimaryRegion: 'eu-west-1', Preset: 'staging' });

    expect(stack).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      physicalId: `shop/${environment}`,
      reason: expect.stringMatching(/cannot get another Environment, PrimaryRegion:/),
    });
    expect(await operationsOf(environment)).toHaveLength(1);
    expect(await statusOf('another')).toBe(404);
  });

  it('whose update is refused by AWS or the contract names the parameter, and rolls back', async () => {
    const environment = name();
    const stack = await launch(environment);

    await stacks.update(stack, { MigrationSet: 'nothing-like-it' });

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.reason).toMatch(/MigrationSet: migrations\.set/);
    expect(await operationsOf(environment)).toHaveLength(1);
  });

  it('that is updated while its environment is changed is told what is at work, and rolls back', async () => {
    const environment = name();
    const stack = await launch(environment);
    const change = { redis: { snapshotRetentionDays: 4 } };
    const { json } = await plinth.api.send('PATCH', pathOf(environment), change);

    await stacks.update(stack, { Preset: 'staging' });

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.reason).toContain(`Operation ${json.operationId} (update) is at work`);
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  });

  it('that goes back to the parameters it had gets the inverse change, and what is left open its default', async () => {
    const environment = name();
    const stack = await launch(environment, { SecondaryRegion: 'eu-west-1' });
    const { registry } = plinth.cloud.runtime;
    const requestNow = async () => (await registry.getEnvironment('shop', environment))?.request;
    const launched = await requestNow();

    await stacks.update(stack, { Preset: 'staging', SecondaryRegion: '' });
    await plinth.api.ended(`/v1/projects/shop/operations/${stack.data.OperationId}`);
    const updated = await requestNow();
    await stacks.update(stack, { Preset: 'development', SecondaryRegion: 'eu-west-1' });

    expect(updated).toEqual({ environment, preset: 'staging', migrations: { set: null } });
    expect(await requestNow()).toEqual(launched);
    const operation = await plinth.api.ended(`/v1/projects/shop/operations/${stack.data.OperationId}`);
    expect(operation).toMatchObject({ kind: 'update', status: 'succeeded' });
  });

  it('that found an environment of somebody else cannot change it', async () => {
    const environment = name();
    const same = { environment, preset: 'development', migrations: { set: null } };
    const { json } = await plinth.api.create(same);
    await plinth.api.ended(json.links.self);
    const stack = await launch(environment);

    await stacks.update(stack, { Preset: 'staging' });

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.reason).toMatch(/was not made by this launch/);
    expect(await operationsOf(environment)).toHaveLength(1);
  });

  it('that is updated with a new version of the template is told of the end of the change', async () => {
    const environment = name();
    const stack = await launch(environment);
    const handle = stacks.newStack({}).properties[HANDLE_PROPERTY] ?? '';
    const told = stacks.signalOf(handle);

    await stacks.update(stack, { Preset: 'staging', [HANDLE_PROPERTY]: handle });

    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect(await told).toMatchObject({ Status: 'SUCCESS', Data: expect.stringContaining(';RedisPort=') });
  });

  it('that gets a new version of the template is told at once that the environment is ready', async () => {
    const stack = await launch(name());

    await stacks.update(stack, { [HANDLE_PROPERTY]: stacks.newStack({}).properties[HANDLE_PROPERTY] ?? '' });

    expect(stack.status).toBe('UPDATE_COMPLETE');
  });

  it('that is terminated answers when the environment is gone', async () => {
    const environment = name();
    const stack = await launch(environment);

    await stacks.terminate(stack);

    expect(stack).toMatchObject({ status: 'DELETE_COMPLETE', reason: '' });
    expect(await statusOf(environment)).toBe(404);
    await stacks.terminate(stack);
    expect(stack.status).toBe('DELETE_COMPLETE');
  });

  it('whose deletion is blocked is told why, and can be terminated later', async () => {
    const environment = name();
    const stack = await launch(environment);
    const error = { name: 'AccessDeniedException', message: 'not authorized to perform dax:DeleteCluster' };
    answerCallsWith(plinth, 'DeleteCluster', [error]);

    await stacks.terminate(stack);
    const { status, reason } = stack;
    await stacks.terminate(stack);

    expect(status).toBe('DELETE_FAILED');
    expect(reason).toMatch(/is blocked \(Blocked\).*not authorized to perform dax:DeleteCluster/);
    expect(stack.status).toBe('DELETE_COMPLETE');
  });

  it('that found an environment of somebody else leaves it when it is terminated', async () => {
    const environment = name();
    const same = { environment, preset: 'development', migrations: { set: null } };
    const { json } = await plinth.api.create(same);
    await plinth.api.ended(json.links.self);
    const stack = await launch(environment);

    await stacks.terminate(stack);

    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(await statusOf(environment)).toBe(200);
  });

  it('whose environment is protected cannot be terminated, and says how it can be', async () => {
    const environment = name();
    const stack = await launch(environment);
    const protect = (on: boolean) =>
      plinth.api.send('PATCH', pathOf(environment), { dynamodb: { deletionProtection: on } });
    await plinth.api.ended((await protect(true)).json.links.self);

    await stacks.terminate(stack);

    expect(stack).toMatchObject({
      status: 'DELETE_FAILED',
      reason: expect.stringContaining(
        `PATCH ${pathOf(environment)} with {"dynamodb":{"deletionProtection":false}}`,
      ),
    });
    expect(await statusOf(environment)).toBe(200);
    await plinth.api.ended((await protect(false)).json.links.self);
    await stacks.terminate(stack);
    expect(stack.status).toBe('DELETE_COMPLETE');
  });

  it('that fails is rolled back wholly, also when the preset protects what is ready', async () => {
    const environment = name();
    const odd = Array(30).fill({ name: 'InvalidParameterValue', message: 'odd' });
    answerCallsWith(plinth, 'PutDashboard', odd);

    const stack = await launch(environment, { Preset: 'standard' });

    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(await statusOf(environment)).toBe(404);
  });

  it('that is terminated in the middle of its launch stops it, and leaves nothing', async () => {
    const environment = name();
    const stack = stacks.newStack({ ...LAUNCH, Environment: environment });
    const created = stacks.create(stack);
    await eventually(
      async () => stack.physicalId,
      (id) => id !== undefined,
    );

    await stacks.terminate(stack);
    const { status } = stack;
    await created;

    expect(status).toBe('DELETE_COMPLETE');
    expect(await statusOf(environment)).toBe(404);
    const operations = (await operationsOf(environment)) as { kind: string; status: string }[];
    // The launch's own step may see first that the environment is not its own any more: then it has failed.
    expect(operations.map((each) => `${each.kind} ${each.status}`)).toEqual([
      'delete succeeded',
      expect.stringMatching(/^create (cancelled|failed)$/),
    ]);
  });
});

describe('every event of this run', () => {
  it('fits its schema', () => {
    const ours = plinth.cloud.events.filter(({ source }) => source === 'plinth');
    expect(new Set(ours.map((event) => event['detail-type'])).size).toBe(6);
    expect(violationsOf(ours)).toEqual([]);
  });

  it('and every record holds no secret, and no URL that is a capability', async () => {
    const { Items } = await plinth
      .aws(DynamoDBClient)
      .send(new ScanCommand({ TableName: 'plinth.registry' }));
    const answers = await plinth
      .aws(DynamoDBClient)
      .send(new ScanCommand({ TableName: 'plinth.idempotency' }));
    const text = JSON.stringify([plinth.cloud.events, Items, answers.Items, await histories()]);
    const { outputs } = (await eventsOf('d1', 'Environment Ready')).at(-1)?.detail ?? {};
    const { password, authToken } = await credentials(plinth, outputs);

    expect(password.length).toBeGreaterThan(15);
    for (const secret of [password, authToken, 'X-Amz-Signature', '127.0.0.1'])
      expect({ secret, found: text.includes(secret) }).toEqual({ secret, found: false });
    expect(text).toContain('callbacks');
  });
});

async function histories(): Promise<unknown[]> {
  const client = plinth.aws(SFNClient);
  const { stateMachineArn } = plinth.cloud;
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  const events: unknown[] = [];
  for (const { executionArn } of executions)
    for await (const page of paginateGetExecutionHistory(
      { client },
      { executionArn, includeExecutionData: true },
    ))
      events.push(page.events);
  return events;
}

describe('with the time that AWS takes', () => {
  let own: Plinth;
  let clock: ManualClock;
  let slow: CloudFormation;
  beforeEach(async () => {
    clock = new ManualClock();
    // A slow day: the database alone takes longer than a custom resource may.
    let slowDay = false;
    const delays = (key: DelayKey) => {
      if (!slowDay) return 0; // Plinth's own tables, which are there before the day begins
      return key === 'rds.instance.create' ? 80 * 60_000 : realistic(key);
    };
    own = await startControlPlanes({ clock, delays });
    slowDay = true;
    slow = await new CloudFormation({
      clock,
      invoke: (event) => own.cloud.invoke('plinth-catalog', event),
    }).start();
  });
  afterEach(async () => {
    await slow.close();
    await own.close();
  });

  it('a launch that takes more than an hour succeeds', async () => {
    const start = clock.now();

    const stack = await passTime(own, clock, slow.launch({ ...LAUNCH, Environment: 'slow' }));

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(clock.now() - start).toBeGreaterThan(3_600_000);
    expect(stack.waitData.environment).toMatch(/;AuroraWriterEndpoint=[^;]+;/);
  });
});
