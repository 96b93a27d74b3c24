import type { RedisSpec } from '../../../core/spec.ts';
import { effectOf, type PlanOptions } from '../../../core/tier.ts';
import { compare } from '../../../tiers/redis/compare.ts';
import type { ObservedReplicationGroup, RedisObserved } from '../../../tiers/redis/observe.ts';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { brief } from '../shared/fixtures.ts';
import { clustered, member, multiAz, observed, observedGroup, single } from './fixtures.ts';

const GROUP = 'shop-dev-redis';
const valkey: RedisSpec = {
  ...single,
  engine: 'valkey',
  engineVersion: '8.2',
  parameterGroupFamily: 'valkey8',
};
/** Towards `to`, where `from` is ready; what has another name for `to` is there as `change` says. */
const plan = (
  to: RedisSpec,
  from: RedisSpec,
  change: Partial<RedisObserved> = {},
  options: PlanOptions = {},
) => planRedis(to, { ...observed(to), group: observedGroup(from), ...change }, options);
const withGroup = (change: Partial<ObservedReplicationGroup>, spec = single) =>
  plan(spec, spec, { group: observedGroup(spec, change) });

describe('a change of a replication group', () => {
  const APPLY = { ReplicationGroupId: GROUP, ApplyImmediately: true };
  it.each<[string, RedisSpec, RedisSpec, string, object, string]>([
    [
      'node type',
      { ...single, nodeType: 'cache.r7g.xlarge' },
      single,
      'ModifyReplicationGroup',
      { CacheNodeType: 'cache.r7g.xlarge' },
      'restart',
    ],
    [
      'engine version',
      single,
      { ...single, engineVersion: '7.0' },
      'ModifyReplicationGroup',
      { EngineVersion: '7.1' },
      'restart',
    ],
    [
      'engine version of another family',
      single,
      { ...single, engineVersion: '6.2', parameterGroupFamily: 'redis6.x' },
      'ModifyReplicationGroup',
      { EngineVersion: '7.1', CacheParameterGroupName: 'shop-dev-redis-redis7' },
      'restart',
    ],
    [
      'Redis to Valkey',
      valkey,
      single,
      'ModifyReplicationGroup',
      { Engine: 'valkey', EngineVersion: '8.2', CacheParameterGroupName: 'shop-dev-redis-valkey8' },
      'restart',
    ],
    [
      'security groups',
      { ...single, securityGroupIds: ['sg-new'] },
      single,
      'ModifyReplicationGroup',
      { SecurityGroupIds: ['sg-new'] },
      'in-place',
    ],
    [
      'fewer nodes',
      { ...multiAz, nodeCount: 2 },
      multiAz,
      'DecreaseReplicaCount',
      { NewReplicaCount: 1 },
      'delete',
    ],
    [
      'more replicas a shard',
      { ...clustered, replicasPerShard: 3 },
      clustered,
      'IncreaseReplicaCount',
      { NewReplicaCount: 3 },
      'in-place',
    ],
    [
      'more shards',
      { ...clustered, shards: 3 },
      clustered,
      'ModifyReplicationGroupShardConfiguration',
      { NodeGroupCount: 3 },
      'in-place',
    ],
    [
      'fewer shards',
      clustered,
      { ...clustered, shards: 4 },
      'ModifyReplicationGroupShardConfiguration',
      { NodeGroupCount: 2, NodeGroupsToRemove: ['0003', '0004'] },
      'in-place',
    ],
  ])('%s', (_what, to, from, command, input, effect) => {
    const { actions, failures } = plan(to, from);
    expect(failures).toEqual([]);
    expect(actions.map((action) => [action.command, action.input, effectOf(action)])).toEqual([
      [command, { ...APPLY, ...input }, effect],
    ]);
  });

  it.each([
    ['more shards come before another node type', 1, 2, 'ModifyReplicationGroupShardConfiguration'],
    ['fewer shards come after another node type', 3, 2, 'ModifyReplicationGroup'],
  ])('gives room before it takes it: %s', (_what, from, to, command) => {
    const before = { ...clustered, shards: from };
    const after = { ...clustered, shards: to, nodeType: 'cache.r7g.xlarge' };
    expect(plan(after, before).actions.map((action) => action.command)).toEqual([command]);
  });

  it('evens out shards that have lost a replica', () => {
    const shards = [
      { id: '0001', nodes: 2 },
      { id: '0002', nodes: 1 },
    ];
    expect(withGroup({ shards }, clustered).actions).toMatchObject([
      {
        command: 'IncreaseReplicaCount',
        input: { ReplicaConfiguration: [{ NodeGroupId: '0002', NewReplicaCount: 1 }] },
      },
    ]);
  });

  it('turns on the log delivery that is missing, and no other', () => {
    const logDeliveries = [`slow-log json /plinth/shop-dev/redis/slow-log`];
    const [action] = withGroup({ logDeliveries }).actions;
    expect(action?.input.LogDeliveryConfigurations).toMatchObject([{ LogType: 'engine-log' }]);
  });

  it('takes a patch of the version, and a failover, for what they are', () => {
    const ready = observedGroup(multiAz);
    const [, ...others] = ready.members;
    const members = [member(multiAz, { engineVersion: '7.1.9' }), ...others];
    const primaryEndpoint = ready.readerEndpoint;
    expect(brief(withGroup({ members, primaryEndpoint }, multiAz))).toEqual([]);
  });

  it.each<[string, RedisSpec, string]>([
    ['Redis', { ...single, engineVersion: '7.0' }, '7.1.0'],
    ['Valkey', { ...valkey, engineVersion: '8.0' }, '8.1.0'],
  ])('takes a minor upgrade of %s by AWS for what it is', (_engine, spec, engineVersion) => {
    const now = observed(spec, {
      group: observedGroup(spec, { members: [member(spec, { engineVersion })] }),
    });
    expect(planRedis(spec, now)).toEqual({ actions: [], waits: [], failures: [] });
    const fields = compare(spec, now).filter(({ state }) => state !== 'as-desired');
    expect(fields).toEqual([]);
    expect(compare(spec, now)).toContainEqual(
      expect.objectContaining({
        ...{ field: 'redis.engineVersion', state: 'as-desired' },
        ...{ desired: spec.engineVersion, observed: engineVersion.replace(/\.0$/, '') },
      }),
    );
  });

  it('makes the parameter group of a new family before it is used, and removes the old one after', () => {
    const from: RedisSpec = { ...single, engineVersion: '6.2', parameterGroupFamily: 'redis6.x' };
    const former = { formerParameterGroups: [{ name: 'shop-dev-redis-redis6-x', ours: true }] };
    const steps = [
      plan(single, from, { parameterGroup: null, ...former }),
      plan(single, from, former),
      plan(single, single, former),
      plan(single, single),
    ];
    expect(steps.map(brief)).toEqual([
      ['CreateCacheParameterGroup eu-west-2'],
      ['ModifyReplicationGroup eu-west-2'],
      ['DeleteCacheParameterGroup eu-west-2'],
      [],
    ]);
  });
});

