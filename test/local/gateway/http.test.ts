import { request as httpRequest } from 'node:http';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { createGateway } from '../../../local/gateway/gateway.ts';
import type { Listening } from '../../../local/gateway/http.ts';
import { MAX_BODY_BYTES } from '../../../local/gateway/request.ts';
import { AwsError } from '../../../local/service.ts';
import { service } from './fixtures.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let listening: Listening;
let before: string | undefined;

beforeEach(async () => {
  const services = [
    service('rds', {
      DescribeDBClusters: (_, { region }) => ({ DBClusters: [{ DBClusterIdentifier: region }] }),
    }),
    service('dynamodb', {
      DescribeTable: () => {
        throw new AwsError('ResourceNotFoundException', 'Requested resource not found: Table: t not found');
      },
    }),
  ];
  listening = await createGateway({ services }).listen(0);
  before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = listening.url;
});

afterEach(async () => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
  await listening.close();
});

describe('the gateway on a port', () => {
  it('is reached by clients that know nothing but AWS_ENDPOINT_URL', async () => {
    const client = new RDSClient({ region: 'eu-west-1', credentials });
    const { DBClusters } = await client.send(new DescribeDBClustersCommand({}));
    client.destroy();
    expect(DBClusters).toEqual([{ DBClusterIdentifier: 'eu-west-1' }]);
  });

  it('answers typed errors over HTTP', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-2', credentials, maxAttempts: 1 });
    await expect(client.send(new DescribeTableCommand({ TableName: 't' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400 },
    });
    client.destroy();
  });

  it('refuses a body over 16 MiB and says so', async () => {
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-2/dynamodb/aws4_request',
      'x-amz-target': 'DynamoDB_20120810.DescribeTable',
    };
    const answer = await fetch(listening.url, {
      method: 'POST',
      headers,
      body: Buffer.alloc(MAX_BODY_BYTES + 1),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('at most 16 MiB') });
  });

  it('stays up when a caller hangs up in the middle of a request', async () => {
    await new Promise<void>((resolve) => {
      const half = httpRequest(listening.url, { method: 'POST', headers: { 'content-length': 100 } });
      half.on('error', () => resolve());
      half.write('half', () => half.destroy());
      half.on('close', () => resolve());
    });
    const client = new RDSClient({ region: 'eu-west-1', credentials });
    await expect(client.send(new DescribeDBClustersCommand({}))).resolves.toMatchObject({ DBClusters: [{}] });
    client.destroy();
  });

  it('closes at once, although a client keeps its connection alive', async () => {
    const client = new RDSClient({ region: 'eu-west-1', credentials, maxAttempts: 1 });
    await client.send(new DescribeDBClustersCommand({}));
    await listening.close();
    await expect(client.send(new DescribeDBClustersCommand({}))).rejects.toThrow();
    client.destroy();
  });

  it('rejects when its port is taken', async () => {
    const second = createGateway({ services: [] });
    await expect(second.listen(listening.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
