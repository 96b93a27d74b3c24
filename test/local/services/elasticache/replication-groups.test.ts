import type { CacheClusterMessage, CreateReplicationGroupMessage } from '@aws-sdk/client-elasticache';
import * as schemas from '@aws-sdk/client-elasticache';
import { realistic } from '../../../../local/delays.ts';
import { call, DUBLIN, errorOf, LONDON } from '../dynamodb/world.ts';
import { describeGroup, elastiCache, events, redis, TOKEN } from './fixtures.ts';

const slowLog = (LogGroup: string, DestinationType = 'cloudwatch-logs') => ({
  LogDeliveryConfigurations: [
    {
      LogType: 'slow-log',
      DestinationType,
      DestinationDetails: { CloudWatchLogsDetails: { LogGroup } },
      LogFormat: 'json',
    } as const,
  ] as CreateReplicationGroupMessage['LogDeliveryConfigurations'],
});
const clusterOn = { CacheParameterGroupName: 'default.redis7.cluster.on', NumCacheClusters: undefined };

describe('CreateReplicationGroup refuses', () => {
  const value = 'InvalidParameterValueException';
  const combination = 'InvalidParameterCombinationException';
  it.each<[string, Partial<CreateReplicationGroupMessage>, string, string?]>([
    [
      'an id of 41 characters',
      { ReplicationGroupId: 'x'.repeat(41) },
      value,
      'Replication group id should be no more than 40 characters.',
    ],
    [
      'an id with two hyphens in a row',
      { ReplicationGroupId: 'a--b' },
      value,
      'The parameter ReplicationGroupIdentifier is not a valid identifier.',
    ],
    [
      'failover with one node',
      { AutomaticFailoverEnabled: true },
      combination,
      'When using automatic failover, there must be at least 2 cache clusters in the replication group.',
    ],
    ['Multi-AZ without failover', { NumCacheClusters: 2, MultiAZEnabled: true }, combination],
    ['seven nodes', { NumCacheClusters: 7 }, value],
    ['a token without TLS', { TransitEncryptionEnabled: false }, combination],
    [
      'TLS without a subnet group',
      { CacheSubnetGroupName: undefined, SecurityGroupIds: undefined },
      combination,
    ],
    ['a token that is too short', { AuthToken: 'short-token-15c' }, value, 'Invalid AuthToken provided.'],
    ['a token with a slash', { AuthToken: `${TOKEN}/` }, value, 'Invalid AuthToken provided.'],
    ['a key without encryption at rest', { AtRestEncryptionEnabled: false }, combination],
    ['a key that does not exist', { KmsKeyId: 'none' }, value],
    ['a disabled key', { KmsKeyId: 'off' }, value],
    ['an unknown node type', { CacheNodeType: 'cache.r99.large' }, value],
    ['an unknown version', { EngineVersion: '9.9' }, combination],
    ['an unknown engine', { Engine: 'memcached' }, value],
    [
      'a parameter group of another family',
      { CacheParameterGroupName: 'default.redis6.x' },
      combination,
      'Expected a parameter group of family redis7 but found one of family redis6.x',
    ],
    [
      'a parameter group that does not exist',
      { CacheParameterGroupName: 'none' },
      'CacheParameterGroupNotFoundFault',
    ],
    ['a subnet group that does not exist', { CacheSubnetGroupName: 'none' }, 'CacheSubnetGroupNotFoundFault'],
    ['a security group that does not exist', { SecurityGroupIds: ['sg-2'] }, value],
    [
      'two shards without cluster mode',
      { NumCacheClusters: undefined, NumNodeGroups: 2, CacheParameterGroupName: 'default.redis7' },
      combination,
    ],
    [
      'cluster mode without failover',
      { ...clusterOn, NumNodeGroups: 2, ReplicasPerNodeGroup: 1 },
      combination,
      'Redis with cluster mode enabled cannot be created with auto failover turned off.',
    ],
    ['both ways to count nodes', { NumCacheClusters: 2, ReplicasPerNodeGroup: 1 }, combination],
    ['six replicas in a shard', { NumCacheClusters: undefined, ReplicasPerNodeGroup: 6 }, value],
    [
      'more nodes than a group may have',
      { ...clusterOn, AutomaticFailoverEnabled: true, NumNodeGroups: 31, ReplicasPerNodeGroup: 2 },
      'NodeQuotaForClusterExceededFault',
    ],
    [
      'fewer zones than nodes',
      { NumCacheClusters: 2, PreferredCacheClusterAZs: ['eu-west-2a'] },
      combination,
    ],
    ['a zone outside the subnets', { PreferredCacheClusterAZs: ['eu-west-2z'] }, value],
    ['a log group that does not exist', slowLog('/none'), value],
    [
      'a log destination that the local cloud has not',
      slowLog('/redis/slow', 'kinesis-firehose'),
      'InvalidAction',
    ],
    [
      'a topic of another region',
      { NotificationTopicArn: 'arn:aws:sns:eu-west-1:123456789012:warnings' },
      value,
    ],
    ['a snapshot window of half an hour', { SnapshotWindow: '03:00-03:30' }, value],
    ['a maintenance window without days', { PreferredMaintenanceWindow: '03:00-04:00' }, value],
    ['snapshots for 36 days', { SnapshotRetentionLimit: 36 }, value],
    ['a restore of what is not there', { SnapshotName: 'old' }, 'SnapshotNotFoundFault'],
    ['a restore from a file', { SnapshotArns: ['arn:aws:s3:::b/o.rdb'] }, 'InvalidAction'],
  ])('%s', async (_case, changes, name, text = '') => {
    const made = await elastiCache();
    const error = await errorOf(call(made.service, LONDON, 'CreateReplicationGroup', redis(changes)));
    expect(error).toContain(`${name}: ${text}`);
    expect(error).not.toContain(changes.AuthToken ?? TOKEN);
    // InvalidAction is the gateway's own; every other class is one that the SDK knows.
    if (name !== 'InvalidAction') expect(Object.keys(schemas)).toContain(name);
    expect(await errorOf(describeGroup(made))).toContain('ReplicationGroupNotFoundFault');
  });
});

