import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import { machine, named, pass, task } from '../../asl/support.ts';
import { createFixture, type Fixture } from './fixtures.ts';

const waiting = machine({ W: { Type: 'Wait', Seconds: 3600, End: true } });
const failing = machine({ F: { Type: 'Fail', Error: 'Broken', Cause: 'because' } });

describe('an execution', () => {
  it('that succeeds is described with its output', async () => {
    const fixture = createFixture({ work: (n: never) => ({ n }) });
    const stateMachineArn = await fixture.create(
      machine({ T: task({ Output: '{% $states.result.Payload %}' }) }),
    );
    const executionArn = await fixture.start(stateMachineArn, 'first', '{"a": 1}');
    await fixture.service.idle();
    expect(await fixture.describe(executionArn)).toMatchObject({
      executionArn: 'arn:aws:states:eu-west-2:123456789012:execution:machine:first',
      stateMachineArn,
      name: 'first',
      status: 'SUCCEEDED',
      startDate: new Date('2026-01-01T00:00:00Z'),
      stopDate: new Date('2026-01-01T00:00:00Z'),
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"n":{"a":1}}',
      outputDetails: { included: true },
      redriveCount: 0,
    });
  });

  it('that fails is described with error and cause', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create(failing));
    await fixture.service.idle();
    const described = await fixture.describe(executionArn);
    expect(described).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'because' });
    expect(described).not.toHaveProperty('output');
  });

  it('that times out has neither error nor cause', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create({ ...waiting, TimeoutSeconds: 60 }));
    await fixture.clock.advance(60_000);
    await fixture.service.idle();
    const described = await fixture.describe(executionArn);
    expect(described).toMatchObject({ status: 'TIMED_OUT', stopDate: new Date('2026-01-01T00:01:00Z') });
    expect(described).not.toHaveProperty('error');
  });

  it('runs until its wait is over', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create(waiting));
    await fixture.clock.advance(3_599_000);
    expect((await fixture.describe(executionArn)).status).toBe('RUNNING');
    await fixture.clock.advance(1000);
    expect((await fixture.describe(executionArn)).status).toBe('SUCCEEDED');
  });

  it('can be described without its data', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create(pass(1)));
    await fixture.service.idle();
    const described = await fixture.sfn.send(
      new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
    );
    expect(described).not.toHaveProperty('input');
    expect(described).toMatchObject({ status: 'SUCCEEDED', outputDetails: { included: false } });
  });
});

describe('StartExecution', () => {
  let fixture: Fixture;
  let stateMachineArn: string;

  beforeEach(async () => {
    fixture = createFixture();
    stateMachineArn = await fixture.create(waiting);
  });
  afterEach(() => fixture.service.stopAll());

  const start = (input: object) =>
    fixture.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'first', ...input }));

  it('answers the running execution for the same name and input', async () => {
    const first = await start({ input: '{"a":1}' });
    await fixture.clock.advance(1000);
    const second = await start({ input: '{"a":1}' });
    expect([second.executionArn, second.startDate]).toEqual([first.executionArn, first.startDate]);
    expect(fixture.events).toHaveLength(1);
  });

  it('refuses the same name with another input', async () => {
    await start({ input: '{"a":1}' });
    await expect(start({ input: '{"a":2}' })).rejects.toThrow(
      expect.objectContaining({ name: 'ExecutionAlreadyExists' }),
    );
  });

  it('refuses the name of an execution that has ended', async () => {
    await start({});
    await fixture.service.stopAll();
    await expect(start({})).rejects.toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
  });

  it('makes a name when it is given none', async () => {
    const { executionArn } = await start({ name: undefined });
    expect(executionArn).toMatch(/:execution:machine:[0-9a-f-]{36}$/);
  });

  it.each([
    ['a space', { name: 'a b' }, 'InvalidName'],
    ['a colon', { name: 'a:b' }, 'InvalidName'],
    ['no character', { name: '' }, 'InvalidName'],
    ['81 characters', { name: 'x'.repeat(81) }, 'InvalidName'],
    ['input that is not JSON', { input: '{"password": hunter2}' }, 'InvalidExecutionInput'],
    ['input over 262,144 bytes', { input: JSON.stringify('x'.repeat(262_143)) }, 'ValidationException'],
    [
      'an unknown state machine',
      { stateMachineArn: 'arn:aws:states:eu-west-2:123456789012:stateMachine:no' },
      'StateMachineDoesNotExist',
    ],
    ['no ARN', { stateMachineArn: 'machine' }, 'InvalidArn'],
    ['a trace header', { traceHeader: 'Root=1' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    await expect(start(input)).rejects.toThrow(expect.objectContaining({ name }));
  });

  it('does not repeat a bad input in its error', async () => {
    await expect(start({ input: '{"password": hunter2}' })).rejects.toThrow(/^((?!hunter2).)*$/);
  });

  it.each(['x'.repeat(80), 'op_1-a.b', 'größe'])('takes the name %s', async (name) => {
    await expect(start({ name })).resolves.toBeDefined();
  });
});

