import { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { isNotImplemented, meaningOf, toPlinthError } from '../../core/classify.ts';
import { Unreachable } from '../../core/errors.ts';
import { createClients } from '../../functions/clients.ts';
import { type FakeEndpoint, page, type Reply, startFakeEndpoint } from './fake-endpoint.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const QUERY_GONE =
  '<ErrorResponse><Error><Type>Sender</Type><Code>DBClusterNotFoundFault</Code><Message>no x</Message></Error></ErrorResponse>';
const JSON_GONE = '{"__type":"ClusterNotFoundFault","message":"no x"}';

const rds = {
  Client: RDSClient,
  command: () => new DescribeDBClustersCommand({}),
  name: 'RDS DescribeDBClusters',
};
const dax = {
  Client: DAXClient,
  command: () => new DescribeClustersCommand({}),
  name: 'DAX DescribeClusters',
};

let endpoint: FakeEndpoint;
let reply: Reply;

beforeAll(async () => {
  endpoint = await startFakeEndpoint(() => reply);
});
afterAll(() => endpoint.close());

/** The error of one call to an endpoint that answers `answer`. */
async function failureOf(service: typeof rds | typeof dax, answer: Reply, url = endpoint.url) {
  reply = answer;
  const client = createClients({ endpoint: url, credentials: CREDENTIALS }).get<RDSClient>(
    service.Client as typeof RDSClient,
    'eu-west-1',
  );
  return client.send(service.command() as DescribeDBClustersCommand).then(
    () => undefined,
    (error: Error) => error,
  );
}

describe('createClients', () => {
  it('makes one client a class and region', () => {
    const clients = createClients();
    const first = clients.get(RDSClient, 'eu-west-2');
    expect(clients.get(RDSClient, 'eu-west-2')).toBe(first);
    expect(clients.get(RDSClient, 'eu-west-1')).not.toBe(first);
    expect(clients.get(DAXClient, 'eu-west-2')).not.toBe(first);
  });

  it('signs for the service and the region that it was asked for', async () => {
    await failureOf(rds, page(500));
    expect(endpoint.received.at(-1)).toEqual({
      operation: 'DescribeDBClusters',
      region: 'eu-west-1',
      service: 'rds',
      signed: true,
    });
  });

  it('tries once: the workflow is the layer that tries again', async () => {
    const before = endpoint.received.length;
    await failureOf(rds, { status: 503 });
    expect(endpoint.received.length - before).toBe(1);
  });

  it.each([
    ['a page for 404', rds, page(404)],
    ['a page for 404', dax, page(404)],
    ['a page for 500', rds, page(500)],
    ['a page for 500', dax, page(500)],
    ['a page for 501', rds, page(501)],
    ['a page for 200', rds, page(200)],
    ['a page for 200', dax, page(200)],
    ['text without a type', rds, { status: 404, body: 'Not Found' }],
    ['nothing', dax, { status: 404 }],
    [
      "a web framework's JSON",
      rds,
      { status: 404, type: 'application/json', body: '{"detail":"Not Found"}' },
    ],
    [
      "a web framework's JSON",
      dax,
      { status: 404, type: 'application/json', body: '{"detail":"Not Found"}' },
    ],
    [
      'an AWS error of status 501',
      rds,
      { status: 501, body: '<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>' },
    ],
    [
      'an unknown operation in JSON',
      dax,
      { status: 400, type: 'application/x-amz-json-1.1', body: '{"__type":"UnknownOperationException"}' },
    ],
  ])('takes %s as not implemented (%#)', async (_what, service, answer) => {
    const error = await failureOf(service, answer);
    expect(isNotImplemented(error as Error)).toBe(true);
    expect(toPlinthError(error, 'look').message).toContain(
      `${endpoint.url} does not implement ${service.name}`,
    );
  });

  it.each([
    ['in XML', rds, { status: 404, type: 'text/xml', body: QUERY_GONE }],
    ['in XML without a type', rds, { status: 404, body: QUERY_GONE }],
    ['in JSON', dax, { status: 400, type: 'application/x-amz-json-1.1', body: JSON_GONE }],
  ])('leaves an error of the API as it is: %s', async (_what, service, answer) => {
    const error = await failureOf(service, answer);
    expect(meaningOf(error as Error)).toBe('Gone');
    expect(error?.message).toBe('no x');
  });

  it.each([502, 503, 504])(
    'takes a page of a proxy for %i as an outcome that is not known',
    async (status) => {
      expect(meaningOf((await failureOf(rds, page(status))) as Error)).toBe('OutcomeUnknown');
    },
  );

  it('names the endpoint that nobody listens at', async () => {
    const gone = await startFakeEndpoint(() => ({ status: 200 }));
    await gone.close();
    const error = toPlinthError(await failureOf(rds, { status: 200 }, gone.url), 'look');
    expect(error).toBeInstanceOf(Unreachable);
    expect(error.message).toContain(`${gone.url} does not answer RDS DescribeDBClusters`);
  });
});
