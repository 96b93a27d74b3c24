import { setImmediate } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { History } from '../../core/history.ts';
import type { ProblemError } from '../../core/problem.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { type EnvironmentRequest, fingerprint } from '../../core/request.ts';
import { retire } from '../../core/retire.ts';
import type { Desired, Tags } from '../../core/spec.ts';
import { ownershipTags } from '../../core/tier.ts';
import type { PreparedChange } from '../../core/update.ts';
import { checkChange, checkCreate, checkDelete, resolve } from '../../functions/preflight.ts';
import { previewCreate, previewDelete, previewUpdate } from '../../functions/preview.ts';
import { createLocalCloud, type LocalCloud } from '../../local/cloud.ts';
import { createNoEngines } from '../../local/engines/none.ts';
import type { Call } from '../../local/gateway/gateway.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

const calls: Call[] = [];
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await createLocalCloud({
    engines: createNoEngines(),
    policies: 'none',
    onCall: (call) => calls.push(call),
  });
});
afterAll(() => cloud.close());

const table = { name: 'games', attributes: [{ name: 'gameId', type: 'S' }], partitionKey: 'gameId' } as const;
const REQUEST = {
  environment: 'dev',
  preset: 'development',
  dynamodb: { tables: [table] },
  redis: { nodeType: 'cache.r6g.large' },
  migrations: { set: null },
} as unknown as EnvironmentRequest;
const of = (project: string, change: Partial<EnvironmentRequest> = {}) => ({
  project,
  request: { ...REQUEST, ...change },
  previous: null,
});

/** An environment as the registry has it, of which nothing is there. */
async function recorded(project: string): Promise<EnvironmentRecord> {
  const desired = await resolve(cloud.runtime, { ...of(project), previous: null });
  return {
    ...{ project, environment: 'dev', status: 'ready', operationId: 'op-1', schema: null, outputs: null },
    ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', readyAt: null },
    ...{ request: REQUEST, fingerprint: fingerprint(REQUEST), desired },
  };
}

async function preparedUpdate(
  environment: EnvironmentRecord,
  change: Partial<EnvironmentRequest>,
): Promise<PreparedChange> {
  const request = { ...REQUEST, ...change };
  const previous = environment.desired;
  const resolved = await resolve(cloud.runtime, { project: environment.project, request, previous });
  const desired: Desired = retire(resolved, previous, true);
  return { kind: 'update', environment, desired, request, expiresAt: null, changes: true };
}

