import type { HistoryEvent } from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { seededRandom } from '../../local/asl/functions.ts';
import {
  type Execution,
  InvalidDefinition,
  PAYLOAD_LIMIT_BYTES,
  parseDefinition,
} from '../../local/asl/index.ts';
import type { Json } from '../../local/asl/json.ts';
import { ManualClock } from '../../local/clock.ts';
import { machine, named, pass, run, start, task } from '../local/asl/support.ts';
import { createFixture } from '../local/services/sfn/fixtures.ts';
import { runs } from '../support/runs.ts';
import { Functions, INPUT } from './support/functions.ts';
import {
  drawPauses,
  drawSlowMachine,
  type Fields,
  places,
  type SlowMachine,
} from './support/slow-machines.ts';
import type { Draw } from './support/values.ts';

const holds = (many: number, property: (draw: Draw) => Promise<void>) =>
  fc.assert(fc.asyncProperty(fc.gen(), property), { ...runs<[Draw]>(many), endOnFailure: true });

/** Numbers that look random and are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let turn = seed;
  return () => seededRandom(turn++);
}

/** Runs on a clock that stands still whenever something could go on without it. */
async function runToEnd({ definition, tasks }: SlowMachine, seed = 0): Promise<Execution> {
  const functions = new Functions(tasks);
  const clock = new ManualClock();
  const execution = start(definition, {
    input: INPUT,
    clock,
    random: randomFrom(seed),
    invokeLambda: async (name, payload) => functions.call(name, payload as Json),
  });
  let ended = false;
  execution.ended.then(() => {
    ended = true;
  });
  await clock.runUntilIdle(() => ended);
  expect({ ended, definition }).toEqual({ ended: true, definition });
  return execution;
}

describe('any execution', () => {
  it('ends, and its history is well formed', async () => {
    await holds(80, async (draw) => {
      const slow = drawSlowMachine(draw);
      const execution = await runToEnd(slow);
      const { status, error, cause } = await execution.ended;
      expect({ error, cause }).not.toMatchObject({ error: 'States.Runtime' });
      expectOrder(execution.events);
      expectStates(execution.events, Object.keys(slow.definition.States as Fields), status);
    });
  });

  it('has the same history for the same seed', async () => {
    await holds(25, async (draw) => {
      const [slow, seed] = [drawSlowMachine(draw), draw(fc.nat, 1000)];
      const [first, second] = [await runToEnd(slow, seed), await runToEnd(slow, seed)];
      expect(second.events).toEqual(first.events);
    });
  });
});

/** Numbered from 1, each after the one it follows from, in number and in time. */
function expectOrder(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  for (const { id = 0, previousEventId = 0, timestamp, type } of events) {
    const before = events[previousEventId - 1];
    expect({ id, type, follows: previousEventId < id }).toEqual({ id, type, follows: true });
    if (before) expect(timestamp?.getTime()).toBeGreaterThanOrEqual(before.timestamp?.getTime() ?? 0);
  }
  expect(events[0]?.type).toBe('ExecutionStarted');
  expect(events.filter(({ type }) => /^Execution(Succeeded|Failed|TimedOut)$/.test(`${type}`))).toEqual([
    events.at(-1),
  ]);
}

/** At the top one state is left before the next is entered, with what the one hands to the other; the last may fail. */
function expectStates(events: readonly HistoryEvent[], top: readonly string[], status: string): void {
  const steps = events.flatMap(({ stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) =>
    top.includes(entered?.name ?? exited?.name ?? '') ? [{ entered, exited }] : [],
  );
  let value = JSON.stringify(INPUT);
  let inside: string | undefined;
  for (const { entered, exited } of steps) {
    if (entered) {
      expect({ inside, input: entered.input }).toEqual({ inside: undefined, input: value });
      inside = entered.name;
    } else {
      expect(exited?.name).toBe(inside);
      inside = undefined;
      value = exited?.output as string;
    }
  }
  if (status === 'SUCCEEDED') {
    expect(inside).toBeUndefined();
    expect(events.at(-1)?.executionSucceededEventDetails?.output).toBe(value);
  }
}

it('a retry waits as long as its retrier says', async () => {
  await holds(60, async (draw) => {
    const [pauses, attempts, seed] = [drawPauses(draw), draw(fc.nat, 5), draw(fc.nat, 1000)];
    const Retry = [{ ErrorEquals: ['X'], MaxAttempts: attempts, ...pauses }];
    const { events, status, error } = await run(machine({ T: task({ Retry }) }), {
      random: randomFrom(seed),
      handlers: {
        work: () => {
          throw named('X');
        },
      },
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'X' });
    const at = (type: string) =>
      events.filter((e) => e.type === type).map((e) => e.timestamp?.getTime() ?? Number.NaN);
    const [scheduled, failed] = [at('TaskScheduled'), at('TaskFailed')];
    expect(scheduled).toHaveLength(attempts + 1);
    const {
      IntervalSeconds = 1,
      BackoffRate = 2,
      MaxDelaySeconds = Number.POSITIVE_INFINITY,
    } = pauses as Record<string, number>;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const waited = (scheduled[attempt + 1] as number) - (failed[attempt] as number);
      const most =
        Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds, LONGEST_SECONDS) * 1000;
      expect(waited).toBeLessThanOrEqual(most + 1);
      expect(waited).toBeGreaterThanOrEqual(pauses.JitterStrategy === 'FULL' ? 0 : most - 1);
    }
  });
});

