// @ts-expect-error: the package has no types where TypeScript looks for them
import validate from 'asl-validator';
import { DELETE_STEPS } from '../../core/operations.ts';
import { MAX_HISTORY_EVENTS, parseDefinition } from '../../local/asl/index.ts';
import { elapsedMs } from '../local/asl/support.ts';
import { definition, type Event, failing, INPUT, notReady, READY, runDelete } from './support.ts';

const TIERS = ['DeleteAurora', 'DeleteDynamoDb', 'DeleteRedis', 'DeleteDax'];
const STEPS = ['DeleteAlarms', ...TIERS, 'RecordDeleted'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The machine waits this long before it does anything. */
const SETTLE = 30 * SECOND;

describe('the definition', () => {
  it('is valid Amazon States Language', async () => {
    expect(validate(await definition('delete'))).toMatchObject({ isValid: true });
  });

  it('is within what the interpreter implements, and gives the whole more time than any tier', async () => {
    const text = JSON.stringify(await definition('delete'));
    const limits = [...text.matchAll(/"timeLimitMinutes":(\d+)/g)].map(([, minutes]) => Number(minutes));
    expect(limits).toEqual([180, 120, 90, 90]);
    expect(parseDefinition(text).timeoutSeconds).toBeGreaterThan(Math.max(...limits) * 60);
  });

  it('treats errors as the one that provisions does', async () => {
    const tasks = async (name: 'provision' | 'delete') => {
      const text = JSON.stringify(await definition(name));
      return new Set([...text.matchAll(/"Retry":\[.*?\],"(?:Catch|Assign)":/g)].map(([retry]) => retry));
    };
    const known = await tasks('provision');
    for (const retry of await tasks('delete')) expect(known).toContain(retry);
  });
});

describe('an environment that is deleted', () => {
  it('loses its alarms first, its tiers side by side, and its record last', async () => {
    const { status, steps } = await runDelete();
    expect(status).toBe('SUCCEEDED');
    expect(steps[0]).toBe('DeleteAlarms');
    expect(steps.slice(1, 5).toSorted()).toEqual(TIERS.toSorted());
    expect(steps.slice(5)).toEqual(['RecordDeleted']);
  });

  it('has the steps that an operation shows', () => {
    expect(DELETE_STEPS.map(({ name }) => name)).toEqual(STEPS);
  });

  it('waits first until calls that are under way have ended', async () => {
    expect(elapsedMs(await runDelete())).toBe(SETTLE);
  });

  it('gives every task project, environment, operation and step, and nothing else', async () => {
    const { calls } = await runDelete({ RecordDeleted: failing('Terminal') });
    for (const { step, error, ...rest } of calls) {
      expect(rest).toEqual(INPUT);
      expect(error !== undefined).toBe(step === 'RecordFailure');
    }
  });
});

describe('waiting', () => {
  it.each([
    ['what the tier suggests', 45, 45],
    ['at least what keeps the history small', 1, 12],
    ['at most five minutes', 4000, 300],
  ])('is %s', async (_, suggested, expected) => {
    const wait = (_event: Event, call: number) => (call === 1 ? notReady(suggested)() : READY);
    expect(elapsedMs(await runDelete({ DeleteAurora: wait }))).toBe(SETTLE + expected * SECOND);
  });

  it('of the tiers goes on side by side', async () => {
    const wait = (_: Event, call: number) => (call <= 10 ? notReady(60)() : READY);
    const ended = await runDelete(Object.fromEntries(TIERS.map((step) => [step, wait])));
    expect(elapsedMs(ended)).toBe(SETTLE + 10 * MINUTE);
  });

  it.each([
    ['DeleteAurora', 'Aurora', 180],
    ['DeleteDynamoDb', 'DynamoDB', 120],
    ['DeleteRedis', 'Redis', 90],
    ['DeleteDax', 'DAX', 90],
  ])('in %s ends at the time limit of the tier, and says what to do', async (step, name, minutes) => {
    const ended = await runDelete({ [step]: notReady(60) });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'TierTimedOut' });
    expect(ended.cause).toMatch(
      new RegExp(
        `^${name} is still not deleted after ${minutes} minutes. Waiting for: .*retry the operation`,
      ),
    );
    expect(ended.recorded).toEqual({ name: 'TierTimedOut', cause: ended.cause });
    expect(elapsedMs(ended)).toBe(SETTLE + minutes * MINUTE);
  });

  it('of every tier, as often as the machine allows and to the end, fits into the history', async () => {
    const limits = {
      DeleteAurora: [180, 12],
      DeleteDynamoDb: [120, 12],
      DeleteRedis: [90, 18],
      DeleteDax: [90, 18],
    };
    const steps = Object.entries(limits).map(([step, [minutes = 0, shortest = 1]]) => {
      const last = (minutes * 60) / shortest - 1;
      return [step, (_: Event, call: number) => (call < last ? notReady(0)() : READY)] as const;
    });
    const ended = await runDelete(Object.fromEntries(steps));
    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.events.length).toBeLessThan(MAX_HISTORY_EVENTS * 0.8);
  });
});

describe('an error', () => {
  it.each(STEPS)('that may pass is retried in %s', async (step) => {
    const { status, steps } = await runDelete({ [step]: failing('Throttled', 1) });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((name) => name === step)).toHaveLength(2);
  });

  it.each(STEPS)('that does not pass ends in %s, and is recorded', async (step) => {
    const ended = await runDelete({ [step]: failing('Blocked') });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Blocked' });
    expect(ended.steps.filter((called) => called === step)).toHaveLength(1);
    expect(ended.recorded?.name).toBe('Blocked');
    expect(ended.steps.at(-1)).toBe('RecordFailure');
  });

  it('in one tier leaves the record of the environment', async () => {
    const { steps } = await runDelete({ DeleteDax: failing('Terminal') });
    expect(steps).not.toContain('RecordDeleted');
  });
});
