import { jest } from '@jest/globals';
import type { OperationRecord } from '../../core/operations.ts';
import { newOperation } from '../../core/operations.ts';
import { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../../core/request.ts';
import {
  type Change,
  type ChangeDependencies,
  prepareReconcile,
  prepareUpdate,
  submitChange,
} from '../../core/update.ts';
import { dyingExecutions, environment, fakeExecutions, NOW, newRegistry } from './fresh-registry.ts';
import { resolveBody } from './sample.ts';

const LATER = '2026-01-01T01:00:00.000Z';
const CHANGE: Change = { project: 'shop', environment: 'dev', requestedBy: 'you', door: 'http' };
const REQUEST: EnvironmentRequest = {
  environment: 'dev',
  preset: 'development',
  redis: { snapshotRetentionDays: 2 },
};

async function recordOf(request: EnvironmentRequest, change: Partial<EnvironmentRecord> = {}) {
  const desired = await resolveBody(request);
  const known = { status: 'ready', request, fingerprint: fingerprint(request), desired } as const;
  return environment('dev', { ...known, ...change });
}

async function setUp(change: Partial<EnvironmentRecord> = {}) {
  const registry = await newRegistry();
  const fake = fakeExecutions();
  const dependencies: ChangeDependencies = {
    registry,
    executions: fake.executions,
    clock: { now: () => Date.parse(LATER), sleep: async () => {} },
    resolve: (request) => resolveBody(request),
    check: async () => {},
  };
  await registry.createEnvironment(await recordOf(REQUEST, change));
  const patch = (body: unknown, more: Partial<ChangeDependencies> = {}, who = CHANGE) => {
    const all = { ...dependencies, ...more };
    return submitChange(who, (found) => prepareUpdate(found, body, all), all);
  };
  return { registry, dependencies, patch, ...fake };
}

/** The problem that a patch is refused with. */
async function refusalOf(body: unknown): Promise<ProblemError> {
  const { patch, started, registry } = await setUp();
  const before = await registry.getEnvironment('shop', 'dev');
  const error = await patch(body).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw error;
  expect(started).toEqual([]);
  expect(await registry.getEnvironment('shop', 'dev')).toEqual(before);
  return error;
}

describe('a patch', () => {
  it('starts one update towards the merged request', async () => {
    const { patch, registry, started } = await setUp();

    const result = await patch({ redis: { nodeCount: 2 } });

    if (result.outcome !== 'started') throw new Error(result.outcome);
    const { operationId } = result.operation;
    expect(started).toEqual([operationId]);
    expect(result.operation).toMatchObject({ kind: 'update', requestedBy: 'you', door: 'http' });
    const record = await registry.getEnvironment('shop', 'dev');
    const request = { ...REQUEST, redis: { snapshotRetentionDays: 2, nodeCount: 2 } };
    expect(record).toMatchObject({ status: 'updating', operationId, request, readyAt: NOW });
    expect(record?.fingerprint).toBe(fingerprint(request as EnvironmentRequest));
    expect(record?.desired.redis).toMatchObject({ snapshotRetentionDays: 2, nodeCount: 2 });
  });

  it('takes a field back to its default with null', async () => {
    const { patch, registry } = await setUp();

    await patch({ redis: { snapshotRetentionDays: null } });

    const record = await registry.getEnvironment('shop', 'dev');
    const fresh = await resolveBody({ environment: 'dev', preset: 'development' });
    expect(record?.request).toEqual({ environment: 'dev', preset: 'development', redis: {} });
    expect(record?.desired.redis.snapshotRetentionDays).toBe(fresh.redis.snapshotRetentionDays);
    expect(record?.desired.redis.snapshotRetentionDays).not.toBe(2);
  });

  it.each([
    ['nothing', {}],
    ['what is there', { redis: { snapshotRetentionDays: 2 } }],
    ['a default in words', { landingZone: 'default' }],
  ])('of %s starts nothing', async (_, body) => {
    const { patch, started, registry } = await setUp();
    const before = await registry.getEnvironment('shop', 'dev');
    expect(await patch(body)).toEqual({ outcome: 'unchanged', environment: before });
    expect(started).toEqual([]);
  });

  it('that says in words what the preset says already is written down, and starts nothing', async () => {
    const { patch, started, registry } = await setUp();
    const { redis } = await resolveBody({ environment: 'dev', preset: 'development' });

    expect(await patch({ redis: { nodeType: redis.nodeType } })).toMatchObject({ outcome: 'unchanged' });

    expect(started).toEqual([]);
    const record = await registry.getEnvironment('shop', 'dev');
    expect(record?.request?.redis).toEqual({ snapshotRetentionDays: 2, nodeType: redis.nodeType });
    expect(record?.status).toBe('ready');
  });

  it.each<[unknown, string, RegExp]>([
    [[], '#', /must be a JSON object/],
    ['x', '#', /must be a JSON object/],
    [null, '#', /must be a JSON object/],
    [{ rediss: {} }, '#/rediss', /Did you mean redis/],
    [{ environment: 'prod' }, '#/environment', /environment is dev and cannot be changed/],
    [{ primaryRegion: 'eu-west-1' }, '#/primaryRegion', /primaryRegion is eu-west-2 and cannot be changed/],
    [{ landingZone: 'us' }, '#/landingZone', /landingZone is default and cannot be changed/],
    [{ environment: null }, '#/environment', /environment is missing/],
  ])('%j is refused at %s', async (body, pointer, detail) => {
    const { errors } = await refusalOf(body);
    expect(errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  });

  it('tells of every fixed field at once', async () => {
    const { errors } = await refusalOf({ environment: 'prod', primaryRegion: 'eu-west-1' });
    expect(errors.map(({ pointer }) => pointer)).toEqual(['#/environment', '#/primaryRegion']);
  });

  it('with a secret is refused without repeating it', async () => {
    const error = await refusalOf({ aurora: { masterPassword: 'PlantedSecret1' } });
    expect(error.problem).toBe('secret-in-request');
    expect(JSON.stringify([error.message, error.errors])).not.toContain('PlantedSecret1');
  });

  it('of an environment from before requests were kept is refused', async () => {
    const { request: _, ...old } = await recordOf(REQUEST);
    const { dependencies } = await setUp();
    await expect(prepareUpdate(old, {}, dependencies)).rejects.toMatchObject({ problem: 'not-ready' });
  });

  it('that the last check refuses records nothing', async () => {
    const { patch, registry, started } = await setUp();
    const check = () => Promise.reject(new ProblemError('replacement-needed', 'no'));
    await expect(patch({ redis: { nodeCount: 2 } }, { check })).rejects.toThrow('no');
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('ready');
    expect(started).toEqual([]);
  });

  it('of nothing there is absent', async () => {
    const { patch } = await setUp();
    expect(await patch({}, {}, { ...CHANGE, environment: 'none' })).toEqual({ outcome: 'absent' });
  });

  it('that takes a table out retires it', async () => {
    const { patch, registry } = await setUp();
    const games = { name: 'games', attributes: [{ name: 'gameId', type: 'S' }], partitionKey: 'gameId' };
    await patch({ dynamodb: { tables: [games] } });
    const { dynamodb } = (await registry.getEnvironment('shop', 'dev'))?.desired ?? {};
    expect(dynamodb?.retiredTables?.map(({ logicalName }) => logicalName)).toEqual(
      expect.arrayContaining(['leaderboard']),
    );
  });
});

describe('a patch after an operation that has not succeeded', () => {
  const same = { redis: { snapshotRetentionDays: 2 } };

  it.each(['failed', 'blocked'] as const)(
    'goes on with it when it says the same again: %s',
    async (status) => {
      const { patch, started } = await setUp({ status });
      expect(await patch(same)).toMatchObject({ outcome: 'started', operation: { kind: 'update' } });
      expect(started).toHaveLength(1);
    },
  );

  it('goes on also when it changes the expiry besides', async () => {
    const { patch } = await setUp({ status: 'failed' });
    expect(await patch({ ...same, expiresAfter: '8h' })).toMatchObject({ outcome: 'started' });
  });

  it.each([{}, { expiresAfter: '8h' }])('that asks for no more than %j starts nothing', async (body) => {
    const { patch, started, registry } = await setUp({ status: 'failed' });
    expect(await patch(body)).toMatchObject({ outcome: 'unchanged' });
    expect(started).toEqual([]);
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('failed');
  });

  it.each([
    ['ready', []],
    ['failed', ['moves']],
  ] as const)('keeps what is still to go, and nothing that is gone: %s', async (status, retired) => {
    const { desired } = await recordOf(REQUEST);
    const dynamodb = { ...desired.dynamodb, retiredTables: [{ logicalName: 'moves', tableName: 'm' }] };
    const { patch, registry } = await setUp({ status, desired: { ...desired, dynamodb } });
    await patch({ redis: { nodeCount: 2 } });
    const after = (await registry.getEnvironment('shop', 'dev'))?.desired.dynamodb.retiredTables;
    expect(after?.map(({ logicalName }) => logicalName)).toEqual(retired);
  });
});

describe('how long an environment lives', () => {
  it('is not changed while an operation is at work, and the patch is told so', async () => {
    const { patch, registry } = await setUp({ status: 'updating', expiresAt: NOW });
    const record = newOperation({ ...CHANGE, operationId: 'op-1', kind: 'update', now: NOW });
    await registry.createOperation({ ...record, status: 'running' });
    expect(await patch({ expiresAfter: '8h' })).toMatchObject({
      outcome: 'busy',
      operation: { operationId: 'op-1' },
    });
    expect((await registry.getEnvironment('shop', 'dev'))?.expiresAt).toBe(NOW);
  });

  it('is written again when somebody has changed the environment meanwhile', async () => {
    const { patch, registry } = await setUp({ expiresAt: NOW });
    jest.spyOn(registry, 'amendEnvironment').mockResolvedValueOnce(false);
    const result = await patch({ expiresAfter: '8h' });
    expect(result).toMatchObject({
      outcome: 'unchanged',
      environment: { environment: 'dev', expiresAt: '2026-01-01T09:00:00.000Z', updatedAt: LATER },
    });
    expect((await registry.getEnvironment('shop', 'dev'))?.expiresAt).toBe('2026-01-01T09:00:00.000Z');
  });

  it('is changed without an operation, and is warned of anew', async () => {
    const { patch, registry, started } = await setUp({ expiresAt: NOW, expiryWarnedAt: NOW });

    expect(await patch({ expiresAfter: '8h' })).toMatchObject({ outcome: 'unchanged' });

    expect(started).toEqual([]);
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({
      status: 'ready',
      expiresAt: '2026-01-01T09:00:00.000Z',
      expiryWarnedAt: null,
      request: { expiresAfter: '8h' },
    });
  });

  it('ends never with null', async () => {
    const { patch, registry } = await setUp({ expiresAt: NOW });
    await patch({ expiresAfter: null });
    expect((await registry.getEnvironment('shop', 'dev'))?.expiresAt).toBeNull();
  });

  it('stays when a patch does not name it', async () => {
    const { patch, registry } = await setUp({ expiresAt: LATER, expiryWarnedAt: NOW });
    await patch({ redis: { nodeCount: 2 } });
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({
      expiresAt: LATER,
      expiryWarnedAt: NOW,
    });
  });
});

describe('one operation at a time', () => {
  it('of two patches at once one wins, and the other is busy with it', async () => {
    const { patch, started } = await setUp();

    const results = await Promise.all([
      patch({ redis: { nodeCount: 2 } }),
      patch({ redis: { snapshotRetentionDays: 5 } }),
    ]);

    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'started']);
    const ids = results.map((result) => ('operation' in result ? result.operation.operationId : ''));
    expect(new Set([...ids, ...started]).size).toBe(1);
  });

  it('two equal patches at once are one', async () => {
    const { patch, started } = await setUp();
    const results = await Promise.all([
      patch({ redis: { nodeCount: 2 } }),
      patch({ redis: { nodeCount: 2 } }),
    ]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['started', 'unchanged']);
    expect(new Set(started).size).toBe(1);
  });

  it.each([
    ['creating', 'create'],
    ['updating', 'update'],
    ['deleting', 'delete'],
  ] as const)('an environment that is %s is busy with a %s', async (status, kind) => {
    const { patch, registry, started } = await setUp({ status });
    const record = newOperation({ ...CHANGE, operationId: 'op-1', kind, now: NOW });
    await registry.createOperation({ ...record, status: 'running' });
    expect(await patch({ redis: { nodeCount: 2 } })).toMatchObject({
      outcome: 'busy',
      operation: { operationId: 'op-1', kind },
    });
    expect(started).toEqual([]);
  });

  it.each([
    ['creating', 'create'],
    ['updating', 'update'],
    ['deleting', 'delete'],
  ] as const)('one that is %s is busy also while its operation is not recorded yet', async (status, kind) => {
    const { patch } = await setUp({ status, operationId: 'op-1' });
    expect(await patch({ redis: { nodeCount: 2 } })).toMatchObject({
      outcome: 'busy',
      operation: { operationId: 'op-1', project: 'shop', environment: 'dev', kind },
    });
  });

  it('one that is being deleted is busy also for a patch that changes nothing', async () => {
    const { patch } = await setUp({ status: 'deleting', operationId: 'op-1' });
    expect(await patch({})).toMatchObject({
      outcome: 'busy',
      operation: { operationId: 'op-1', kind: 'delete' },
    });
  });

  it.each(['createOperation', 'start'] as const)(
    'a patch that died before %s is mended by sending it again',
    async (point) => {
      const { patch, registry, started } = await setUp();
      if (point === 'createOperation') jest.spyOn(registry, point).mockRejectedValueOnce(new Error('killed'));
      const dying = point === 'start' ? { executions: dyingExecutions() } : {};
      await expect(patch({ redis: { nodeCount: 2 } }, dying)).rejects.toThrow('killed');

      const result = await patch({ redis: { nodeCount: 2 } });

      const taken = await registry.getEnvironment('shop', 'dev');
      expect(result).toMatchObject({ outcome: 'unchanged', environment: { status: 'updating' } });
      expect(started).toEqual([taken?.operationId]);
      const operation = (await registry.getOperation('shop', started[0] ?? '')) as OperationRecord;
      expect(operation).toMatchObject({ kind: 'update', status: 'pending' });
    },
  );

  it('gives up, to be asked again, when the environment changes every time', async () => {
    const { patch, registry } = await setUp();
    jest.spyOn(registry, 'handOver').mockResolvedValue(false);
    await expect(patch({ redis: { nodeCount: 2 } })).rejects.toMatchObject({ name: 'OutcomeUnknown' });
  });
});