describe('StopExecution', () => {
  it('ends the execution with the given error and cause', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create(waiting));
    const { stopDate } = await fixture.sfn.send(
      new StopExecutionCommand({ executionArn, error: 'ByHand', cause: 'not needed' }),
    );
    expect(await fixture.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'ByHand',
      cause: 'not needed',
      stopDate,
    });
  });

  it('of an execution that has ended changes nothing', async () => {
    const fixture = createFixture();
    const executionArn = await fixture.start(await fixture.create(pass(1)));
    await fixture.service.idle();
    await fixture.sfn.send(new StopExecutionCommand({ executionArn, error: 'ByHand' }));
    expect((await fixture.describe(executionArn)).status).toBe('SUCCEEDED');
  });

  it('of an unknown execution is ExecutionDoesNotExist', async () => {
    const fixture = createFixture();
    const executionArn = 'arn:aws:states:eu-west-2:123456789012:execution:machine:no';
    await expect(fixture.sfn.send(new StopExecutionCommand({ executionArn }))).rejects.toThrow(
      expect.objectContaining({ name: 'ExecutionDoesNotExist' }),
    );
  });
});

describe('GetExecutionHistory', () => {
  async function ended(definition: object = pass(1)) {
    const fixture = createFixture({ work: () => 1 });
    const executionArn = await fixture.start(await fixture.create(definition));
    await fixture.service.idle();
    return (input: object = {}) =>
      fixture.sfn.send(new GetExecutionHistoryCommand({ executionArn, ...input }));
  }

  it('gives the events in pages, in order', async () => {
    const history = await ended();
    const first = await history({ maxResults: 3 });
    const second = await history({ maxResults: 3, nextToken: first.nextToken });
    expect([first, second].map(({ events }) => events?.map(({ id }) => id))).toEqual([[1, 2, 3], [4]]);
    expect(second.nextToken).toBeUndefined();
  });

  it('gives the newest first when asked', async () => {
    const { events } = await (await ended())({ reverseOrder: true });
    expect(events?.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it('leaves out the data when asked', async () => {
    const { events } = await (await ended(machine({ T: task() })))({ includeExecutionData: false });
    expect(events?.map(({ type }) => type)).toContain('TaskSucceeded');
    expect(JSON.stringify(events)).not.toMatch(/"(input|output|parameters)":/);
  });

  it('refuses a token that it did not give', async () => {
    const history = await ended();
    await expect(history({ nextToken: 'x' })).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidToken' }),
    );
  });
});

describe('ListExecutions', () => {
  it('gives the newest first, in pages that new executions do not shift', async () => {
    const fixture = createFixture();
    const stateMachineArn = await fixture.create(pass(1));
    for (const name of ['a', 'b', 'c']) await fixture.start(stateMachineArn, name);
    const list = (input: object) =>
      fixture.sfn.send(new ListExecutionsCommand({ stateMachineArn, ...input }));
    const first = await list({ maxResults: 2 });
    await fixture.start(stateMachineArn, 'd');
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect([first, second].map(({ executions }) => executions?.map(({ name }) => name))).toEqual([
      ['c', 'b'],
      ['a'],
    ]);
  });

  it('filters by status', async () => {
    const fixture = createFixture();
    const stateMachineArn = await fixture.create(waiting);
    await fixture.start(stateMachineArn, 'runs');
    const stopped = await fixture.start(stateMachineArn, 'stopped');
    await fixture.sfn.send(new StopExecutionCommand({ executionArn: stopped }));
    const { executions } = await fixture.sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }),
    );
    expect(executions).toMatchObject([{ name: 'stopped', status: 'ABORTED' }]);
    await fixture.service.stopAll();
  });
});

