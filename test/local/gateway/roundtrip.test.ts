import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dax from '@aws-sdk/client-dax';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as elasticache from '@aws-sdk/client-elasticache';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as rds from '@aws-sdk/client-rds';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import { NormalizedSchema } from '@smithy/core/schema';
import { createGateway } from '../../../local/gateway/gateway.ts';
import type { Operation } from '../../../local/service.ts';
import { hasStream, idempotencyTokens, Synthesiser, type Variant } from './synthetic.ts';

// biome-ignore lint/suspicious/noExplicitAny: every client has other types, and all are walked as schemas
type Any = any;

/** Operations with an event stream or a streamed body, which the gateway does not speak. */
const STREAMING: Readonly<Record<string, readonly string[]>> = { logs: ['GetLogObject', 'StartLiveTail'] };

/** A global endpoint is signed with SigV4a, which needs a native package of its own. */
const NOT_SENT: Readonly<Record<string, string>> = { PutEvents: 'EndpointId' };

const CLIENTS: [signingName: string, schemas: Any, client: string][] = [
  ['rds', rds, 'RDSClient'],
  ['elasticache', elasticache, 'ElastiCacheClient'],
  ['dax', dax, 'DAXClient'],
  ['dynamodb', dynamodb, 'DynamoDBClient'],
  ['monitoring', cloudwatch, 'CloudWatchClient'],
  ['secretsmanager', secretsmanager, 'SecretsManagerClient'],
  ['kms', kms, 'KMSClient'],
  ['sns', sns, 'SNSClient'],
  ['logs', logs, 'CloudWatchLogsClient'],
  ['states', sfn, 'SFNClient'],
  ['iam', iam, 'IAMClient'],
  ['events', eventbridge, 'EventBridgeClient'],
];

/** A service that keeps what it was given and answers what it was told. */
function echoService(name: string, schemas: Any) {
  const heard: { input?: unknown; output?: unknown; region?: string } = {};
  const echo: Operation = (input, context) => {
    Object.assign(heard, { input, region: context.region });
    return heard.output;
  };
  const operations = Object.fromEntries(operationNames(schemas).map((operation) => [operation, echo]));
  return { heard, service: { name, schemas, operations } };
}

function operationNames(schemas: Any): string[] {
  return Object.keys(schemas)
    .filter((key) => key.endsWith('$') && schemas[key][0] === 9)
    .map((key) => key.slice(0, -1));
}

/** Plain values: blobs come back in subclasses of Uint8Array, which are as good. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [[k, plain(v)]])),
  );
}

describe.each(CLIENTS)('%s', (name, schemas, clientName) => {
  const { heard, service } = echoService(name, schemas);
  const client = new schemas[clientName]({
    region: 'eu-west-2',
    endpoint: 'http://local.test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: createGateway({ services: [service] }).requestHandler,
    maxAttempts: 1,
  });

  async function roundTrip(operation: string, variant: Variant) {
    const schema = schemas[`${operation}$`];
    const [inputSchema, outputSchema] = [NormalizedSchema.of(schema[4]), NormalizedSchema.of(schema[5])];
    const synthesiser = new Synthesiser(variant);
    const input = (inputSchema.isStructSchema() ? synthesiser.value(inputSchema) : {}) as Any;
    delete input[NOT_SENT[operation] ?? ''];
    heard.output = outputSchema.isStructSchema() ? synthesiser.value(outputSchema) : {};
    heard.input = undefined;
    const { $metadata, ...output } = await client.send(new schemas[`${operation}Command`](input));
    const received = { ...(heard.input as Any) };
    for (const token of idempotencyTokens(inputSchema)) if (!(token in input)) delete received[token];
    expect({ operation, input: plain(received) }).toEqual({ operation, input: plain(input) });
    expect({ operation, output: plain(output) }).toEqual({ operation, output: plain(heard.output) });
    expect($metadata.httpStatusCode).toBe(200);
  }

  const all = operationNames(schemas);
  const spoken = all.filter((operation) => !hasStream(NormalizedSchema.of(schemas[`${operation}$`][5])));

  it('has no streaming operations but the known ones', () => {
    expect(all.filter((operation) => !spoken.includes(operation))).toEqual(STREAMING[name] ?? []);
  });

  it.each<Variant>(['full', 'minimal'])(
    'carries the input and output of every operation unchanged: %s',
    async (variant) => {
      expect(spoken.length).toBeGreaterThan(15);
      const failed: string[] = [];
      for (const operation of spoken) {
        await roundTrip(operation, variant).catch((error) => failed.push(`${operation}: ${error.message}`));
      }
      expect(failed).toEqual([]);
    },
  );
});
