import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dax from '@aws-sdk/client-dax';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as elasticache from '@aws-sdk/client-elasticache';
import * as iam from '@aws-sdk/client-iam';
import * as rds from '@aws-sdk/client-rds';
import * as sns from '@aws-sdk/client-sns';
import { createGateway, type GatewayOptions } from '../../../local/gateway/gateway.ts';
import type { GatewayRequest } from '../../../local/gateway/request.ts';
import type { Operation, Service } from '../../../local/service.ts';

export const SCHEMAS = {
  rds,
  elasticache,
  dax,
  dynamodb,
  iam,
  logs,
  sns,
  monitoring: cloudwatch,
} as const;
export type ServiceName = keyof typeof SCHEMAS;

export function service(name: ServiceName, operations: Record<string, Operation>): Service {
  return { name, schemas: SCHEMAS[name], operations };
}

export function gatewayOf(
  name: ServiceName,
  operations: Record<string, Operation>,
  options: Partial<GatewayOptions> = {},
) {
  return createGateway({ services: [service(name, operations)], ...options });
}

export function config(gateway: ReturnType<typeof createGateway>, region = 'eu-west-2') {
  return {
    region,
    endpoint: 'http://local.test',
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
    requestHandler: gateway.requestHandler,
    maxAttempts: 1,
  };
}

const scope = (name: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDTEST/20260101/eu-west-2/${name}/aws4_request, SignedHeaders=host, Signature=0`;

/** A hand-written request, for what no SDK would send. */
export function queryRequest(name: string, body: string): GatewayRequest {
  const headers = { Authorization: scope(name), 'Content-Type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path: '/', headers, body: Buffer.from(body) };
}

export function jsonRequest(name: string, target: string, body: string | Uint8Array): GatewayRequest {
  const headers = {
    Authorization: scope(name),
    'Content-Type': 'application/x-amz-json-1.0',
    'X-Amz-Target': target,
  };
  return { method: 'POST', path: '/', headers, body: Buffer.from(body) };
}
