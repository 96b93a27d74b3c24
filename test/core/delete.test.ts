import { jest } from '@jest/globals';
import {
  type Deletion,
  type DeletionDependencies,
  leavesSnapshots,
  protections,
  rollbackName,
  submitDeletion,
} from '../../core/delete.ts';
import { DELETE_STEPS, newOperation, type OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord, Registry } from '../../core/registry.ts';
import type { Desired } from '../../core/spec.ts';
import { type Submission, submit } from '../../core/submit.ts';
import {
  dyingExecutions,
  environment,
  fakeExecutions,
  NOW,
  newRegistry,
  operation,
} from './fresh-registry.ts';

const deletion: Deletion = { project: 'shop', environment: 'dev', requestedBy: 'me', door: 'http' };
const LATER = '2026-01-01T01:00:00.000Z';
const ERROR = { type: 'Terminal', detail: 'odd' };

const desired = (aurora: boolean, dynamodb: boolean) =>
  ({ aurora: { deletionProtection: aurora }, dynamodb: { deletionProtection: dynamodb } }) as Desired;
const OPEN = desired(false, false);

async function setUp() {
  const registry = await newRegistry();
  const { executions, started, stopped } = fakeExecutions();
  const dependencies: DeletionDependencies = {
    registry,
    executions,
    clock: { now: () => Date.parse(LATER), sleep: async () => {} },
  };
  return { registry, started, stopped, dependencies };
}

/** An environment as an operation of this kind and status left it. */
async function given(
  registry: Registry,
  record: Partial<EnvironmentRecord>,
  last: Partial<OperationRecord> | null,
): Promise<void> {
  await registry.createEnvironment(environment('dev', { desired: OPEN, ...record }));
  if (last) {
    const kind = record.status === 'deleting' ? 'delete' : 'create';
    await registry.createOperation({
      ...newOperation({ ...deletion, operationId: 'op-1', kind, now: NOW }),
      ...last,
    });
  }
}

const succeeded = { status: 'succeeded', endedAt: NOW } as const;
const failed = { status: 'failed', endedAt: NOW, error: ERROR } as const;