describe('a replication group', () => {
  it('is creating without endpoints, then available with them', async () => {
    const made = await elastiCache({ delays: realistic });
    const { world, service } = made;
    await call(service, LONDON, 'CreateReplicationGroup', redis({ NumCacheClusters: 2 }));
    await world.pass(599_000);
    const early = await describeGroup(made);
    expect(early.Status).toBe('creating');
    expect(early.NodeGroups?.[0]).not.toHaveProperty('PrimaryEndpoint');
    await world.pass(1_000);
    expect(await describeGroup(made)).toMatchObject({
      Status: 'available',
      ARN: 'arn:aws:elasticache:eu-west-2:123456789012:replicationgroup:shop-redis',
      MemberClusters: ['shop-redis-001', 'shop-redis-002'],
      ClusterEnabled: false,
      AuthTokenEnabled: true,
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
      KmsKeyId: 'arn:aws:kms:eu-west-2:123456789012:key/own',
      NodeGroups: [
        {
          NodeGroupId: '0001',
          PrimaryEndpoint: { Address: 'localhost', Port: 1_500 },
          ReaderEndpoint: { Address: 'localhost', Port: 1_501 },
          NodeGroupMembers: [
            {
              CacheClusterId: 'shop-redis-001',
              CurrentRole: 'primary',
              PreferredAvailabilityZone: 'eu-west-2a',
            },
            {
              CacheClusterId: 'shop-redis-002',
              CurrentRole: 'replica',
              PreferredAvailabilityZone: 'eu-west-2b',
            },
          ],
        },
      ],
    });
    expect(await describeGroup(made)).not.toHaveProperty('ConfigurationEndpoint');
  });

  it('in cluster mode has shards and one configuration endpoint', async () => {
    const made = await elastiCache();
    await call(
      made.service,
      LONDON,
      'CreateReplicationGroup',
      redis({ ...clusterOn, AutomaticFailoverEnabled: true, NumNodeGroups: 2, ReplicasPerNodeGroup: 1 }),
    );
    await made.world.settle();
    const group = await describeGroup(made);
    expect(group).toMatchObject({
      ClusterEnabled: true,
      ConfigurationEndpoint: { Address: '127.0.0.1', Port: 1_000 },
      MemberClusters: [
        'shop-redis-0001-001',
        'shop-redis-0001-002',
        'shop-redis-0002-001',
        'shop-redis-0002-002',
      ],
      NodeGroups: [
        { NodeGroupId: '0001', Slots: '0-8191' },
        { NodeGroupId: '0002', Slots: '8192-16383' },
      ],
    });
    expect(group.NodeGroups?.[0]).not.toHaveProperty('PrimaryEndpoint');
    expect(made.engines[0]?.options).toMatchObject({ shards: 2, nodesPerShard: 2, clusterMode: true });
  });

  it('hands parameters, TLS and token to the engine, and shows the token nowhere', async () => {
    const made = await elastiCache();
    const { world, service, engines } = made;
    const answered = await call(service, LONDON, 'CreateReplicationGroup', redis(slowLog('/redis/slow')));
    await world.settle();
    expect(engines[0]?.options).toMatchObject({
      tls: true,
      authToken: TOKEN,
      parameters: { 'maxmemory-policy': 'volatile-lru' },
    });
    const clusters = await call(service, LONDON, 'DescribeCacheClusters', { ShowCacheNodeInfo: true });
    const shown = JSON.stringify([answered, await describeGroup(made), clusters, await events(made)]);
    expect(shown).toContain('slow-log');
    expect(shown).not.toContain(TOKEN);
  });

  it('has one cache cluster for each node, with the version it really runs', async () => {
    const made = await elastiCache();
    await call(made.service, LONDON, 'CreateReplicationGroup', redis({ NumCacheClusters: 2 }));
    await made.world.settle();
    const { CacheClusters } = await call<CacheClusterMessage>(made.service, LONDON, 'DescribeCacheClusters', {
      CacheClusterId: 'shop-redis-002',
      ShowCacheNodeInfo: true,
    });
    expect(CacheClusters).toMatchObject([
      {
        CacheClusterId: 'shop-redis-002',
        CacheClusterStatus: 'available',
        ReplicationGroupId: 'shop-redis',
        EngineVersion: '7.0.7',
        CacheParameterGroup: { CacheParameterGroupName: 'default.redis7', ParameterApplyStatus: 'in-sync' },
        CacheNodes: [{ CacheNodeStatus: 'available', Endpoint: { Port: 1_001 } }],
      },
    ]);
  });

  it('has a unique id in its region, whatever the case, and is not seen in another', async () => {
    const { service } = await elastiCache();
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    const again = call(
      service,
      LONDON,
      'CreateReplicationGroup',
      redis({ ReplicationGroupId: 'SHOP-redis' }),
    );
    expect(await errorOf(again)).toContain('ReplicationGroupAlreadyExistsFault: ');
    const elsewhere = { ReplicationGroupId: 'shop-redis' };
    expect(await errorOf(call(service, DUBLIN, 'DescribeReplicationGroups', elsewhere))).toContain(
      'ReplicationGroupNotFoundFault: ',
    );
  });

  it('is encrypted at rest by default when it is Valkey', async () => {
    const made = await elastiCache();
    const valkey = { Engine: 'valkey', EngineVersion: undefined, AtRestEncryptionEnabled: undefined };
    await call(made.service, LONDON, 'CreateReplicationGroup', redis({ ...valkey, KmsKeyId: undefined }));
    expect(await describeGroup(made)).toMatchObject({ Engine: 'valkey', AtRestEncryptionEnabled: true });
  });
});

