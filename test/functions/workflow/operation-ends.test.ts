import { DeleteReplicationGroupCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import type { Operation, OperationStep as Step } from '../../../core/generated/api.ts';
import { ManualClock } from '../../../local/clock.ts';
import { answerCallsWith } from '../../e2e/support/faults.ts';
import { type Plinth, SMALL, startControlPlanes } from '../../e2e/support/plinth.ts';

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes();
});
afterAll(() => plinth.close());
afterEach(() => {
  jest.restoreAllMocks();
  plinth.cloud.faults.clear();
});

let count = 0;
const request = () => ({ ...SMALL, environment: `w${++count}` });

async function provision(body: object): Promise<Operation> {
  const { status, json } = await plinth.api.create(body);
  expect(status).toBe(202);
  return plinth.api.ended(json.links.self);
}

const stepsWith = ({ steps }: Operation, status: string) =>
  steps.filter((step) => step.status === status).map(({ name }) => name);

const answerWith = (command: string, errors: object[]) => answerCallsWith(plinth, command, errors);

describe('an answer of AWS', () => {
  it.each([
    ['throttling', { name: 'ThrottlingException', message: 'Rate exceeded' }],
    [
      'a fault of the service',
      { name: 'InternalFailure', $fault: 'server', $metadata: { httpStatusCode: 500 } },
    ],
    ['a broken connection', { name: 'Error', code: 'ECONNRESET', message: 'socket hang up' }],
    ['a busy resource', { name: 'InvalidDBClusterStateFault', message: 'busy' }],
  ])('%s is overcome without a person', async (_what, error) => {
    const errors = [error, error];
    answerWith('CreateDBInstance', errors);

    const operation = await provision(request());

    expect(errors).toEqual([]);
    expect(operation).toMatchObject({ status: 'succeeded', error: null });
  });

  it.each([
    [
      'a missing permission',
      { name: 'AccessDeniedException', message: 'not authorized to perform dax:CreateCluster' },
    ],
    ['a quota', { name: 'ClusterQuotaForCustomerExceededFault', message: 'quota exceeded' }],
    [
      'a lack of capacity',
      { name: 'InsufficientClusterCapacityFault', message: 'no capacity for dax.r4.large' },
    ],
    ['a disabled key', { name: 'KMSKeyNotAccessibleFault', message: 'the key is disabled' }],
  ])('%s blocks the operation, and the same request goes on when it is repaired', async (_what, error) => {
    const body = request();
    answerWith('CreateCluster', [error]);

    const blocked = await provision(body);
    const resumed = await provision(body);

    expect(blocked).toMatchObject({ status: 'blocked', error: { type: 'Blocked' } });
    expect(blocked.error?.detail).toContain(error.message);
    expect(blocked.error?.detail).toMatch(/retry the operation/);
    expect(stepsWith(blocked, 'blocked')).toEqual(['ProvisionDax']);
    expect(stepsWith(blocked, 'skipped')).toContain('AwaitDax');
    expect(resumed.status).toBe('succeeded');
    expect(resumed.operationId).not.toBe(blocked.operationId);
  });

  it('that does not change in all retries fails the operation, and the same request goes on', async () => {
    const body = request();
    answerWith('CreateCluster', Array(50).fill({ name: 'ThrottlingException', message: 'Rate exceeded' }));

    const failed = await provision(body);
    jest.restoreAllMocks();

    expect(failed).toMatchObject({ status: 'failed', error: { type: 'Throttled' } });
    expect(failed.error?.detail).toMatch(
      /Rate exceeded.*given up for now\. Retry the operation: it goes on from what is there/,
    );
    expect((await provision(body)).status).toBe('succeeded');
  });

  it('a refused parameter fails the operation, with the call and the reason', async () => {
    answerWith('CreateReplicationGroup', [
      { name: 'InvalidParameterValueException', message: 'The port is odd.' },
    ]);

    const operation = await provision(request());

    expect(operation).toMatchObject({ status: 'failed', error: { type: 'Terminal' } });
    expect(operation.error?.detail).toMatch(/The port is odd\./);
    expect(operation.error?.detail).toMatch(/replication group/i);
    // What others were already waiting for is stopped.
    expect(stepsWith(operation, 'failed')).toEqual(['ProvisionRedis', 'AwaitAurora', 'AwaitDynamoDb']);
  });
});

