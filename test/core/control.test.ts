import { type ControlRequest, cancelOperation, retryOperation } from '../../core/control.ts';
import { newOperation, type OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { dyingExecutions, environment, fakeExecutions, NOW, newRegistry } from './fresh-registry.ts';

const LATER = '2026-01-01T01:00:00.000Z';
const REQUEST: ControlRequest = { project: 'shop', operationId: 'op-1', requestedBy: 'you', door: 'http' };
const ERROR = { type: 'Terminal', detail: 'odd' };

/** An environment and its operation op-1, as they are. */
async function given(operation: Partial<OperationRecord>, record: Partial<EnvironmentRecord> | null = {}) {
  const registry = await newRegistry();
  const fake = fakeExecutions();
  const clock = { now: () => Date.parse(LATER), sleep: async () => {} };
  if (record) await registry.createEnvironment(environment('dev', record));
  const names = { project: 'shop', environment: 'dev', requestedBy: 'me', operationId: 'op-1', now: NOW };
  await registry.createOperation({ ...newOperation({ ...names, kind: operation.kind }), ...operation });
  return { registry, ...fake, dependencies: { registry, executions: fake.executions, clock } };
}

const failed = { status: 'failed', endedAt: NOW, error: ERROR } as const;

describe('retryOperation', () => {
  it.each([
    ['failed', 'create', 'creating'],
    ['blocked', 'update', 'updating'],
    ['cancelled', 'reconcile', 'updating'],
    ['failed', 'delete', 'deleting'],
  ] as const)('of a %s %s starts another of the kind, with its options', async (status, kind, atWork) => {
    const options = { allowReplacement: true };
    const { dependencies, registry, started } = await given(
      { ...failed, status, kind, options },
      { status: status === 'blocked' ? 'blocked' : 'failed' },
    );

    const result = await retryOperation(REQUEST, dependencies);

    if (result.outcome !== 'started') throw new Error(result.outcome);
    const { operationId } = result.operation;
    expect(result.operation).toMatchObject({ kind, options, retryOf: 'op-1', requestedBy: 'you' });
    expect(started).toEqual([operationId]);
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({ status: atWork, operationId });
    expect((await registry.getOperation('shop', 'op-1'))?.status).toBe(status);
  });

  it.each([
    ['pending', 'running'],
    ['running', 'running'],
    ['succeeded', 'succeeded'],
  ] as const)('of one that is %s starts nothing: %s', async (status, outcome) => {
    const { dependencies, started } = await given({ status });
    expect(await retryOperation(REQUEST, dependencies)).toMatchObject({
      outcome,
      operation: { operationId: 'op-1' },
    });
    expect(started).toEqual([]);
  });

  it('of one that another has followed names that one', async () => {
    const { dependencies } = await given(failed, { status: 'ready', operationId: 'op-2' });
    expect(await retryOperation(REQUEST, dependencies)).toMatchObject({ outcome: 'replaced', by: 'op-2' });
  });

  it('of an environment that is gone says so', async () => {
    const { dependencies } = await given(failed, null);
    expect(await retryOperation(REQUEST, dependencies)).toMatchObject({ outcome: 'replaced', by: null });
  });

  it('of none answers that there is none', async () => {
    const { dependencies } = await given(failed);
    expect(await retryOperation({ ...REQUEST, operationId: 'op-9' }, dependencies)).toEqual({
      outcome: 'absent',
    });
  });

  it('twice at once starts one, and the other hears of it', async () => {
    const { dependencies, started } = await given(failed, { status: 'failed' });

    const results = await Promise.all([1, 2, 3].map(() => retryOperation(REQUEST, dependencies)));

    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['replaced', 'replaced', 'started']);
    const others = results.flatMap((result) => (result.outcome === 'replaced' ? [result.by] : []));
    expect(new Set([...others, ...started]).size).toBe(1);
  });

  it('whose start was lost is started by asking for it again', async () => {
    const { dependencies, registry, started } = await given(failed, { status: 'failed' });
    const dying = { ...dependencies, executions: dyingExecutions() };
    await expect(retryOperation(REQUEST, dying)).rejects.toThrow('killed');

    const result = await retryOperation(REQUEST, dependencies);

    const by = (await registry.getEnvironment('shop', 'dev'))?.operationId;
    expect(result).toMatchObject({ outcome: 'replaced', by });
    expect(started).toEqual([by]);
  });
});

describe('cancelOperation', () => {
  it('of one that runs only asks it to stop: it does at its next safe point', async () => {
    const { dependencies, registry, executions, stopped } = await given({ status: 'running' });
    await executions.start({ ...REQUEST, environment: 'dev', kind: 'create' });

    const result = await cancelOperation(REQUEST, dependencies);

    expect(result).toMatchObject({
      outcome: 'accepted',
      operation: { status: 'running', cancelRequestedAt: LATER },
    });
    expect(stopped).toEqual([]);
    expect(await registry.isAtWork('shop', 'dev', 'op-1')).toBe(false);
  });

  it('a second time keeps the first time', async () => {
    const { dependencies, executions } = await given({ status: 'running', cancelRequestedAt: NOW });
    await executions.start({ ...REQUEST, environment: 'dev', kind: 'create' });
    expect(await cancelOperation(REQUEST, dependencies)).toMatchObject({
      outcome: 'accepted',
      operation: { cancelRequestedAt: NOW },
    });
  });

  it.each(['absent', 'ended'] as const)('of one whose execution is %s closes it', async (status) => {
    const { dependencies, registry, known } = await given({ status: 'pending' });
    if (status === 'ended') known.set('op-1', { status, how: 'ABORTED', cause: '' });

    const result = await cancelOperation(REQUEST, dependencies);

    expect(result).toMatchObject({ outcome: 'accepted', operation: { status: 'cancelled' } });
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('failed');
    // No execution, no event of its end: whoever waits for it has to be told some other way.
    const untold = await registry.listUntoldOperations();
    expect(untold.map(({ operationId }) => operationId)).toEqual(status === 'absent' ? ['op-1'] : []);
  });

  it.each(['succeeded', 'failed', 'blocked', 'cancelled'] as const)(
    'of one that is %s changes nothing',
    async (status) => {
      const { dependencies, registry } = await given({ status, endedAt: NOW }, { status: 'ready' });
      expect(await cancelOperation(REQUEST, dependencies)).toMatchObject({
        outcome: 'ended',
        operation: { status },
      });
      expect((await registry.getOperation('shop', 'op-1'))?.cancelRequestedAt).toBeUndefined();
      expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('ready');
    },
  );

  it('of none answers that there is none', async () => {
    const { dependencies } = await given({});
    expect(await cancelOperation({ ...REQUEST, operationId: 'op-9' }, dependencies)).toEqual({
      outcome: 'absent',
    });
  });

  it('can be retried, and what follows is not cancelled', async () => {
    const { dependencies } = await given({ status: 'pending' });
    await cancelOperation(REQUEST, dependencies);

    const result = await retryOperation(REQUEST, dependencies);

    if (result.outcome !== 'started') throw new Error(result.outcome);
    expect(result.operation.cancelRequestedAt).toBeUndefined();
  });
});
