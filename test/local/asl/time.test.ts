import { instantClock, ManualClock, WorkTracker } from '../../../local/clock.ts';
import { elapsedMs, machine, run, start, stillClock, task } from './support.ts';

const end = { Type: 'Pass', End: true };
const wait = (Seconds: number, fields: object = { End: true }) => ({ Type: 'Wait', Seconds, ...fields });
const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const hours = 3_600_000;

/** Asks until a deadline of its own, a minute apart. */
const polling = machine({
  Begin: {
    Type: 'Pass',
    Assign: { since: '{% $toMillis($states.context.State.EnteredTime) %}' },
    Next: 'Ask',
  },
  Ask: task({ Next: 'Over?', Output: 1 }),
  'Over?': {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $toMillis($states.context.State.EnteredTime) - $since >= 3600000 %}', Next: 'Late' },
    ],
    Default: 'Again',
  },
  Again: wait(60, { Next: 'Ask' }),
  Late: { Type: 'Fail', Error: 'TooLate' },
});

describe('the time of an execution', () => {
  it('counts a sleep that the clock cut short, so that a loop ends at its deadline', async () => {
    let calls = 0;
    const ended = await run(polling, { handlers: { work: () => ++calls } });
    expect({ error: ended.error, calls, elapsed: elapsedMs(ended) }).toEqual({
      error: 'TooLate',
      calls: 61,
      elapsed: hours,
    });
  });

  it('does not count it while real work is under way', async () => {
    const ended = await run(machine({ W: wait(3600) }), { isBusy: () => true });
    expect(elapsedMs(ended)).toBe(0);
  });

  it('on the laptop waits for real work without skipping, and skips when there is none', async () => {
    const work = new WorkTracker();
    let finish = () => {};
    const built = work.track(() => new Promise<void>((resolve) => (finish = resolve)));
    const definition = machine({ A: wait(3600, { Next: 'T' }), T: task({ Next: 'B' }), B: wait(60) });
    let before = Number.NaN;
    const execution = start(definition, {
      clock: instantClock(work),
      isBusy: () => work.pending > 0,
      handlers: { work: () => (before = execution.events.at(-1)?.timestamp?.getTime() ?? 0) },
    });
    setImmediate(() => finish());
    await built;
    const { stopDate } = await execution.ended;
    expect(before - execution.startDate.getTime()).toBeLessThan(30_000);
    expect(stopDate.getTime() - before).toBeGreaterThanOrEqual(60_000);
  });

  it('after a Parallel is that of the longest branch, not the sum', async () => {
    const branches = [branch('A', wait(3600)), branch('B', wait(7200)), branch('C', wait(60))];
    const ended = await run(machine({ P: { Type: 'Parallel', Branches: branches, Next: 'W' }, W: wait(60) }));
    expect(elapsedMs(ended)).toBe(2 * hours + 60_000);
  });

  it('goes on in a Map slot from one iteration to the next', async () => {
    const map = {
      Type: 'Map',
      Items: [1, 2, 3, 4],
      MaxConcurrency: 2,
      ItemProcessor: branch('W', wait(100)),
      End: true,
    };
    expect(elapsedMs(await run(machine({ M: map })))).toBe(200_000);
  });

  it('never goes back along a line of states', async () => {
    const branches = [branch('A', wait(3600)), branch('B', wait(60))];
    const { events } = await run(machine({ P: { Type: 'Parallel', Branches: branches, End: true } }));
    for (const event of events) {
      const before = events.find(({ id }) => id === event.previousEventId);
      expect(before?.timestamp?.getTime() ?? 0).toBeLessThanOrEqual(event.timestamp?.getTime() ?? 0);
    }
  });

  it('is the clock when a test owns it', async () => {
    const clock = new ManualClock();
    const execution = start(machine({ W: wait(90) }), { clock });
    expect(await clock.runUntilIdle()).toBe(90_000);
    expect((await execution.ended).stopDate.getTime()).toBe(execution.startDate.getTime() + 90_000);
  });
});

describe('TimeoutSeconds', () => {
  it('of the state machine ends a Wait, and DescribeExecution has no error', async () => {
    const ended = await run(machine({ W: wait(3600) }, { TimeoutSeconds: 60 }));
    expect({ status: ended.status, error: ended.error, elapsed: elapsedMs(ended) }).toEqual({
      status: 'TIMED_OUT',
      error: undefined,
      elapsed: 60_000,
    });
    expect(ended.events.at(-1)).toMatchObject({ executionTimedOutEventDetails: { error: 'States.Timeout' } });
  });

  it('of the state machine ends its branches, and no Catch sees it', async () => {
    const parallel = {
      Type: 'Parallel',
      Branches: [branch('A', wait(3600)), branch('B', wait(30))],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }],
      End: true,
    };
    const ended = await run(machine({ P: parallel, E: end }, { TimeoutSeconds: 60 }));
    expect(ended.status).toBe('TIMED_OUT');
  });

  it('of the state machine ends a loop of retries', async () => {
    const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 50, BackoffRate: 1, MaxAttempts: 99 }];
    const work = () => {
      throw new Error('no');
    };
    const ended = await run(machine({ T: task({ Retry: retry }) }, { TimeoutSeconds: 120 }), {
      handlers: { work },
    });
    expect({ status: ended.status, elapsed: elapsedMs(ended) }).toEqual({
      status: 'TIMED_OUT',
      elapsed: 120_000,
    });
  });

  it('of a Task ends a function that hangs, and tells it', async () => {
    let told = false;
    const work = (_: never, signal: AbortSignal) =>
      new Promise(() => signal.addEventListener('abort', () => (told = true)));
    const fields = { TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'E' }], End: true };
    const { result, types } = await run(machine({ T: task(fields), E: end }), { handlers: { work } });
    expect(result).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(types).toContain('TaskTimedOut');
    expect(told).toBe(true);
  });

  it('of a Task counts the time that a function slept on the clock of a test', async () => {
    const clock = new ManualClock();
    const execution = start(machine({ T: task({ TimeoutSeconds: 60 }) }), {
      clock,
      handlers: { work: () => clock.sleep(61_000) },
    });
    await clock.runUntilIdle();
    expect(await execution.ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('of the state machine beats that of the Task when it is nearer', async () => {
    const work = () => new Promise(() => {});
    const definition = machine({ T: task({ TimeoutSeconds: 60 }) }, { TimeoutSeconds: 1 });
    expect((await run(definition, { handlers: { work } })).status).toBe('TIMED_OUT');
  });
});

describe('stop', () => {
  it.each([
    ['a Wait', machine({ W: wait(3600) })],
    ['a function', machine({ T: task() })],
    [
      'branches',
      machine({ P: { Type: 'Parallel', Branches: [branch('A', wait(9)), branch('B', task())], End: true } }),
    ],
    [
      'a retry',
      machine({ T: task({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 9 }] }, 'missing') }),
    ],
  ])('ends %s at once as ABORTED', async (_, definition) => {
    const clock = new ManualClock();
    const execution = start(definition, { clock, handlers: { work: () => new Promise(() => {}) } });
    await clock.advance(1000);
    execution.stop('Why', 'because');
    expect(await execution.ended).toMatchObject({ status: 'ABORTED', error: 'Why', cause: 'because' });
    expect(execution.events.at(-1)?.type).toBe('ExecutionAborted');
    expect(clock.sleeping).toBe(0);
  });

  it('before the first state is an abort too', async () => {
    const execution = start(machine({ W: wait(3600) }), { clock: stillClock() });
    execution.stop();
    expect((await execution.ended).status).toBe('ABORTED');
  });
});
