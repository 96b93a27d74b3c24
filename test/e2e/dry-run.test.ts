import { ElastiCacheClient, ModifyReplicationGroupCommand } from '@aws-sdk/client-elasticache';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Plan } from '../../core/generated/api.ts';
import { localLandingZone } from '../../local/landing-zones.ts';
import type { Quotas } from '../../local/quotas.ts';
import { quiet } from '../support/time.ts';
import {
  changingCalls,
  commandsIn,
  commandsOf,
  DEV,
  dryRun,
  ENVIRONMENTS,
  listing,
  succeeds,
} from './support/changes.ts';
import { problem } from './support/http.ts';
import { changes, type Plinth, SMALL, startControlPlanes } from './support/plinth.ts';

const HOME = 'eu-west-2';
const BODY = { ...SMALL, alarms: {} };
const quotas: Quotas = {};

let plinth: Plinth;
beforeAll(async () => {
  plinth = await startControlPlanes({ quotas });
});
afterAll(() => plinth.close());

const send = (method: string, path: string, body?: unknown) => plinth.api.send(method, path, body);
const ofCreate = (more: object = {}) => dryRun(plinth, 'POST', ENVIRONMENTS, { ...BODY, ...more });

/** A dry run, and that it changed and recorded nothing. */
async function harmless(run: () => Promise<Plan>): Promise<Plan> {
  const there = await listing(plinth);
  const known = (await send('GET', ENVIRONMENTS)).json;
  // What follows the end of the operation before, such as the record of how long it took.
  await quiet(plinth);
  const from = plinth.calls.length;
  const plan = await run();
  expect(changes(plinth, from)).toEqual([]);
  expect(await listing(plinth)).toEqual(there);
  expect((await send('GET', ENVIRONMENTS)).json).toEqual(known);
  return plan;
}

/**
 * What an operation did besides alarms and dashboard, which are in no plan. To write an endpoint into a secret and to note
 * that in its tags is one action.
 */
function done(from: number): string[] {
  const made = changingCalls(plinth, from).filter(
    ({ input }) => !JSON.stringify(input).includes('plinth:endpoint'),
  );
  return commandsOf(made).filter((name) => !/Alarm|Dashboard/.test(name));
}

const outdated = { status: 409, json: { type: problem('plan-outdated') } };

