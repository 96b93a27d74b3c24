import { UNSTARTED_STEP } from '../../core/operations.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { InvalidPageToken, type TierRecord } from '../../core/registry.ts';
import type { Desired } from '../../core/spec.ts';
import { type Submission, type SubmitDependencies, submit } from '../../core/submit.ts';
import {
  dyingExecutions,
  environment,
  fakeExecutions,
  NOW,
  newRegistry,
  operation,
} from './fresh-registry.ts';

describe('Registry', () => {
  it('keeps what an operation found of a tier, and gives it to that operation only', async () => {
    const registry = await newRegistry();
    const record: TierRecord<'dax'> = {
      project: 'shop',
      environment: 'dev',
      kind: 'dax',
      operationId: 'op-2',
      observedAt: NOW,
      outputs: { region: 'eu-west-2', clusterName: 'c', address: 'a', port: 9111, tls: true },
      alarms: [],
    };
    await registry.recordTier(record);
    await registry.recordTier({ ...record, operationId: 'op-1', outputs: { ...record.outputs, port: 1 } });
    expect(await registry.listTiers('op-2')).toEqual([record]);
    expect(await registry.listTiers('op-3')).toEqual([]);
  });

  it('reads an environment and an operation at once', async () => {
    const registry = await newRegistry();
    await registry.createEnvironment(environment('dev'));
    await registry.createOperation(operation('op-1'));
    expect(await registry.getBoth('shop', 'dev', 'op-1')).toEqual({
      environment: environment('dev'),
      operation: operation('op-1'),
    });
    expect(await registry.getBoth('shop', 'none', 'op-9')).toEqual({ environment: null, operation: null });
  });

  it('gives a name to one of two environments only', async () => {
    const registry = await newRegistry();
    const taken = await Promise.all([
      registry.createEnvironment(environment('dev', { operationId: 'op-1' })),
      registry.createEnvironment(environment('dev', { operationId: 'op-2' })),
    ]);
    expect(taken.sort()).toEqual([false, true]);
  });

  it('keeps projects apart', async () => {
    const registry = await newRegistry();
    await registry.createEnvironment(environment('dev'));
    expect(await registry.getEnvironment('other', 'dev')).toBeNull();
    expect((await registry.listEnvironments('other', { limit: 10 })).items).toEqual([]);
  });

  it('pages through a list without loss, and the last page has no token', async () => {
    const registry = await newRegistry();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await registry.createEnvironment(environment(name));
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await registry.listEnvironments('shop', { limit: 2, nextToken });
      seen.push(...page.items.map((item) => item.environment));
      nextToken = page.nextToken ?? undefined;
    } while (nextToken);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('lists operations newest first, of one environment when asked', async () => {
    const registry = await newRegistry();
    for (const [id, name] of [
      ['op-1', 'dev'],
      ['op-2', 'prod'],
      ['op-3', 'dev'],
    ] as const) {
      await registry.createOperation(operation(id, name));
    }
    const ids = async (name?: string, limit = 1) =>
      (await registry.listOperations('shop', { limit }, name)).items.map((item) => item.operationId);
    expect(await ids(undefined, 5)).toEqual(['op-3', 'op-2', 'op-1']);
    expect(await ids('prod')).toEqual(['op-2']);
  });

  it.each(['garbage', Buffer.from('OPERATION#op-1').toString('base64url')])(
    'refuses the page token %s',
    async (nextToken) => {
      const registry = await newRegistry();
      await expect(registry.listEnvironments('shop', { limit: 1, nextToken })).rejects.toThrow(
        InvalidPageToken,
      );
    },
  );

  it('lists what is there and what has not ended, of all projects, without the documents', async () => {
    const registry = await newRegistry();
    const expiring = { status: 'ready', expiresAt: NOW, expiryWarnedAt: null } as const;
    await registry.createEnvironment(environment('dev', expiring));
    await registry.createEnvironment(environment('dev', { project: 'other' }));
    for (const id of ['op-1', 'op-2', 'op-3']) await registry.createOperation(operation(id));
    await registry.succeedOperation('shop', 'op-1', NOW);
    await registry.fail(operation('op-2'), 'cancelled', { type: 'Cancelled', detail: 'x' }, NOW);

    const environments = await registry.listAllEnvironments();
    const open = await registry.listOpenOperations();

    expect(environments.map(({ project }) => project).sort()).toEqual(['other', 'shop']);
    expect(environments.find(({ project }) => project === 'shop')).toEqual({
      ...{ project: 'shop', environment: 'dev', operationId: 'op-1', createdAt: NOW, updatedAt: NOW },
      ...expiring,
    });
    expect(open).toEqual([
      {
        ...{ project: 'shop', environment: 'dev', operationId: 'op-3', kind: 'create' },
        ...{ status: 'pending', createdAt: NOW },
      },
    ]);
  });

  it('changes what is known of an environment only while nothing is at work on it', async () => {
    const registry = await newRegistry();
    const record = environment('dev', { status: 'ready' });
    await registry.createEnvironment(record);
    const request = { environment: 'dev', tags: { A: 'b' } };

    expect(await registry.amendEnvironment(record, { request, expiresAt: NOW })).toBe(true);
    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject({ request, expiresAt: NOW });
    const next = { ...record, status: 'updating', operationId: 'op-2' } as const;
    // Whoever has read it before does not undo the amendment.
    expect(await registry.handOver(next, record)).toBe(false);
    expect(await registry.handOver(next, { ...record, expiresAt: NOW })).toBe(true);
    expect(await registry.amendEnvironment(record, { expiresAt: null })).toBe(false);
    expect(await registry.amendEnvironment({ ...record, operationId: 'op-2' }, { expiresAt: null })).toBe(
      false,
    );
  });

  it('loses no amendment to one who has read the environment before it', async () => {
    const registry = await newRegistry();
    const read = environment('dev', { status: 'ready' });
    await registry.createEnvironment(read);
    const amended = { request: { environment: 'dev', tags: { A: 'b' } }, fingerprint: 'g' };
    expect(await registry.amendEnvironment(read, amended)).toBe(true);

    const other = { request: { environment: 'dev', tags: { C: 'd' } }, fingerprint: 'h' };
    expect(await registry.amendEnvironment(read, other)).toBe(false);
    const next = { ...read, status: 'updating', operationId: 'op-2' } as const;
    expect(await registry.handOver(next, read)).toBe(false);

    expect(await registry.getEnvironment('shop', 'dev')).toMatchObject(amended);
    expect(await registry.handOver(next, { ...read, ...amended })).toBe(true);
  });

  it('does not make ready what an operation that was closed meanwhile publishes', async () => {
    const registry = await newRegistry();
    await registry.createEnvironment(environment('dev'));
    await registry.createOperation(operation('op-1'));
    const publish = () => registry.publish('shop', 'dev', 'op-1', NOW, {} as EnvironmentOutputs);
    expect(await publish()).toBe(true);
    // Its answer was lost.
    expect(await publish()).toBe(true);

    await registry.createEnvironment(environment('other'));
    await registry.createOperation(operation('op-2', 'other'));
    await registry.handOver(environment('other', { operationId: 'op-2' }), environment('other'));
    await registry.fail(operation('op-2', 'other'), 'cancelled', { type: 'Cancelled', detail: 'x' }, NOW);
    expect(await registry.publish('shop', 'other', 'op-2', NOW, {} as EnvironmentOutputs)).toBe(false);
    expect((await registry.getEnvironment('shop', 'other'))?.status).toBe('failed');
  });

  it('records steps side by side without losing one', async () => {
    const registry = await newRegistry();
    await registry.createOperation(operation('op-1'));
    const running = { ...UNSTARTED_STEP, status: 'running' as const, startedAt: NOW };
    await Promise.all(
      ['AwaitAurora', 'AwaitRedis'].map((step) => registry.recordStep('shop', 'op-1', step, running)),
    );
    const record = await registry.getOperation('shop', 'op-1');
    expect(record?.steps.AwaitAurora?.status).toBe('running');
    expect(record?.steps.AwaitRedis?.status).toBe('running');
  });

  it('keeps the first reason of a failed operation, and closes its steps and environment', async () => {
    const registry = await newRegistry();
    await registry.createEnvironment(environment('dev'));
    await registry.createOperation(operation('op-1'));
    await registry.recordStep('shop', 'op-1', 'ProvisionAurora', {
      ...UNSTARTED_STEP,
      status: 'running',
      startedAt: NOW,
    });
    const op = operation('op-1');
    expect(await registry.fail(op, 'blocked', { type: 'Blocked', detail: 'quota' }, NOW)).toBe(true);
    expect(await registry.fail(op, 'failed', { type: 'Execution.FAILED', detail: 'later' }, NOW)).toBe(false);
    const record = await registry.getOperation('shop', 'op-1');
    expect(record).toMatchObject({ status: 'blocked', error: { detail: 'quota' }, endedAt: NOW });
    expect(record?.steps.ProvisionAurora?.status).toBe('failed');
    expect(record?.steps.AwaitDax?.status).toBe('skipped');
    expect((await registry.getEnvironment('shop', 'dev'))?.status).toBe('blocked');
  });
});

describe('submit', () => {
  const submission: Submission = {
    project: 'shop',
    environment: 'dev',
    request: { environment: 'dev' },
    fingerprint: 'f',
    requestedBy: 'me',
    door: 'http',
    options: { onFailure: 'keep' },
    expiresAt: () => null,
  };
  async function setUp() {
    const registry = await newRegistry();
    const { executions, started } = fakeExecutions();
    const dependencies: SubmitDependencies = {
      registry,
      executions,
      resolve: async () => ({}) as Desired,
      clock: { now: () => Date.parse(NOW), sleep: async () => {} },
    };
    return { registry, started, dependencies };
  }

  it('starts one workflow for the same request many times at once', async () => {
    const { dependencies, started } = await setUp();
    const results = await Promise.all(Array.from({ length: 5 }, () => submit(submission, dependencies)));
    expect(results.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    expect(new Set(started).size).toBe(1);
  });

  it('answers another request for the same name with a conflict', async () => {
    const { dependencies } = await setUp();
    await submit(submission, dependencies);
    expect(await submit({ ...submission, fingerprint: 'g' }, dependencies)).toMatchObject({
      outcome: 'conflict',
    });
  });

  it('starts what a submit that died between its writes and the start had left', async () => {
    const { dependencies, started } = await setUp();
    const dying = { ...dependencies, executions: dyingExecutions() };
    await expect(submit(submission, dying)).rejects.toThrow('killed');
    expect(await submit(submission, dependencies)).toMatchObject({ outcome: 'existing' });
    expect(started).toHaveLength(1);
  });

  it('goes on with a new operation after one that failed, also when asked twice at once', async () => {
    const { dependencies, started, registry } = await setUp();
    const first = await submit(submission, dependencies);
    if (first.outcome !== 'started') throw new Error('not started');
    await registry.fail(first.operation, 'failed', { type: 'Terminal', detail: 'x' }, NOW);
    const again = await Promise.all([submit(submission, dependencies), submit(submission, dependencies)]);
    expect(again.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    expect(new Set(started).size).toBe(2);
  });

  it('records nothing when the request is refused', async () => {
    const { dependencies, registry, started } = await setUp();
    await expect(
      submit(submission, { ...dependencies, resolve: () => Promise.reject(new Error('no')) }),
    ).rejects.toThrow('no');
    expect(await registry.getEnvironment('shop', 'dev')).toBeNull();
    expect(started).toEqual([]);
  });
});
