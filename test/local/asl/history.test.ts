import { machine, named, run, task } from './support.ts';

const handlers = { work: () => ({ ok: true }) };

describe('the history', () => {
  it('of a Task has the events and details of AWS', async () => {
    const definition = machine({ T: task({ TimeoutSeconds: 30, Output: '{% $states.result.Payload %}' }) });
    const { events } = await run(definition, { handlers, input: { a: 1 } });
    const resource = { resourceType: 'lambda', resource: 'invoke' };
    const whole = { truncated: false };
    const timestamp = new Date('2026-01-01T00:00:00Z');
    const result = '{"ExecutedVersion":"$LATEST","Payload":{"ok":true},"StatusCode":200}';
    expect(events).toEqual([
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        timestamp,
        executionStartedEventDetails: {
          input: '{"a":1}',
          inputDetails: whole,
          roleArn: 'arn:aws:iam::123456789012:role/machine',
        },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        timestamp,
        stateEnteredEventDetails: { name: 'T', input: '{"a":1}', inputDetails: whole },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        timestamp,
        taskScheduledEventDetails: {
          ...resource,
          region: 'eu-west-2',
          parameters: '{"FunctionName":"work","Payload":{"a":1}}',
          timeoutInSeconds: 30,
        },
      },
      { id: 4, previousEventId: 3, type: 'TaskStarted', timestamp, taskStartedEventDetails: resource },
      {
        id: 5,
        previousEventId: 4,
        type: 'TaskSucceeded',
        timestamp,
        taskSucceededEventDetails: { ...resource, output: result, outputDetails: whole },
      },
      {
        id: 6,
        previousEventId: 5,
        type: 'TaskStateExited',
        timestamp,
        stateExitedEventDetails: { name: 'T', output: '{"ok":true}', outputDetails: whole },
      },
      {
        id: 7,
        previousEventId: 6,
        type: 'ExecutionSucceeded',
        timestamp,
        executionSucceededEventDetails: { output: '{"ok":true}', outputDetails: whole },
      },
    ]);
  });

  it('of a failed Task has error and cause', async () => {
    const work = () => {
      throw named('Lambda.ServiceException', 'down');
    };
    const { events } = await run(machine({ T: task() }), { handlers: { work } });
    expect(events.slice(-2)).toMatchObject([
      { type: 'TaskFailed', taskFailedEventDetails: { error: 'Lambda.ServiceException', cause: 'down' } },
      {
        type: 'ExecutionFailed',
        executionFailedEventDetails: { error: 'Lambda.ServiceException', cause: 'down' },
      },
    ]);
  });

  it('has one line of events for every branch', async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
    const { events } = await run(
      machine({ P: { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true } }),
    );
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'ParallelStateEntered'],
      [3, 2, 'ParallelStateStarted'],
      [4, 3, 'PassStateEntered'],
      [5, 3, 'PassStateEntered'],
      [6, 4, 'PassStateExited'],
      [7, 5, 'PassStateExited'],
      [8, 7, 'ParallelStateSucceeded'],
      [9, 8, 'ParallelStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
  });

  it('of a Map has its length and iterations', async () => {
    const processor = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };
    const { events, types } = await run(
      machine({ M: { Type: 'Map', Items: [7], ItemProcessor: processor, End: true } }),
    );
    expect(types).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapIterationStarted',
      'SucceedStateEntered',
      'SucceedStateExited',
      'MapIterationSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 1 });
    expect(events[3]?.mapIterationStartedEventDetails).toEqual({ name: 'M', index: 0 });
  });
});
