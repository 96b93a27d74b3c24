// @ts-expect-error: the package has no types where TypeScript looks for them
import validate from 'asl-validator';
import { MAX_HISTORY_EVENTS, parseDefinition } from '../../local/asl/index.ts';
import { elapsedMs } from '../local/asl/support.ts';
import { type Event, failing, INPUT, notReady, provision, READY, runProvision } from './support.ts';

const PROVISION = ['ProvisionAurora', 'ProvisionDynamoDb', 'ProvisionRedis', 'ProvisionDax'];
const AWAIT = ['AwaitAurora', 'AwaitDynamoDb', 'AwaitRedis', 'AwaitDax'];
const FINISH = ['AttachAlarms', 'MigrateSchema', 'PublishOutputs'];
const MINUTE = 60_000;

describe('the definition', () => {
  it('is valid Amazon States Language', async () => {
    expect(validate(await provision())).toMatchObject({ isValid: true });
  });

  it('is within what the interpreter implements', async () => {
    const text = JSON.stringify(await provision());
    expect(() => parseDefinition(text)).not.toThrow();
  });

  it('gives the whole machine more time than any tier', async () => {
    const text = JSON.stringify(await provision());
    const limits = [...text.matchAll(/"timeLimitMinutes":(\d+)/g)].map(([, minutes]) => Number(minutes));
    expect(limits).toEqual([180, 120, 90, 90]);
    expect(parseDefinition(text).timeoutSeconds).toBeGreaterThan(Math.max(...limits) * 60);
  });
});

describe('an environment that becomes ready', () => {
  it('is provisioned in order, awaited side by side, and finished in order', async () => {
    const { status, steps } = await runProvision();
    expect(status).toBe('SUCCEEDED');
    expect(steps.slice(0, 4)).toEqual(PROVISION);
    expect(steps.slice(4, 8).toSorted()).toEqual(AWAIT.toSorted());
    expect(steps.slice(8)).toEqual(FINISH);
  });

  it('gives every task project, environment, operation and step, and nothing else', async () => {
    const { calls } = await runProvision({ MigrateSchema: failing('Terminal') });
    for (const { step, error, ...rest } of calls) {
      expect(rest).toEqual(INPUT);
      expect(error !== undefined).toBe(step === 'RecordFailure');
    }
  });

  it('keeps what a function answers beyond the agreed out of state output', async () => {
    const { result, events } = await runProvision({ AwaitRedis: () => ({ ...READY, extra: 'unwanted' }) });
    expect(result).toEqual(INPUT);
    const outputs = events.map(({ stateExitedEventDetails }) =>
      JSON.stringify(stateExitedEventDetails ?? null),
    );
    expect(outputs.join()).not.toContain('unwanted');
  });
});

describe('waiting', () => {
  it.each([
    ['what the tier suggests', 45, 45],
    ['at least what keeps the history small', 1, 12],
    ['at most five minutes', 4000, 300],
    ['whole seconds', 30.2, 31],
  ])('is %s', async (_, suggested, expected) => {
    const wait = (_event: Event, call: number) => (call === 1 ? notReady(suggested)() : READY);
    const ended = await runProvision({ AwaitAurora: wait });
    expect(elapsedMs(ended)).toBe(expected * 1000);
  });

  it('of the tiers goes on side by side', async () => {
    const wait = (_: Event, call: number) => (call <= 10 ? notReady(60)() : READY);
    const ended = await runProvision(Object.fromEntries(AWAIT.map((step) => [step, wait])));
    expect(elapsedMs(ended)).toBe(10 * MINUTE);
  });

  it.each([
    ['AwaitAurora', 'Aurora', 180],
    ['AwaitDynamoDb', 'DynamoDB', 120],
    ['AwaitRedis', 'Redis', 90],
    ['AwaitDax', 'DAX', 90],
  ])(
    'in %s ends at the time limit of the tier, naming it and what it waited for',
    async (step, name, minutes) => {
      const ended = await runProvision({ [step]: notReady(60) });
      expect(ended).toMatchObject({ status: 'FAILED', error: 'TierTimedOut' });
      expect(ended.cause).toMatch(
        new RegExp(
          `^${name} is still not available after ${minutes} minutes. Waiting for: cluster shop-dev in eu-west-2 is creating. `,
        ),
      );
      expect(ended.recorded).toEqual({ name: 'TierTimedOut', cause: ended.cause });
      expect(elapsedMs(ended)).toBe(minutes * MINUTE);
    },
  );

  it('of every tier, as often as the machine allows and to the end, fits into the history', async () => {
    const limit = { AwaitAurora: 180, AwaitDynamoDb: 120, AwaitRedis: 90, AwaitDax: 90 };
    const steps = Object.entries(limit).map(([step, minutes]) => {
      const shortest = { AwaitAurora: 12, AwaitDynamoDb: 12, AwaitRedis: 18, AwaitDax: 18 }[step] as number;
      const lastCall = (minutes * 60) / shortest - 1;
      return [step, (_: Event, call: number) => (call < lastCall ? notReady(0)() : READY)] as const;
    });
    const ended = await runProvision(Object.fromEntries(steps));
    expect(ended.status).toBe('SUCCEEDED');
    expect(elapsedMs(ended)).toBeGreaterThan(175 * MINUTE);
    // A fifth stays free for retries.
    expect(ended.events.length).toBeLessThan(MAX_HISTORY_EVENTS * 0.8);
  });
});