describe('the memory of ended executions', () => {
  it('holds the last 200', async () => {
    const fixture = createFixture();
    const stateMachineArn = await fixture.create(pass(1));
    for (let index = 0; index < 202; index++) await fixture.start(stateMachineArn, `run-${index}`);
    await fixture.service.idle();
    const { executions } = await fixture.sfn.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
    );
    expect(executions).toHaveLength(200);
    expect(executions?.at(-1)?.name).toBe('run-2');
  });
});

describe('status change events', () => {
  it('come for the start and the end, as EventBridge delivers them', async () => {
    const fixture = createFixture();
    const stateMachineArn = await fixture.create(failing);
    const executionArn = await fixture.start(stateMachineArn, 'first', '{"a":1}');
    await fixture.service.idle();
    const startDate = Date.UTC(2026, 0, 1);
    const common = {
      version: '0',
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '123456789012',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-2',
      resources: [executionArn],
    };
    const detail = {
      executionArn,
      stateMachineArn,
      name: 'first',
      startDate,
      input: '{"a":1}',
      output: null,
    };
    expect(fixture.events).toMatchObject([
      { ...common, detail: { ...detail, status: 'RUNNING', stopDate: null, error: null, cause: null } },
      {
        ...common,
        detail: { ...detail, status: 'FAILED', stopDate: startDate, error: 'Broken', cause: 'because' },
      },
    ]);
    expect(new Set(fixture.events.map(({ id }) => id)).size).toBe(2);
  });

  it('leave out an input that is too large for an event', async () => {
    const fixture = createFixture();
    const input = JSON.stringify('x'.repeat(255_000));
    await fixture.start(await fixture.create(pass(1)), 'first', input);
    await fixture.service.idle();
    expect(fixture.events.map(({ detail }) => [detail.input, detail.inputDetails])).toEqual([
      [null, { included: false }],
      [null, { included: false }],
    ]);
  });
});

describe('idle and stopAll', () => {
  it('idle waits for functions that outlive their execution', async () => {
    let finish = () => {};
    let finished = false;
    const work = () =>
      new Promise<void>((resolve) => {
        finish = () => {
          finished = true;
          resolve();
        };
      });
    const fixture = createFixture({ work });
    const executionArn = await fixture.start(await fixture.create(machine({ T: task() })));
    await fixture.clock.advance(0);
    await fixture.sfn.send(new StopExecutionCommand({ executionArn }));
    setImmediate(() => finish());
    await fixture.service.idle();
    expect(finished).toBe(true);
  });

  it('stopAll ends every execution and leaves nobody sleeping', async () => {
    const fixture = createFixture();
    const stateMachineArn = await fixture.create(waiting);
    for (const name of ['a', 'b']) await fixture.start(stateMachineArn, name);
    await fixture.clock.advance(1000);
    await fixture.service.stopAll();
    expect(fixture.clock.sleeping).toBe(0);
    expect(fixture.events.slice(2).map(({ detail }) => detail.status)).toEqual(['ABORTED', 'ABORTED']);
  });

  it('a status handler that fails does not harm the execution', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const fixture = createFixture({}, { onStatusChange: () => Promise.reject(named('Oops')) });
    const executionArn = await fixture.start(await fixture.create(pass(1)));
    await fixture.service.idle();
    expect((await fixture.describe(executionArn)).status).toBe('SUCCEEDED');
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('onStatusChange'));
    warn.mockRestore();
  });
});
