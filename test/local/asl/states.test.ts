import { machine, pass, run, START_MS, task } from './support.ts';

const end = { Type: 'Pass', End: true };

describe('Task', () => {
  it('gives Payload, StatusCode and ExecutedVersion as its result', async () => {
    const { result } = await run(machine({ T: task() }), {
      handlers: { work: (n: never) => ({ n }) },
      input: 3,
    });
    expect(result).toEqual({ ExecutedVersion: '$LATEST', Payload: { n: 3 }, StatusCode: 200 });
  });

  it('gives null for a function that returns nothing', async () => {
    const { result } = await run(machine({ T: task() }), { handlers: { work: () => undefined } });
    expect(result).toMatchObject({ Payload: null });
  });

  it('evaluates the name of the function', async () => {
    const call = { FunctionName: '{% $states.input.f %}' };
    const { result } = await run(machine({ T: task({ Arguments: call }) }), {
      input: { f: 'chosen' },
      handlers: { chosen: () => 'yes' },
    });
    expect(result).toMatchObject({ Payload: 'yes' });
  });

  it('keeps its input out of reach of the function', async () => {
    const mutate = (payload: { list: number[] }) => payload.list.push(1);
    const definition = machine({ T: task({ Output: '{% $states.input %}' }) });
    const { result } = await run(definition, { input: { list: [] }, handlers: { work: mutate as never } });
    expect(result).toEqual({ list: [] });
  });
});

describe('Choice', () => {
  const choice = machine({
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'E', Output: 'large', Assign: { seen: 'rule' } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'E' },
      ],
      Default: 'E',
      Output: 'default',
    },
    E: end,
  });

  it.each([
    [{ n: 11 }, 'large'],
    [{ n: 6 }, { n: 6 }],
    [{ n: 1 }, 'default'],
  ])('takes %j to %j', async (input, expected) => {
    expect((await run(choice, { input })).result).toEqual(expected);
  });

  it('fails with States.NoChoiceMatched when no rule matches and there is no Default', async () => {
    const states = { C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'E' }] }, E: end };
    expect(await run(machine(states))).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('refuses a condition that is not a boolean', async () => {
    const states = { C: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'E' }] }, E: end };
    expect((await run(machine(states))).error).toBe('States.QueryEvaluationError');
  });
});

describe('Wait', () => {
  it.each([
    [{ Seconds: 90 }, 90_000],
    [{ Seconds: '{% $states.input.s %}' }, 7_000],
    [{ Timestamp: '2026-01-01T01:00:00Z' }, 3_600_000],
    [{ Timestamp: '2025-01-01T01:00:00+01:00' }, 0],
  ])('%j lets the right time pass', async (fields, expected) => {
    const { stopDate } = await run(machine({ W: { Type: 'Wait', ...fields, End: true } }), {
      input: { s: 7 },
    });
    expect(stopDate.getTime() - START_MS).toBe(expected);
  });
});

describe('Succeed and Fail', () => {
  it('Succeed ends the execution with its Output', async () => {
    expect(await run(machine({ S: { Type: 'Succeed', Output: 1 } }))).toMatchObject({
      status: 'SUCCEEDED',
      result: 1,
    });
  });

  it('Fail ends the execution with Error and Cause, which may be expressions', async () => {
    const fail = { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'because' };
    expect(await run(machine({ F: fail }), { input: { e: 'Broken' } })).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'because',
    });
  });
});

