import type { ModifyReplicationGroupMessage } from '@aws-sdk/client-elasticache';
import { realistic } from '../../../../local/delays.ts';
import { call, errorOf, LONDON } from '../dynamodb/world.ts';
import { describeGroup, elastiCache, events, redis, TOKEN } from './fixtures.ts';

const ARN = 'arn:aws:elasticache:eu-west-2:123456789012:replicationgroup:shop-redis';

async function available(NumCacheClusters = 2) {
  const made = await elastiCache({ delays: realistic });
  await call(
    made.service,
    LONDON,
    'CreateReplicationGroup',
    redis({ NumCacheClusters, Tags: [{ Key: 'a', Value: '1' }] }),
  );
  await made.world.pass(600_000);
  const modify = (changes: Partial<ModifyReplicationGroupMessage>) =>
    call(made.service, LONDON, 'ModifyReplicationGroup', { ReplicationGroupId: 'shop-redis', ...changes });
  return { ...made, modify };
}

describe('ModifyReplicationGroup', () => {
  it('refuses a request that asks for nothing', async () => {
    const { modify } = await available();
    expect(await errorOf(modify({ ApplyImmediately: true }))).toBe(
      'InvalidParameterCombinationException: No modifications were requested',
    );
  });

  it('changes retention and windows at once', async () => {
    const made = await available();
    await made.modify({ SnapshotRetentionLimit: 7, SnapshotWindow: '04:00-05:00' });
    expect(await describeGroup(made)).toMatchObject({
      Status: 'available',
      SnapshotRetentionLimit: 7,
      SnapshotWindow: '04:00-05:00',
    });
  });

  it('is modifying while failover and Multi-AZ are turned on', async () => {
    const made = await available();
    await made.modify({ AutomaticFailoverEnabled: true, MultiAZEnabled: true, ApplyImmediately: true });
    expect(await describeGroup(made)).toMatchObject({ Status: 'modifying', AutomaticFailover: 'enabling' });
    expect(await errorOf(made.modify({ SnapshotRetentionLimit: 1 }))).toContain(
      'InvalidReplicationGroupStateFault',
    );
    await made.world.pass(400_000);
    expect(await describeGroup(made)).toMatchObject({
      Status: 'available',
      AutomaticFailover: 'enabled',
      MultiAZ: 'enabled',
    });
  });

  it('keeps a node type for the maintenance window unless it is applied immediately', async () => {
    const made = await available();
    await made.modify({ CacheNodeType: 'cache.r7g.xlarge' });
    expect(await describeGroup(made)).toMatchObject({
      Status: 'available',
      CacheNodeType: 'cache.r7g.large',
    });
    await made.modify({ CacheNodeType: 'cache.r7g.xlarge', ApplyImmediately: true });
    expect(await describeGroup(made)).toMatchObject({
      Status: 'modifying',
      CacheNodeType: 'cache.r7g.xlarge',
    });
  });

  it('hands a new token to the engine and keeps it out of the answer', async () => {
    const made = await available();
    const token = 'another-token-of-16-and-more';
    const change = { AuthToken: token, AuthTokenUpdateStrategy: 'ROTATE' as const, ApplyImmediately: true };
    expect(JSON.stringify(await made.modify(change))).not.toContain(token);
    await made.world.settle();
    expect(made.engines[0]?.tokens).toEqual([token]);
  });

  it.each<[string, Partial<ModifyReplicationGroupMessage>, string]>([
    [
      'a token without strategy',
      { AuthToken: TOKEN, ApplyImmediately: true },
      'InvalidParameterCombinationException',
    ],
    [
      'a bad token',
      { AuthToken: 'short', AuthTokenUpdateStrategy: 'SET', ApplyImmediately: true },
      'InvalidParameterValueException: Invalid AuthToken provided.',
    ],
    ['failover of one node', { AutomaticFailoverEnabled: true }, 'at least 2 cache clusters'],
    ['an older engine', { EngineVersion: '6.2' }, 'cannot be downgraded'],
    [
      'a parameter group of another family',
      { CacheParameterGroupName: 'default.valkey8' },
      'Expected a parameter group',
    ],
    [
      'cluster mode by parameter group',
      { CacheParameterGroupName: 'default.redis7.cluster.on' },
      'cluster mode',
    ],
    ['what the local cloud has not', { UserGroupIdsToAdd: ['u'] }, 'InvalidAction: The local cloud'],
  ])('refuses %s and changes nothing', async (_case, changes, expected) => {
    const made = await available(1);
    const before = await describeGroup(made);
    expect(await errorOf(made.modify({ ...changes, SnapshotRetentionLimit: 3 }))).toContain(expected);
    expect(await describeGroup(made)).toEqual(before);
  });
});

describe('tags', () => {
  it('are added and removed by ARN', async () => {
    const { service } = await available();
    await call(service, LONDON, 'AddTagsToResource', { ResourceName: ARN, Tags: [{ Key: 'b', Value: '2' }] });
    await call(service, LONDON, 'RemoveTagsFromResource', { ResourceName: ARN, TagKeys: ['a'] });
    expect(await call(service, LONDON, 'ListTagsForResource', { ResourceName: ARN })).toEqual({
      TagList: [{ Key: 'b', Value: '2' }],
    });
  });

  it.each([
    ['a name instead of an ARN', 'shop-redis', 'InvalidARNFault'],
    ['an ARN of another region', ARN.replace('eu-west-2', 'eu-west-1'), 'InvalidARNFault'],
    ['a group that is not there', `${ARN}2`, 'ReplicationGroupNotFoundFault'],
  ])('refuse %s', async (_case, ResourceName, expected) => {
    const { service } = await available();
    expect(await errorOf(call(service, LONDON, 'ListTagsForResource', { ResourceName }))).toContain(
      `${expected}: `,
    );
  });
});

describe('DescribeEvents', () => {
  it('tells what happened within the duration, of one source or all', async () => {
    const made = await available(1);
    expect(await events(made)).toEqual([
      'cache-cluster shop-redis-001: Cache cluster created',
      'replication-group shop-redis: Replication group shop-redis created',
    ]);
    expect(await events(made, { SourceType: 'cache-cluster' })).toHaveLength(1);
    await made.world.pass(2 * 3_600_000);
    expect(await events(made)).toEqual([]);
    expect(await events(made, { Duration: 180 })).toHaveLength(2);
  });

  it('wants the type of a source that is named', async () => {
    const made = await available(1);
    expect(await errorOf(events(made, { SourceIdentifier: 'shop-redis' }))).toContain(
      'InvalidParameterCombinationException: ',
    );
  });
});
