import { jest } from '@jest/globals';
import { environment, NOW, newRegistry, operation } from './fresh-registry.ts';

const atMost = (limit: number) => (_record: unknown, existing: readonly unknown[]) => {
  if (existing.length >= limit) throw new Error('at the limit');
};

it('of many creates at once exactly as many succeed as the guard allows', async () => {
  const registry = await newRegistry();
  const names = Array.from({ length: 20 }, (_, index) => `e${index}`);

  const results = await Promise.allSettled(
    names.map((name) => registry.createEnvironment(environment(name), atMost(5))),
  );

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await registry.allEnvironments('shop')).toHaveLength(5);
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? result.reason.message : []));
  expect(new Set(refusals)).toEqual(new Set(['at the limit']));
});

it('a name that is taken is told from a limit, and two at once make one', async () => {
  const registry = await newRegistry();
  const taken = await Promise.all(
    ['op-1', 'op-2'].map((operationId) =>
      registry.createEnvironment(environment('dev', { operationId }), atMost(5)),
    ),
  );
  expect(taken.sort()).toEqual([false, true]);
});

it('what is deleted makes room, and other projects are not counted', async () => {
  const registry = await newRegistry();
  await registry.createEnvironment(environment('dev', { project: 'other' }), atMost(1));
  expect(await registry.createEnvironment(environment('dev', { status: 'deleting' }), atMost(1))).toBe(true);
  await registry.createOperation(operation('op-1'));
  expect(await registry.finishDeletion('shop', 'dev', 'op-1', NOW)).toBe(true);
  expect(await registry.createEnvironment(environment('next'), atMost(1))).toBe(true);
});

describe('a transaction that is cancelled', () => {
  async function setUp() {
    const registry = await newRegistry();
    const { TransactionCanceledException } = await import('@aws-sdk/client-dynamodb');
    const cancelled = (...codes: string[]) =>
      new TransactionCanceledException({
        $metadata: {},
        message: codes.join(),
        ...(codes.length > 0 && { CancellationReasons: codes.map((Code) => ({ Code })) }),
      });
    return { registry, cancelled, transact: jest.spyOn(registry.table, 'transact') };
  }

  it('by another one is tried again, whichever of its items they both have', async () => {
    const { registry, cancelled, transact } = await setUp();
    transact.mockRejectedValueOnce(cancelled('None', 'TransactionConflict'));
    expect(await registry.createEnvironment(environment('dev'), atMost(1))).toBe(true);
  });

  it.each([[['ThrottlingError']], [[]]])('for another reason is not: %j', async (codes) => {
    const { registry, cancelled, transact } = await setUp();
    const error = cancelled(...codes);
    transact.mockRejectedValueOnce(error);
    await expect(registry.createEnvironment(environment('dev'), atMost(9))).rejects.toBe(error);
    expect(await registry.getEnvironment('shop', 'dev')).toBeNull();
  });

  it('again and again is given up: the caller is to try later, and nothing is written', async () => {
    const { registry, cancelled, transact } = await setUp();
    transact.mockRejectedValue(cancelled('TransactionConflict'));
    await expect(registry.createEnvironment(environment('dev'), atMost(9))).rejects.toMatchObject({
      name: 'Throttled',
      message: expect.stringContaining('Try again'),
    });
    expect(await registry.getEnvironment('shop', 'dev')).toBeNull();
  });
});
