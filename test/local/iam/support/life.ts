import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { jest } from '@jest/globals';
import type { Operation } from '../../../../core/generated/api.ts';
import type { Desired } from '../../../../core/spec.ts';
import { type Alarm, ownershipTags, TIER_KINDS, type TierKind } from '../../../../core/tier.ts';
import type { FunctionKey } from '../../../../functions/keys.ts';
import { ManualClock } from '../../../../local/clock.ts';
import { attachAlarms, deleteDashboard, putDashboard } from '../../../../tiers/alarms/index.ts';
import { names } from '../../../../tiers/aurora/names.ts';
import { tiers } from '../../../../tiers/index.ts';
import { redisNames } from '../../../../tiers/redis/names.ts';
import { eventually } from '../../../e2e/support/connect.ts';
import { answerCallsWith } from '../../../e2e/support/faults.ts';
import { SMALL } from '../../../e2e/support/plinth.ts';
import { CloudFormation } from '../../../support/cloudformation.ts';
import type { Installation } from './installation.ts';

/** What an environment can go through. Each part runs in the name of the function whose work it is. */

export async function provision(plinth: Installation, body: string): Promise<Desired> {
  const { json } = await plinth.api.create(body, { headers: { 'Idempotency-Key': 'once' } });
  const operation = await plinth.api.ended(json.links.self);
  expect(operation).toMatchObject({ status: 'succeeded', error: null });
  const record = await plinth.cloud.runtime.registry.getEnvironment('shop', operation.environment);
  return record?.desired as Desired;
}

/** The reading side of the API, and a request that is refused after its key was noted. */
export async function read(plinth: Installation): Promise<void> {
  await plinth.api.get('/v1/projects/shop/environments');
  await plinth.api.create({ environment: 'production' }, { headers: { 'Idempotency-Key': 'other' } });
}

/** As after a failure: the request is sent again, and everything is there already. */
export async function lookAgain(plinth: Installation, desired: Desired, keys: readonly FunctionKey[]) {
  const { clients } = plinth.cloud.runtime;
  for (const key of keys) {
    await plinth.as(key, async () => {
      for (const { tier, specOf } of Object.values(tiers))
        await tier.observe({ spec: specOf(desired), clients });
    });
  }
}

/** Everything that a later request may change, deletion protection among it. */
export function changed(desired: Desired): Desired {
  const tags = <T extends { tags: Desired['tags'] }>(spec: T): T => ({
    ...spec,
    tags: { ...spec.tags, Later: 'yes' },
  });
  const { aurora, dynamodb, redis, dax } = desired;
  const fewer = <T extends { subnetIds: readonly string[] }>(place: T): T => ({
    ...place,
    subnetIds: place.subnetIds.slice(0, 2),
  });
  return {
    ...desired,
    tags: { ...desired.tags, Later: 'yes' },
    aurora: tags({
      ...aurora,
      // With one instance, not every subnet of the region is in use.
      secondary: aurora.secondary && fewer(aurora.secondary),
      deletionProtection: false,
      backupRetentionDays: 20,
      autoMinorVersionUpgrade: !aurora.autoMinorVersionUpgrade,
      clusterParameters: { log_min_duration_statement: '250', work_mem: '8192' },
      instanceParameters: { log_connections: '1' },
    }),
    dynamodb: tags({ ...dynamodb, deletionProtection: false }),
    redis: tags({ ...redis, snapshotRetentionDays: 3, logRetentionDays: 7 }),
    dax: tags({
      ...dax,
      maintenanceWindow: 'tue:02:00-tue:03:00',
      replicationFactor: dax.replicationFactor + 1,
    }),
    alarms: { ...desired.alarms, cpuPercent: 42 },
  };
}

/** Parameters that are not asked for any more, and a log group as RDS leaves it behind. */
export async function tidy(plinth: Installation, { aurora }: Desired): Promise<void> {
  const plain: Desired['aurora'] = { ...aurora, clusterParameters: {}, instanceParameters: {} };
  await plinth.arrive('aurora', plain, 'present');
  const { region } = aurora.primary;
  const logGroupName = names.logGroup(names.cluster(aurora.identity, region), 'postgresql');
  await plinth.aws(CloudWatchLogsClient, region).send(new CreateLogGroupCommand({ logGroupName }));
}

export async function arrive(
  plinth: Installation,
  desired: Desired,
  goal: 'present' | 'absent',
): Promise<void> {
  const order: readonly TierKind[] = goal === 'present' ? TIER_KINDS : [...TIER_KINDS].reverse();
  for (const kind of order) await plinth.arrive(kind, tiers[kind].specOf(desired), goal);
}

/** @param wanted false: they go. */
export async function attach(plinth: Installation, desired: Desired, wanted = true): Promise<void> {
  const { clients } = plinth.cloud.runtime;
  const { identity, tags } = desired.aurora;
  const { topicArns } = desired.alarms;
  const alarms = wanted ? await alarmsOf(plinth, desired) : [];
  const region = desired.primaryRegion;
  await plinth.as('alarms', async () => {
    await attachAlarms({ clients, identity, tags, alarms, topicArns });
    if (wanted) await putDashboard({ clients, identity, tags, region, alarms, topicArns });
    else await deleteDashboard({ clients, identity, region });
  });
}

/** As the Await step of each tier derives them. */
async function alarmsOf(plinth: Installation, desired: Desired): Promise<Alarm[]> {
  const perTier = TIER_KINDS.map(async (kind) => {
    const { tier, specOf } = tiers[kind];
    const spec = specOf(desired);
    const observed = await plinth.as(kind, () =>
      tier.observe({ spec, clients: plinth.cloud.runtime.clients }),
    );
    return tier.alarms(spec, desired.alarms, observed);
  });
  return (await Promise.all(perTier)).flat();
}