describe('what is around a replication group', () => {
  it('takes a parameter back to its default when the request no longer has it', () => {
    const { parameterGroup } = observed({ ...single, parameters: { timeout: '300' } });
    const { actions } = plan(single, single, { parameterGroup });
    expect(actions.map(({ command, input }) => [command, input])).toEqual([
      [
        'ResetCacheParameterGroup',
        {
          CacheParameterGroupName: 'shop-dev-redis-redis7',
          ResetAllParameters: false,
          ParameterNameValues: [{ ParameterName: 'timeout' }],
        },
      ],
    ]);
  });

  it('takes a tuned parameter back to the tuned value', () => {
    const { parameterGroup } = observed({ ...single, parameters: { 'maxmemory-policy': 'noeviction' } });
    expect(plan(single, single, { parameterGroup }).actions[0]).toMatchObject({
      command: 'ModifyCacheParameterGroup',
      input: {
        ParameterNameValues: [{ ParameterName: 'maxmemory-policy', ParameterValue: 'allkeys-lru' }],
      },
    });
  });

  it('puts more subnets in, in place', () => {
    const to = { ...single, subnetIds: [...single.subnetIds, 'subnet-c'] };
    const { subnetGroup } = observed(single);
    expect(brief(plan(to, single, { subnetGroup }))).toEqual(['ModifyCacheSubnetGroup eu-west-2']);
  });

  it('tags everything that carries tags', () => {
    const to = { ...single, tags: { ...single.tags, cost: '1' } };
    const start = observed(single);
    expect(brief(planRedis(to, start))).toEqual([
      'AddTagsToResource eu-west-2',
      'AddTagsToResource eu-west-2',
      'TagResource eu-west-2',
      'TagResource eu-west-2',
      'TagResource eu-west-2',
    ]);
    const { subnetGroup, parameterGroup, secret, logGroups } = observed(to);
    const [action] = planRedis(to, { ...start, subnetGroup, parameterGroup, secret, logGroups }).actions;
    expect(action?.input.Tags).toEqual([{ Key: 'cost', Value: '1' }]);
  });

  it('lets the generated secret go once the request names another', () => {
    const named = { ...single, authTokenSecretArn: 'arn:own' };
    const formerSecret = observed(single).secret;
    expect(brief(plan(named, named, { formerSecret }))).toEqual(['DeleteSecret eu-west-2']);
  });
});