/** The largest MaxDelaySeconds that there is. */
const LONGEST_SECONDS = 31_622_400;

const UNKNOWN = [
  'InputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Timeout',
  'next',
  'toString',
  '__proto__',
  '',
];

describe('a definition', () => {
  it('with a field that is not known is refused, with the name of the field', async () => {
    await holds(60, async (draw) => {
      const { definition } = drawSlowMachine(draw);
      const everywhere = places(definition);
      const place = everywhere[draw(fc.nat, everywhere.length - 1)] as Fields;
      const name = UNKNOWN[draw(fc.nat, UNKNOWN.length - 1)] as string;
      Object.defineProperty(place, name, { value: 1, enumerable: true });
      expect(refusal(definition)).toContain(`Field '${name}' is not supported`);
    });
  });

  it('with a value of any kind anywhere is refused, or runs to its end', async () => {
    await holds(100, async (draw) => {
      const slow = drawSlowMachine(draw);
      const everywhere = places(slow.definition);
      const place = everywhere[draw(fc.nat, everywhere.length - 1)] as Fields;
      const names = Object.keys(place);
      const name = names[draw(fc.nat, names.length - 1)] as string;
      place[name] = draw(anything) as Json;
      if (refusal(slow.definition) !== undefined) return;
      const { error, cause } = await (await runToEnd(slow)).ended;
      if (error === 'States.Runtime') expect(cause).not.toMatch(/\w*Error:/);
    });
  });
});

describe('a definition that is large', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const withOutput = (output: string) =>
    `{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"Type": "Pass", "Output": ${output}, "End": true}}}`;

  it.each([
    ['that nests 100,000 deep', withOutput(nested(100_000)), 'nests at most 1000 deep'],
    [
      'with an expression that nests 100,000 deep',
      withOutput(`"{% ${'('.repeat(100_000)}1${')'.repeat(100_000)} %}"`),
      'Output',
    ],
    ['of more than 1 MB', withOutput(`"${'x'.repeat(1_048_576)}"`), 'at most 1 MB'],
  ])('is refused: one %s', (_, definition, why) => {
    expect(refusal(definition)).toContain(why);
  });

  it('may have 15,000 states in a row', () => {
    const states = Array.from({ length: 15_000 }, (_, index) => [
      `${index}`,
      { Type: 'Pass', ...(index < 14_999 ? { Next: `${index + 1}` } : { End: true }) },
    ]);
    expect(refusal(machine(Object.fromEntries(states)) as Fields)).toBeUndefined();
  });
});

it('a value that an expression nests too deep fails its state', async () => {
  const deep = '{% $parse($pad("", 5000, "[") & $pad("", 5000, "]")) %}';
  expect(await run(pass(deep))).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

const anything = () =>
  fc.oneof(
    fc.constantFrom<Json>(
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      '',
      'x',
      '{%%}',
      '{% 1 %}',
      '{% $x %}',
      '{% $states.input %}',
    ),
    fc.constantFrom<Json>([], {}, [null], [{}], { a: null }, [[]], { Type: 'Pass', End: true }),
  );

/** Why the definition is refused; undefined when it is not. Anything but a refusal is thrown on. */
function refusal(definition: Fields | string): string | undefined {
  try {
    parseDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition));
    return undefined;
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.message;
    throw error;
  }
}

describe('the limit of 256 KiB', () => {
  const over = 'x'.repeat(PAYLOAD_LIMIT_BYTES - 1);
  const under = 'é'.repeat((PAYLOAD_LIMIT_BYTES - 2) / 2);

  it.each([
    ['an output', pass(over)],
    ['an output of an expression', pass(`{% $pad("x", ${PAYLOAD_LIMIT_BYTES}) %}`)],
    ['a result', machine({ T: task() })],
    [
      'the results of branches',
      machine({ M: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: inner(under), End: true } }),
    ],
  ])('fails %s that is larger', async (_, definition) => {
    const ended = await run(definition, { handlers: { work: () => over } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('lets an output pass that is just as large', async () => {
    expect((await run(pass(under))).result).toBe(under);
  });

  it.each([
    ['larger', JSON.stringify(over), 'ValidationException'],
    ['nested 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'InvalidExecutionInput'],
  ])('refuses an input that is %s', async (_, input, name) => {
    const { create, start: begin } = createFixture();
    const arn = await create(pass(1));
    await expect(begin(arn, 'run', input)).rejects.toMatchObject({ name });
  });
});

function inner(output: string): object {
  return { StartAt: 'In', States: { In: { Type: 'Pass', Output: output, End: true } } };
}
