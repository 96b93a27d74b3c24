import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import { newOperationId } from '../../../core/ids.ts';
import { newOperation, type OperationKind, type OperationRecord } from '../../../core/operations.ts';
import type { EnvironmentRecord } from '../../../core/registry.ts';
import { STATUS_AT_WORK } from '../../../core/workflow.ts';
import { createCaretaker } from '../../../functions/caretaker/caretaker.ts';
import { createExecutions } from '../../../functions/executions.ts';
import { ManualClock } from '../../../local/clock.ts';
import { type Handler, invokeHandler } from '../../../local/lambda.ts';
import { type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

const MINUTE = 60_000;
const clock = new ManualClock();
let plinth: Plinth;
let template: EnvironmentRecord;
const noCallbacks = {} as never;

beforeAll(async () => {
  plinth = await startControlPlanes({ clock, delays: () => 0 });
  const { json } = await plinth.api.create({ ...SMALL, environment: 'template' });
  for (;;) {
    const record = await plinth.cloud.runtime.registry.getEnvironment('shop', 'template');
    if (record?.status === 'ready') {
      template = record;
      break;
    }
    if (record?.status !== 'creating') throw new Error(JSON.stringify(json));
    await clock.runUntilIdle();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});
afterAll(() => plinth.close());
afterEach(() => jest.restoreAllMocks());

const registryOf = () => plinth.cloud.runtime.registry;
/** One round, as the function's role; what it throws is the test's. */
const round = () =>
  invokeHandler(createCaretaker(plinth.cloud.runtime, noCallbacks) as Handler, 'plinth-caretaker', {});

let count = 0;
/** An environment that an operation has, and what is there of that: its record, or an execution too. */
async function given(kind: OperationKind, there: 'nothing' | 'record' | 'execution', change: object = {}) {
  const now = new Date(clock.now()).toISOString();
  const names = { project: 'shop', environment: `r${++count}`, operationId: newOperationId(clock.now()) };
  await registryOf().createEnvironment({
    ...template,
    ...names,
    status: STATUS_AT_WORK[kind],
    createdAt: now,
    createdBy: 'the asker',
    updatedAt: now,
    readyAt: kind === 'create' ? null : now,
    ...change,
  });
  const operation = newOperation({ ...names, kind, requestedBy: 'me', door: 'http', now });
  if (there !== 'nothing') await registryOf().createOperation(operation);
  if (there === 'execution') await createExecutions(plinth.cloud.runtime.workflow).start(operation);
  return operation;
}

const operationNow = ({ project, operationId }: OperationRecord) =>
  registryOf().getOperation(project, operationId);
const environmentNow = ({ project, environment }: OperationRecord) =>
  registryOf().getEnvironment(project, environment);
const endings = ({ operationId }: OperationRecord) =>
  plinth.cloud.events.filter(
    (event) => event.detail.operationId === operationId && event['detail-type'] !== 'Operation Progressed',
  );

describe.each(['create', 'update', 'delete'] as const)('an operation (%s) that was never started', (kind) => {
  it.each(['nothing', 'record'] as const)('of which there is %s, is failed and told once', async (there) => {
    const operation = await given(kind, there);
    await clock.advance(11 * MINUTE);

    await Promise.all([round(), round()]);
    await round();

    expect(await operationNow(operation)).toMatchObject({
      kind,
      status: 'failed',
      error: { type: 'NeverStarted', detail: expect.stringContaining('Retry the operation') },
    });
    expect((await environmentNow(operation))?.status).toBe('failed');
    expect(await registryOf().listUntoldOperations()).toEqual([]);
    const told = endings(operation);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map((event) => event['detail-type']))).toEqual(new Set(['Environment Failed']));
  });

  it.each(['nothing', 'record'] as const)('of which there is %s, has ten minutes to be', async (there) => {
    const operation = await given(kind, there);
    await clock.advance(9 * MINUTE);

    await round();

    expect((await environmentNow(operation))?.status).toBe(STATUS_AT_WORK[kind]);
    expect((await operationNow(operation))?.status).toBe(there === 'record' ? 'pending' : undefined);
    // Not for the next test.
    await clock.advance(2 * MINUTE);
    await round();
  });
});

it('who asked for a create is still known when only the environment was written', async () => {
  const operation = await given('create', 'nothing', { request: { ...template.request, onFailure: 'keep' } });
  await clock.advance(11 * MINUTE);
  await round();
  expect(await operationNow(operation)).toMatchObject({
    requestedBy: 'the asker',
    options: { onFailure: 'keep' },
  });
});

it('what was to be cancelled is cancelled', async () => {
  const operation = await given('update', 'record');
  await registryOf().requestCancel('shop', operation.operationId, new Date(clock.now()).toISOString());
  await clock.advance(11 * MINUTE);

  await round();

  expect(await operationNow(operation)).toMatchObject({ status: 'cancelled', error: { type: 'Cancelled' } });
});

