import { jest } from '@jest/globals';
import { newOperation, type OperationKind, type OperationRecord } from '../../core/operations.ts';
import { begin, isAtWork, kindAtWork, startIfForgotten } from '../../core/workflow.ts';
import { dyingExecutions, environment, fakeExecutions, NOW, newRegistry } from './fresh-registry.ts';

const operationOf = (operationId: string, kind: OperationKind): OperationRecord =>
  newOperation({ project: 'shop', environment: 'dev', requestedBy: 'me', operationId, kind, now: NOW });

async function setUp() {
  const registry = await newRegistry();
  const { executions, started } = fakeExecutions();
  return { registry, started, dependencies: { registry, executions } };
}

it.each([
  ['creating', true],
  ['updating', true],
  ['deleting', true],
  ['ready', false],
  ['failed', false],
  ['blocked', false],
] as const)('whether an operation is at work on an environment that is %s: %s', (status, atWork) => {
  expect(isAtWork({ status })).toBe(atWork);
});

it.each([
  ['creating', 'create'],
  ['updating', 'update'],
  ['deleting', 'delete'],
] as const)('on an environment that is %s it is a(n) %s', (status, kind) => {
  expect(kindAtWork({ status })).toBe(kind);
});

describe('begin', () => {
  it.each([
    ['create', 'creating'],
    ['update', 'updating'],
    ['reconcile', 'updating'],
    ['delete', 'deleting'],
  ] as const)('of a %s makes the environment %s and starts one execution', async (kind, status) => {
    const { registry, started, dependencies } = await setUp();
    const ready = environment('dev', { status: 'ready' });
    await registry.createEnvironment(ready);

    expect(await begin(ready, operationOf('op-2', kind), ready, dependencies)).toBe(true);

    expect(started).toEqual(['op-2']);
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({ status, operationId: 'op-2' });
    expect(await registry.getOperation('shop', 'op-2')).toMatchObject({ kind, status: 'pending' });
  });

  it('of a new environment takes the name', async () => {
    const { registry, started, dependencies } = await setUp();
    const record = environment('dev', { operationId: 'op-2' });

    expect(await begin(record, operationOf('op-2', 'create'), null, dependencies)).toBe(true);
    expect(await begin(record, operationOf('op-3', 'create'), null, dependencies)).toBe(false);

    expect(started).toEqual(['op-2']);
    expect((await registry.getEnvironment('shop', 'dev'))?.operationId).toBe('op-2');
  });

  it.each([
    ['another operation has it by now', { operationId: 'op-9' }],
    ['its operation has ended meanwhile', { status: 'failed' as const }],
  ])('records and starts nothing when %s', async (_, change) => {
    const { registry, started, dependencies } = await setUp();
    const read = environment('dev', { status: 'ready' });
    await registry.createEnvironment({ ...read, ...change });

    expect(await begin(read, operationOf('op-2', 'update'), read, dependencies)).toBe(false);

    expect(started).toEqual([]);
    expect(await registry.getOperation('shop', 'op-2')).toBeNull();
  });

  it('gives it to one of many at once', async () => {
    const { registry, started, dependencies } = await setUp();
    const ready = environment('dev', { status: 'ready' });
    await registry.createEnvironment(ready);

    const ids = ['op-2', 'op-3', 'op-4', 'op-5'];
    const taken = await Promise.all(
      ids.map((id) => begin(ready, operationOf(id, 'update'), ready, dependencies)),
    );

    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(started).toEqual([ids[taken.indexOf(true)]]);
  });

  it.each(['createOperation', 'start'] as const)(
    'that died before %s is mended by startIfForgotten',
    async (point) => {
      const { registry, started, dependencies } = await setUp();
      const ready = environment('dev', { status: 'ready' });
      await registry.createEnvironment(ready);
      const operation = operationOf('op-2', 'update');
      if (point === 'createOperation') jest.spyOn(registry, point).mockRejectedValueOnce(new Error('killed'));
      const executions = point === 'start' ? dyingExecutions() : dependencies.executions;
      await expect(begin(ready, operation, ready, { registry, executions })).rejects.toThrow('killed');
      const taken = await registry.getEnvironment('shop', 'dev');
      if (!taken) throw new Error('not taken');

      const mended = await startIfForgotten(taken, () => operation, dependencies);

      expect(mended).toEqual(operation);
      expect(started).toEqual(['op-2']);
      expect(await registry.getOperation('shop', 'op-2')).toEqual(operation);
    },
  );
});

it('startIfForgotten leaves an operation that runs alone', async () => {
  const { registry, started, dependencies } = await setUp();
  const record = environment('dev', { operationId: 'op-2' });
  await registry.createEnvironment(record);
  await registry.createOperation(operationOf('op-2', 'create'));
  await registry.startOperation('shop', 'op-2', NOW);

  const known = await startIfForgotten(record, () => operationOf('op-2', 'delete'), dependencies);

  expect(known).toMatchObject({ kind: 'create', status: 'running' });
  expect(started).toEqual([]);
});
