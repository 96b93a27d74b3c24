import { observeRedis } from '../../../tiers/redis/observe.ts';
import { type Call, fakeClients, sdkError } from '../shared/fake-clients.ts';
import { multiAz, nothing, observed, observedGroup, secretArn, single } from './fixtures.ts';

const ours = [
  { Key: 'plinth:environment', Value: 'shop/dev' },
  { Key: 'plinth:managed-by', Value: 'plinth' },
  { Key: 'team', Value: 'payments' },
];
const at = (kind: string) => ({ Address: `${kind}.shop-dev-redis.cache.amazonaws.com`, Port: 6379 });
const logGroup = (type: string) => ({
  logGroupName: `/plinth/shop-dev/redis/${type}`,
  arn: `arn:aws:logs:eu-west-2:123456789012:log-group:/plinth/shop-dev/redis/${type}:*`,
  retentionInDays: 30,
});
const group = {
  ReplicationGroupId: 'shop-dev-redis',
  ARN: 'arn:aws:elasticache:eu-west-2:123456789012:replicationgroup:shop-dev-redis',
  Description: 'Redis of plinth:environment=shop/dev',
  Status: 'available',
  Engine: 'redis',
  ReplicationGroupCreateTime: new Date('2026-11-24T10:20:30Z'),
  ClusterEnabled: false,
  KmsKeyId: multiAz.kmsKeyArn,
  NodeGroups: [
    {
      NodeGroupId: '0001',
      NodeGroupMembers: [1, 2, 3].map((node) => ({ CacheClusterId: `shop-dev-redis-00${node}` })),
      PrimaryEndpoint: at('master'),
      ReaderEndpoint: at('replica'),
    },
  ],
  LogDeliveryConfigurations: ['slow-log', 'engine-log'].map((LogType) => ({
    LogType,
    LogFormat: 'json',
    DestinationDetails: { CloudWatchLogsDetails: { LogGroup: `/plinth/shop-dev/redis/${LogType}` } },
    Status: 'active',
  })),
  MemberClusters: ['shop-dev-redis-002', 'shop-dev-redis-001', 'shop-dev-redis-003'],
  CacheNodeType: 'cache.r7g.large',
  AutomaticFailover: 'enabled',
  MultiAZ: 'enabled',
  SnapshotRetentionLimit: 1,
  SnapshotWindow: '02:00-03:00',
  AtRestEncryptionEnabled: true,
  TransitEncryptionEnabled: true,
};
const cluster = (id: string, ReplicationGroupId = 'shop-dev-redis') => ({
  CacheClusterId: id,
  ReplicationGroupId,
  CacheClusterStatus: 'available',
  PreferredMaintenanceWindow: 'sun:04:00-sun:05:00',
  EngineVersion: '7.1.0',
  CacheParameterGroup: { CacheParameterGroupName: 'shop-dev-redis-redis7' },
  SecurityGroups: [
    { SecurityGroupId: 'sg-redis', Status: 'active' },
    { SecurityGroupId: 'sg-before', Status: 'removing' },
  ],
});
const groupTags = [
  ...ours,
  { Key: 'plinth:port', Value: '6379' },
  { Key: 'plinth:auth-token-secret', Value: secretArn },
];
const notFound = (fault: string) => {
  throw sdkError(fault);
};

const answers: Record<string, (call: Call) => unknown> = {
  DescribeCacheSubnetGroups: () => ({
    CacheSubnetGroups: [
      {
        ARN: 'arn:shop-dev-redis',
        Subnets: [{ SubnetIdentifier: 'subnet-b' }, { SubnetIdentifier: 'subnet-a' }],
      },
    ],
  }),
  DescribeCacheParameterGroups: ({ input }) =>
    input.CacheParameterGroupName === 'shop-dev-redis-redis7'
      ? { CacheParameterGroups: [{ ARN: 'arn:shop-dev-redis-redis7', CacheParameterGroupFamily: 'redis7' }] }
      : notFound('CacheParameterGroupNotFoundFault'),
  DescribeCacheParameters: () => ({
    Parameters: [
      { ParameterName: 'maxmemory-policy', ParameterValue: 'allkeys-lru', Source: 'user' },
      { ParameterName: 'timeout', ParameterValue: '0', Source: 'system' },
    ],
  }),
  DescribeReplicationGroups: () => ({ ReplicationGroups: [group] }),
  DescribeCacheClusters: ({ input }) =>
    input.Marker
      ? { CacheClusters: ['shop-dev-redis-003', 'shop-dev-redis-001'].map((id) => cluster(id)) }
      : { CacheClusters: [cluster('shop-dev-redis-002'), cluster('other-001', 'other')], Marker: 'more' },
  ListTagsForResource: ({ client, input }) =>
    client === 'CloudWatchLogsClient'
      ? { tags: Object.fromEntries(ours.map(({ Key, Value }) => [Key, Value])) }
      : { TagList: input.ResourceName.includes(':replicationgroup:') ? groupTags : ours },
  DescribeSecret: () => ({ ARN: secretArn, Name: 'shop-dev-redis-auth-token', Tags: ours }),
  DescribeLogGroups: () => ({ logGroups: [logGroup('slow-log'), logGroup('engine-log'), logGroup('other')] }),
};
const clientsWith = (change: typeof answers = {}) =>
  fakeClients((call) => ({ ...answers, ...change })[call.command]?.(call));
