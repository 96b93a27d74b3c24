import { durationClass, History, isSlow, KEPT_SAMPLES, recordDuration } from '../../core/history.ts';
import { newOperation, type OperationRecord, UNSTARTED_STEP } from '../../core/operations.ts';
import { newRegistry } from './fresh-registry.ts';

const at = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toISOString();

function ended(change: Partial<OperationRecord> = {}): OperationRecord {
  const names = { operationId: 'op-1', project: 'shop', environment: 'dev', requestedBy: 'me', now: at(0) };
  return { ...newOperation(names), status: 'succeeded', endedAt: at(90), ...change };
}

it.each([
  ['create', ['aurora'], 'create'],
  ['delete', ['aurora'], 'delete'],
  ['update', [], 'update quick'],
  ['reconcile', ['redis'], 'update redis'],
  ['update', ['redis', 'aurora'], 'update aurora+redis'],
] as const)('a %s with %j slow is of the class %s', (kind, slow, name) => {
  expect(durationClass(kind, slow)).toBe(name);
});

it.each([
  [60, false],
  [61, true],
])('whether a tier that takes %i seconds is slow: %s', (seconds, slow) => {
  expect(isSlow(seconds)).toBe(slow);
});

describe('the history of durations', () => {
  it('has the durations of a class, oldest first, and none of another', async () => {
    const history = new History(await newRegistry());
    await history.record('create', 10, 'op-1');
    await history.record('create', 20, 'op-2');
    expect(await history.read('create')).toEqual([10, 20]);
    expect(await history.read('delete')).toEqual([]);
  });

  it('keeps the last fifty', async () => {
    const history = new History(await newRegistry());
    for (let each = 0; each <= KEPT_SAMPLES; each++) await history.record('create', each, `op-${each}`);
    const samples = await history.read('create');
    expect(samples).toHaveLength(50);
    expect(samples[0]).toBe(1);
  });

  it('has two that end at the same moment', async () => {
    const history = new History(await newRegistry());
    await Promise.all([history.record('create', 10, 'op-1'), history.record('create', 20, 'op-2')]);
    expect([...(await history.read('create'))].sort()).toEqual([10, 20]);
  });

  it('loses none of several that end one after another', async () => {
    const history = new History(await newRegistry());
    for (const each of [1, 2, 3, 4]) await history.record('create', each, `op-${each}`);
    expect(await history.read('create')).toEqual([1, 2, 3, 4]);
  });

  it('has an operation once, however often its end is told', async () => {
    const registry = await newRegistry();
    await recordDuration(registry, ended());
    await recordDuration(registry, ended());
    expect(await new History(registry).read('create')).toEqual([90]);
  });

  it.each([
    ['failed', { status: 'failed' }],
    ['went on with another', { retryOf: 'op-0' }],
    ['has not ended', { endedAt: null }],
  ] as const)('has none of an operation that %s', async (_, change) => {
    const registry = await newRegistry();
    await recordDuration(registry, ended(change));
    expect(await new History(registry).read('create')).toEqual([]);
  });

  it('tells updates apart by the tiers that took their time', async () => {
    const registry = await newRegistry();
    const step = (from: number, to: number) => ({ ...UNSTARTED_STEP, startedAt: at(from), endedAt: at(to) });
    const steps = {
      UpdateAurora: step(0, 1),
      AwaitAurora: step(1, 400),
      UpdateRedis: step(1, 2),
      AwaitRedis: step(2, 3),
      UpdateDax: UNSTARTED_STEP,
    };
    await recordDuration(registry, ended({ kind: 'update', steps }));
    expect(await new History(registry).read(durationClass('reconcile', ['aurora']))).toEqual([90]);
    expect(await new History(registry).read(durationClass('update', []))).toEqual([]);
  });

  it('counts a tier from the first of its steps to the last, in whatever order they are kept', async () => {
    const registry = await newRegistry();
    const step = (from: number, to: number | null) => ({
      ...UNSTARTED_STEP,
      startedAt: at(from),
      endedAt: to === null ? null : at(to),
    });
    const steps = {
      AwaitAurora: step(50, 100),
      UpdateAurora: step(0, 10),
      AwaitRedis: step(0, null),
      AwaitDax: step(0, 60),
    };
    await recordDuration(registry, ended({ kind: 'update', steps }));
    expect(await new History(registry).read('update aurora')).toEqual([90]);
  });
});