/** Somebody deletes the secrets by hand; Plinth wants them back while they can be. */
export async function loseSecrets(plinth: Installation, { aurora, redis }: Desired): Promise<void> {
  const secrets = plinth.aws(SecretsManagerClient, redis.region);
  for (const SecretId of [names.masterSecret(aurora.identity), redisNames(redis).authTokenSecret]) {
    await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  }
  await plinth.arrive('aurora', aurora, 'present');
  await plinth.arrive('redis', redis, 'present');
}

/** AWS has no room for a group: its cause is among the events, for everyone who looks. */
export async function runOutOfCapacity(
  plinth: Installation,
  { redis }: Desired,
  keys: readonly FunctionKey[],
) {
  const identity = { ...redis.identity, environment: 'full', slug: 'plinth-shop-full' };
  const tags = { ...redis.tags, ...ownershipTags(identity) };
  const spec = { ...redis, identity, tags, nodeType: 'cache.r7g.xlarge' };
  plinth.cloud.faults.capacity(spec.region, spec.nodeType);
  await expect(plinth.arrive('redis', spec, 'present')).rejects.toMatchObject({
    name: 'Blocked',
  });
  for (const key of keys) {
    await plinth.as(key, () => tiers.redis.tier.observe({ spec, clients: plinth.cloud.runtime.clients }));
  }
  await plinth.arrive('redis', spec, 'absent');
}

/** A create that fails, and the delete of what is there. */
export async function failAndDelete(plinth: Installation): Promise<void> {
  const body = { ...SMALL, environment: 'failing' };
  answerCallsWith(plinth, 'CreateCluster', [{ name: 'InvalidParameterValueException', message: 'no' }]);
  const failed = await plinth.api.create(body);
  expect(await plinth.api.ended(failed.json.links.self)).toMatchObject({ status: 'failed' });
  jest.restoreAllMocks();
  const { json } = await plinth.api.send('DELETE', '/v1/projects/shop/environments/failing');
  expect(await plinth.api.ended(json.links.self)).toMatchObject({ kind: 'delete', status: 'succeeded' });
}

/** What a caller may do with an environment besides: stop its create, cancel, retry, change, delete. */
export async function control(plinth: Installation): Promise<void> {
  const self = '/v1/projects/shop/environments/controlled';
  const body = { ...SMALL, environment: 'controlled' };
  const ended = async (answer: Promise<{ json: Operation }>) => {
    const { json } = await answer;
    return plinth.api.ended(json.links.self);
  };
  await plinth.api.create(body);
  expect(await ended(plinth.api.send('DELETE', self))).toMatchObject({ status: 'succeeded' });
  const { json: create } = await plinth.api.create(body);
  await plinth.api.send('POST', `${create.links.self}/cancel`);
  expect(await plinth.api.ended(create.links.self)).toMatchObject({ status: 'cancelled' });
  const retried = plinth.api.send('POST', `${create.links.self}/retry`);
  expect(await ended(retried)).toMatchObject({ status: 'succeeded', retryOf: create.operationId });
  const change = { redis: { snapshotRetentionDays: 2 } };
  expect(await ended(plinth.api.send('PATCH', self, change))).toMatchObject({
    kind: 'update',
    status: 'succeeded',
  });
  expect(await ended(plinth.api.send('DELETE', self))).toMatchObject({ status: 'succeeded' });
}

/** Through the EventBridge door: one that is taken, and one that is refused. */
export async function askByEvent(plinth: Installation): Promise<void> {
  const put = (request: object) =>
    plinth.aws(EventBridgeClient).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'plinth',
            Source: 'team.shop',
            DetailType: 'Environment Requested',
            Detail: JSON.stringify({ version: '1', project: 'shop', request }),
          },
        ],
      }),
    );
  const told = (type: string) =>
    eventually(
      async () => plinth.cloud.events.filter((event) => event['detail-type'] === type).length,
      (count) => count > 0,
    );
  await put({ ...SMALL, environment: 'asked' });
  await eventually(
    async () => (await plinth.api.get('/v1/projects/shop/environments/asked')).json.status,
    (status) => status === 'ready',
  );
  await put({ ...SMALL, environment: 'asked' }); // it is there: told so
  await put({ environment: 'Not A Name' });
  await told('Environment Request Rejected');
}

const LAUNCH = { Project: 'shop', Preset: 'development', MigrationSet: 'none' };

/** Through the Service Catalog door: launched, updated and terminated; and terminated while it is launched. */
export async function launchAndTerminate(plinth: Installation): Promise<void> {
  const stacks = await new CloudFormation({
    clock: new ManualClock(),
    invoke: (event) => plinth.cloud.invoke('plinth-catalog', event),
  }).start();
  try {
    const stack = await stacks.launch({ ...LAUNCH, Environment: 'launched' });
    expect(stack.status).toBe('CREATE_COMPLETE');
    await stacks.update(stack, { MigrationSet: 'gaming' });
    expect(stack.status).toBe('UPDATE_COMPLETE');
    await plinth.api.ended(`/v1/projects/shop/operations/${stack.data.OperationId}`);
    await stacks.terminate(stack);
    expect(stack.status).toBe('DELETE_COMPLETE');
    const early = stacks.newStack({ ...LAUNCH, Environment: 'early' });
    const created = stacks.create(early);
    await eventually(
      async () => early.physicalId,
      (id) => id !== undefined,
    );
    await stacks.terminate(early);
    expect(early.status).toBe('DELETE_COMPLETE');
    await created;
  } finally {
    await stacks.close();
  }
}
