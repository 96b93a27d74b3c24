import { gzipSync } from 'node:zlib';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateDBProxyCommand, DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { jest } from '@jest/globals';
import type { Call } from '../../../local/gateway/gateway.ts';
import { MAX_BODY_BYTES } from '../../../local/gateway/request.ts';
import { AwsError, type CallContext } from '../../../local/service.ts';
import { config, gatewayOf, jsonRequest, queryRequest, type ServiceName } from './fixtures.ts';

const describeTable = { DescribeTable: () => ({}) };
const modifyDBCluster = { ModifyDBCluster: () => ({}) };
const answerOf = async (
  gateway: ReturnType<typeof gatewayOf>,
  request: Parameters<typeof gateway.handle>[0],
) => {
  const { status, body } = await gateway.handle(request);
  return { status, body: String(body) };
};

describe('the context of a call', () => {
  it('has service, region, operation and access key of the credential scope', async () => {
    const seen: CallContext[] = [];
    const gateway = gatewayOf('rds', { DescribeDBClusters: (_, context) => void seen.push(context) });
    await new RDSClient(config(gateway, 'eu-west-1')).send(new DescribeDBClustersCommand({}));
    expect(seen).toEqual([
      { service: 'rds', region: 'eu-west-1', operation: 'DescribeDBClusters', accessKeyId: 'AKIDTEST' },
    ]);
  });

  it('is read from a presigned URL too', async () => {
    const seen: unknown[] = [];
    const gateway = gatewayOf('rds', {
      DescribeDBClusters: (input, context) => void seen.push(input, context.region),
    });
    const credential = encodeURIComponent('AKID/20260101/eu-west-1/rds/aws4_request');
    const path = `/?Action=DescribeDBClusters&DBClusterIdentifier=a&X-Amz-Credential=${credential}`;
    const answer = await gateway.handle({ method: 'GET', path, headers: {}, body: new Uint8Array() });
    expect(answer.status).toBe(200);
    expect(seen).toEqual([{ DBClusterIdentifier: 'a' }, 'eu-west-1']);
  });

  it('is missing without a credential scope, which is an error', async () => {
    const request = queryRequest('rds', 'Action=DescribeDBClusters&Version=2014-10-31');
    const answer = await answerOf(gatewayOf('rds', {}), { ...request, headers: {} });
    expect(answer).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>MissingAuthenticationToken<'),
    });
    expect(answer.body).toContain('The request to rds has no SigV4 credential scope');
  });
});

describe('an operation that the local cloud does not have', () => {
  it('is named in a query error', async () => {
    const command = new CreateDBProxyCommand({
      DBProxyName: 'a',
      EngineFamily: 'POSTGRESQL',
      RoleArn: 'b',
      VpcSubnetIds: ['c'],
    });
    await expect(new RDSClient(config(gatewayOf('rds', {}))).send(command)).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'The local cloud does not implement rds:CreateDBProxy.',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is named in a JSON error', async () => {
    const command = new DescribeTableCommand({ TableName: 't' });
    await expect(new DynamoDBClient(config(gatewayOf('dynamodb', {}))).send(command)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The local cloud does not implement dynamodb:DescribeTable.',
    });
  });

  it.each([
    ['of an unknown service', queryRequest('sts', 'Action=GetCallerIdentity'), 'sts:GetCallerIdentity'],
    ['that AWS does not have', queryRequest('rds', 'Action=Nonsense'), 'rds:Nonsense'],
    ['called like a property of every object', queryRequest('rds', 'Action=constructor'), 'rds:constructor'],
    [
      'on the JSON protocol',
      jsonRequest('dynamodb', 'DynamoDB_20120810.Nonsense', '{}'),
      'dynamodb:Nonsense',
    ],
  ])('is named %s', async (_, request, name) => {
    const gateway = gatewayOf('rds', {});
    const { status, body } = await answerOf(gateway, request);
    expect(status).toBe(400);
    expect(body).toContain(`The local cloud does not implement ${name}.`);
  });

  it.each([
    ['query', queryRequest('rds', ''), 'MissingAction'],
    ['JSON', jsonRequest('dynamodb', '', '{}'), 'UnknownOperationException'],
  ])('is not invented when a %s request names none', async (_, request, code) => {
    const { status, body } = await answerOf(gatewayOf('rds', {}), request);
    expect({ status, named: body.includes(code) }).toEqual({ status: 400, named: true });
  });
});