const refuse = (name: string) => () => {
  throw sdkError(name);
};

describe('observe of the Redis tier', () => {
  it('reads the group and what is around it as plain data', async () => {
    expect(await observeRedis({ spec: multiAz, clients: clientsWith() })).toEqual(observed(multiAz));
  });

  it('reads parameters of others and of before that are not at their default', async () => {
    const Parameters = [
      { ParameterName: 'maxmemory-policy', ParameterValue: 'allkeys-lru', Source: 'user' },
      { ParameterName: 'timeout', ParameterValue: '300', Source: 'user' },
    ];
    const clients = clientsWith({ DescribeCacheParameters: () => ({ Parameters }) });
    const { parameterGroup } = await observeRedis({ spec: multiAz, clients });
    expect(parameterGroup?.values).toEqual({ 'maxmemory-policy': 'allkeys-lru', timeout: '300' });
  });

  it('finds the parameter group of a retired family, and the secret from before another was named', async () => {
    const clients = clientsWith({
      DescribeCacheParameterGroups: ({ input }) => ({
        CacheParameterGroups: [{ ARN: `arn:${input.CacheParameterGroupName}` }],
      }),
    });
    const spec = {
      ...multiAz,
      retiredParameterGroupFamilies: ['redis6.x'],
      authTokenSecretArn: 'arn:own',
    };
    const { formerParameterGroups, formerSecret } = await observeRedis({ spec, clients });
    expect(formerParameterGroups).toEqual(
      ['shop-dev-redis-redis7-cluster', 'shop-dev-redis-redis6-x', 'shop-dev-redis-redis6-x-cluster'].map(
        (name) => ({ name, ours: true }),
      ),
    );
    expect(formerSecret).toMatchObject({ generated: true, ours: true });
  });

  it('answers null for what does not exist', async () => {
    const clients = clientsWith({
      DescribeCacheSubnetGroups: refuse('CacheSubnetGroupNotFoundFault'),
      DescribeCacheParameterGroups: refuse('CacheParameterGroupNotFoundFault'),
      DescribeReplicationGroups: refuse('ReplicationGroupNotFoundFault'),
      DescribeSecret: refuse('ResourceNotFoundException'),
      DescribeLogGroups: () => ({}),
    });
    expect(await observeRedis({ spec: single, clients })).toEqual(nothing);
  });

  it('knows its group by the description while tags cannot be listed', async () => {
    const clients = clientsWith({
      DescribeReplicationGroups: () => ({ ReplicationGroups: [{ ...group, Status: 'creating' }] }),
      ListTagsForResource: (call) =>
        call.client === 'ElastiCacheClient'
          ? refuse('InvalidReplicationGroupStateFault')()
          : answers.ListTagsForResource?.(call),
    });
    const { group: seen } = await observeRedis({ spec: { ...multiAz }, clients });
    expect(seen).toEqual(observedGroup(multiAz, { status: 'creating', tags: null }));
  });

  it('reads the events of a group that failed, once each, and of its members only', async () => {
    const clients = clientsWith({
      DescribeReplicationGroups: () => ({ ReplicationGroups: [{ ...group, Status: 'create-failed' }] }),
      DescribeEvents: ({ input }) => ({
        Events:
          input.SourceType === 'replication-group'
            ? [{ SourceIdentifier: 'shop-dev-redis', Message: 'no capacity' }]
            : [
                { SourceIdentifier: 'shop-dev-redis-001', Message: 'no capacity' },
                { SourceIdentifier: 'shop-dev-redis-002', Message: 'rolled back' },
                { SourceIdentifier: 'other-001', Message: 'something else' },
              ],
      }),
    });
    const { group: seen } = await observeRedis({ spec: multiAz, clients });
    expect(seen?.events).toEqual(['no capacity', 'rolled back']);
  });

  it('looks at the secret that the request names', async () => {
    const clients = clientsWith();
    const { secret } = await observeRedis({ spec: { ...single, authTokenSecretArn: 'arn:own' }, clients });
    expect(clients.calls.find(({ command }) => command === 'DescribeSecret')?.input).toEqual({
      SecretId: 'arn:own',
    });
    expect(secret?.generated).toBe(false);
  });

  it('never reads a secret value', async () => {
    const clients = clientsWith();
    await observeRedis({ spec: single, clients });
    expect(clients.calls.map(({ command }) => command)).not.toContain('GetSecretValue');
  });
});
