import { jest } from '@jest/globals';
import { newOperation } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import type { Desired } from '../../core/spec.ts';
import { type Submission, submit } from '../../core/submit.ts';
import { environment, fakeExecutions, NOW, newRegistry } from './fresh-registry.ts';

const LATER = '2026-01-01T01:00:00.000Z';
const EXPIRY = '2026-01-02T00:00:00.000Z';
const BEFORE = { preset: 'development' } as Desired;
const DESIRED = { preset: 'staging' } as Desired;
const submission: Submission = {
  project: 'shop',
  environment: 'dev',
  request: { environment: 'dev' },
  fingerprint: 'f',
  requestedBy: 'you',
  door: 'http',
  expiresAt: () => EXPIRY,
};

async function setUp(existing: Partial<EnvironmentRecord> | null = null) {
  const registry = await newRegistry();
  const fake = fakeExecutions();
  if (existing) await registry.createEnvironment(environment('dev', { desired: BEFORE, ...existing }));
  const resolvedFrom: (Desired | null)[] = [];
  const dependencies = {
    registry,
    executions: fake.executions,
    clock: { now: () => Date.parse(LATER), sleep: async () => {} },
    resolve: async (previous: Desired | null) => {
      resolvedFrom.push(previous);
      return DESIRED;
    },
  };
  const now = () => registry.getEnvironment('shop', 'dev');
  return { ...fake, registry, resolvedFrom, now, send: () => submit(submission, dependencies) };
}

it('a new environment is recorded as it was asked for', async () => {
  const { send, now, resolvedFrom } = await setUp();
  const result = await send();
  if (result.outcome !== 'started') throw new Error(result.outcome);
  expect(await now()).toMatchObject({
    status: 'creating',
    fingerprint: 'f',
    request: { environment: 'dev' },
    desired: DESIRED,
    operationId: result.operation.operationId,
    createdAt: LATER,
    createdBy: 'you',
    updatedAt: LATER,
    readyAt: null,
    expiresAt: EXPIRY,
    outputs: null,
    schema: null,
  });
  expect(resolvedFrom).toEqual([null]);
});

describe('the same request again', () => {
  it.each(['ready', 'updating'] as const)(
    'is answered with what is there while that is %s',
    async (status) => {
      const { send, now, started, resolvedFrom } = await setUp({ status });
      const before = await now();
      expect(await send()).toEqual({ outcome: 'existing', environment: before });
      expect({ started, resolvedFrom, after: await now() }).toEqual({
        started: [],
        resolvedFrom: [],
        after: before,
      });
    },
  );

  it('records and starts the create that a request had died before', async () => {
    const { send, registry, started } = await setUp({ status: 'creating', operationId: 'op-1' });
    expect(await send()).toMatchObject({ outcome: 'existing' });
    expect(started).toEqual(['op-1']);
    expect(await registry.getOperation('shop', 'op-1')).toMatchObject({
      kind: 'create',
      requestedBy: 'you',
      createdAt: NOW,
    });
  });

  it('leaves a create that runs alone', async () => {
    const { send, registry, started } = await setUp({ status: 'creating', operationId: 'op-1' });
    const names = { project: 'shop', environment: 'dev', requestedBy: 'me', operationId: 'op-1', now: NOW };
    await registry.createOperation({ ...newOperation(names), status: 'running' });
    expect(await send()).toMatchObject({ outcome: 'existing' });
    expect(started).toEqual([]);
  });

  it.each(['failed', 'blocked'] as const)(
    'goes on with one that is %s, and keeps what is known of it',
    async (status) => {
      const known = {
        createdAt: NOW,
        createdBy: 'me',
        readyAt: NOW,
        expiresAt: LATER,
        schema: { set: 'gaming', version: '1' },
      } as Partial<EnvironmentRecord>;
      const { send, now, started, resolvedFrom } = await setUp({ status, ...known });
      expect(await send()).toMatchObject({ outcome: 'started' });
      expect(await now()).toMatchObject({
        ...known,
        status: 'creating',
        operationId: started[0],
        desired: DESIRED,
      });
      expect(resolvedFrom).toEqual([BEFORE]);
    },
  );
});

it('a name that is being deleted is taken, also for the same request', async () => {
  const { send, started } = await setUp({ status: 'deleting' });
  expect(await send()).toMatchObject({ outcome: 'conflict', environment: { status: 'deleting' } });
  expect(started).toEqual([]);
});

describe('one who loses the name to another request', () => {
  it.each([
    ['the same', 'f', 'existing'],
    ['another', 'g', 'conflict'],
  ])('that asks for %s is answered with it', async (_what, fingerprint, outcome) => {
    const { send, registry, started } = await setUp();
    const winner = environment('dev', { fingerprint, desired: BEFORE });
    jest.spyOn(registry, 'createEnvironment').mockResolvedValue(false);
    jest.spyOn(registry, 'getEnvironment').mockResolvedValueOnce(null).mockResolvedValue(winner);
    expect(await send()).toEqual({ outcome, environment: winner });
    expect(started).toEqual([]);
  });

  it('that is gone again is told to ask again', async () => {
    const { send, registry } = await setUp();
    jest.spyOn(registry, 'createEnvironment').mockResolvedValue(false);
    await expect(send()).rejects.toMatchObject({
      name: 'OutcomeUnknown',
      message: expect.stringContaining('Environment dev was taken and is gone again'),
    });
  });
});
