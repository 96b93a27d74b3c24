import {
  CreateReplicationGroupCommand,
  DescribeCacheClustersCommand,
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ModifyReplicationGroupCommand,
  ReplicationGroupAlreadyExistsFault,
} from '@aws-sdk/client-elasticache';
import { createGateway } from '../../../../local/gateway/gateway.ts';
import { LONDON } from '../dynamodb/world.ts';
import { elastiCache, redis } from './fixtures.ts';

async function connected() {
  const { world, service } = await elastiCache();
  const client = new ElastiCacheClient({
    region: LONDON,
    requestHandler: createGateway({ services: [service] }).requestHandler,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateReplicationGroupCommand(redis({ NumCacheClusters: 2 })));
  await world.settle();
  return client;
}

it('ElastiCache answers the real SDK client with endpoints, dates and booleans', async () => {
  const client = await connected();
  const { ReplicationGroups } = await client.send(
    new DescribeReplicationGroupsCommand({ ReplicationGroupId: 'shop-redis' }),
  );
  expect(ReplicationGroups?.[0]).toMatchObject({
    Status: 'available',
    AuthTokenEnabled: true,
    ReplicationGroupCreateTime: new Date('2026-01-01T00:00:00Z'),
    NodeGroups: [{ PrimaryEndpoint: { Address: 'localhost', Port: 1_500 }, NodeGroupMembers: [{}, {}] }],
  });
  const { CacheClusters } = await client.send(new DescribeCacheClustersCommand({ ShowCacheNodeInfo: true }));
  expect(CacheClusters?.map((one) => one.CacheNodes?.[0]?.Endpoint?.Port)).toEqual([1_000, 1_001]);
  const { Events } = await client.send(new DescribeEventsCommand({ SourceType: 'replication-group' }));
  expect(Events?.[0]?.Date).toEqual(new Date('2026-01-01T00:00:00Z'));
});

it('ElastiCache errors reach the client under their modelled names', async () => {
  const client = await connected();
  await expect(client.send(new CreateReplicationGroupCommand(redis()))).rejects.toBeInstanceOf(
    ReplicationGroupAlreadyExistsFault,
  );
  await expect(
    client.send(new ModifyReplicationGroupCommand({ ReplicationGroupId: 'shop-redis' })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterCombinationException',
    Code: 'InvalidParameterCombination',
    message: 'No modifications were requested',
  });
});
