import { createNoEngines } from '../../../local/engines/none.ts';

it('has clusters and groups that are ready at once and lead nowhere', async () => {
  const engines = createNoEngines();
  const cluster = await engines.createPostgres({
    masterUsername: 'a',
    masterPassword: 'b',
    databaseName: 'c',
  });
  await cluster.ready();
  const group = await engines.createRedis({
    shards: 2,
    nodesPerShard: 3,
    clusterMode: true,
    authToken: undefined,
    tls: true,
    parameters: {},
  });
  await group.ready();

  expect(cluster.writerEndpoint).toEqual({ address: 'cluster-1.rds.example', port: 5432 });
  expect(cluster.readerEndpoint).toEqual({ address: 'cluster-ro-1.rds.example', port: 5432 });
  expect(await cluster.addInstance('one')).toEqual({ address: 'one.cluster-1.rds.example', port: 5432 });
  expect(group.nodes.map((shard) => shard.length)).toEqual([3, 3]);
  expect(group.primaryEndpoint).toEqual({ address: 'primary.group-2.cache.example', port: 6379 });
});

it('has a real DynamoDB', async () => {
  const engines = createNoEngines();
  expect(await engines.dynamo.call('ListTables', {})).toEqual({ status: 200, body: { TableNames: [] } });
  await engines.close();
});
