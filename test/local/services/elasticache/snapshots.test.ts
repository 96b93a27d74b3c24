import type { DescribeSnapshotsListMessage } from '@aws-sdk/client-elasticache';
import { realistic } from '../../../../local/delays.ts';
import { call, errorOf, LONDON } from '../dynamodb/world.ts';
import { describeGroup, elastiCache, redis } from './fixtures.ts';

async function available(changes: object = {}) {
  const made = await elastiCache({ delays: realistic });
  await call(made.service, LONDON, 'CreateReplicationGroup', redis(changes));
  await made.world.pass(600_000);
  const perform = <T>(operation: string, input: object) => call<T>(made.service, LONDON, operation, input);
  const snapshots = async (input: object = {}) =>
    (await perform<DescribeSnapshotsListMessage>('DescribeSnapshots', input)).Snapshots ?? [];
  return { ...made, perform, snapshots };
}
const group = { ReplicationGroupId: 'shop-redis' };

describe('CreateSnapshot', () => {
  it('takes a while, in which the group is snapshotting', async () => {
    const made = await available();
    await made.perform('CreateSnapshot', { ...group, SnapshotName: 'Evening' });
    expect((await describeGroup(made)).Status).toBe('snapshotting');
    expect(await made.snapshots()).toMatchObject([{ SnapshotName: 'evening', SnapshotStatus: 'creating' }]);
    expect(await errorOf(made.perform('CreateSnapshot', { ...group, SnapshotName: 'b' }))).toContain(
      'InvalidReplicationGroupStateFault: ',
    );
    await made.world.pass(120_000);
    expect((await describeGroup(made)).Status).toBe('available');
    expect(await made.snapshots({ SnapshotName: 'evening' })).toMatchObject([
      { SnapshotStatus: 'available', SnapshotSource: 'manual', CacheNodeType: 'cache.r7g.large' },
    ]);
  });

  it.each([
    ['a name twice', { SnapshotName: 'evening' }, 'SnapshotAlreadyExistsFault'],
    ['no valid name', { SnapshotName: 'a--b' }, 'InvalidParameterValueException'],
    ['an unknown group', { SnapshotName: 'b', ReplicationGroupId: 'no' }, 'ReplicationGroupNotFoundFault'],
    [
      'one of a single node',
      { SnapshotName: 'b', CacheClusterId: 'shop-redis-001', ReplicationGroupId: undefined },
      'InvalidAction',
    ],
  ])('refuses %s', async (_what, input, expected) => {
    const made = await available();
    await made.perform('CreateSnapshot', { ...group, SnapshotName: 'evening' });
    await made.world.pass(120_000);
    expect(await errorOf(made.perform('CreateSnapshot', { ...group, ...input }))).toContain(`${expected}: `);
  });

  it('refuses more than twenty in a day', async () => {
    const made = await available();
    for (let count = 0; count < 20; count++) {
      await made.perform('CreateSnapshot', { ...group, SnapshotName: `s${count}` });
      await made.world.pass(120_000);
    }
    const more = () => errorOf(made.perform('CreateSnapshot', { ...group, SnapshotName: 'more' }));
    expect(await more()).toContain('SnapshotQuotaExceededFault: ');
    await made.world.pass(24 * 60 * 60_000);
    expect(await more()).toBe('no error');
  });
});

describe('a final snapshot', () => {
  it('outlives its group, and the next one can begin with it', async () => {
    const made = await available();
    await made.perform('DeleteReplicationGroup', { ...group, FinalSnapshotIdentifier: 'last' });
    await made.world.pass(400_000);
    expect(await made.snapshots(group)).toMatchObject([
      { SnapshotName: 'last', SnapshotStatus: 'available' },
    ]);
    await made.perform('CreateReplicationGroup', redis({ SnapshotName: 'last' }));
    await made.world.pass(600_000);
    expect((await describeGroup(made)).Status).toBe('available');
    expect(made.engines[1]?.options.restore).toBeDefined();
  });

  it('whose name is taken leaves the group as it is', async () => {
    const made = await available();
    await made.perform('CreateSnapshot', { ...group, SnapshotName: 'last' });
    await made.world.pass(120_000);
    const outcome = made.perform('DeleteReplicationGroup', { ...group, FinalSnapshotIdentifier: 'last' });
    expect(await errorOf(outcome)).toContain('SnapshotAlreadyExistsFault: ');
    expect((await describeGroup(made)).Status).toBe('available');
  });
});

describe('a restore', () => {
  it.each([
    ['of a snapshot that is not there', { SnapshotName: 'no' }, 'SnapshotNotFoundFault'],
    [
      'into another number of shards',
      {
        SnapshotName: 'evening',
        NumNodeGroups: 3,
        NumCacheClusters: undefined,
        CacheParameterGroupName: 'default.redis7.cluster.on',
        AutomaticFailoverEnabled: true,
      },
      'InvalidParameterCombinationException',
    ],
  ])('%s is refused', async (_what, changes, expected) => {
    const cluster = {
      NumNodeGroups: 2,
      NumCacheClusters: undefined,
      CacheParameterGroupName: 'default.redis7.cluster.on',
      AutomaticFailoverEnabled: true,
    };
    const made = await available(cluster);
    await made.perform('CreateSnapshot', { ...group, SnapshotName: 'evening' });
    await made.world.pass(120_000);
    const outcome = made.perform(
      'CreateReplicationGroup',
      redis({ ReplicationGroupId: 'other', ...changes }),
    );
    expect(await errorOf(outcome)).toContain(`${expected}: `);
  });
});

describe('DeleteSnapshot', () => {
  it('takes one that is available, once', async () => {
    const made = await available();
    await made.perform('CreateSnapshot', { ...group, SnapshotName: 'evening' });
    const remove = () => errorOf(made.perform('DeleteSnapshot', { SnapshotName: 'evening' }));
    expect(await remove()).toContain('InvalidSnapshotStateFault: ');
    await made.world.pass(120_000);
    expect(await remove()).toBe('no error');
    expect(await remove()).toContain('SnapshotNotFoundFault: ');
    expect(await made.snapshots()).toEqual([]);
  });
});