describe('a dry run of a create', () => {
  it('says what would be done, what it costs and how long it takes', async () => {
    const plan = await harmless(() => ofCreate());

    expect(plan).toMatchObject({ kind: 'create', project: 'shop', environment: 'dev', possible: true });
    expect(plan.findings).toEqual([]);
    expect(plan.tiers.map(({ tier }) => tier)).toEqual(['aurora', 'dynamodb', 'redis', 'dax']);
    const [aurora] = plan.tiers;
    const place = (command: string) =>
      aurora?.actions.findIndex((action) => action.command === command) ?? -1;
    expect(place('CreateDBSubnetGroup')).toBeGreaterThanOrEqual(0);
    expect(place('CreateDBSubnetGroup')).toBeLessThan(place('CreateDBCluster'));
    expect(place('CreateDBCluster')).toBeLessThan(place('CreateDBInstance'));
    expect(new Set(plan.tiers.flatMap(({ actions }) => actions.map(({ effect }) => effect)))).toEqual(
      new Set(['create', 'in-place']),
    );

    const { before, after } = plan.cost;
    expect(before).toEqual({ monthly: 0, unknown: 0, lines: [] });
    const priced = after.lines.filter(({ monthly }) => monthly !== null && monthly > 0);
    expect(priced.length).toBeGreaterThan(0);
    for (const line of priced) expect(line.priceDate).toMatch(/^20\d\d/);
    const sum = priced.reduce((total, { monthly }) => total + (monthly ?? 0), 0);
    expect(after.monthly).toBeCloseTo(sum, 2);
    expect(after.unknown).toBe(after.lines.filter(({ monthly }) => monthly === null).length);
    const { p50Seconds, p90Seconds } = plan.expected;
    expect(p50Seconds).toBeGreaterThan(0);
    expect(p90Seconds).toBeGreaterThan(p50Seconds);
  });

  it('finds everything that stands in the way at once: a quota, a key, a topic', async () => {
    const region = localLandingZone.regions[HOME];
    const KeyId = region?.kmsKeyArns.redis;
    const TopicArn = region?.topicArns.critical ?? '';
    quotas.rds = { DBInstances: 1 };
    await plinth.aws(KMSClient).send(new DisableKeyCommand({ KeyId }));
    await plinth.aws(SNSClient).send(new DeleteTopicCommand({ TopicArn }));
    const body = { ...BODY, aurora: { instanceCount: 2 } };
    try {
      const plan = await harmless(() => ofCreate({ aurora: { instanceCount: 2 } }));

      expect(plan.possible).toBe(false);
      const errors = plan.findings.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code }) => code).sort()).toEqual(['key', 'quota', 'topic']);
      expect(errors.find(({ code }) => code === 'quota')?.detail).toMatch(/0 of 1 are in use and 2 more/);
      const refused = await send('POST', ENVIRONMENTS, body);
      expect([refused.status, refused.json.errors.length]).toEqual([400, 3]);
    } finally {
      delete quotas.rds;
      await plinth.aws(KMSClient).send(new EnableKeyCommand({ KeyId }));
      await plinth.aws(SNSClient).send(new CreateTopicCommand({ Name: TopicArn.split(':').at(-1) }));
    }
  });

  it('of what AWS does not sell is refused like the request itself', async () => {
    const body = { ...BODY, aurora: { instanceClass: 'db.r99.large' } };
    for (const query of ['?dryRun=true', ''])
      expect(await send('POST', `${ENVIRONMENTS}${query}`, body)).toMatchObject({
        status: 400,
        json: { errors: [{ pointer: '#/aurora/instanceClass' }] },
      });
  });

  it('is of that request only, and is what is done then', async () => {
    const plan = await ofCreate();
    const other = await send('POST', `${ENVIRONMENTS}?planId=${plan.planId}`, SMALL);
    expect(other).toMatchObject(outdated);
    expect(other.json.detail).toContain('of another request or environment');
    expect((await ofCreate()).planId).toBe(plan.planId);
    const from = plinth.calls.length;

    await succeeds(plinth, 'POST', `${ENVIRONMENTS}?planId=${plan.planId}`, BODY);

    expect(done(from)).toEqual(commandsIn(plan));
  });
});