describe('Map', () => {
  const map = (fields: object, output: unknown = '{% $states.input %}') =>
    machine({
      M: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', Output: output, End: true } } },
        End: true,
        ...fields,
      },
    });

  it('runs its input when it names no Items', async () => {
    expect((await run(map({}), { input: [1, 2] })).result).toEqual([1, 2]);
  });

  it('gives the outputs in the order of the items', async () => {
    const definition = machine({
      M: {
        Type: 'Map',
        Items: [3, 1, 2],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'T',
          States: { T: task({ Output: '{% $states.result.Payload %}' }) },
        },
        End: true,
      },
    });
    const work = async (turns: number) => {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      return turns;
    };
    expect((await run(definition, { handlers: { work: work as never } })).result).toEqual([3, 1, 2]);
  });

  it('gives an iteration its index and value', async () => {
    const selector = {
      at: '{% $states.context.Map.Item.Index %}',
      value: '{% $states.context.Map.Item.Value %}',
    };
    const { result } = await run(map({ Items: ['a', null], ItemSelector: selector }));
    expect(result).toEqual([
      { at: 0, value: 'a' },
      { at: 1, value: null },
    ]);
  });

  it('gives an empty array for no items', async () => {
    expect((await run(map({ Items: [] }))).result).toEqual([]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [0, 4],
  ])('with MaxConcurrency %i has %i iterations at a time', async (MaxConcurrency, expected) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    const processor = { StartAt: 'T', States: { T: task() } };
    await run(
      machine({
        M: { Type: 'Map', Items: [1, 2, 3, 4], MaxConcurrency, ItemProcessor: processor, End: true },
      }),
      {
        handlers: { work },
      },
    );
    expect(most).toBe(expected);
  });

  it('fails with the error of the iteration that failed', async () => {
    const { error, types } = await run(map({ Items: [1] }, '{% $states.input.missing %}'));
    expect(error).toBe('States.QueryEvaluationError');
    expect(types.slice(-3)).toEqual(['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed']);
  });
});

describe('Parallel', () => {
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

  it('gives every branch its Arguments and puts their outputs together', async () => {
    const definition = machine({
      P: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input %}' },
        Branches: [
          branch('A', { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true }),
          branch('B', { Type: 'Pass', Output: '{% $states.input.n + 2 %}', End: true }),
        ],
        Output: { sum: '{% $sum($states.result) %}' },
        End: true,
      },
    });
    expect((await run(definition, { input: 1 })).result).toEqual({ sum: 5 });
  });

  it('aborts the other branches when one fails', async () => {
    let aborted = false;
    const definition = machine({
      P: {
        Type: 'Parallel',
        Branches: [
          branch('A', task()),
          {
            StartAt: 'B',
            States: {
              B: { Type: 'Wait', Seconds: 1, Next: 'F' },
              F: { Type: 'Fail', Error: 'Broken', Cause: 'b' },
            },
          },
          branch('C', task({}, 'other')),
        ],
        Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput %}', Next: 'E' }],
        End: true,
      },
      E: end,
    });
    const work = (_: never, signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    const { result, types } = await run(definition, { handlers: { work, other: () => 1 } });
    expect(result).toEqual({ Error: 'Broken', Cause: 'b' });
    expect(aborted).toBe(true);
    expect(types).toEqual(expect.arrayContaining(['TaskStateAborted', 'ParallelStateFailed']));
  });
});

describe('data limits', () => {
  const big = '{% $pad("", 262145, "x") %}';

  it.each([
    ['the output of a state', pass(big)],
    ['the arguments of a Task', machine({ T: task({ Arguments: { FunctionName: 'work', Payload: big } }) })],
    ['the result of a Task', machine({ T: task({ Output: 1 }) })],
  ])('%s over 262,144 bytes fails with States.DataLimitExceeded', async (_, definition) => {
    const { error } = await run(definition, { handlers: { work: () => 'ü'.repeat(131_073) } });
    expect(error).toBe('States.DataLimitExceeded');
  });

  it('count bytes of UTF-8, not characters', async () => {
    const definition = machine({ T: task({ Output: 1 }) });
    const { status } = await run(definition, { handlers: { work: () => 'x'.repeat(131_073) } });
    expect(status).toBe('SUCCEEDED');
  });

  it('an endless loop ends at 25,000 events, and nothing can catch that', async () => {
    const loop = { Type: 'Pass', Next: 'C' };
    const choice = { Type: 'Choice', Choices: [{ Condition: true, Next: 'L' }], Default: 'E' };
    const branch = { StartAt: 'L', States: { L: loop, C: choice, E: end } };
    const catching = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const states = { P: { Type: 'Parallel', Branches: [branch], Catch: catching, End: true }, Caught: end };
    const ended = await run(machine(states));
    expect(ended.events).toHaveLength(25_000);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ended.cause).toContain('maximum number of history events (25000)');
  });
});
