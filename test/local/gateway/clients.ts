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
import type { Operation, Service } from '../../../local/service.ts';
import { hasStream } from './synthetic.ts';

// biome-ignore lint/suspicious/noExplicitAny: every client has other types, and all are walked as schemas
type Any = any;

/** Every client that the local cloud serves. */
export const CLIENTS: readonly [signingName: string, schemas: Any, client: string][] = [
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

/** A global endpoint is signed with SigV4a, which needs a native package of its own. */
export const NOT_SENT: Readonly<Record<string, string>> = { PutEvents: 'EndpointId' };

/** What an echo service was given, and what it is told to answer or, before that, to throw. */
export interface Heard {
  input?: unknown;
  output?: unknown;
  error?: Error;
}

/** A service that keeps what it was given and answers what it was told. */
export function echoService(name: string, schemas: Any): { heard: Heard; service: Service } {
  const heard: Heard = {};
  const echo: Operation = (input) => {
    heard.input = input;
    if (heard.error) throw heard.error;
    return heard.output;
  };
  const operations = Object.fromEntries(operationNames(schemas).map((operation) => [operation, echo]));
  return { heard, service: { name, schemas, operations } };
}

/** A client of the SDK that reaches the service in memory. */
export function clientOf(service: Service, clientName: string): Any {
  return new service.schemas[clientName]({
    region: 'eu-west-2',
    endpoint: 'http://local.test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: createGateway({ services: [service] }).requestHandler,
    maxAttempts: 1,
  });
}

export function operationNames(schemas: Any): string[] {
  return Object.keys(schemas)
    .filter((key) => key.endsWith('$') && schemas[key][0] === 9)
    .map((key) => key.slice(0, -1));
}

/** Without those that answer with a stream, which the gateway does not speak. */
export function spokenOperations(schemas: Any): string[] {
  return operationNames(schemas).filter(
    (operation) => !hasStream(NormalizedSchema.of(schemas[`${operation}$`][5])),
  );
}

/** Plain values: blobs come back in subclasses of Uint8Array, which are as good. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [[k, plain(v)]])),
  );
}