describe('a group that cannot be created', () => {
  it('ends in create-failed for capacity, and only the events say why', async () => {
    const made = await elastiCache({ delays: realistic });
    const { world, service, engines } = made;
    service.faults.capacity(LONDON, 'cache.r7g.large');
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    await world.pass(600_000);
    const group = await describeGroup(made);
    expect(group.Status).toBe('create-failed');
    expect(JSON.stringify(group)).not.toContain('apacity');
    const [cause] = await events(made, { SourceType: 'replication-group', SourceIdentifier: 'shop-redis' });
    expect(cause).toContain('Insufficient capacity for cache.r7g.large in Availability Zone eu-west-2a');
    expect(engines).toHaveLength(0);
  });

  it('ends in create-failed when the engine does not start', async () => {
    const made = await elastiCache({ engineFails: 'no redis-server found' });
    await call(made.service, LONDON, 'CreateReplicationGroup', redis());
    await made.world.settle();
    expect((await describeGroup(made)).Status).toBe('create-failed');
    expect(await events(made)).toEqual([expect.stringContaining('no redis-server found')]);
  });

  it('can be deleted and, once there is capacity, made again', async () => {
    const made = await elastiCache();
    const { world, service } = made;
    service.faults.capacity(LONDON, 'cache.r7g.large');
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    await world.settle();
    await call(service, LONDON, 'DeleteReplicationGroup', { ReplicationGroupId: 'shop-redis' });
    await world.settle();
    service.faults.clear();
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    await world.settle();
    expect((await describeGroup(made)).Status).toBe('available');
  });
});

describe('DeleteReplicationGroup', () => {
  const input = { ReplicationGroupId: 'shop-redis' };

  it('waits for a group that is creating', async () => {
    const { world, service } = await elastiCache({ delays: realistic });
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    expect(await errorOf(call(service, LONDON, 'DeleteReplicationGroup', input))).toContain(
      'InvalidReplicationGroupStateFault: ',
    );
    await world.settle();
  });

  it('stops the engine; the group is deleting and then gone', async () => {
    const made = await elastiCache({ delays: realistic });
    const { world, service, engines } = made;
    await call(service, LONDON, 'CreateReplicationGroup', redis());
    await world.pass(600_000);
    await call(service, LONDON, 'DeleteReplicationGroup', input);
    expect((await describeGroup(made)).Status).toBe('deleting');
    await world.pass(400_000);
    expect(await errorOf(describeGroup(made))).toContain('ReplicationGroupNotFoundFault: ');
    expect(engines[0]?.destroyed).toBe(true);
  });
});
