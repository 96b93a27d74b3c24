import type { RedisSpec } from '../../../core/spec.ts';
import type { ObservedReplicationGroup, RedisObserved } from '../../../tiers/redis/observe.ts';
import { planRedis } from '../../../tiers/redis/plan.ts';
import { brief } from '../shared/fixtures.ts';
import {
  clustered,
  member,
  multiAz,
  nothing,
  observed,
  observedGroup,
  secretArn,
  single,
  tagged,
} from './fixtures.ts';

const GROUP = 'replication group shop-dev-redis in eu-west-2';
const group = (change: Partial<ObservedReplicationGroup>, spec = single) => ({
  group: observedGroup(spec, change),
});
const failed = (...events: string[]) => group({ status: 'create-failed', events, members: [] });
const busyMember = member(single, { status: 'creating', maintenanceWindow: null });
const parameterGroup = (values: Record<string, string>) => ({
  ...tagged(single, 'x'),
  family: 'redis7',
  values,
});
const named: RedisSpec = { ...single, authTokenSecretArn: 'arn:aws:secretsmanager:eu-west-2:1:secret:own' };
const prerequisites = [
  'CreateCacheSubnetGroup eu-west-2',
  'CreateCacheParameterGroup eu-west-2',
  'CreateLogGroup eu-west-2',
  'CreateLogGroup eu-west-2',
  'CreateSecret eu-west-2',
];
const secret = (change: object, spec = single) => ({
  secret: { ...observed(spec).secret, ...change } as RedisObserved['secret'],
});

describe('plan of a replication group that is wanted', () => {
  const cases: [string, RedisSpec, Partial<RedisObserved>, string[]][] = [
    ['creates all that the group needs side by side', single, nothing, prerequisites],
    [
      'takes the secret that the request names',
      named,
      { ...nothing, ...secret({}, named) },
      prerequisites.slice(0, 4),
    ],
    ['fails when the named secret does not exist', named, { secret: null }, ['Terminal unusable']],
    [
      'fails when the named secret is being deleted',
      named,
      secret({ scheduledForDeletion: true }, named),
      ['Terminal unusable'],
    ],
    ['restores its own secret', single, secret({ scheduledForDeletion: true }), ['RestoreSecret eu-west-2']],
    [
      'sets parameters before a group uses them',
      single,
      { group: null, parameterGroup: parameterGroup({}) },
      ['ModifyCacheParameterGroup eu-west-2'],
    ],
    [
      'sets the retention of logs',
      single,
      { logGroups: observed(single).logGroups.map((logs) => ({ ...logs, retentionDays: null })) },
      ['PutRetentionPolicy eu-west-2', 'PutRetentionPolicy eu-west-2'],
    ],
    ['creates the group last', single, { group: null }, ['CreateReplicationGroup eu-west-2']],
    ['has nothing to do for one ready node', single, {}, []],
    ['has nothing to do for three ready nodes', multiAz, {}, []],
    ['has nothing to do for a ready cluster', clustered, {}, []],
    ['waits for creation', single, group({ status: 'creating', tags: null }), [`wait: ${GROUP} is creating`]],
    [
      'waits for every member',
      single,
      group({ members: [busyMember] }),
      [`wait: cache cluster shop-dev-redis-001 of ${GROUP} is creating`],
    ],
    [
      'waits for members to be visible',
      single,
      group({ members: [] }),
      [`wait: cache cluster shop-dev-redis-001 of ${GROUP} is not visible yet`],
    ],
    ['is ready while a snapshot is taken', single, group({ status: 'snapshotting' }), []],
    [
      'changes nothing while a snapshot is taken',
      { ...single, snapshotRetentionDays: 9 },
      group({ status: 'snapshotting' }),
      [`wait: ${GROUP} is snapshotting`],
    ],
    ['counts failover that is being enabled', multiAz, group({ automaticFailover: 'enabling' }, multiAz), []],
    [
      'changes what one call changes',
      { ...single, snapshotRetentionDays: 9 },
      group({}),
      ['ModifyReplicationGroup eu-west-2'],
    ],
    [
      'minds no case in the maintenance window',
      { ...single, maintenanceWindow: 'Sun:04:00-Sun:05:00' },
      group({}),
      [],
    ],
    [
      'adds nodes before it turns failover on',
      multiAz,
      { group: observedGroup(single) },
      ['IncreaseReplicaCount eu-west-2'],
    ],
    [
      'turns failover off before it removes nodes',
      single,
      { group: observedGroup(multiAz) },
      ['ModifyReplicationGroup eu-west-2'],
    ],
    [
      'removes nodes',
      { ...multiAz, nodeCount: 2 },
      { group: observedGroup(multiAz) },
      ['DecreaseReplicaCount eu-west-2'],
    ],
    ['adds a missing tag', single, group({ tags: {} }), ['AddTagsToResource eu-west-2']],
    ['takes tags that cannot be read as they are', single, group({ tags: null }), []],
    ['fails on the other cluster mode', clustered, { group: observedGroup(multiAz) }, ['Terminal immutable']],
    [
      'adds shards',
      { ...clustered, shards: 3 },
      { group: observedGroup(clustered) },
      ['ModifyReplicationGroupShardConfiguration eu-west-2'],
    ],
    ['fails on a group without TLS', single, group({ transitEncryption: false }), ['Terminal immutable']],
    ['fails on a group of somebody else', single, group({ ours: false }), ['Terminal not-ours']],
    [
      'names every clash at once',
      single,
      {
        ...nothing,
        subnetGroup: { ...tagged(single, 'a'), ours: false, subnetIds: [] },
        logGroups: [{ ...tagged(single, 'b'), ours: false, retentionDays: null }],
      },
      ['Terminal not-ours', 'Terminal not-ours'],
    ],
    ['does not ask whose a named secret is', named, {}, []],
    [
      'is blocked by a lack of capacity',
      single,
      failed('Failed to create cluster: insufficient capacity'),
      ['Blocked failed-state'],
    ],
    [
      'fails on any other cause',
      single,
      failed('The subnet has no free addresses'),
      ['Terminal failed-state'],
    ],
    [
      'fails on a broken member',
      single,
      group({ members: [{ ...busyMember, status: 'incompatible-network' }] }),
      ['Terminal failed-state'],
    ],
  ];
  it.each(cases)('%s', (_name, desired, change, expected) => {
    expect(brief(planRedis(desired, observed(desired, change)))).toEqual(expected);
  });

  it('hands the cause of a failed creation to the user', () => {
    const plan = planRedis(single, observed(single, failed('No cache.r7g.large capacity in eu-west-2a.')));
    expect(plan.failures[0]?.message).toContain('No cache.r7g.large capacity in eu-west-2a.');
    expect(plan.failures[0]?.message).toContain('aws elasticache delete-replication-group');
  });
});

