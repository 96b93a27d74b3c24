import { ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import type { Operation, OperationStep } from '../../../core/generated/api.ts';
import { asFunction } from '../../../local/caller.ts';
import { ManualClock } from '../../../local/clock.ts';
import { eventually } from '../../e2e/support/connect.ts';
import { answerCallsWith } from '../../e2e/support/faults.ts';
import { problem } from '../../e2e/support/http.ts';
import { type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => jest.restoreAllMocks());

let count = 0;
const request = () => ({ ...SMALL, environment: `d${++count}` });
const path = (environment: string) => `/v1/projects/shop/environments/${environment}`;
const remove = ({ environment }: { environment: string }) => plinth.api.send('DELETE', path(environment));

async function created(change: object = {}) {
  const body = { ...request(), ...change };
  const { json } = await plinth.api.create(body);
  expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
  return body;
}

async function deleted(body: { environment: string }): Promise<Operation> {
  const { status, json, headers } = await remove(body);
  expect({ status, detail: json.detail }).toEqual({ status: 202 });
  expect(headers.location).toBe(json.links.self);
  expect(json).toMatchObject({ kind: 'delete', status: 'pending' });
  return plinth.api.ended(json.links.self);
}

const statusOf = async ({ environment }: { environment: string }) =>
  (await plinth.api.get(path(environment))).json.status;

describe('a DELETE', () => {
  it('of nothing is 404', async () => {
    expect(await remove({ environment: 'none' })).toMatchObject({
      status: 404,
      json: { type: problem('not-found') },
    });
  });

  it('of a protected environment is refused, names the fields, and deletes nothing', async () => {
    const body = { ...request(), aurora: { deletionProtection: true } };
    await plinth.api.ended((await plinth.api.create(body)).json.links.self);

    const { status, json } = await remove(body);

    expect({ status, type: json.type }).toEqual({ status: 409, type: problem('deletion-protected') });
    expect(json.detail).toContain('aurora.deletionProtection is true');
    expect(json.detail).not.toContain('dynamodb.deletionProtection');
    expect(json.detail).toContain(
      `PATCH ${path(body.environment)} with {"aurora":{"deletionProtection":false}}`,
    );
    expect(await statusOf(body)).toBe('ready');
  });

  it('during a create stops it, and deletes what it had made', async () => {
    const body = request();
    const { json: create } = await plinth.api.create(body);

    const operation = await deleted(body);

    expect(operation).toMatchObject({ status: 'succeeded', error: null });
    expect((await plinth.api.get(create.links.self)).json).toMatchObject({
      kind: 'create',
      // Its own step may see first that the environment is not its own any more: then it has failed.
      status: expect.stringMatching(/^(cancelled|failed)$/),
      error: { detail: expect.stringMatching(/is being deleted by operation|no longer owns/) },
    });
    expect((await plinth.api.get(path(body.environment))).status).toBe(404);
  });

  it('is answered with the operation that runs, and a create then with a refusal that names it', async () => {
    const body = await created();
    const first = await remove(body);

    const [again, create, outputs] = [
      await remove(body),
      await plinth.api.create(body),
      await plinth.api.get(`${path(body.environment)}/outputs`),
    ];

    expect(again).toMatchObject({ status: 202, json: { operationId: first.json.operationId } });
    expect(create).toMatchObject({ status: 409, json: { type: problem('environment-exists') } });
    expect(create.json.detail).toMatch(/is being deleted\. Send the request again .*op-/);
    expect(outputs).toMatchObject({ status: 409, json: { type: problem('not-ready') } });
    expect((await plinth.api.ended(first.json.links.self)).status).toBe('succeeded');
  });
});

describe('a delete that does not succeed', () => {
  it.each([
    ['blocked', { name: 'AccessDeniedException', message: 'not authorized' }],
    ['failed', { name: 'InvalidParameterValueException', message: 'The name is odd.' }],
  ])('leaves the environment %s, and the next DELETE goes on', async (status, error) => {
    const body = await created();
    answerCallsWith(plinth, 'DeleteReplicationGroup', [error]);

    const operation = await deleted(body);

    expect(operation).toMatchObject({ status, kind: 'delete' });
    expect(operation.error?.detail).toContain(error.message);
    const steps = Object.fromEntries(operation.steps.map((step) => [step.name, step.status]));
    expect(steps).toMatchObject({ DeleteAlarms: 'succeeded', DeleteRedis: status, RecordDeleted: 'skipped' });
    await eventually(
      () => statusOf(body),
      (now) => now === status,
    );
    expect((await deleted(body)).status).toBe('succeeded');
    expect((await plinth.api.get(path(body.environment))).status).toBe(404);
  });

  it('can be undone by the request that created the environment', async () => {
    const body = await created();
    answerCallsWith(plinth, 'DeleteCluster', [{ name: 'InvalidParameterValueException', message: 'odd' }]);
    expect((await deleted(body)).status).toBe('failed');

    const { status, json } = await plinth.api.create(body);

    expect(status).toBe(202);
    expect((await plinth.api.ended(json.links.self)).status).toBe('succeeded');
    expect((await deleted(body)).status).toBe('succeeded');
  });

  it('because somebody protected the database in AWS says so, and goes on without it', async () => {
    const body = await created();
    const protect = (DeletionProtection: boolean) =>
      plinth.aws(RDSClient).send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: `plinth-shop-${body.environment}-aurora-euw2`,
          DeletionProtection,
          ApplyImmediately: true,
        }),
      );
    await protect(true);

    const operation = await deleted(body);

    expect(operation).toMatchObject({ status: 'blocked' });
    expect(operation.error?.detail).toMatch(/protected from deletion.*in AWS, then retry the operation/);
    await protect(false);
    expect((await deleted(body)).status).toBe('succeeded');
  });

  it('is overcome without a person when it may pass', async () => {
    const body = await created();
    const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' };
    const errors = [throttled, throttled];
    answerCallsWith(plinth, 'DeleteDBCluster', errors);
    expect((await deleted(body)).status).toBe('succeeded');
    expect(errors).toEqual([]);
  });
});

