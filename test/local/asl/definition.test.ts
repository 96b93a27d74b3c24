import { type InvalidDefinition, parseDefinition } from '../../../local/asl/index.ts';
import { machine, pass, task } from './support.ts';

function problems(definition: unknown): string[] {
  try {
    parseDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition));
    return [];
  } catch (error) {
    return (error as InvalidDefinition).diagnostics.map((d) => `${d.code} ${d.location} ${d.message}`);
  }
}

const one = (state: object) => machine({ S: state });
const end = { Type: 'Pass', End: true };
const catching = (fields: object) =>
  machine({ S: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E', ...fields }] }), E: end });

describe('a definition is refused, naming state and field, for', () => {
  it.each<[string, unknown, string]>([
    ['text that is not JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['JSONPath', { StartAt: 'S', States: { S: end } }, '/QueryLanguage'],
    [
      'a JSONPath field',
      one({ ...end, InputPath: '$' }),
      "/States/S/InputPath Field 'InputPath' is not supported",
    ],
    ['a JSONPath state', one({ ...end, QueryLanguage: 'JSONPath' }), '/States/S/QueryLanguage'],
    ['an unknown field of the machine', machine({ S: end }, { Region: 'x' }), "/Region Field 'Region'"],
    ['an unknown state type', one({ ...end, Type: 'Loop' }), '/States/S/Type'],
    ['another resource', one(task({ Resource: 'arn:aws:states:::sqs:sendMessage' })), '/States/S/Resource'],
    [
      'a heartbeat',
      one(task({ HeartbeatSeconds: 5 })),
      "/States/S/HeartbeatSeconds Field 'HeartbeatSeconds'",
    ],
    [
      'a parameter of Invoke beyond ours',
      one(task({ Arguments: { FunctionName: 'f', Qualifier: '1' } })),
      'Qualifier',
    ],
    [
      'a Task without a function',
      one(task({ Arguments: {} })),
      "/States/S/Arguments/FunctionName Field 'FunctionName'",
    ],
    [
      'TimeoutSeconds 0',
      one(task({ TimeoutSeconds: 0 })),
      '/States/S/TimeoutSeconds expected an integer from 1',
    ],
    [
      'TimeoutSeconds of a Parallel',
      one({ Type: 'Parallel', Branches: [machineOf('A')], TimeoutSeconds: 5, End: true }),
      'TimeoutSeconds',
    ],
    ['neither Next nor End', one({ Type: 'Pass' }), "/States/S/Next exactly one of 'Next' and 'End'"],
    ['both Next and End', machine({ S: { ...end, Next: 'E' }, E: end }), '/States/S/Next'],
    [
      'a missing target',
      one({ Type: 'Pass', Next: 'T' }),
      "MISSING_TRANSITION_TARGET /States/S Missing target: 'T'",
    ],
    ['a missing first state', { ...machine({ S: end }), StartAt: 'T' }, '/StartAt Missing target'],
    ['an unreachable state', machine({ S: end, U: end }), '/States/U State "U" is not reachable.'],
    [
      'a loop without an end',
      machine({ S: { Type: 'Pass', Next: 'T' }, T: { Type: 'Pass', Next: 'S' } }),
      'MISSING_END_STATE',
    ],
    [
      'a name used twice',
      one({ Type: 'Parallel', Branches: [machineOf('S')], End: true }),
      'DUPLICATE_STATE_NAME /States/S',
    ],
    [
      'a target outside the branch',
      machine({ S: { Type: 'Parallel', Branches: [machineOf('A', { Next: 'E' })], Next: 'E' }, E: end }),
      '/States/S/Branches[0]/States/A',
    ],
    [
      'an outer variable assigned in a branch',
      one({
        Type: 'Parallel',
        Branches: [machineOf('A', { End: true, Assign: { x: 1 } })],
        Assign: { x: 2 },
        End: true,
      }),
      'VARIABLE_SCOPE /States/A/Assign',
    ],
    ['a reserved variable name', pass(1, { Assign: { states: 1 } }), '/States/Only/Assign/states'],
    ['a bad variable name', pass(1, { Assign: { 'a b': 1 } }), "'a b' is not a valid variable name"],
    [
      'Choice rules without Condition',
      machine({ S: { Type: 'Choice', Choices: [{ Next: 'E' }] }, E: end }),
      '/States/S/Choices[0]/Condition',
    ],
    [
      'JSONPath Choice rules',
      machine({ S: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'E' }] }, E: end }),
      "Field 'Variable' is not supported",
    ],
    ['Wait without a time', one({ Type: 'Wait', End: true }), "/States/S/Seconds exactly one of 'Seconds'"],
    ['Wait until nonsense', one({ Type: 'Wait', Timestamp: 'tomorrow', End: true }), '/States/S/Timestamp'],
    [
      'States.ALL beside another name',
      catching({ ErrorEquals: ['States.ALL', 'X'] }),
      '/States/S/Catch[0]/ErrorEquals',
    ],
    ['Catch without names', catching({ ErrorEquals: [] }), '/States/S/Catch[0]/ErrorEquals'],
    ['Retry of a Pass', one({ ...end, Retry: [] }), "Field 'Retry' is not supported"],
    [
      'a maximum delay below the interval',
      one(task({ Retry: [{ ErrorEquals: ['X'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] })),
      '/States/S/Retry[0]/MaxDelaySeconds',
    ],
    [
      'a backoff rate below 1',
      one(task({ Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] })),
      '/States/S/Retry[0]/BackoffRate',
    ],
    [
      'a distributed Map',
      one({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...machineOf('A') },
        End: true,
      }),
      '/States/S/ItemProcessor/ProcessorConfig',
    ],
    [
      'an expression that is not closed',
      pass('{% 1'),
      '/States/Only/Output a JSONata expression has to start',
    ],
    [
      'an expression that does not parse',
      pass({ a: ['{% 1 + %}'] }),
      '/States/Only/Output/a[0] invalid JSONata',
    ],
    ['$ at the top', pass('{% $ %}'), '$ is not allowed at the top level'],
    ['$$', pass('{% $$.a %}'), '$$ is not allowed'],
    ['a field of nothing', pass('{% 1 + total %}'), "'total' is a field of nothing"],
    ['$states.result without a result', pass('{% $states.result %}'), '$states.result is not available here'],
    [
      '$states.errorOutput outside a Catch',
      pass('{% $states.errorOutput %}'),
      '$states.errorOutput is not available',
    ],
  ])('%s', (_, definition, expected) => {
    expect(problems(definition).join('\n')).toContain(expected);
  });

  it('several problems at once', () => {
    expect(problems(machine({ S: { ...end, A: 1, B: 2 } }))).toHaveLength(2);
  });
});

it('a definition with an error output in its Catch is accepted', () => {
  expect(problems(catching({ Output: '{% $states.errorOutput.Error %}', Assign: { e: 1 } }))).toEqual([]);
});

function machineOf(name: string, fields: object = { End: true }): object {
  return { StartAt: name, States: { [name]: { Type: 'Pass', ...fields } } };
}