describe('a dry run of an update', () => {
  /** Of every tier. */
  const PATCH = {
    aurora: { instanceClass: 'db.r6g.xlarge', backupRetentionDays: 9, globalDatabase: true },
    dynamodb: { globalTables: true, pointInTimeRecovery: { days: 7 } },
    redis: { nodeCount: 2, multiAz: true, parameters: { 'maxmemory-policy': 'volatile-lru' } },
    dax: { replicationFactor: 3, recordTtlMs: 1000 },
    owner: 'team-shop',
  };

  it('of every tier names the calls that the operation then makes, and their effects', async () => {
    const plan = await harmless(() => dryRun(plinth, 'PATCH', DEV, PATCH));
    const effects = plan.tiers.flatMap(({ actions }) =>
      actions.map(({ command, effect }) => `${command} ${effect}`),
    );
    expect(effects).toEqual(
      expect.arrayContaining([
        'ModifyDBInstance restart',
        'CreateGlobalCluster create',
        'RebootNode restart',
      ]),
    );
    expect(plan.cost.after.monthly).toBeGreaterThan(plan.cost.before.monthly);
    const from = plinth.calls.length;

    await succeeds(plinth, 'PATCH', `${DEV}?planId=${plan.planId}`, PATCH);

    expect(done(from)).toEqual(commandsIn(plan));
    expect(await dryRun(plinth, 'PATCH', DEV, PATCH)).toMatchObject({
      tiers: Array(4).fill({ actions: [] }),
    });
  });

  it('that needs replacement is not possible without leave, and with it is what is done', async () => {
    const patch = { dax: { nodeType: 'dax.r4.xlarge' } };
    const without = await harmless(() => dryRun(plinth, 'PATCH', DEV, patch));
    expect(without).toMatchObject({
      possible: false,
      findings: [{ code: 'replacement', severity: 'error' }],
    });
    const query = '&allowReplacement=true';
    const plan = await harmless(() => dryRun(plinth, 'PATCH', DEV, patch, query));
    expect(plan.possible).toBe(true);
    const from = plinth.calls.length;

    await succeeds(plinth, 'PATCH', `${DEV}?planId=${plan.planId}${query}`, patch);

    expect(done(from)).toEqual(commandsIn(plan));
  });

  it('does not hold any more after a change by hand, or by another update', async () => {
    const patch = { redis: { snapshotRetentionDays: 4 } };
    const plan = await dryRun(plinth, 'PATCH', DEV, patch);
    const cache = plinth.aws(ElastiCacheClient);
    const retain = (SnapshotRetentionLimit: number) =>
      cache.send(
        new ModifyReplicationGroupCommand({
          ...{ ReplicationGroupId: 'plinth-shop-dev-redis', SnapshotRetentionLimit },
          ApplyImmediately: true,
        }),
      );
    await retain(4);
    const byHand = await send('PATCH', `${DEV}?planId=${plan.planId}`, patch);
    expect(byHand).toMatchObject(outdated);
    expect(byHand.json.detail).toContain('what was observed has changed since');
    // Of a patch that changes nothing nothing is done, whatever has drifted.
    const nothing = await dryRun(plinth, 'PATCH', DEV, {});
    expect(commandsIn(nothing)).toEqual([]);

    await retain(1);
    expect((await dryRun(plinth, 'PATCH', DEV, patch)).planId).toBe(plan.planId);
    await succeeds(plinth, 'PATCH', DEV, { dax: { replicationFactor: 4 } });
    expect(await send('PATCH', `${DEV}?planId=${plan.planId}`, patch)).toMatchObject(outdated);
  });

  it('is none of a reconcile, nor of a delete', async () => {
    const { planId } = await dryRun(plinth, 'PATCH', DEV, { redis: { snapshotRetentionDays: 4 } });
    const remove = await send('DELETE', `${DEV}?planId=${planId}`);
    expect(remove).toMatchObject(outdated);
    expect(remove.json.detail).toContain('of another request or environment');
    expect((await send('GET', DEV)).json.status).toBe('ready');
  });
});

it('a dry run of a reconcile names the repair that is made then', async () => {
  await plinth.aws(ElastiCacheClient).send(
    new ModifyReplicationGroupCommand({
      ...{ ReplicationGroupId: 'plinth-shop-dev-redis', SnapshotRetentionLimit: 9 },
      ApplyImmediately: true,
    }),
  );
  const plan = await harmless(() => dryRun(plinth, 'POST', `${DEV}/reconcile`));
  expect(plan.tiers.flatMap(({ actions }) => actions)).toMatchObject([
    { command: 'ModifyReplicationGroup', effect: 'in-place', fields: ['SnapshotRetentionLimit'] },
  ]);
  const from = plinth.calls.length;

  await succeeds(plinth, 'POST', `${DEV}/reconcile?planId=${plan.planId}`);

  expect(done(from)).toEqual(commandsIn(plan));
});

it('a dry run of a delete says what is lost, and is what is done then', async () => {
  const plan = await harmless(() => dryRun(plinth, 'DELETE', DEV));
  const lost = plan.tiers.flatMap(({ actions }) => actions.filter(({ effect }) => effect === 'data-loss'));
  expect(lost.map(({ command }) => command)).toEqual(
    expect.arrayContaining(['DeleteDBCluster', 'DeleteTable', 'DeleteReplicationGroup']),
  );
  expect(plan.cost.after.monthly).toBe(0);
  // A plan with final snapshots is another one.
  const kept = await dryRun(plinth, 'DELETE', DEV, undefined, '&finalSnapshot=true');
  expect(kept.planId).not.toBe(plan.planId);
  const from = plinth.calls.length;

  await succeeds(plinth, 'DELETE', `${DEV}?planId=${plan.planId}`);

  expect(done(from)).toEqual(commandsIn(plan));
});
