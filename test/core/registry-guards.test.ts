import { type OperationStatus, UNSTARTED_STEP } from '../../core/operations.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import type { DriftSummary, EnvironmentStatus, Registry } from '../../core/registry.ts';
import { environment, NOW, newRegistry, operation } from './fresh-registry.ts';

const LATER = '2026-01-02T00:00:00.000Z';
const cause = { type: 'Cancelled', detail: 'x' };
const AT_WORK = ['creating', 'updating', 'deleting'] as const;
const AT_REST = ['ready', 'failed', 'blocked'] as const;

async function withEnvironment(status: EnvironmentStatus = 'creating'): Promise<Registry> {
  const registry = await newRegistry();
  await registry.createEnvironment(environment('dev', { status }));
  await registry.createOperation(operation('op-1'));
  return registry;
}

const ended = async (how: 'succeeded' | 'failed'): Promise<Registry> => {
  const registry = await withEnvironment();
  if (how === 'succeeded') await registry.succeedOperation('shop', 'op-1', NOW);
  else await registry.fail(operation('op-1'), 'failed', cause, NOW);
  return registry;
};

const statusOf = async (registry: Registry): Promise<OperationStatus | undefined> =>
  (await registry.getOperation('shop', 'op-1'))?.status;

describe('an operation', () => {
  it('is written once: a repeated write leaves it as it is', async () => {
    const registry = await withEnvironment();
    await registry.startOperation('shop', 'op-1', NOW);
    await registry.createOperation(operation('op-1'));
    expect(await statusOf(registry)).toBe('running');
  });

  it('that is not there is null', async () => {
    expect(await (await newRegistry()).getOperation('shop', 'op-1')).toBeNull();
  });

  it('begins once', async () => {
    const registry = await withEnvironment();
    await registry.startOperation('shop', 'op-1', NOW);
    await registry.startOperation('shop', 'op-1', LATER);
    expect(await registry.getOperation('shop', 'op-1')).toMatchObject({ status: 'running', startedAt: NOW });
  });

  it.each(['succeeded', 'failed'] as const)(
    'that has %s does not begin, and ends no other way',
    async (how) => {
      const registry = await ended(how);
      await registry.startOperation('shop', 'op-1', LATER);
      await registry.succeedOperation('shop', 'op-1', LATER);
      expect(await registry.fail(operation('op-1'), 'cancelled', cause, LATER)).toBe(false);
      expect(await registry.getOperation('shop', 'op-1')).toMatchObject({ status: how, endedAt: NOW });
    },
  );

  it.each(['succeeded', 'failed'] as const)('that runs can have %s', async (how) => {
    const registry = await withEnvironment();
    await registry.startOperation('shop', 'op-1', NOW);
    await registry.recordStep('shop', 'op-1', 'AwaitDax', { ...UNSTARTED_STEP, status: 'waiting' });
    expect((await registry.getOperation('shop', 'op-1'))?.steps.AwaitDax?.status).toBe('waiting');
    if (how === 'succeeded') await registry.succeedOperation('shop', 'op-1', NOW);
    else expect(await registry.fail(operation('op-1'), 'failed', cause, NOW)).toBe(true);
    expect(await statusOf(registry)).toBe(how);
  });

  it('that nobody has written cannot fail', async () => {
    expect(await (await newRegistry()).fail(operation('op-1'), 'failed', cause, NOW)).toBe(false);
  });

  it('is of the kind create when it is from before there were others', async () => {
    const registry = await newRegistry();
    const { kind: _, ...before } = operation('op-1');
    await registry.createOperation(before as ReturnType<typeof operation>);
    await registry.createOperation({ ...operation('op-2'), kind: 'delete' });
    expect((await registry.getOperation('shop', 'op-1'))?.kind).toBe('create');
    expect((await registry.getOperation('shop', 'op-2'))?.kind).toBe('delete');
  });

  it('tells the statuses of many at once, without those that are not there', async () => {
    const registry = await ended('succeeded');
    await registry.createOperation(operation('op-2'));
    expect(await registry.statusesOf('shop', ['op-1', 'op-2', 'op-1', 'op-9'])).toEqual(
      new Map([
        ['op-1', 'succeeded'],
        ['op-2', 'pending'],
      ]),
    );
    expect(await registry.statusesOf('shop', [])).toEqual(new Map());
  });

  it('keeps the snapshots that it leaves, by tier, region and name', async () => {
    const registry = await newRegistry();
    await registry.createOperation({ ...operation('op-1'), snapshots: {} });
    const snapshots = [
      { tier: 'aurora', region: 'eu-west-2', name: 'a' },
      { tier: 'redis', region: 'eu-west-2', name: 'a' },
    ] as const;
    for (const snapshot of [...snapshots, ...snapshots])
      await registry.recordSnapshot('shop', 'op-1', snapshot);
    expect((await registry.getOperation('shop', 'op-1'))?.snapshots).toEqual({
      'aurora/eu-west-2/a': snapshots[0],
      'redis/eu-west-2/a': snapshots[1],
    });
  });

  it('says which delete takes away what it has made; one that is not there is not made by that', async () => {
    const registry = await ended('failed');
    await registry.recordRollback('shop', 'op-1', 'op-2');
    await registry.recordRollback('shop', 'op-9', 'op-2');
    expect((await registry.getOperation('shop', 'op-1'))?.rolledBackBy).toBe('op-2');
    expect(await registry.getOperation('shop', 'op-9')).toBeNull();
  });
});

