import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { createGateway } from '../../local/gateway/gateway.ts';
import { createMemoryHandler } from '../../local/gateway/memory.ts';
import type { GatewayRequest, GatewayResponse } from '../../local/gateway/request.ts';
import { CLIENTS, echoService, NOT_SENT, spokenOperations } from '../local/gateway/clients.ts';
import { jsonRequest, queryRequest } from '../local/gateway/fixtures.ts';
import { runs } from '../support/runs.ts';
import { spoil } from './support/mutations.ts';
import { type Draw, Drawer } from './support/values.ts';

const echoes = CLIENTS.map(([name, schemas]) => echoService(name, schemas));
for (const { heard } of echoes) heard.output = {};
const gateway = createGateway({ services: echoes.map(({ service }) => service) });

/** What the SDK's clients send. */
let sent: GatewayRequest | undefined;
const requestHandler = createMemoryHandler((request) => {
  sent = request;
  return gateway.handle(request);
});
const clients = CLIENTS.map(
  ([, schemas, name]) =>
    new schemas[name]({
      region: 'eu-west-2',
      endpoint: 'http://local.test',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler,
      maxAttempts: 1,
    }),
);

/** A request as one of the clients sends it, of any operation. */
async function validRequest(draw: Draw): Promise<GatewayRequest> {
  const at = draw(fc.nat, CLIENTS.length - 1);
  const [, schemas] = CLIENTS[at] as (typeof CLIENTS)[number];
  const operations = spokenOperations(schemas);
  const operation = operations[draw(fc.nat, operations.length - 1)] as string;
  const schema = NormalizedSchema.of(schemas[`${operation}$`][4]);
  const drawer = new Drawer(draw, { maps: false, structures: false });
  const input = schema.isStructSchema() ? drawer.structure(schema, [NOT_SENT[operation] ?? '']) : {};
  await clients[at].send(new schemas[`${operation}Command`](input));
  const { body, ...rest } = sent as GatewayRequest;
  return { ...rest, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
}

/** An answer as AWS gives it: success, or an error of the caller's in the form of the protocol. */
function expectAnswer({ status, headers, body }: GatewayResponse): void {
  if (status === 200) return;
  expect({ status, body, callersFault: status >= 400 && status < 500 }).toMatchObject({ callersFault: true });
  if (headers['content-type'] === 'text/xml') {
    expect(body).toMatch(
      /^<ErrorResponse xmlns="[^"]*"><Error><Type>Sender<\/Type><Code>\w+<\/Code><Message>/,
    );
    expect(body).toMatch(/<\/Error><RequestId>[\w-]+<\/RequestId><\/ErrorResponse>$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(body).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  } else {
    const { __type, message } = JSON.parse(String(body));
    expect({ __type, message }).toEqual({
      __type: expect.stringMatching(/^\w+$/),
      message: expect.any(String),
    });
    expect(headers['x-amzn-errortype']).toBe(__type);
  }
}

describe('a spoilt request', () => {
  it('is answered, and never by an internal failure', async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      expectAnswer(await gateway.handle(spoil(await validRequest(draw), draw)));
    });
    await fc.assert(property, { ...runs<[Draw]>(600), endOnFailure: true });
  });

  it('of nothing but bytes is answered as well', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const property = fc.asyncProperty(bytes, fc.boolean(), async (body, json) => {
      const request = json
        ? jsonRequest('dynamodb', 'DynamoDB_20120810.PutItem', body)
        : queryRequest('rds', '');
      expectAnswer(await gateway.handle({ ...request, body }));
    });
    await fc.assert(property, runs(500));
  });
});

const item = (value: string) =>
  jsonRequest('dynamodb', 'DynamoDB_20120810.PutItem', `{"TableName": "t", "Item": {"a": ${value}}}`);
const statistics = (start: string) =>
  jsonRequest(
    'monitoring',
    'GraniteServiceVersion20100801.GetMetricStatistics',
    `{"Namespace": "a", "MetricName": "b", "StartTime": ${start}, "EndTime": 1, "Period": 1}`,
  );
const clusters = (parameters: string) => queryRequest('rds', `Action=DescribeDBClusters&${parameters}`);
const nested = (depth: number) => `${'{"L":['.repeat(depth)}{"S":"x"}${']}'.repeat(depth)}`;

describe('a request that cannot be read', () => {
  it.each<[string, GatewayRequest, string]>([
    ['an item nested 100,000 deep', item(nested(100_000)), 'nested more than 200 deep'],
    ['a blob that is not base64', item('{"B": "***"}'), 'Item.a.B must be a string of base64'],
    ['a blob of half a group', item('{"B": "a"}'), 'Item.a.B must be a string of base64'],
    [
      'a time as text',
      statistics('"2026-01-01T00:00:00Z"'),
      'StartTime must be a number of seconds since 1970',
    ],
    ['a time as a list', statistics('["2026-01-01"]'), 'StartTime must be a number of seconds since 1970'],
    ['a time out of all bounds', statistics('1e300'), 'StartTime must be a number of seconds since 1970'],
    ['a key of two million parts', clusters(`${'a.'.repeat(2_000_000)}=1`), 'has more than 100 parts'],
    ['a number in hexadecimal', clusters('MaxRecords=0x10'), 'MaxRecords: 0x10 is not a number'],
    ['an index of ten digits', clusters('Filters.Filter.9999999999.Name=a'), '9999999999 is not the number'],
    ['an index called __proto__', clusters('Filters.Filter.__proto__.Name=a'), '__proto__ is not the number'],
    ['an action of control characters', queryRequest('rds', 'Action=%00%01'), 'implement rds:\ufffd\ufffd'],
  ])('is refused with the reason: %s', async (_, request, message) => {
    const answer = await gateway.handle(request);
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining(message) });
    expectAnswer(answer);
  });

  it('is read as deep as DynamoDB nests', async () => {
    expect(await gateway.handle(item(nested(32)))).toMatchObject({ status: 200 });
  });

  it('allocates nothing by an index', async () => {
    const list = 'Filters.Filter.999999999';
    const { status } = await gateway.handle(clusters(`${list}.Name=a&${list}.Values.Value.999999999=x`));
    expect(status).toBe(200);
    expect(echoes[0]?.heard.input).toEqual({ Filters: [{ Name: 'a', Values: ['x'] }] });
  });
});