describe('an operation whose execution has ended without a word', () => {
  /** The function that closes operations is not told. */
  async function stopped() {
    const operation = await given('update', 'record');
    const { client, stateMachineArns } = plinth.cloud.runtime.workflow;
    jest.spyOn(registryOf(), 'getBoth').mockImplementation(() => new Promise(() => {}));
    await createExecutions(plinth.cloud.runtime.workflow).start(operation);
    const fail = jest.spyOn(registryOf(), 'fail').mockRejectedValue(new Error('registry away'));
    const executionArn = `${stateMachineArns.update.replace(':stateMachine:', ':execution:')}:${operation.operationId}`;
    await client.send(new StopExecutionCommand({ executionArn, cause: 'by me' }));
    await clock.runUntilIdle();
    fail.mockRestore();
    jest.restoreAllMocks();
    expect((await operationNow(operation))?.endedAt).toBeNull();
    return operation;
  }

  it('is closed with the reason, at once', async () => {
    const operation = await stopped();
    await round();
    expect(await operationNow(operation)).toMatchObject({
      status: 'failed',
      error: { type: 'Execution.ABORTED', detail: expect.stringContaining('stopped by hand: by me') },
    });
    expect(endings(operation)).toHaveLength(1);
  });
});

it('an operation that runs is left alone', async () => {
  jest.spyOn(registryOf(), 'getBoth').mockImplementation(() => new Promise(() => {}));
  const operation = await given('update', 'execution');
  await clock.advance(4 * MINUTE);
  await round();
  expect((await operationNow(operation))?.endedAt).toBeNull();
  await createExecutions(plinth.cloud.runtime.workflow).stop(operation, 'enough');
});

describe('a caretaker that dies', () => {
  const crash = () => Promise.reject(new Error('killed'));

  it.each<[string, () => unknown]>([
    [
      'before it writes the missing record',
      () => jest.spyOn(registryOf(), 'createOperation').mockImplementationOnce(crash),
    ],
    ['before it closes', () => jest.spyOn(registryOf(), 'fail').mockImplementationOnce(crash)],
    [
      'before it tells',
      () => jest.spyOn(plinth.cloud.runtime.events, 'publish').mockImplementationOnce(crash),
    ],
    [
      'before it notes that it has told',
      () => jest.spyOn(registryOf(), 'recordTold').mockImplementationOnce(crash),
    ],
  ])('%s leaves it to the next one', async (_, dieThere) => {
    const operation = await given('create', 'nothing');
    await clock.advance(11 * MINUTE);
    dieThere();

    await expect(round()).rejects.toThrow('killed');
    jest.restoreAllMocks();
    await round();

    expect(await operationNow(operation)).toMatchObject({
      status: 'failed',
      error: { type: 'NeverStarted' },
    });
    expect((await environmentNow(operation))?.status).toBe('failed');
    expect(endings(operation).length).toBeGreaterThan(0);
    expect(await registryOf().listUntoldOperations()).toEqual([]);
  });

  it('between the two writes of a close leaves no environment that waits for ever', async () => {
    const operation = await given('update', 'record');
    await clock.advance(11 * MINUTE);
    const { table } = registryOf();
    const update = table.update.bind(table);
    jest
      .spyOn(table, 'update')
      .mockImplementation((key, expression) =>
        key.sk.startsWith('ENVIRONMENT#') ? crash() : update(key, expression),
      );
    await expect(round()).rejects.toThrow('killed');
    jest.restoreAllMocks();
    expect((await environmentNow(operation))?.status).toBe('updating');

    await round();

    expect((await environmentNow(operation))?.status).toBe('failed');
  });
});

it('one that cannot be looked after does not keep the others from their turn', async () => {
  const [first, second] = [await given('update', 'record'), await given('update', 'record')];
  await clock.advance(11 * MINUTE);
  const get = registryOf().getOperation.bind(registryOf());
  jest
    .spyOn(registryOf(), 'getOperation')
    .mockImplementation((project, id) =>
      id === first.operationId ? Promise.reject(new Error('odd')) : get(project, id),
    );

  await expect(round()).rejects.toThrow('odd');
  jest.restoreAllMocks();

  expect((await operationNow(second))?.status).toBe('failed');
  await round();
  expect((await operationNow(first))?.status).toBe('failed');
});

it('a create that was to be rolled back is, also when it never began', async () => {
  const operation = await given('create', 'record');
  const { table } = registryOf();
  const key = { pk: 'PROJECT#shop', sk: `OPERATION#${operation.operationId}` };
  await table.put(key, { ...operation, options: { onFailure: 'rollback' }, listed: 'open-operation' });
  await clock.advance(11 * MINUTE);

  await round();

  const { rolledBackBy = '' } = (await operationNow(operation)) ?? {};
  expect(await registryOf().getOperation('shop', rolledBackBy)).toMatchObject({
    kind: 'delete',
    door: 'system',
  });
});