describe('calls', () => {
  const first = (desired: RedisSpec, change: Partial<RedisObserved>) =>
    planRedis(desired, observed(desired, change)).actions[0];

  it('creates one node without failover, encrypted, with token, logs and tags', () => {
    const action = first(single, { group: null });
    expect(action?.input).toEqual({
      ReplicationGroupId: 'shop-dev-redis',
      ReplicationGroupDescription: 'Redis of plinth:environment=shop/dev',
      Engine: 'redis',
      EngineVersion: '7.1',
      CacheNodeType: 'cache.r7g.large',
      NumCacheClusters: 1,
      AutomaticFailoverEnabled: false,
      MultiAZEnabled: false,
      CacheSubnetGroupName: 'shop-dev-redis',
      SecurityGroupIds: ['sg-redis'],
      CacheParameterGroupName: 'shop-dev-redis-redis7',
      Port: 6379,
      AtRestEncryptionEnabled: true,
      KmsKeyId: single.kmsKeyArn,
      TransitEncryptionEnabled: true,
      SnapshotRetentionLimit: 1,
      SnapshotWindow: '02:00-03:00',
      PreferredMaintenanceWindow: 'sun:04:00-sun:05:00',
      LogDeliveryConfigurations: ['slow-log', 'engine-log'].map((LogType) => ({
        LogType,
        DestinationType: 'cloudwatch-logs',
        DestinationDetails: { CloudWatchLogsDetails: { LogGroup: `/plinth/shop-dev/redis/${LogType}` } },
        LogFormat: 'json',
      })),
      Tags: expect.arrayContaining([{ Key: 'plinth:environment', Value: 'shop/dev' }]),
    });
    expect(action?.secret).toEqual({
      kind: 'read',
      secretId: secretArn,
      field: 'authToken',
      into: 'AuthToken',
    });
  });

  it.each([
    ['several nodes', multiAz, { NumCacheClusters: 3, AutomaticFailoverEnabled: true, MultiAZEnabled: true }],
    [
      'two nodes in one zone',
      { ...multiAz, multiAz: false },
      { AutomaticFailoverEnabled: true, MultiAZEnabled: false },
    ],
    [
      'one node that was asked to be Multi-AZ',
      { ...single, multiAz: true },
      { AutomaticFailoverEnabled: false, MultiAZEnabled: false },
    ],
    ['shards', clustered, { NumNodeGroups: 2, ReplicasPerNodeGroup: 1, AutomaticFailoverEnabled: true }],
    [
      'shards without replicas',
      { ...clustered, replicasPerShard: 0 },
      { AutomaticFailoverEnabled: true, MultiAZEnabled: false },
    ],
  ])('creates %s', (_name, desired, expected) => {
    expect(first(desired, { group: null })?.input).toMatchObject(expected);
  });

  it('never sends both ways of counting nodes', () => {
    expect(first(clustered, { group: null })?.input).not.toHaveProperty('NumCacheClusters');
    expect(first(multiAz, { group: null })?.input).not.toHaveProperty('NumNodeGroups');
  });

  it('merges the parameters of the request over the defaults', () => {
    const desired = { ...clustered, parameters: { 'maxmemory-policy': 'noeviction', timeout: '300' } };
    const set = parameterGroup({ timeout: '0' });
    expect(first(desired, { group: null, parameterGroup: set })?.input.ParameterNameValues).toEqual([
      { ParameterName: 'maxmemory-policy', ParameterValue: 'noeviction' },
      { ParameterName: 'timeout', ParameterValue: '300' },
      { ParameterName: 'cluster-enabled', ParameterValue: 'yes' },
    ]);
  });

  it('sets at most 20 parameters a call', () => {
    const parameters = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, '1']));
    const desired = { ...single, parameters };
    const change = { group: null, parameterGroup: parameterGroup({}) };
    const { actions } = planRedis(desired, observed(desired, change));
    expect(actions.map(({ input }) => (input.ParameterNameValues as unknown[]).length)).toEqual([20, 11]);
  });

  it('generates a token that is legal everywhere', () => {
    const action = planRedis(single, nothing).actions.find(({ command }) => command === 'CreateSecret');
    expect(action?.secret).toEqual({
      kind: 'generate',
      length: 64,
      excludePunctuation: true,
      field: 'authToken',
    });
    expect(action?.input).not.toHaveProperty('SecretString');
  });
});

