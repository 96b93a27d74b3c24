import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { config, gatewayOf } from './fixtures.ts';

describe('the in-memory request handler', () => {
  it('rejects with AbortError when the caller gives up', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const gateway = gatewayOf('rds', {
      DescribeDBClusters: () => promise,
    });
    const abort = new AbortController();
    const client = new RDSClient(config(gateway));
    const call = client.send(new DescribeDBClustersCommand({}), { abortSignal: abort.signal });
    setImmediate(() => abort.abort());
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    resolve();
  });

  it('serves many clients at once, each in its region', async () => {
    const gateway = gatewayOf('rds', {
      DescribeDBClusters: (_, { region }) => ({ DBClusters: [{ DBClusterIdentifier: region }] }),
    });
    const regions = ['eu-west-1', 'eu-west-2', 'us-east-1'];
    const answers = await Promise.all(
      regions.map((region) => new RDSClient(config(gateway, region)).send(new DescribeDBClustersCommand({}))),
    );
    expect(answers.map(({ DBClusters }) => DBClusters?.[0]?.DBClusterIdentifier)).toEqual(regions);
  });
});
