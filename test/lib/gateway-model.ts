import { Ajv } from 'ajv';
import { readOpenApi } from '../../lib/api.ts';
import { type GatewayDocument, toGatewayDocument } from '../../lib/openapi.ts';

export const integrationUri = (key: string) =>
  `arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-2:000000000000:function:plinth-${key}/invocations`;

export const gatewayDocument: GatewayDocument = toGatewayDocument(readOpenApi(), {
  title: 'plinth',
  integrationUri,
});

const ajv = new Ajv({ strict: false });
ajv.addSchema({ $id: 'gateway', components: gatewayDocument.components });

export interface GatewayRequest {
  readonly method: string;
  /** Template of openapi.yaml, after the stage. */
  readonly resource: string;
  readonly contentType?: string;
  readonly body?: string;
}

/**
 * Whether API Gateway lets a request through to the function. What it does: a body of a content type that has a
 * model is checked against it, any other passes; parameters are looked at only for presence. Source: developer
 * guide, "Request validation for REST APIs". Assumed: no Content-Type counts as application/json (as for mapping
 * templates), and an absent body as an empty object.
 */
export function gatewayAccepts({ method, resource, contentType, body = '' }: GatewayRequest): boolean {
  // biome-ignore lint/suspicious/noExplicitAny: an OpenAPI operation
  const operation = gatewayDocument.paths[resource]?.[method.toLowerCase()] as any;
  const media = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  const model = operation.requestBody?.content[media]?.schema.$ref;
  if (!model) return true;
  try {
    return ajv.validate(`gateway${model}`, JSON.parse(body === '' ? '{}' : body)) === true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