describe('submitDeletion', () => {
  it.each<[string, Partial<EnvironmentRecord>, Partial<OperationRecord> | null]>([
    ['is ready', { status: 'ready' }, succeeded],
    ['failed', { status: 'failed' }, failed],
    ['is blocked', { status: 'blocked' }, failed],
    ['has not been told that its create failed', { status: 'creating' }, failed],
    ['has not been told that its delete failed', { status: 'deleting' }, failed],
  ])('starts to delete an environment that %s', async (_, record, last) => {
    const { registry, started, dependencies } = await setUp();
    await given(registry, record, last);

    const result = await submitDeletion(deletion, dependencies);

    if (result.outcome !== 'started') throw new Error(result.outcome);
    const { operationId } = result.operation;
    expect(operationId).not.toBe('op-1');
    expect(started).toEqual([operationId]);
    expect(await registry.getOperation('shop', operationId)).toEqual(result.operation);
    expect(result.operation).toMatchObject({
      kind: 'delete',
      status: 'pending',
      requestedBy: 'me',
      createdAt: LATER,
    });
    expect(Object.keys(result.operation.steps)).toEqual(DELETE_STEPS.map(({ name }) => name));
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({
      status: 'deleting',
      operationId,
      outputs: null,
      desired: OPEN,
    });
  });

  it('answers that there is none', async () => {
    const { started, dependencies } = await setUp();
    expect(await submitDeletion(deletion, dependencies)).toEqual({ outcome: 'absent' });
    expect(started).toEqual([]);
  });

  it.each([
    ['aurora', desired(true, false)],
    ['dynamodb', desired(false, true)],
  ])('touches nothing that is protected in %s', async (_, protectedSpec) => {
    const { registry, started, dependencies } = await setUp();
    await given(registry, { status: 'failed', desired: protectedSpec }, failed);

    const result = await submitDeletion(deletion, dependencies);

    expect(result).toMatchObject({ outcome: 'protected', environment: { environment: 'dev' } });
    expect(started).toEqual([]);
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('failed');
  });

  it.each<[string, Partial<OperationRecord> | null, string[], string[]]>([
    ['runs', { status: 'running' }, ['op-1'], []],
    ['has not started', {}, ['op-1'], ['op-1']],
    ['has not been recorded', null, [], []],
  ])('takes the environment from a create that %s, and stops it', async (_, last, stops, untold) => {
    const { registry, started, stopped, dependencies } = await setUp();
    await given(registry, { status: 'creating', readyAt: null }, last);

    const result = await submitDeletion(deletion, dependencies);

    if (result.outcome !== 'started') throw new Error(result.outcome);
    const { operationId } = result.operation;
    expect({ started, stopped }).toEqual({ started: [operationId], stopped: stops });
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({ status: 'deleting', operationId });
    const create = await registry.getOperation('shop', 'op-1');
    expect(create?.status).toBe(last === null ? undefined : 'cancelled');
    if (create) expect(create.error?.detail).toContain(`is being deleted by operation ${operationId}`);
    // One that may never begin has no execution whose end would be told.
    expect((await registry.listUntoldOperations()).map((each) => each.operationId)).toEqual(untold);
  });

  it('does not disturb an update that runs, and names it', async () => {
    const { registry, started, stopped, dependencies } = await setUp();
    await given(registry, { status: 'updating' }, { kind: 'update', status: 'running' });

    const result = await submitDeletion(deletion, dependencies);

    expect(result).toMatchObject({ outcome: 'busy', operation: { operationId: 'op-1', kind: 'update' } });
    expect([...started, ...stopped]).toEqual([]);
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('updating');
  });

  it.each<[string, Partial<EnvironmentRecord>, boolean | undefined, boolean]>([
    [
      'never was ready',
      { readyAt: null, desired: { ...OPEN, preset: 'production' } as Desired },
      true,
      false,
    ],
    [
      'has a preset that protects',
      { desired: { ...OPEN, preset: 'production' } as Desired },
      undefined,
      true,
    ],
    [
      'has a preset that does not',
      { desired: { ...OPEN, preset: 'development' } as Desired },
      undefined,
      false,
    ],
    [
      'has a preset that does not, when asked',
      { desired: { ...OPEN, preset: 'development' } as Desired },
      true,
      true,
    ],
    [
      'has a preset that protects, when told not to',
      { desired: { ...OPEN, preset: 'production' } as Desired },
      false,
      false,
    ],
  ])('decides about final snapshots of an environment that %s', async (_, record, asked, finalSnapshots) => {
    const { registry, dependencies } = await setUp();
    await given(registry, { status: 'ready', ...record }, succeeded);

    const result = await submitDeletion({ ...deletion, finalSnapshots: asked }, dependencies);

    expect(result).toMatchObject({ outcome: 'started', operation: { options: { finalSnapshots } } });
  });

  it.each([
    ['ready', 0],
    ['failed', 30],
    ['creating', 30],
  ] as const)(
    'gives what may still be under way on one that is %s %i seconds',
    async (status, settleSeconds) => {
      const { registry, dependencies } = await setUp();
      await given(registry, { status }, status === 'creating' ? failed : succeeded);
      expect(await submitDeletion(deletion, dependencies)).toMatchObject({
        outcome: 'started',
        operation: { options: { settleSeconds } },
      });
    },
  );

  it('has the last check know what the operation is given', async () => {
    const { registry, dependencies } = await setUp();
    await given(registry, { status: 'ready' }, succeeded);
    const seen: unknown[] = [];
    const check = async (record: EnvironmentRecord, options: unknown) => {
      seen.push([record.environment, options]);
    };
    await submitDeletion({ ...deletion, finalSnapshots: true }, { ...dependencies, check });
    expect(seen).toEqual([['dev', { finalSnapshots: true, settleSeconds: 0 }]]);
  });

  it.each([
    [LATER, 'absent'],
    [NOW, 'started'],
  ])(
    'at the end of its time leaves one that somebody has extended (to %s): %s',
    async (expiresAt, outcome) => {
      const { registry, started, dependencies } = await setUp();
      await given(registry, { status: 'ready', expiresAt }, succeeded);
      const result = await submitDeletion({ ...deletion, onlyIfExpiresAt: NOW }, dependencies);
      expect(result.outcome).toBe(outcome);
      expect(started).toHaveLength(outcome === 'started' ? 1 : 0);
    },
  );

  it.each<[string, Partial<OperationRecord> | null, string]>([
    ['the rollback itself', { kind: 'delete', requestedBy: rollbackName('op-0') }, 'in-progress'],
    ['the rollback of another create', { kind: 'delete', requestedBy: rollbackName('op-9') }, 'absent'],
    ['a delete that somebody asked for', { kind: 'delete', requestedBy: 'me' }, 'absent'],
    ['an update with such a name', { kind: 'update', requestedBy: rollbackName('op-0') }, 'absent'],
    ['an operation that is not recorded', null, 'absent'],
  ])('of a rollback, where %s is at work, is %s', async (_what, last, outcome) => {
    const { registry, dependencies } = await setUp();
    await given(registry, { status: 'deleting' }, last && { status: 'running', ...last });
    expect((await submitDeletion({ ...deletion, rollbackOf: 'op-0' }, dependencies)).outcome).toBe(outcome);
  });

  it('of a rollback leaves what another operation has taken over', async () => {
    const { registry, started, dependencies } = await setUp();
    await given(registry, { status: 'ready' }, succeeded);

    expect(await submitDeletion({ ...deletion, rollbackOf: 'op-0' }, dependencies)).toEqual({
      outcome: 'absent',
    });
    expect(started).toEqual([]);
    expect(await submitDeletion({ ...deletion, rollbackOf: 'op-1' }, dependencies)).toMatchObject({
      outcome: 'started',
    });
  });

  it.each<[string, Partial<OperationRecord> | null, string[]]>([
    ['runs', { status: 'running' }, []],
    ['was recorded and not started', {}, ['op-1']],
    ['was not even recorded', null, ['op-1']],
  ])('answers with a delete that %s, and starts it where needed', async (_, last, starts) => {
    const { registry, started, dependencies } = await setUp();
    await given(registry, { status: 'deleting' }, last);

    const result = await submitDeletion(deletion, dependencies);

    expect(result).toMatchObject({
      outcome: 'in-progress',
      operation: { operationId: 'op-1', kind: 'delete' },
    });
    expect(started).toEqual(starts);
    expect(await registry.getOperation('shop', 'op-1')).toMatchObject({ kind: 'delete' });
  });

  it.each(['createOperation', 'start'] as const)(
    'that died before %s is mended by sending it again',
    async (point) => {
      const { registry, started, dependencies } = await setUp();
      await given(registry, { status: 'ready' }, succeeded);
      const killed = () => Promise.reject(new Error('killed'));
      if (point === 'createOperation') jest.spyOn(registry, point).mockImplementationOnce(killed);
      const dying = point === 'start' ? { ...dependencies, executions: dyingExecutions() } : dependencies;
      await expect(submitDeletion(deletion, dying)).rejects.toThrow('killed');
      const taken = await registry.getEnvironment('shop', 'dev');

      const result = await submitDeletion(deletion, dependencies);

      expect(result).toMatchObject({
        outcome: 'in-progress',
        operation: { operationId: taken?.operationId, status: 'pending' },
      });
      expect(started).toEqual([taken?.operationId]);
    },
  );

  it('starts one workflow for many at once', async () => {
    const { registry, started, dependencies } = await setUp();
    await given(registry, { status: 'ready' }, succeeded);

    const results = await Promise.all(
      Array.from({ length: 5 }, () => submitDeletion(deletion, dependencies)),
    );

    expect(results.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    const ids = results.map((result) => ('operation' in result ? result.operation.operationId : ''));
    expect(new Set(ids).size).toBe(1);
    expect(new Set(started)).toEqual(new Set(ids));
  });

  it('gives up, to be asked again, when the environment changes every time', async () => {
    const { registry, dependencies } = await setUp();
    await given(registry, { status: 'ready' }, succeeded);
    jest.spyOn(registry, 'handOver').mockResolvedValue(false);
    await expect(submitDeletion(deletion, dependencies)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
  });
});

describe('an environment', () => {
  const record = (change: Partial<EnvironmentRecord>) => environment('dev', { desired: OPEN, ...change });

  it.each([
    [false, false, []],
    [true, false, ['aurora.deletionProtection']],
    [false, true, ['dynamodb.deletionProtection']],
    [true, true, ['aurora.deletionProtection', 'dynamodb.deletionProtection']],
  ])('is protected by the fields that say so: Aurora %s, DynamoDB %s', (aurora, dynamodb, fields) => {
    expect(protections(record({ desired: desired(aurora, dynamodb) }))).toEqual(fields);
    expect(protections(record({ desired: desired(aurora, dynamodb), readyAt: null }))).toEqual([]);
  });

  it('of a preset that is not known any more leaves snapshots, unless told not to', () => {
    const old = record({ desired: { ...OPEN, preset: 'huge' } as unknown as Desired });
    expect(leavesSnapshots(old)).toBe(true);
    expect(leavesSnapshots(old, false)).toBe(false);
  });
});

describe('the end of a deletion', () => {
  async function deleting() {
    const world = await setUp();
    await given(world.registry, { status: 'ready' }, succeeded);
    const result = await submitDeletion(deletion, world.dependencies);
    if (result.outcome !== 'started') throw new Error(result.outcome);
    return { ...world, ...result };
  }
  const request: Submission = {
    project: 'shop',
    environment: 'dev',
    request: { environment: 'dev' },
    fingerprint: 'f',
    requestedBy: 'me',
    door: 'http',
    expiresAt: () => null,
  };

  it('frees the name and keeps the operations, once', async () => {
    const { registry, operation: ended, dependencies } = await deleting();
    const { operationId } = ended;
    const submission = { ...dependencies, resolve: async () => OPEN };
    expect(await submit(request, submission)).toMatchObject({ outcome: 'conflict' });

    expect(await registry.finishDeletion('shop', 'dev', operationId, LATER)).toBe(true);
    expect(await submit(request, submission)).toMatchObject({ outcome: 'started' });
    expect(await registry.finishDeletion('shop', 'dev', operationId, LATER)).toBe(false);

    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('creating');
    expect(await registry.getOperation('shop', operationId)).toMatchObject({
      status: 'succeeded',
      endedAt: LATER,
    });
    expect((await registry.listOperations('shop', { limit: 5 }, 'dev')).items).toHaveLength(3);
  });

  it('does not come after it has failed: environment and reason stay', async () => {
    const { registry, operation: ended } = await deleting();
    await registry.fail(ended, 'blocked', ERROR, LATER);

    expect(await registry.finishDeletion('shop', 'dev', ended.operationId, LATER)).toBe(false);

    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('blocked');
    expect(await registry.getOperation('shop', ended.operationId)).toMatchObject({
      status: 'blocked',
      error: ERROR,
    });
  });
});

describe('the registry', () => {
  it('knows who is at work on an environment', async () => {
    const { registry, dependencies } = await setUp();
    const atWork = (operationId: string) => registry.isAtWork('shop', 'dev', operationId);
    expect(await atWork('op-1')).toBe(false);
    await given(registry, { status: 'creating' }, { status: 'running' });
    expect([await atWork('op-1'), await atWork('op-2')]).toEqual([true, false]);
    await registry.fail(operation('op-1'), 'failed', ERROR, NOW);
    expect(await atWork('op-1')).toBe(false);
    const result = await submitDeletion(deletion, dependencies);
    if (result.outcome !== 'started') throw new Error(result.outcome);
    expect([await atWork('op-1'), await atWork(result.operation.operationId)]).toEqual([false, true]);
  });

  it('reads an operation that has no kind as a create', async () => {
    const { registry } = await setUp();
    const { kind: _, ...old } = operation('op-1');
    await registry.createOperation(old as OperationRecord);
    expect((await registry.getOperation('shop', 'op-1'))?.kind).toBe('create');
    expect((await registry.listOperations('shop', { limit: 1 })).items[0]?.kind).toBe('create');
  });
});