describe('plan of a replication group that must not exist', () => {
  const cases: [string, RedisSpec, Partial<RedisObserved>, string[]][] = [
    ['has nothing to do when all is gone', single, nothing, []],
    ['deletes the group first', single, {}, ['DeleteReplicationGroup eu-west-2']],
    ['deletes a failed group', single, failed('x'), ['DeleteReplicationGroup eu-west-2']],
    [
      'waits until the group can be deleted',
      single,
      group({ status: 'modifying' }),
      [`wait: ${GROUP} is modifying`],
    ],
    ['waits for the group to go', single, group({ status: 'deleting' }), [`wait: ${GROUP} is deleting`]],
    [
      'deletes the rest side by side',
      single,
      { group: null },
      [
        'DeleteCacheParameterGroup eu-west-2',
        'DeleteCacheSubnetGroup eu-west-2',
        'DeleteSecret eu-west-2',
        'DeleteLogGroup eu-west-2',
        'DeleteLogGroup eu-west-2',
      ],
    ],
    ['keeps a secret that the request named', named, { ...nothing, ...secret({ ours: true }, named) }, []],
    [
      'does not touch what is not ours',
      single,
      {
        ...nothing,
        ...group({ ours: false }),
        subnetGroup: { ...tagged(single, 'a'), ours: false, subnetIds: [] },
      },
      [],
    ],
  ];
  it.each(cases)('%s', (_name, spec, change, expected) => {
    expect(brief(planRedis(null, observed(spec, change)))).toEqual(expected);
  });
});