describe('no capacity for the cache nodes', () => {
  it('blocks the operation with the cause from the events, keeps the rest, and goes on later', async () => {
    const body = request();
    plinth.cloud.faults.capacity('eu-west-2', 'cache.r7g.large');

    const blocked = await provision(body);

    expect(blocked).toMatchObject({ status: 'blocked', error: { type: 'Blocked' } });
    expect(blocked.error?.detail).toMatch(/Insufficient capacity for cache\.r7g\.large/);
    expect(blocked.error?.detail).toMatch(/delete-replication-group --replication-group-id/);
    const environment = (await plinth.api.get(blocked.links.environment)).json;
    expect(environment.status).toBe('blocked');
    const { DBClusters = [] } = await plinth
      .aws(RDSClient)
      .send(
        new DescribeDBClustersCommand({ DBClusterIdentifier: `plinth-shop-${body.environment}-aurora-euw2` }),
      );
    expect(DBClusters).toHaveLength(1);

    const tooEarly = await plinth.api.create(body);
    expect(tooEarly.status).toBe(400);
    expect(tooEarly.json.detail).toMatch(/delete-replication-group/);

    plinth.cloud.faults.clear();
    await plinth
      .aws(ElastiCacheClient)
      .send(
        new DeleteReplicationGroupCommand({ ReplicationGroupId: `plinth-shop-${body.environment}-redis` }),
      );
    expect((await provision(body)).status).toBe('succeeded');
  });
});

describe('a function that breaks', () => {
  it('ends the operation as failed, with what it threw', async () => {
    jest
      .spyOn(plinth.cloud.runtime.registry, 'recordStep')
      .mockRejectedValueOnce(new TypeError('x is not a function'));

    const operation = await provision(request());

    expect(operation).toMatchObject({ status: 'failed', error: { type: 'TypeError' } });
    expect(operation.error?.detail).toMatch(
      /broke off with TypeError: x is not a function\. Retry the operation: it goes on from what is there/,
    );
    expect(stepsWith(operation, 'succeeded')).toEqual([]);
    expect(operation.steps.every(({ status }) => status === 'failed' || status === 'skipped')).toBe(true);
  });

  it.each(['null', '"text"', 'undefined'])('may throw anything, even %s', async (thrown) => {
    const value = thrown === 'undefined' ? undefined : JSON.parse(thrown);
    jest.spyOn(plinth.cloud.runtime.registry, 'recordStep').mockRejectedValueOnce(value);

    const operation = await provision(request());

    expect(operation.status).toBe('failed');
    expect(operation.error?.detail).not.toBe('');
  });

  it('does not leave the operation running when its failure cannot be recorded either', async () => {
    const { registry } = plinth.cloud.runtime;
    jest.spyOn(registry, 'recordStep').mockRejectedValueOnce(new Error('first'));
    const fail = registry.fail.bind(registry);
    jest
      .spyOn(registry, 'fail')
      .mockImplementation((operation, ...rest) =>
        'step' in operation ? Promise.reject(new Error('registry away')) : fail(operation, ...rest),
      );

    const operation = await provision(request());

    expect(operation).toMatchObject({ status: 'failed', error: { type: 'Execution.FAILED' } });
    expect(operation.error?.detail).toMatch(
      /The workflow failed: first\. Retry the operation: it goes on from what is there/,
    );
  });
});

