import { realistic } from '../../../../local/delays.ts';
import { call, errorOf, LONDON } from '../dynamodb/world.ts';
import { describeGroup, elastiCache, redis } from './fixtures.ts';

const cluster = {
  NumCacheClusters: undefined,
  CacheParameterGroupName: 'default.redis7.cluster.on',
  AutomaticFailoverEnabled: true,
};

async function available(changes: object) {
  const made = await elastiCache({ delays: realistic });
  await call(made.service, LONDON, 'CreateReplicationGroup', redis(changes));
  await made.world.pass(600_000);
  const change = (operation: string, input: object) =>
    call(made.service, LONDON, operation, {
      ReplicationGroupId: 'shop-redis',
      ApplyImmediately: true,
      ...input,
    });
  return { ...made, change };
}

describe('the number of replicas', () => {
  it('changes while the group is modifying, in the engine too', async () => {
    const made = await available({ NumCacheClusters: 1 });
    await made.change('IncreaseReplicaCount', { NewReplicaCount: 2 });
    expect((await describeGroup(made)).Status).toBe('modifying');
    await made.world.pass(400_000);
    expect(await describeGroup(made)).toMatchObject({
      Status: 'available',
      MemberClusters: ['shop-redis-001', 'shop-redis-002', 'shop-redis-003'],
    });
    await made.change('DecreaseReplicaCount', { NewReplicaCount: 0 });
    await made.world.pass(400_000);
    expect((await describeGroup(made)).MemberClusters).toEqual(['shop-redis-001']);
    expect(made.engines[0]?.resizes).toEqual([
      { counts: [3], removed: [] },
      { counts: [1], removed: [] },
    ]);
  });

  it('changes in one shard alone', async () => {
    const made = await available({ ...cluster, NumNodeGroups: 2 });
    await made.change('IncreaseReplicaCount', {
      ReplicaConfiguration: [{ NodeGroupId: '0002', NewReplicaCount: 1 }],
    });
    await made.world.pass(400_000);
    expect((await describeGroup(made)).MemberClusters).toEqual([
      'shop-redis-0001-001',
      'shop-redis-0002-001',
      'shop-redis-0002-002',
    ]);
  });

  it.each<[string, object, string, object, string]>([
    ['what is so already', {}, 'IncreaseReplicaCount', { NewReplicaCount: 0 }, 'NoOperationFault'],
    ['more than five', {}, 'IncreaseReplicaCount', { NewReplicaCount: 6 }, 'InvalidParameterValueException'],
    [
      'an increase to fewer',
      { NumCacheClusters: 3 },
      'IncreaseReplicaCount',
      { NewReplicaCount: 1 },
      'InvalidParameterValueException',
    ],
    [
      'none with failover',
      { NumCacheClusters: 2, AutomaticFailoverEnabled: true },
      'DecreaseReplicaCount',
      { NewReplicaCount: 0 },
      'InvalidParameterCombinationException',
    ],
    [
      'another time',
      {},
      'IncreaseReplicaCount',
      { NewReplicaCount: 1, ApplyImmediately: false },
      'InvalidParameterValueException',
    ],
  ])('refuses %s', async (_what, start, operation, input, expected) => {
    const made = await available(start);
    const before = await describeGroup(made);
    expect(await errorOf(made.change(operation, input))).toContain(`${expected}: `);
    expect(await describeGroup(made)).toEqual(before);
  });

  it('is refused beyond the quota of nodes, which a test can lower', async () => {
    const made = await available({ NumCacheClusters: 2 });
    made.world.quotas.elasticache = { 'Nodes per Region': 2 };
    expect(await errorOf(made.change('IncreaseReplicaCount', { NewReplicaCount: 2 }))).toContain(
      'NodeQuotaForCustomerExceededFault: ',
    );
    const other = call(
      made.service,
      LONDON,
      'CreateReplicationGroup',
      redis({ ReplicationGroupId: 'other' }),
    );
    expect(await errorOf(other)).toContain('NodeQuotaForCustomerExceededFault: ');
  });
});