describe('a function whose answer is lost', () => {
  it('after the last write is asked again and has nothing more to do', async () => {
    const body = await created();
    const { registry } = plinth.cloud.runtime;
    const finish = registry.finishDeletion.bind(registry);
    jest.spyOn(registry, 'finishDeletion').mockImplementationOnce(async (...args) => {
      await finish(...args);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });

    const { operationId, status } = await deleted(body);

    expect(status).toBe('succeeded');
    const { deleteStateMachineArn: stateMachineArn } = plinth.cloud;
    const ended = async () => {
      const { executions = [] } = await plinth
        .aws(SFNClient)
        .send(new ListExecutionsCommand({ stateMachineArn }));
      return executions.find(({ name }) => name === operationId)?.status;
    };
    while ((await ended()) === 'RUNNING');
    expect(await ended()).toBe('SUCCEEDED');
  });

  it('begins no further round once its operation is over', async () => {
    const { registry, clients, clock } = plinth.cloud.runtime;
    // Not the function that asks: its policy does not let it.
    const somebodyElse = <T>(work: () => Promise<T>) => asFunction('a-test', work);
    const body = request();
    const from = plinth.calls.length;
    const isAtWork = jest.spyOn(registry, 'isAtWork');
    // The first thing that Redis asks for ends the operation, as a failure in another branch would.
    const get = clients.get.bind(clients);
    jest.spyOn(clients, 'get').mockImplementation((client, region) => {
      const real = get(client, region) as { send: (call: object) => Promise<unknown> };
      const send = async (call: object) => {
        const { status, operationId } =
          (await somebodyElse(() => registry.getEnvironment('shop', body.environment))) ?? {};
        if (
          call.constructor.name === 'CreateCacheSubnetGroupCommand' &&
          status === 'creating' &&
          operationId
        ) {
          const operation = { project: 'shop', environment: body.environment, operationId };
          const error = { type: 'Terminal', detail: 'elsewhere' };
          await somebodyElse(() => registry.fail(operation, 'failed', error, new Date().toISOString()));
          // It trusts its last look for some seconds.
          const later = Date.now() + 10_000;
          jest.spyOn(clock, 'now').mockReturnValue(later);
        }
        return real.send(call);
      };
      return new Proxy(real, {
        get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)),
      }) as never;
    });

    const { json } = await plinth.api.create(body);
    expect(await plinth.api.ended(json.links.self)).toMatchObject({ error: { detail: 'elsewhere' } });
    // The function runs on when its operation has ended, and asks before its next round.
    while (isAtWork.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    jest.restoreAllMocks();
    expect((await deleted(body)).status).toBe('succeeded');

    const made = plinth.calls.slice(from).map(({ context }) => context.operation);
    expect(made).toContain('CreateCacheSubnetGroup');
    expect(made).not.toContain('CreateReplicationGroup');
  });
});

it('an execution that is stopped by hand closes the operation, and the next DELETE goes on', async () => {
  const clock = new ManualClock();
  const delays = (key: string) => (key === 'rds.cluster.delete' ? 3_600_000 : 0);
  const own = await startControlPlanes({ clock, delays });
  const body = request();
  const quiet = async () => {
    for (let seen = -1; seen !== own.calls.length; ) {
      seen = own.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const until = async (link: string, wanted: (operation: Operation) => boolean): Promise<Operation> => {
    for (;;) {
      await quiet();
      const { json } = await own.api.get(link);
      if (wanted(json)) return json;
      await clock.advance(240_000);
    }
  };
  const ended = ({ endedAt }: Operation) => endedAt !== null;
  try {
    await until((await own.api.create(body)).json.links.self, ended);
    const { json } = await own.api.send('DELETE', path(body.environment));
    await until(json.links.self, ({ steps }) =>
      steps.some(
        ({ name, waitingFor }: OperationStep) =>
          name === 'DeleteAurora' && /is deleting/.test(`${waitingFor}`),
      ),
    );
    const { deleteStateMachineArn: stateMachineArn } = own.cloud;
    const client = own.aws(SFNClient);
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    await client.send(
      new StopExecutionCommand({ executionArn: executions[0]?.executionArn, cause: 'by Ada' }),
    );

    const stopped = await own.api.ended(json.links.self);

    expect(stopped).toMatchObject({ status: 'failed', error: { type: 'Execution.ABORTED' } });
    await eventually(
      async () => (await own.api.get(path(body.environment))).json.status,
      (now) => now === 'failed',
    );
    const again = await own.api.send('DELETE', path(body.environment));
    expect(again.status).toBe(202);
    expect(again.json.operationId).not.toBe(json.operationId);
    expect((await until(again.json.links.self, ended)).status).toBe('succeeded');
  } finally {
    await own.close();
  }
});