describe('an execution that is stopped or takes too long', () => {
  let clock: ManualClock;
  let own: Plinth;
  /** A world of its own, in which nothing takes time but an Aurora cluster. */
  async function startSlow(clusterHours: number) {
    clock = new ManualClock();
    const delays = (key: string) => (key === 'rds.cluster.create' ? clusterHours * 3_600_000 : 0);
    own = await startControlPlanes({ clock, delays });
  }
  afterEach(() => own.close());

  /** Asks until the step waits for the cluster, and for nothing else that could still happen. */
  async function waiting(path: string): Promise<Operation> {
    for (;;) {
      const { json } = await own.api.get(path);
      if (json.steps.some(({ name, status }: Step) => name === 'AwaitAurora' && status === 'waiting'))
        return json;
    }
  }
  /** Until no call has come for a while: whatever goes on now waits for time to pass. */
  async function quiet(): Promise<void> {
    for (let seen = -1; seen !== own.calls.length; ) {
      seen = own.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  /** Less than the 300 seconds that a function has: what an advance wakes may still run when it ends. */
  const STEP_MS = 240_000;
  /** Lets time pass, but not while something is under way: a function would run into its limit. */
  async function passTime(path: string): Promise<Operation> {
    for (;;) {
      await quiet();
      const { json } = await own.api.get(path);
      if (json.endedAt !== null) return json;
      await clock.advance(STEP_MS);
    }
  }
  const running = async () => {
    const { stateMachineArn } = own.cloud;
    const { executions = [] } = await own
      .aws(SFNClient)
      .send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    expect(executions).toHaveLength(1);
    return executions[0]?.executionArn;
  };

  it('closes the operation in the moment in which it is stopped, and the same request goes on', async () => {
    await startSlow(1);
    const body = request();
    const { links } = (await own.api.create(body)).json;
    expect(await waiting(links.self)).toMatchObject({ status: 'running', endedAt: null });

    const executionArn = await running();
    await own.aws(SFNClient).send(new StopExecutionCommand({ executionArn, cause: 'by Ada' }));
    const operation = await own.api.ended(links.self);

    expect(operation).toMatchObject({ status: 'failed', error: { type: 'Execution.ABORTED' } });
    expect(operation.error?.detail).toMatch(
      /stopped by hand: by Ada\. Retry the operation: it goes on from what is there/,
    );
    expect([...stepsWith(operation, 'running'), ...stepsWith(operation, 'waiting')]).toEqual([]);
    expect((await own.api.get(links.environment)).json.status).toBe('failed');
    const described = await own.aws(SFNClient).send(new DescribeExecutionCommand({ executionArn }));
    expect(described.status).toBe('ABORTED');

    const again = await own.api.create(body);
    expect(again.status).toBe(202);
    expect(await passTime(again.json.links.self)).toMatchObject({ status: 'succeeded', error: null });
  });

  it('fails the operation when a tier is not there at its time limit, and says what was waited for', async () => {
    await startSlow(24);
    const { links } = (await own.api.create(request())).json;

    const operation = await passTime(links.self);

    expect(operation).toMatchObject({ status: 'failed', error: { type: 'TierTimedOut' } });
    expect(operation.error?.detail).toMatch(
      /Aurora is still not available after 180 minutes\. Waiting for: .*creating/,
    );
  });

  it('does not keep the local cloud from stopping in the middle, and says in the registry what happened', async () => {
    await startSlow(24);
    const { json } = await own.api.create(request());
    await waiting(json.links.self);
    const told: string[] = [];
    const { registry } = own.cloud.runtime;
    const fail = registry.fail.bind(registry);
    jest.spyOn(registry, 'fail').mockImplementation(async (operation, status, error, now) => {
      const closed = await fail(operation, status, error, now);
      told.push(`${operation.operationId} ${error.detail}`);
      return closed;
    });

    await own.close();

    expect(told).toEqual([expect.stringContaining(`${json.operationId} The workflow was stopped by hand`)]);
  });
});
