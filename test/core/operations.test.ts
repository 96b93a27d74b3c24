import { closeSteps, hasEnded, newOperation, STEPS, type StepRecord } from '../../core/operations.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T01:00:00.000Z';
const ERROR = { type: 'Terminal', detail: 'It is odd.' };
const names = { operationId: 'op-1', project: 'shop', environment: 'dev', requestedBy: 'me', now: NOW };

describe('a new operation', () => {
  it('is a create that has not begun, unless said otherwise', () => {
    const { steps, ...operation } = newOperation(names);
    expect(operation).toEqual({
      operationId: 'op-1',
      kind: 'create',
      project: 'shop',
      environment: 'dev',
      status: 'pending',
      createdAt: NOW,
      startedAt: null,
      endedAt: null,
      requestedBy: 'me',
      error: null,
    });
    expect(Object.keys(steps)).toEqual(STEPS.create.map(({ name }) => name));
    for (const step of Object.values(steps))
      expect(step).toEqual({
        status: 'pending',
        startedAt: null,
        endedAt: null,
        waitingFor: [],
        error: null,
      });
  });

  it('has door, options and what it goes on with where they are known', () => {
    const known = { door: 'event', options: { onFailure: 'rollback' }, retryOf: 'op-0' } as const;
    expect(newOperation({ ...names, ...known })).toMatchObject(known);
  });

  it.each(['update', 'reconcile'] as const)('of kind %s has the steps of an update', (kind) => {
    const { steps, snapshots } = newOperation({ ...names, kind });
    expect(Object.keys(steps)).toEqual(STEPS.update.map(({ name }) => name));
    expect(snapshots).toBeUndefined();
  });

  it('that deletes has a place for its final snapshots', () => {
    expect(newOperation({ ...names, kind: 'delete' }).snapshots).toEqual({});
  });
});

it.each([
  ['pending', false],
  ['running', false],
  ['succeeded', true],
  ['failed', true],
  ['blocked', true],
  ['cancelled', true],
] as const)('whether one that is %s has ended: %s', (status, ended) => {
  expect(hasEnded(status)).toBe(ended);
});

describe('the steps of an operation that fails', () => {
  const step = (status: StepRecord['status'], change: Partial<StepRecord> = {}): StepRecord => ({
    ...{ status, startedAt: NOW, endedAt: null, waitingFor: ['it'], error: null },
    ...change,
  });
  const close = (one: StepRecord, how?: 'failed' | 'blocked' | 'cancelled') =>
    closeSteps({ one }, LATER, ERROR, how).one;

  it('that had not begun are skipped', () => {
    expect(close(step('pending'))).toEqual(step('skipped'));
  });

  it.each(['succeeded', 'failed', 'blocked', 'cancelled', 'skipped'] as const)(
    'that are %s stay as they are',
    (status) => {
      expect(close(step(status))).toEqual(step(status));
    },
  );

  it.each([
    ['running', undefined, 'failed'],
    ['waiting', undefined, 'failed'],
    ['running', 'blocked', 'failed'],
    ['waiting', 'cancelled', 'cancelled'],
  ] as const)('that are %s, of an operation that ends as %s, end as %s', (status, how, ended) => {
    expect(close(step(status), how)).toEqual({
      status: ended,
      startedAt: NOW,
      endedAt: LATER,
      waitingFor: [],
      error: { type: 'Stopped', detail: 'Stopped, because the operation failed: It is odd.' },
    });
  });

  it('that had failed by themselves keep their own error', () => {
    const own = { type: 'Blocked', detail: 'No permission.' };
    expect(close(step('running', { error: own }))?.error).toEqual(own);
  });
});
