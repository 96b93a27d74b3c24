import { machine, pass, run, START_MS, task } from './support.ts';

describe('expressions', () => {
  it.each([
    ['a literal', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['an expression at the top', '{% $states.input.n + 1 %}', 3],
    ['expressions inside objects and arrays', { a: ['{% $states.input.n %}'], b: 'n' }, { a: [2], b: 'n' }],
    [
      'text around an expression as plain text',
      'n = {% $states.input.n %} here',
      'n = {% $states.input.n %} here',
    ],
    ['an empty array', '{% $states.input.none %}', []],
    ['an array of one as an array', '{% $states.input.one %}', ['x']],
    ['null', '{% $states.input.nothing %}', null],
    ['an object whose undefined members are left out', '{% {"a": $states.input.absent, "b": 1} %}', { b: 1 }],
    ['fields inside a path', '{% $states.input.list[id = 2].name %}', 'two'],
  ])('evaluates %s', async (_, output, expected) => {
    const list = [
      { id: 1, name: 'one' },
      { id: 2, name: 'two' },
    ];
    const input = { n: 2, none: [], one: ['x'], nothing: null, list };
    expect((await run(pass(output), { input })).result).toEqual(expected);
  });

  it.each([
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$range(0, 6, 2)', [0, 2, 4, 6]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['$parse("{\\"a\\":[1]}").a', [1]],
    // As measured on AWS: java.util.Random.
    ['$random(42)', 0.7275636800328681],
    ['$random()', 0.5],
    ['$length($uuid())', 36],
    ['$millis()', START_MS],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ['$now("[Y0001]")', '2026'],
  ])('has the Step Functions function in %s', async (expression, expected) => {
    expect((await run(pass(`{% ${expression} %}`))).result).toEqual(expected);
  });

  it.each([
    ['undefined', '$states.input.missing', 'returned nothing (undefined).'],
    ['a function', '$sum', 'returned a function, which is not JSON.'],
    ['a type error', '$sum(["a"])', 'threw an error during evaluation. T0412: Argument 1 of function "sum"'],
    ['$eval', '$eval("1+1")', 'threw an error during evaluation. T1006: '],
    ['text that is not JSON', '$parse("{")', 'threw an error during evaluation: '],
    ['more than a hundred levels', `${'1+'.repeat(100)}1`, 'threw an error during evaluation. D1011: '],
    [
      'endless recursion',
      '($f := function($x) { 1 + $f($x) }; $f(1))',
      'threw an error during evaluation. D1011: ',
    ],
  ])('fails the state with States.QueryEvaluationError for %s', async (_, expression, reason) => {
    const end = await run(pass({ v: `{% ${expression} %}` }));
    expect(end.error).toBe('States.QueryEvaluationError');
    expect(end.cause).toContain(
      `An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '${expression}' specified for the field 'Output/v' ${reason}`,
    );
  });

  it('says in the history where an evaluation failed', async () => {
    const { events } = await run(pass({ v: '{% $states.input.missing %}' }));
    expect(events.at(-2)).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: {
        error: 'States.QueryEvaluationError',
        location: 'Output/v',
        state: 'Only',
      },
    });
  });

  it('names the type it expected', async () => {
    const wait = { Type: 'Wait', Seconds: '{% "soon" %}', End: true };
    expect((await run(machine({ W: wait }))).cause).toMatch(
      /returned an unexpected result type. Expected 'an integer from 0 to 99999999', but was 'string' for value: "soon"$/,
    );
  });
});

describe('$states.context', () => {
  it('describes execution, state and state machine', async () => {
    const { result } = await run(pass('{% $states.context %}'), { input: { a: 1 } });
    expect(result).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-2:123456789012:execution:machine:run',
        Input: { a: 1 },
        Name: 'run',
        RoleArn: 'arn:aws:iam::123456789012:role/machine',
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      State: { EnteredTime: '2026-01-01T00:00:00.000Z', Name: 'Only', RetryCount: 0 },
      StateMachine: { Id: 'arn:aws:states:eu-west-2:123456789012:stateMachine:machine', Name: 'machine' },
    });
  });
});

describe('variables', () => {
  it('are seen by later states, not by the Output of the state that assigns them', async () => {
    const definition = machine({
      First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Second' },
      Second: { Type: 'Pass', Assign: { x: '{% $x + 1 %}' }, Output: '{% $x %}', Next: 'Third' },
      Third: { Type: 'Pass', Output: { before: '{% $states.input %}', after: '{% $x %}' }, End: true },
    });
    expect((await run(definition)).result).toEqual({ before: 1, after: 2 });
  });

  it('of a branch are its own, and those around it can be read', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { mine: name }, Next: `${name}End` },
        [`${name}End`]: { Type: 'Pass', Output: '{% $outer & $mine %}', End: true },
      },
    });
    const definition = machine({
      Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [branch('A'), branch('B')], Next: 'After' },
      After: {
        Type: 'Pass',
        Output: '{% {"branches": $states.input, "leaked": $exists($mine)} %}',
        End: true,
      },
    });
    expect((await run(definition)).result).toEqual({ branches: ['oA', 'oB'], leaked: false });
  });

  it('over the size limit fail the state with States.DataLimitExceeded', async () => {
    const assign = { big: '{% $pad("x", 262145) %}' };
    expect((await run(pass(1, { Assign: assign }))).error).toBe('States.DataLimitExceeded');
  });

  it('are in the history of the state that assigned them', async () => {
    const { events } = await run(machine({ T: task({ Assign: { a: '{% $states.result.Payload %}' } }) }), {
      handlers: { work: () => ({ b: 1 }) },
    });
    const exited = events.find(({ type }) => type === 'TaskStateExited');
    expect(exited?.stateExitedEventDetails?.assignedVariables).toEqual({ a: '{"b":1}' });
  });
});