describe('somebody who wants to be told of the end', () => {
  it.each(['pending', 'running'] as const)(
    'is noted, beside others, while the operation is %s',
    async (status) => {
      const registry = await withEnvironment();
      if (status === 'running') await registry.startOperation('shop', 'op-1', NOW);
      expect(await registry.addCallback('shop', 'op-1', 'one')).toBe(true);
      expect(await registry.addCallback('shop', 'op-1', 'two')).toBe(true);
      expect((await registry.getOperation('shop', 'op-1'))?.callbacks).toEqual(['one', 'two']);
    },
  );

  it('learns that it is over already', async () => {
    expect(await (await ended('failed')).addCallback('shop', 'op-1', 'one')).toBe(false);
    expect(await (await newRegistry()).addCallback('shop', 'op-1', 'one')).toBe(false);
  });

  it.each([true, false])(
    'is on the list of the untold only where the closer cannot tell (%s)',
    async (untold) => {
      const registry = await withEnvironment();
      await registry.fail(operation('op-1'), 'failed', cause, NOW, ...(untold ? [true] : []));
      const ids = async () => (await registry.listUntoldOperations()).map(({ operationId }) => operationId);
      expect(await ids()).toEqual(untold ? ['op-1'] : []);
      await registry.recordTold('shop', 'op-1');
      expect(await ids()).toEqual([]);
      expect(await statusOf(registry)).toBe('failed');
    },
  );

  it('is not forgotten by a "told" of an operation that still runs: it stays on the list of the open ones', async () => {
    const registry = await withEnvironment();
    await registry.recordTold('shop', 'op-1');
    expect(await registry.listOpenOperations()).toHaveLength(1);
  });
});

describe('a request to stop', () => {
  it.each(['pending', 'running'] as const)('is noted once for an operation that is %s', async (status) => {
    const registry = await withEnvironment();
    if (status === 'running') await registry.startOperation('shop', 'op-1', NOW);
    expect(await registry.requestCancel('shop', 'op-1', NOW)).toBe(true);
    expect(await registry.requestCancel('shop', 'op-1', LATER)).toBe(true);
    expect((await registry.getOperation('shop', 'op-1'))?.cancelRequestedAt).toBe(NOW);
  });

  it('comes too late for one that has ended', async () => {
    expect(await (await ended('succeeded')).requestCancel('shop', 'op-1', NOW)).toBe(false);
    expect(await (await newRegistry()).requestCancel('shop', 'op-1', NOW)).toBe(false);
  });
});

describe('an operation is at work', () => {
  const isAtWork = (registry: Registry) => registry.isAtWork('shop', 'dev', 'op-1');

  it.each(AT_WORK)('on an environment of its own that is %s', async (status) => {
    expect(await isAtWork(await withEnvironment(status))).toBe(true);
  });

  it.each(AT_REST)('no longer when the environment is %s', async (status) => {
    expect(await isAtWork(await withEnvironment(status))).toBe(false);
  });

  it('no longer when it is to stop, when another one has the environment, or when that is gone', async () => {
    const stopped = await withEnvironment();
    await stopped.requestCancel('shop', 'op-1', NOW);
    expect(await isAtWork(stopped)).toBe(false);

    const taken = await withEnvironment();
    await taken.handOver(environment('dev', { operationId: 'op-2' }), environment('dev'));
    expect(await isAtWork(taken)).toBe(false);

    expect(await isAtWork(await newRegistry())).toBe(false);
  });

  it('also before it has been written: the environment says whose it is', async () => {
    const registry = await newRegistry();
    await registry.createEnvironment(environment('dev'));
    expect(await isAtWork(registry)).toBe(true);
  });
});