describe('what AWS cannot change', () => {
  const cases: [string, RedisSpec, Partial<ObservedReplicationGroup>, string][] = [
    ['cluster mode', clustered, observedGroup(multiAz), '#/redis/clusterMode'],
    ['the port', { ...single, port: 6380 }, observedGroup(single), '#/redis/port'],
    ['the key', { ...single, kmsKeyArn: 'arn:aws:kms:::key/new' }, observedGroup(single), '#/landingZone'],
    [
      'an older engine',
      { ...single, engineVersion: '6.2', parameterGroupFamily: 'redis6.x' },
      observedGroup(single),
      '#/redis/engineVersion',
    ],
    ['Valkey to Redis', single, observedGroup(valkey), '#/redis/engine'],
    [
      'the secret of the token',
      { ...single, authTokenSecretArn: 'arn:own' },
      observedGroup(single),
      '#/redis/authTokenSecretArn',
    ],
    ['encryption at rest', single, { atRestEncryption: false }, '#/redis'],
    ['TLS', single, { transitEncryption: false }, '#/redis'],
  ];
  it.each(cases)('%s is refused, and says what replacement would cost', (_what, to, change, pointer) => {
    const { actions, failures } = plan(to, to, { group: observedGroup(to, change) });
    expect(actions).toEqual([]);
    expect(failures).toMatchObject([{ class: 'Terminal', code: 'immutable', pointer }]);
    expect(failures[0]?.message).toMatch(/allowReplacement.* made anew, which loses the cached data\.$/);
  });

  it('is not taken for another key that reads back as a bare id: what is not known to differ costs no data', () => {
    const group = observedGroup(single, { kmsKeyArn: '1234abcd-12ab-34cd-56ef-1234567890ab' });
    expect(brief(plan(single, single, { group }, { allowReplacement: true }))).toEqual([]);
  });

  it.each(cases)('%s is done by replacement where that is allowed', (_what, to, change) => {
    const group = observedGroup(to, change);
    const { actions } = plan(to, to, { group }, { allowReplacement: true, finalSnapshots: true });
    expect(actions.map((action) => [action.command, effectOf(action), action.leaves])).toEqual([
      ['DeleteReplicationGroup', 'data-loss', undefined],
    ]);
  });

  it('is no reason to take the group away before the secret for the next one is there', () => {
    const to = { ...single, port: 6380, authTokenSecretArn: 'arn:own' };
    expect(brief(plan(to, single, { secret: null }, { allowReplacement: true }))).toEqual([
      'Terminal unusable',
    ]);
  });

  it('waits for the old group to go', () => {
    const group = observedGroup(multiAz, { status: 'deleting', tags: null });
    expect(brief(plan(clustered, clustered, { group }, { allowReplacement: true }))).toEqual([
      'wait: replication group shop-dev-redis in eu-west-2 is deleting',
    ]);
  });

  it('makes a subnet group anew when no group is in it', () => {
    const to = { ...single, subnetIds: ['subnet-x', 'subnet-y'] };
    const { subnetGroup } = observed(single);
    const { actions } = plan(to, to, { group: null, subnetGroup });
    expect(actions.map((action) => [action.command, effectOf(action)])).toEqual([
      ['DeleteCacheSubnetGroup', 'replace'],
    ]);
  });
});

describe('a delete', () => {
  const name = 'shop-dev-redis-final-20261124102030';
  const first = (spec: RedisSpec, options: PlanOptions, change: Partial<ObservedReplicationGroup> = {}) => {
    const [action] = planRedis(null, observed(spec, { group: observedGroup(spec, change) }), options).actions;
    return action && [action.input.FinalSnapshotIdentifier, action.leaves?.name, effectOf(action)];
  };

  it.each<[string, RedisSpec, PlanOptions, Partial<ObservedReplicationGroup>, unknown[]]>([
    ['leaves a final snapshot', single, { finalSnapshots: true }, {}, [name, name, 'delete']],
    ['of shards too', clustered, { finalSnapshots: true }, {}, [name, name, 'delete']],
    ['or loses the data', single, {}, {}, [undefined, undefined, 'data-loss']],
    [
      'of what was never ready leaves none',
      single,
      { finalSnapshots: true, discard: true },
      {},
      [undefined, undefined, 'delete'],
    ],
    [
      'of what failed leaves none',
      single,
      { finalSnapshots: true },
      { status: 'create-failed' },
      [undefined, undefined, 'delete'],
    ],
    [
      'says that cache.t1.micro has no snapshots',
      single,
      { finalSnapshots: true },
      { nodeType: 'cache.t1.micro' },
      [undefined, undefined, 'data-loss'],
    ],
    [
      'names the snapshot of the next group differently',
      single,
      { finalSnapshots: true },
      { createdAt: '2026-11-25T00:00:01.500Z' },
      Array(2).fill('shop-dev-redis-final-20261125000001').concat('delete'),
    ],
  ])('%s', (_what, spec, options, change, expected) => {
    expect(first(spec, options, change)).toEqual(expected);
  });

  it('takes the parameter groups and the secret from before along', () => {
    const change = {
      group: null,
      formerParameterGroups: [{ name: 'shop-dev-redis-redis6-x', ours: true }],
      formerSecret: observed(single).secret,
    };
    const named = { ...single, authTokenSecretArn: 'arn:own' };
    const { actions } = planRedis(null, observed(named, change));
    expect(actions.map(({ command }) => command).sort()).toEqual([
      'DeleteCacheParameterGroup',
      'DeleteCacheParameterGroup',
      'DeleteCacheSubnetGroup',
      'DeleteLogGroup',
      'DeleteLogGroup',
      'DeleteSecret',
    ]);
  });
});