const problemOf = async (work: Promise<unknown>): Promise<ProblemError> => {
  try {
    await work;
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error('was accepted');
};
const errorsIn = (findings: readonly { severity: string; code: string }[]) =>
  findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

/** Without tags it is somebody else's. */
async function makeTable(TableName: string, tags: Tags = {}): Promise<void> {
  const dynamodb = cloud.runtime.clients.get(DynamoDBClient, 'eu-west-2');
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'gameId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'gameId', KeyType: 'HASH' }],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  const status = async () =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  while ((await status()) !== 'ACTIVE') await setImmediate();
}

describe('the preview of a create', () => {
  it('has the actions of each tier with their effect, the cost from nothing, and a time', async () => {
    const plan = await previewCreate(cloud.runtime, of('create'));
    expect(plan).toMatchObject({ kind: 'create', project: 'create', environment: 'dev', possible: true });
    expect(errorsIn(plan.findings)).toEqual([]);
    expect(plan.tiers.map(({ tier }) => tier)).toEqual(['aurora', 'dynamodb', 'redis', 'dax']);
    expect(plan.tiers[1]?.actions).toContainEqual({
      ...{ service: 'dynamodb', region: 'eu-west-2', command: 'CreateTable', effect: 'create' },
      summary: 'create DynamoDB table plinth-create-dev-games in eu-west-2',
    });
    expect(plan.cost.before).toEqual({ monthly: 0, unknown: 0, lines: [] });
    // Aurora 221.92, Redis 175.2, two secrets 0.8, and the alarms
    expect(plan.cost.after.monthly).toBeGreaterThan(397.92);
    expect(plan.cost.after.lines.find(({ tier }) => tier === 'dax')?.monthly).toBeNull();
    expect(plan.expected).toMatchObject({ basis: 'published', samples: 0 });
    expect(plan.expected.p90Seconds).toBeGreaterThan(plan.expected.p50Seconds);
  });

  it('changes nothing', async () => {
    const from = calls.length;
    await previewCreate(cloud.runtime, of('reads'));
    const made = calls.slice(from).map(({ context }) => context.operation);
    expect(made.filter((each) => !/^(Describe|Get|List)/.test(each))).toEqual([]);
    expect(made.length).toBeLessThan(60);
  });

  it('holds no input of a call', async () => {
    const plan = await previewCreate(cloud.runtime, of('quiet'));
    expect(JSON.stringify(plan)).not.toMatch(/arn:aws|SecretString|password"/i);
  });

  it('names what stands in the way, all at once', async () => {
    await makeTable('plinth-taken-dev-games');
    const kms = cloud.runtime.clients.get(KMSClient, 'eu-west-2');
    const KeyId = localLandingZone.regions['eu-west-2']?.kmsKeyArns.redis;
    await kms.send(new DisableKeyCommand({ KeyId }));
    try {
      const plan = await previewCreate(cloud.runtime, of('taken'));
      expect(plan.possible).toBe(false);
      expect(errorsIn(plan.findings).sort()).toEqual(['key', 'name']);
      const problem = await problemOf(checkCreate(cloud.runtime, { ...of('taken'), previous: null }));
      expect(problem).toMatchObject({ problem: 'name-taken' });
      expect(problem.errors).toHaveLength(2);
    } finally {
      await kms.send(new EnableKeyCommand({ KeyId }));
    }
  });

  it('that goes on with a failed update takes away what that has left, under the plan that was seen', async () => {
    const { request } = of('again', { environment: 'dev' });
    const before = { ...table, name: 'scores' };
    const dynamodb = { tables: [table, before] } as unknown as NonNullable<EnvironmentRequest['dynamodb']>;
    const [wanted, had] = await Promise.all([
      resolve(cloud.runtime, of('again')),
      resolve(cloud.runtime, of('again', { dynamodb })),
    ]);
    const previous = retire(wanted, had, true);
    await makeTable('plinth-again-dev-scores', ownershipTags({ project: 'again', environment: 'dev' }));

    const plan = await previewCreate(cloud.runtime, { project: 'again', request, previous });
    const asked = { project: 'again', request, previous, planId: plan.planId };
    const desired = await checkCreate(cloud.runtime, asked);

    expect(desired.dynamodb.retiredTables).toEqual([
      { logicalName: 'scores', tableName: 'plinth-again-dev-scores' },
    ]);
    const actions = plan.tiers.flatMap((tier) => tier.actions);
    expect(actions.filter(({ command }) => command === 'DeleteTable')).toHaveLength(1);
  });

  it('goes by past creates of this installation once there are enough of them', async () => {
    const history = new History(cloud.runtime.registry);
    for (const seconds of [100, 200, 300, 400, 500]) await history.record('create', seconds, `op-${seconds}`);
    const { expected } = await previewCreate(cloud.runtime, of('past'));
    expect(expected).toEqual({ p50Seconds: 300, p90Seconds: 500, basis: 'history', samples: 5 });
  });
});

describe('the plan of a create', () => {
  it('is the one that is applied, as long as nothing else has come about', async () => {
    const { planId } = await previewCreate(cloud.runtime, of('same'));
    const again = await previewCreate(cloud.runtime, of('same'));
    expect(again.planId).toBe(planId);
    const request = { ...of('same'), previous: null };
    await expect(checkCreate(cloud.runtime, { ...request, planId })).resolves.toMatchObject({
      identity: { project: 'same' },
    });
  });

  it.each([
    ['another request', of('other', { redis: { nodeCount: 2 } })],
    ['another project', of('another')],
    ['another time of expiry', of('other', { expiresAfter: '8h' })],
  ])('is refused for %s', async (_, asked) => {
    const { planId } = await previewCreate(cloud.runtime, of('other'));
    const problem = await problemOf(checkCreate(cloud.runtime, { ...asked, previous: null, planId }));
    expect(problem).toMatchObject({ problem: 'plan-outdated', status: 409 });
    expect(problem.message).toContain('is of another request or environment');
  });

  it('is refused when what was observed has changed', async () => {
    const environment = await recorded('moved');
    const { planId } = await previewDelete(cloud.runtime, environment, {});
    await expect(checkDelete(cloud.runtime, { environment, options: {}, planId })).resolves.toBeUndefined();
    await makeTable('plinth-moved-dev-games', ownershipTags(environment));
    const problem = await problemOf(checkDelete(cloud.runtime, { environment, options: {}, planId }));
    expect(problem).toMatchObject({ problem: 'plan-outdated' });
    expect(problem.message).toContain('what was observed has changed since');
  });
});

describe('the plan of a delete', () => {
  it('stays the same whatever somebody else makes', async () => {
    const environment = await recorded('beside');
    const { planId } = await previewDelete(cloud.runtime, environment, {});
    await makeTable('plinth-beside-dev-games');
    expect((await previewDelete(cloud.runtime, environment, {})).planId).toBe(planId);
  });
});

describe('the preview of an update', () => {
  it('has the cost before and after', async () => {
    const environment = await recorded('grows');
    const prepared = await preparedUpdate(environment, {
      redis: { nodeType: 'cache.r6g.large', nodeCount: 2 },
    });
    const plan = await previewUpdate(cloud.runtime, environment, prepared, undefined);
    const nodes = ({ lines }: typeof plan.cost.after) =>
      lines.find(({ unit, tier }) => unit === 'node' && tier === 'redis');
    expect(nodes(plan.cost.before)).toMatchObject({ quantity: 1, monthly: 175.2 });
    expect(nodes(plan.cost.after)).toMatchObject({ quantity: 2, monthly: 350.4 });
    await checkChange(cloud.runtime, { prepared, options: undefined, planId: plan.planId });
  });

  it('is another plan with leave to replace', async () => {
    const environment = await recorded('leave');
    const prepared = await preparedUpdate(environment, {});
    const { planId } = await previewUpdate(cloud.runtime, environment, prepared, undefined);
    const options = { allowReplacement: true };
    const problem = await problemOf(checkChange(cloud.runtime, { prepared, options, planId }));
    expect(problem).toMatchObject({ problem: 'plan-outdated' });
  });
});

describe('the preview of a delete', () => {
  it('costs nothing afterwards', async () => {
    const plan = await previewDelete(cloud.runtime, await recorded('gone'), { finalSnapshots: true });
    expect(plan).toMatchObject({ kind: 'delete', possible: true, findings: [] });
    expect(plan.cost.before.monthly).toBeGreaterThan(0);
    expect(plan.cost.after).toEqual({ monthly: 0, unknown: 0, lines: [] });
  });
});