describe('an environment', () => {
  const stateOf = async (registry: Registry) => registry.getEnvironment('shop', 'dev');

  it.each(AT_WORK)('takes the end of its operation when it is %s', async (status) => {
    const registry = await withEnvironment(status);
    await registry.fail(operation('op-1'), 'cancelled', cause, LATER);
    expect(await stateOf(registry)).toMatchObject({ status: 'failed', updatedAt: LATER });
  });

  it.each(AT_WORK)('is not amended while it is %s', async (status) => {
    const registry = await withEnvironment(status);
    expect(await registry.amendEnvironment(environment('dev'), { expiresAt: LATER })).toBe(false);
  });

  it.each(AT_REST)('is amended when it is %s, and what the amendment does not name stays', async (status) => {
    const registry = await withEnvironment(status);
    const request = { environment: 'dev', tags: { A: 'b' } };
    const change = { request, fingerprint: undefined, expiresAt: null } as never;
    expect(await registry.amendEnvironment(environment('dev', { status }), change)).toBe(true);
    expect(await stateOf(registry)).toMatchObject({ request, fingerprint: 'f', expiresAt: null });
  });

  it.each(['creating', 'updating'] as const)('becomes ready from %s', async (status) => {
    const registry = await withEnvironment(status);
    expect(await registry.publish('shop', 'dev', 'op-1', LATER, {} as EnvironmentOutputs)).toBe(true);
    expect(await stateOf(registry)).toMatchObject({ status: 'ready', readyAt: LATER, drift: null });
  });

  it.each(['deleting', 'failed', 'blocked'] as const)('does not become ready from %s', async (status) => {
    const registry = await withEnvironment(status);
    expect(await registry.publish('shop', 'dev', 'op-1', LATER, {} as EnvironmentOutputs)).toBe(false);
  });

  it('goes with the delete that has it, both at once, and with no other', async () => {
    const finish = (registry: Registry, operationId = 'op-1') =>
      registry.finishDeletion('shop', 'dev', operationId, NOW);

    const deleting = await withEnvironment('deleting');
    expect(await finish(deleting)).toBe(true);
    expect(await stateOf(deleting)).toBeNull();
    expect(await statusOf(deleting)).toBe('succeeded');
    expect(await finish(deleting)).toBe(false);

    const taken = await withEnvironment('deleting');
    await taken.createOperation(operation('op-2'));
    expect(await finish(taken, 'op-2')).toBe(false);
    const creating = await withEnvironment('creating');
    expect(await finish(creating)).toBe(false);
    for (const registry of [taken, creating]) {
      expect(await stateOf(registry)).not.toBeNull();
      expect(await statusOf(registry)).toBe('pending');
    }
  });

  it('takes what an operation reports of schema and drift only from the one that has it', async () => {
    const registry = await withEnvironment('ready');
    const schema = { set: 'gaming', version: '0005' } as never;
    const drift = { status: 'in-sync' } as unknown as DriftSummary;
    await registry.recordSchema('shop', 'dev', 'op-1', schema);
    expect(await registry.recordDrift(environment('dev'), drift)).toBe(true);

    await registry.recordSchema('shop', 'dev', 'op-2', { set: 'other' } as never);
    const other = environment('dev', { operationId: 'op-2' });
    expect(await registry.recordDrift(other, { status: 'drifted' } as never)).toBe(false);

    expect(await stateOf(registry)).toMatchObject({ schema, drift });
  });

  it('is warned of its expiry once, and not of one that has been moved', async () => {
    const registry = await newRegistry();
    const expiring = environment('dev', { status: 'ready', expiresAt: LATER, expiryWarnedAt: null });
    await registry.createEnvironment(expiring);
    const warn = (expiresAt: string) => registry.recordExpiryWarning('shop', 'dev', expiresAt, NOW);
    expect(await warn(NOW)).toBe(false);
    expect(await warn(LATER)).toBe(true);
    expect(await warn(LATER)).toBe(false);
    expect(await stateOf(registry)).toMatchObject({ expiryWarnedAt: NOW });
  });
});

it('keeps the items of one kind out of the lists of another', async () => {
  const registry = await withEnvironment();
  await registry.recordTier({ kind: 'dax', operationId: 'op-1' } as never);
  expect((await registry.listEnvironments('shop', { limit: 9 })).items).toHaveLength(1);
  expect((await registry.listOperations('shop', { limit: 9 })).items).toHaveLength(1);
  expect(await registry.listTiers('op-1')).toHaveLength(1);
  expect(await registry.allEnvironments('shop')).toHaveLength(1);
});
