import { StateError } from '../../../local/asl/errors.ts';
import { lambdaFailure } from '../../../local/asl/lambda.ts';
import { matches } from '../../../local/asl/retry.ts';
import { elapsedMs, machine, named, run, task } from './support.ts';

const end = { Type: 'Pass', End: true };

describe('ErrorEquals', () => {
  it.each([
    ['States.ALL', 'Anything', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.QueryEvaluationError', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
    ['Throttled', 'Throttled', true],
    ['Throttled', 'throttled', false],
  ])('%s for %s: %s', (name, error, expected) => {
    expect(matches([name], new StateError(error))).toBe(expected);
  });
});

describe('an error of a function', () => {
  it('has the name of what was thrown, and the error document as cause', () => {
    const { error, detail } = lambdaFailure(new TypeError('bad'));
    expect(error).toBe('TypeError');
    expect(JSON.parse(detail as string)).toEqual({
      errorType: 'TypeError',
      errorMessage: 'bad',
      trace: expect.arrayContaining(['TypeError: bad']),
    });
  });

  it.each([
    ['text', 'thrown', 'string', { errorType: 'string', errorMessage: 'thrown', trace: [] }],
    [
      'its time limit',
      named('Sandbox.Timedout', 'Task timed out after 3.00 seconds'),
      'Sandbox.Timedout',
      { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 3.00 seconds' },
    ],
  ])('for %s has the document that Lambda gives', (_, thrown, error, document) => {
    const failure = lambdaFailure(thrown);
    expect(failure.error).toBe(error);
    expect(JSON.parse(failure.detail as string)).toEqual(document);
  });

  it('from the Lambda service has a plain text as cause', () => {
    const { error, detail } = lambdaFailure(named('Lambda.TooManyRequestsException', 'Rate Exceeded.'));
    expect({ error, detail }).toEqual({ error: 'Lambda.TooManyRequestsException', detail: 'Rate Exceeded.' });
  });

  it('has a cause of at most 32,768 characters', () => {
    expect(lambdaFailure(named('X', 'x'.repeat(40_000))).detail).toHaveLength(32_768);
  });

  it('is Runtime.MarshalError for a result that is not JSON', async () => {
    const { error } = await run(machine({ T: task() }), { handlers: { work: () => 1n } });
    expect(error).toBe('Runtime.MarshalError');
  });
});

describe('Retry', () => {
  const retrying = (...Retry: object[]) =>
    machine({ T: task({ Retry, Output: '{% $states.context.State.RetryCount %}' }) });
  const failing = (times: number, error: () => Error) => {
    let calls = 0;
    return () => {
      if (calls++ < times) throw error();
      return calls;
    };
  };

  it.each([
    ['defaults: 1 s, rate 2', {}, 3, 1 + 2 + 4],
    ['interval and rate', { IntervalSeconds: 10, BackoffRate: 1.5 }, 2, 10 + 15],
    ['a maximum delay', { IntervalSeconds: 10, MaxDelaySeconds: 15 }, 3, 10 + 15 + 15],
    ['full jitter, here half', { IntervalSeconds: 10, JitterStrategy: 'FULL' }, 2, 5 + 10],
    ['no jitter', { IntervalSeconds: 10, JitterStrategy: 'NONE' }, 1, 10],
  ])('waits by %s', async (_, fields, failures, seconds) => {
    const work = failing(failures, () => named('X'));
    const ended = await run(retrying({ ErrorEquals: ['X'], ...fields }), { handlers: { work } });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', result: failures });
    expect(elapsedMs(ended)).toBe(seconds * 1000);
  });

  it('gives up after MaxAttempts and reports the last error', async () => {
    const ended = await run(retrying({ ErrorEquals: ['X'], MaxAttempts: 2 }), {
      handlers: { work: failing(9, () => named('X')) },
    });
    expect(ended.error).toBe('X');
    expect(ended.types.filter((type) => type === 'TaskFailed')).toHaveLength(3);
  });

  it('counts for each retrier on its own', async () => {
    let calls = 0;
    const work = () => {
      throw named(['A', 'B', 'A', 'B', 'A'][calls++] as string);
    };
    const retriers = ['A', 'B'].map((name) => ({ ErrorEquals: [name], MaxAttempts: 2 }));
    expect((await run(retrying(...retriers), { handlers: { work } })).error).toBe('A');
    expect(calls).toBe(5);
  });

  it('runs a Parallel again from its start', async () => {
    const work = failing(1, () => named('X'));
    const states = {
      P: { Type: 'Parallel', Branches: [machineOf(task())], Retry: [{ ErrorEquals: ['X'] }], End: true },
    };
    const { status, types } = await run(machine(states), { handlers: { work } });
    expect(status).toBe('SUCCEEDED');
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
  });
});

describe('Catch', () => {
  const states = (fields: object) =>
    machine({ T: task({ Catch: [{ ErrorEquals: ['X'], Next: 'E', ...fields }] }), E: end });
  const handlers = {
    work: () => {
      throw named('X');
    },
  };

  it('hands on the error output when it names no Output', async () => {
    const { result } = await run(states({}), { handlers });
    expect(result).toMatchObject({ Error: 'X', Cause: expect.stringContaining('"errorType":"X"') });
  });

  it('can assign from the error output and keep the input', async () => {
    const { result, events } = await run(
      states({ Assign: { why: '{% $states.errorOutput.Error %}' }, Output: '{% $states.input %}' }),
      { handlers, input: { kept: true } },
    );
    expect(result).toEqual({ kept: true });
    const exited = events.find(({ type }) => type === 'TaskStateExited');
    expect(exited?.stateExitedEventDetails?.assignedVariables).toEqual({ why: '"X"' });
  });

  it('sees the failed evaluation of the Output of its own state', async () => {
    const fields = {
      Output: '{% $states.result.Payload.missing %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'E' }],
    };
    const { status } = await run(machine({ T: task(fields), E: end }), { handlers: { work: () => ({}) } });
    expect(status).toBe('SUCCEEDED');
  });

  it('that fails itself fails the execution', async () => {
    const { error } = await run(states({ Output: '{% $states.errorOutput.missing %}' }), { handlers });
    expect(error).toBe('States.QueryEvaluationError');
  });

  it('does not see what it does not name', async () => {
    const { error } = await run(states({ ErrorEquals: ['Y'] }), { handlers });
    expect(error).toBe('X');
  });
});

function machineOf(state: object): object {
  return { StartAt: 'Inner', States: { Inner: state } };
}