describe('the number of shards', () => {
  const shards = 'ModifyReplicationGroupShardConfiguration';

  it('grows with numbers that go on, and shrinks by the shards that are named', async () => {
    const made = await available({ ...cluster, NumNodeGroups: 2, ReplicasPerNodeGroup: 1 });
    await made.change(shards, { NodeGroupCount: 3 });
    await made.world.pass(400_000);
    expect((await describeGroup(made)).NodeGroups).toMatchObject([
      { NodeGroupId: '0001', Slots: '0-5460' },
      { NodeGroupId: '0002', Slots: '5461-10921' },
      { NodeGroupId: '0003', Slots: '10922-16383', NodeGroupMembers: [{}, {}] },
    ]);
    await made.change(shards, { NodeGroupCount: 1, NodeGroupsToRetain: ['0002'] });
    await made.world.pass(400_000);
    expect((await describeGroup(made)).MemberClusters).toEqual([
      'shop-redis-0002-001',
      'shop-redis-0002-002',
    ]);
    expect(made.engines[0]?.resizes).toEqual([
      { counts: [2, 2, 2], removed: [] },
      { counts: [2], removed: [0, 2] },
    ]);
  });

  it.each<[string, object, object]>([
    ['a group without cluster mode', {}, { NodeGroupCount: 2 }],
    ['fewer without saying which', { ...cluster, NumNodeGroups: 2 }, { NodeGroupCount: 1 }],
    [
      'a list that does not come to the number',
      { ...cluster, NumNodeGroups: 3 },
      { NodeGroupCount: 1, NodeGroupsToRemove: ['0003'] },
    ],
    ['what is so already', { ...cluster, NumNodeGroups: 2 }, { NodeGroupCount: 2 }],
  ])('refuses %s', async (_what, start, input) => {
    const made = await available(start);
    expect(await errorOf(made.change(shards, input))).toContain('InvalidParameterCombinationException: ');
  });
});

describe('an upgrade', () => {
  const modify = 'ModifyReplicationGroup';

  it('goes to another family with its parameter group, and from Redis to Valkey', async () => {
    const made = await available({ EngineVersion: '6.2' });
    const group = { CacheParameterGroupName: 'default.redis7' };
    expect(await errorOf(made.change(modify, group))).toContain('Expected a parameter group of family');
    await made.change(modify, { EngineVersion: '7.1', ...group });
    await made.world.pass(400_000);
    await made.change(modify, { Engine: 'valkey', EngineVersion: '8.0' });
    await made.world.pass(400_000);
    expect((await describeGroup(made)).Engine).toBe('valkey');
    const { CacheClusters } = await call<{ CacheClusters: object[] }>(
      made.service,
      LONDON,
      'DescribeCacheClusters',
    );
    expect(CacheClusters).toMatchObject([
      { EngineVersion: '8.0.1', CacheParameterGroup: { CacheParameterGroupName: 'default.valkey8' } },
    ]);
    expect(await errorOf(made.change(modify, { Engine: 'redis', EngineVersion: '7.1' }))).toContain(
      'InvalidParameterCombinationException: ',
    );
  });
});

describe('ResetCacheParameterGroup', () => {
  it('takes what is named back to the default', async () => {
    const { service } = await elastiCache();
    const named = { CacheParameterGroupName: 'own' };
    await call(service, LONDON, 'CreateCacheParameterGroup', {
      ...named,
      CacheParameterGroupFamily: 'redis7',
      Description: 'ours',
    });
    const values = ['timeout', 'databases'].map((ParameterName) => ({ ParameterName, ParameterValue: '20' }));
    await call(service, LONDON, 'ModifyCacheParameterGroup', { ...named, ParameterNameValues: values });
    await call(service, LONDON, 'ResetCacheParameterGroup', {
      ...named,
      ParameterNameValues: [{ ParameterName: 'timeout' }],
    });
    const { Parameters } = await call<{ Parameters: { ParameterName: string; ParameterValue: string }[] }>(
      service,
      LONDON,
      'DescribeCacheParameters',
      { ...named, Source: 'user' },
    );
    expect(Parameters.map((one) => [one.ParameterName, one.ParameterValue])).toEqual([['databases', '20']]);
    expect(await errorOf(call(service, LONDON, 'ResetCacheParameterGroup', named))).toContain(
      'InvalidParameterValueException: ',
    );
  });
});
