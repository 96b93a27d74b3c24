import type { RedisSpec } from '../../../core/spec.ts';
import type { ObservedReplicationGroup, RedisObserved } from '../../../tiers/redis/observe.ts';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { finalSnapshotName } from '../../../tiers/redis/plan-delete.ts';
import { brief } from '../shared/fixtures.ts';
import { member, nothing, observed, observedGroup, secretArn, single, tagged } from './fixtures.ts';

const group = (change: Partial<ObservedReplicationGroup>) => ({ group: observedGroup(single, change) });
const plan = (change: Partial<RedisObserved>, spec: RedisSpec = single) =>
  planRedis(spec, observed(spec, change));
const foreign = (name: string) => ({ ...tagged(single, name), ours: false });
const secret = { ...foreign('secret'), arn: secretArn, generated: true, scheduledForDeletion: false };
const parameters = { family: 'redis7', values: {} };

/** One of each kind, and none of them ours. */
const ALL_FOREIGN: RedisObserved = {
  ...nothing,
  ...group({ ours: false }),
  subnetGroup: { ...foreign('subnets'), subnetIds: [] },
  parameterGroup: { ...foreign('parameters'), ...parameters },
  formerParameterGroups: [{ ...foreign('former'), ...parameters }],
  secret,
  formerSecret: secret,
  logGroups: [{ ...foreign('logs'), retentionDays: null }],
};

describe('what is not ours', () => {
  it('stops a create, and each is named with the tag that it lacks', () => {
    const { actions, failures } = planRedis(single, ALL_FOREIGN);
    expect(actions).toEqual([]);
    expect(failures.map(({ resource }) => resource)).toEqual([
      'Replication group shop-dev-redis in eu-west-2',
      'Cache subnet group subnets in eu-west-2',
      'Cache parameter group parameters in eu-west-2',
      'Secret secret in eu-west-2',
      'Log group logs in eu-west-2',
    ]);
    expect(failures[0]?.message).toContain('the tag plinth:environment=shop/dev');
  });

  it('is left alone by a delete', () => {
    expect(brief(planRedis(null, ALL_FOREIGN))).toEqual([]);
    expect(brief(planRedis(null, { ...ALL_FOREIGN, group: null }))).toEqual([]);
  });

  it('is left alone where a parameter group of an earlier family goes', () => {
    const former = [foreign('theirs'), tagged(single, 'mine')].map((one) => ({ ...one, ...parameters }));
    expect(plan({ formerParameterGroups: former }).actions).toMatchObject([
      { command: 'DeleteCacheParameterGroup', input: { CacheParameterGroupName: 'mine' } },
    ]);
  });
});

describe('a group that has failed', () => {
  const failed = (...events: string[]) =>
    plan(group({ status: 'create-failed', events, members: [] })).failures[0];
  const REMOVE =
    'aws elasticache delete-replication-group --replication-group-id shop-dev-redis --region eu-west-2';

  it('for lack of room is told with its events, the field and what to do', () => {
    expect(failed('Insufficient capacity.', 'Try later.')).toEqual({
      class: 'Blocked',
      code: 'failed-state',
      resource: 'Replication group shop-dev-redis',
      pointer: '#/redis/nodeType',
      message: `Replication group shop-dev-redis is create-failed in eu-west-2: Insufficient capacity. Try later. AWS has no room for cache.r7g.large now: delete the failed group (${REMOVE}), then retry the operation later, or ask for another environment with another redis.nodeType.`,
    });
  });

  it('without an event says so, and is of no field', () => {
    expect(failed()).toEqual({
      class: 'Terminal',
      code: 'failed-state',
      resource: 'Replication group shop-dev-redis',
      message: `Replication group shop-dev-redis is create-failed in eu-west-2: ElastiCache reports no event for it. Correct the cause in the request, after deleting the failed group (${REMOVE}).`,
    });
  });

  it.each(['incompatible-network', 'restore-failed'])('is one with a member that is %s', (status) => {
    const { failures } = plan(group({ members: [member(single, { status })] }));
    expect(failures[0]).toMatchObject({ class: 'Terminal', code: 'failed-state' });
    expect(failures[0]?.message).toMatch(
      new RegExp(`^Cache cluster shop-dev-redis-001 is ${status} in eu-west-2:`),
    );
  });
});

it('a wait for a group says how long it usually is', () => {
  const expected = (status: string) => plan(group({ status })).waits[0]?.expectedSeconds;
  expect(['creating', 'modifying', 'deleting'].map(expected)).toEqual([600, 400, 400]);
});

describe('a group without TLS', () => {
  it('is refused with what it has, what was asked for and the way out', () => {
    const [failure] = plan(group({ transitEncryption: false })).failures;
    expect(failure).toMatchObject({ code: 'immutable', resource: 'Replication group shop-dev-redis' });
    expect(failure?.message).toMatch(
      /^Replication group shop-dev-redis in eu-west-2 has .+ false, and true is asked for; that .+ loses the cached data\.$/,
    );
  });

  it('goes where replacement is allowed, and the summary says what is lost', () => {
    const change = group({ transitEncryption: false, atRestEncryption: false });
    const [action] = planRedis(single, observed(single, change), { allowReplacement: true }).actions;
    expect(action?.command).toBe('DeleteReplicationGroup');
    expect(action?.summary).toMatch(/ to make it anew with another .+, .+; the cached data is lost$/);
  });
});

describe('a secret that a request names', () => {
  const named: RedisSpec = { ...single, authTokenSecretArn: 'arn:aws:secretsmanager:eu-west-2:1:secret:own' };

  it.each([
    ['does not exist', null],
    ['is scheduled for deletion', { ...secret, generated: false, scheduledForDeletion: true }],
  ])('and that %s is refused with what to name', (state, found) => {
    const [failure] = plan({ secret: found }, named).failures;
    expect(failure).toMatchObject({
      code: 'unusable',
      resource: `Secret ${named.authTokenSecretArn}`,
      pointer: '#/redis/authTokenSecretArn',
    });
    expect(failure?.message).toContain(`${named.authTokenSecretArn} ${state} in eu-west-2. Name a secret of`);
  });

  it('keeps the tags that it has', () => {
    const own = { ...secret, arn: String(named.authTokenSecretArn), generated: false, tags: {} };
    expect(brief(plan({ secret: own }, named))).toEqual([]);
  });
});

describe('subnets of a group that', () => {
  const subnets = (...subnetIds: string[]) => ({ ...tagged(single, 'subnets'), subnetIds });

  it('is not there yet are made anew when any of them goes', () => {
    expect(brief(plan({ group: null, subnetGroup: subnets('subnet-a', 'subnet-x') }))).toEqual([
      'DeleteCacheSubnetGroup eu-west-2',
    ]);
  });

  it('is being made stay until it is there, and then are told to be of another group', () => {
    const subnetGroup = subnets('subnet-a', 'subnet-x');
    expect(brief(plan({ subnetGroup, ...group({ status: 'creating' }) }))).toEqual([
      'wait: replication group shop-dev-redis in eu-west-2 is creating',
    ]);
    expect(brief(plan({ subnetGroup }))).toEqual(['Terminal immutable']);
  });
});

it.each([
  ['2026-11-24T10:20:30.123Z', 'r-final-20261124102030'],
  ['2026-11-24T10:20:30Z', 'r-final-20261124102030'],
  [null, 'r-final'],
])('a final snapshot of a group made at %s is named %s', (createdAt, name) => {
  expect(finalSnapshotName(observedGroup(single, { name: 'r', createdAt }))).toBe(name);
});