describe('a repair', () => {
  it('starts towards what is desired already', async () => {
    const { dependencies, registry, started } = await setUp({ status: 'failed' });
    const before = await registry.getEnvironment('shop', 'dev');

    const result = await submitChange(CHANGE, prepareReconcile, dependencies);

    expect(result).toMatchObject({ outcome: 'started', operation: { kind: 'reconcile' } });
    expect(started).toHaveLength(1);
    const { desired, request, fingerprint } = before ?? {};
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({
      ...{ desired, request, fingerprint },
      status: 'updating',
    });
  });

  it('does not wait for an operation that has ended without telling the environment', async () => {
    const { dependencies, registry, started } = await setUp({ status: 'updating' });
    const record = newOperation({ ...CHANGE, operationId: 'op-1', kind: 'update', now: NOW });
    await registry.createOperation({ ...record, status: 'failed', endedAt: NOW });

    const result = await submitChange(CHANGE, prepareReconcile, dependencies);

    expect(result).toMatchObject({ outcome: 'started' });
    expect(started).toHaveLength(1);
  });

  it('whose start was lost is started by asking for it again', async () => {
    const { dependencies, registry, started } = await setUp({ status: 'failed' });
    const dying = { ...dependencies, executions: dyingExecutions() };
    await expect(submitChange(CHANGE, prepareReconcile, dying)).rejects.toThrow('killed');

    const result = await submitChange(CHANGE, prepareReconcile, dependencies);

    const operationId = (await registry.getEnvironment('shop', 'dev'))?.operationId;
    expect(result).toMatchObject({ outcome: 'busy', operation: { operationId, kind: 'reconcile' } });
    expect(started).toEqual([operationId]);
  });

  it('of an environment without a request keeps it as it is', async () => {
    const { dependencies, registry } = await setUp();
    const { request: _, ...old } = await recordOf(REQUEST, { operationId: 'op-0' });
    await registry.createEnvironment({ ...old, environment: 'old' });
    await submitChange({ ...CHANGE, environment: 'old' }, prepareReconcile, dependencies);
    expect(await registry.getEnvironment('shop', 'old')).toMatchObject({
      status: 'updating',
      fingerprint: old.fingerprint,
    });
  });
});