describe('an error that may pass', () => {
  it.each([
    ['Throttled', 8],
    ['Lambda.TooManyRequestsException', 8],
    ['OutcomeUnknown', 6],
    ['Lambda.ServiceException', 6],
    ['Sandbox.Timedout', 6],
    ['Lambda.Unknown', 6],
    ['NotYet', 5],
  ])('%s is retried %i times in a tier task', async (name, times) => {
    const { status, steps } = await runProvision({
      ProvisionAurora: failing(name, times),
      AwaitDax: failing(name, times),
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'ProvisionAurora')).toHaveLength(times + 1);
    expect(steps.filter((step) => step === 'AwaitDax')).toHaveLength(times + 1);
  });

  it.each([...PROVISION, ...AWAIT, ...FINISH])('Throttled is retried in %s', async (step) => {
    const { status, steps } = await runProvision({ [step]: failing('Throttled', 1) });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((name) => name === step)).toHaveLength(2);
  });

  it('Throttled is retried with full jitter, up to two minutes', async () => {
    const highest = await runProvision({ ProvisionAurora: failing('Throttled', 5) }, { random: () => 1 });
    const lowest = await runProvision({ ProvisionAurora: failing('Throttled', 5) }, { random: () => 0 });
    expect([elapsedMs(highest), elapsedMs(lowest)]).toEqual([(10 + 20 + 40 + 80 + 120) * 1000, 0]);
  });
});

describe('an error that does not pass', () => {
  it.each<[step: string, name: string]>([
    ...[...PROVISION, ...AWAIT, ...FINISH].map((step): [string, string] => [step, 'Terminal']),
    ['ProvisionRedis', 'Blocked'],
    ['AwaitAurora', 'Blocked'],
    ['MigrateSchema', 'TypeError'],
  ])('in %s (%s) is not retried, is recorded, and ends the execution as failed', async (step, name) => {
    const ended = await runProvision({ [step]: failing(name) });
    expect(ended).toMatchObject({ status: 'FAILED', error: name });
    expect(ended.steps.filter((called) => called === step)).toHaveLength(1);
    expect(ended.recorded?.name).toBe(name);
    expect(JSON.parse(ended.recorded?.cause as string)).toMatchObject({ errorMessage: `told by ${name}` });
    expect(ended.cause).toBe(ended.recorded?.cause);
    expect(ended.steps.at(-1)).toBe('RecordFailure');
  });

  it('because it comes again and again is recorded too', async () => {
    expect((await runProvision({ ProvisionDax: failing('Throttled') })).recorded?.name).toBe('Throttled');
  });

  it('of the machine itself, such as an answer that lacks a member, is recorded', async () => {
    const ended = await runProvision({ AwaitDax: () => ({ ready: false }) });
    expect(ended.recorded?.name).toBe('States.QueryEvaluationError');
    expect(ended.recorded?.cause).toContain('$states.result.Payload.waitingFor');
  });
});

describe('recording a failure', () => {
  it('is tried for long, whatever goes wrong', async () => {
    const ended = await runProvision({
      AttachAlarms: failing('Terminal'),
      RecordFailure: failing('Anything', 12),
    });
    expect(ended.steps.filter((step) => step === 'RecordFailure')).toHaveLength(13);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Terminal' });
  });

  it('that never succeeds still ends the execution with the first error', async () => {
    const ended = await runProvision({
      AttachAlarms: failing('Terminal'),
      RecordFailure: failing('Anything'),
    });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'Terminal',
      cause: expect.stringContaining('told by Terminal'),
    });
  });
});