describe('a malformed request', () => {
  const target = 'DynamoDB_20120810.DescribeTable';
  const json = (body: string | Uint8Array) => jsonRequest('dynamodb', target, body);
  const query = (body: string) => queryRequest('rds', `Action=ModifyDBCluster&DBClusterIdentifier=a&${body}`);
  it.each([
    ['broken JSON', json('{"TableName": "secret'), 'SerializationException', 'not valid JSON'],
    ['JSON that is no object', json('[1]'), 'SerializationException', 'The request body must be an object'],
    [
      'a number for a string',
      json('{"TableName": 7}'),
      'SerializationException',
      'TableName must be a string',
    ],
    ['a word for a number', query('Port=many'), 'MalformedInput', 'Port: many is not a number'],
    ['a word for a boolean', query('DeletionProtection=maybe'), 'MalformedInput', 'neither true nor false'],
    [
      'a list without numbers',
      query('VpcSecurityGroupIds.VpcSecurityGroupId.one=sg-1'),
      'MalformedInput',
      'VpcSecurityGroupIds: one is not the number of an entry',
    ],
  ])('is refused with the reason: %s', async (_, request, code, message) => {
    const name: ServiceName = code === 'MalformedInput' ? 'rds' : 'dynamodb';
    const gateway = gatewayOf(name, { ...describeTable, ...modifyDBCluster });
    const { status, body } = await answerOf(gateway, request);
    expect(status).toBe(400);
    expect(body).toContain(code);
    expect(body).toContain(message);
    expect(body).not.toContain('secret');
  });

  it('is refused when its gzip is broken', async () => {
    const request = json('not gzip');
    const answer = await answerOf(gatewayOf('dynamodb', describeTable), {
      ...request,
      headers: { ...request.headers, 'content-encoding': 'gzip' },
    });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('not valid gzip') });
  });

  it.each([
    ['as it is', Buffer.alloc(MAX_BODY_BYTES + 1, ' '), {}],
    ['unpacked', gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1, ' ')), { 'content-encoding': 'gzip' }],
  ])('is refused when it is over the limit %s', async (_, body, headers) => {
    const request = json(body);
    const answer = await answerOf(gatewayOf('dynamodb', describeTable), {
      ...request,
      headers: { ...request.headers, ...headers },
    });
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('at most 16 MiB') });
  });
});

describe('a missing required member', () => {
  it('is MissingParameter with its name in RDS', async () => {
    const { body } = await answerOf(
      gatewayOf('rds', modifyDBCluster),
      queryRequest('rds', 'Action=ModifyDBCluster'),
    );
    expect(body).toContain('<Code>MissingParameter</Code>');
    expect(body).toContain('The request must contain the parameter DBClusterIdentifier.');
  });

  it('is ValidationException with the path of every one in DynamoDB', async () => {
    const gateway = gatewayOf('dynamodb', { CreateTable: () => ({}) });
    const input = { KeySchema: [{ AttributeName: 'id' }] };
    // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
    const command = new CreateTableCommand(input as any);
    await expect(new DynamoDBClient(config(gateway)).send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must not be null",
    });
  });

  it.each([
    ['iam', 'iam', 'GetRole', 'ValidationError'],
    ['sns', 'sns', 'GetTopicAttributes', 'ValidationError'],
  ] as const)('is a validation error of the family in %s', async (name, scope, operation, code) => {
    const gateway = gatewayOf(name, { [operation]: () => ({}) });
    const { status, body } = await answerOf(gateway, queryRequest(scope, `Action=${operation}`));
    expect({ status, hasCode: body.includes(`<Code>${code}</Code>`) }).toEqual({
      status: 400,
      hasCode: true,
    });
  });
});

