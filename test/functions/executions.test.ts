import { MACHINES, type OperationKind } from '../../core/operations.ts';
import { createExecutions } from '../../functions/executions.ts';
import { createFixture } from '../local/services/sfn/fixtures.ts';

const WAITS = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 600, End: true } },
  QueryLanguage: 'JSONata',
};
const KINDS: readonly OperationKind[] = ['create', 'update', 'reconcile', 'delete'];

/** The three machines on the local Step Functions; an execution runs until the clock is moved. */
async function setUp() {
  const fixture = createFixture();
  const arn = (name: string) => fixture.create(WAITS, `plinth-${name}`);
  const stateMachineArns = {
    provision: await arn('provision'),
    update: await arn('update'),
    delete: await arn('delete'),
  };
  return {
    ...fixture,
    stateMachineArns,
    executions: createExecutions({ client: fixture.sfn, stateMachineArns }),
  };
}

const names = (kind: OperationKind = 'create') => ({
  project: 'shop',
  environment: 'dev',
  operationId: 'op-1',
  kind,
});

describe.each(KINDS)('the execution of a %s', (kind) => {
  it('runs on its machine, has the id of the operation for a name, and is told names only', async () => {
    const { executions, describe: describeExecution, stateMachineArns } = await setUp();
    const machine = stateMachineArns[MACHINES[kind]];

    await executions.start(names(kind));

    const found = await describeExecution(`${machine.replace(':stateMachine:', ':execution:')}:op-1`);
    expect(found).toMatchObject({ name: 'op-1', status: 'RUNNING', stateMachineArn: machine });
    expect(JSON.parse(found.input ?? '')).toEqual({
      project: 'shop',
      environment: 'dev',
      operationId: 'op-1',
    });
    expect(await executions.find(names(kind))).toEqual({ status: 'running' });
    await executions.stop(names(kind), 'the end of the test');
  });
});

it('one that is started twice runs once', async () => {
  const { executions, events } = await setUp();
  await Promise.all([executions.start(names()), executions.start(names())]);
  await executions.start(names());
  expect(events.filter(({ detail }) => detail.status === 'RUNNING')).toHaveLength(1);
  await executions.stop(names(), 'the end of the test');
});

it('one that is stopped has ended, with the cause', async () => {
  const { executions, events } = await setUp();
  await executions.start(names());

  await executions.stop(names(), 'for a delete');
  await executions.stop(names(), 'again');

  expect(await executions.find(names())).toEqual({ status: 'ended', how: 'ABORTED', cause: 'for a delete' });
  expect(events.at(-1)?.detail).toMatchObject({ status: 'ABORTED', error: 'Cancelled' });
});

it('one that has succeeded is found so', async () => {
  const { executions, service, clock } = await setUp();
  await executions.start(names());
  await clock.advance(600_000);
  await service.idle();
  expect(await executions.find(names())).toEqual({ status: 'ended', how: 'SUCCEEDED', cause: '' });
});

it('one that never began is absent, and to stop it is no error', async () => {
  const { executions } = await setUp();
  expect(await executions.find(names())).toEqual({ status: 'absent' });
  await executions.stop(names(), 'for a delete');
  expect(await executions.find(names('delete'))).toEqual({ status: 'absent' });
});

it('a machine that is not there is an error that says what was tried', async () => {
  const { sfn } = await setUp();
  const gone = 'arn:aws:states:eu-west-2:123456789012:stateMachine:gone';
  const executions = createExecutions({
    client: sfn,
    stateMachineArns: { provision: gone, update: gone, delete: gone },
  });
  await expect(executions.start(names())).rejects.toThrow(/start the workflow of operation op-1/i);
});
