import {
  ClusterAlreadyExistsFault,
  CreateClusterCommand,
  DAXClient,
  DescribeClustersCommand,
} from '@aws-sdk/client-dax';
import { createGateway } from '../../../../local/gateway/gateway.ts';
import { LONDON } from '../dynamodb/world.ts';
import { cluster, dax } from './fixtures.ts';

it('DAX answers the real SDK client with its types and errors', async () => {
  const { world, service } = await dax();
  const client = new DAXClient({
    region: LONDON,
    requestHandler: createGateway({ services: [service] }).requestHandler,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateClusterCommand(cluster()));
  await world.settle();
  const { Clusters } = await client.send(new DescribeClustersCommand({ ClusterNames: ['shop-dax'] }));
  expect(Clusters?.[0]?.Nodes?.[0]?.NodeCreateTime).toEqual(new Date('2026-01-01T00:00:00Z'));
  await expect(client.send(new CreateClusterCommand(cluster()))).rejects.toBeInstanceOf(
    ClusterAlreadyExistsFault,
  );
});