describe('an operation that fails by itself', () => {
  it('is InternalFailure with its name, and stderr gets the stack but not the input', async () => {
    const written: string[] = [];
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const gateway = gatewayOf('rds', {
      ModifyDBCluster: () => {
        throw new TypeError('boom');
      },
    });
    const request = queryRequest(
      'rds',
      'Action=ModifyDBCluster&DBClusterIdentifier=a&MasterUserPassword=hunter22',
    );
    const { status, body } = await answerOf(gateway, request);
    spy.mockRestore();
    expect(status).toBe(500);
    expect(body).toContain('<Type>Receiver</Type><Code>InternalFailure</Code>');
    expect(body).toContain('rds:ModifyDBCluster failed inside the local cloud');
    expect(written.join('')).toMatch(/rds:ModifyDBCluster in eu-west-2 .*TypeError: boom/);
    expect(written.join('')).not.toContain('hunter22');
  });
});

describe('hooks', () => {
  it('tell of a call with its input and output, and of a call that failed', async () => {
    const calls: Call[] = [];
    const gateway = gatewayOf(
      'dynamodb',
      {
        DescribeTable: ({ TableName }) => {
          if (TableName === 'missing') throw new AwsError('ResourceNotFoundException', 'missing');
          return { Table: { TableName } };
        },
      },
      { onCall: (call) => void calls.push(call) },
    );
    const client = new DynamoDBClient(config(gateway));
    await client.send(new DescribeTableCommand({ TableName: 'there' }));
    await client.send(new DescribeTableCommand({ TableName: 'missing' })).catch(() => undefined);
    expect(calls).toMatchObject([
      { input: { TableName: 'there' }, output: { Table: { TableName: 'there' } } },
      { input: { TableName: 'missing' }, error: { name: 'ResourceNotFoundException' } },
    ]);
  });

  it('authorise before the operation runs', async () => {
    const ran: string[] = [];
    const gateway = gatewayOf(
      'dynamodb',
      { DescribeTable: () => void ran.push('DescribeTable') },
      {
        authorize: (context) => {
          throw new AwsError(
            'AccessDeniedException',
            `not authorized to perform: dynamodb:${context.operation}`,
          );
        },
      },
    );
    const client = new DynamoDBClient(config(gateway));
    await expect(client.send(new DescribeTableCommand({ TableName: 't' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'not authorized to perform: dynamodb:DescribeTable',
    });
    expect(ran).toEqual([]);
  });
});

it('reads the compressed requests of CloudWatch', async () => {
  const seen: number[] = [];
  const gateway = gatewayOf('monitoring', {
    PutMetricData: ({ MetricData }) => void seen.push(MetricData.length),
  });
  const MetricData = Array.from({ length: 500 }, (_, i) => ({ MetricName: `metric-${i}`, Value: i }));
  await new CloudWatchClient(config(gateway)).send(new PutMetricDataCommand({ Namespace: 'n', MetricData }));
  expect(seen).toEqual([500]);
});

it('answers CloudWatch on the older query protocol as well', async () => {
  const gateway = gatewayOf('monitoring', {
    DescribeAlarms: ({ AlarmNames }) => ({ MetricAlarms: [{ AlarmName: AlarmNames[0] }] }),
  });
  const request = queryRequest(
    'monitoring',
    'Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a',
  );
  const { body } = await answerOf(gateway, request);
  expect(body).toContain('<MetricAlarms><member><AlarmName>a</AlarmName></member></MetricAlarms>');
});

it('tells an empty list from an absent one on the query protocol', async () => {
  const seen: unknown[] = [];
  const gateway = gatewayOf('rds', {
    DescribeDBClusters: (input) => ({ DBClusters: [].slice(seen.push(input)) }),
  });
  const answer = await new RDSClient(config(gateway)).send(new DescribeDBClustersCommand({ Filters: [] }));
  expect({ input: seen[0], DBClusters: answer.DBClusters, Marker: answer.Marker }).toEqual({
    input: { Filters: [] },
    DBClusters: [],
    Marker: undefined,
  });
});
