import { GATEWAY_ANSWERS, type GatewayAnswer, problemTemplate } from '../core/gateway-answers.ts';
import { PROBLEMS } from '../core/problem.ts';

/**
 * The stage has the version as its name, so that the paths of openapi.yaml, and the links in answers, are the paths
 * of the deployed API as they stand: `https://{id}.execute-api.{region}.amazonaws.com/v1/projects/…`.
 */
export const STAGE = 'v1';

/** As much of OpenAPI 3.0 as is read here. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, Schema>>;
  };
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  /** The function that answers; without it `api`. */
  readonly 'x-plinth-function'?: string;
}

interface OpenApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
}

type Content = Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;
type Schema = Readonly<Record<string, unknown>>;

export interface GatewayDocument {
  readonly openapi: string;
  readonly info: Schema;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, Schema>>;
  };
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}

const VALIDATOR = 'everything';

/**
 * openapi.yaml as API Gateway imports it: what it validates and does, and nothing that it ignores or refuses.
 *
 * @param integrationUri of the function with this key:
 * `arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{function arn}/invocations`
 */
export function toGatewayDocument(
  document: OpenApiDocument,
  { title, integrationUri }: { readonly title: string; readonly integrationUri: (key: string) => string },
): GatewayDocument {
  const { info, components } = document;
  const paths = Object.entries(document.paths).map(([path, item]) => [
    withoutStage(path),
    mapValues(item, (operation) =>
      toGatewayOperation(operation, integrationUri(operation['x-plinth-function'] ?? 'api')),
    ),
  ]);
  return {
    // The version that the developer guide names as supported.
    openapi: '3.0.1',
    info: { title, version: info.version, description: info.description },
    paths: Object.fromEntries(paths),
    components: {
      schemas: bodyModels(document),
      securitySchemes: components.securitySchemes,
    },
    'x-amazon-apigateway-request-validators': {
      [VALIDATOR]: { validateRequestBody: true, validateRequestParameters: true },
    },
    'x-amazon-apigateway-request-validator': VALIDATOR,
    'x-amazon-apigateway-gateway-responses': Object.fromEntries(
      GATEWAY_ANSWERS.map((answer) => [answer.responseType, gatewayResponse(answer)]),
    ),
  };
}

function withoutStage(path: string): string {
  const prefix = `/${STAGE}/`;
  if (path.startsWith(prefix)) return path.slice(prefix.length - 1);
  throw new Error(`openapi.yaml: path ${path} does not begin with ${prefix}, the name of the stage.`);
}

function toGatewayOperation(operation: OpenApiOperation, uri: string): Schema {
  const { operationId, summary, security = [], parameters, requestBody, responses } = operation;
  return {
    operationId,
    summary,
    // An empty list would say the same; API Gateway takes an operation without `security` as open.
    ...(security.length > 0 ? { security } : {}),
    ...(parameters ? { parameters: parameters.map(toGatewayParameter) } : {}),
    ...(requestBody ? { requestBody: toGatewayBody(requestBody) } : {}),
    // Without models: a proxy integration answers what the function answers.
    responses: mapValues(responses, ({ description }) => ({ description })),
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
  };
}

/** API Gateway looks only whether a required parameter is there; the function checks the rest. */
function toGatewayParameter({ name, in: place, required, description }: OpenApiParameter): Schema {
  return { name, in: place, required: required ?? false, description, schema: { type: 'string' } };
}

function toGatewayBody({
  required,
  content,
}: NonNullable<OpenApiOperation['requestBody']>): Readonly<Record<string, unknown>> {
  return { required: required ?? false, content: mapValues(content, ({ schema }) => ({ schema })) };
}

/** The schemas that request bodies need. */
function bodyModels({ paths, components }: OpenApiDocument): Record<string, Schema> {
  const models = new Map<string, Schema>();
  const add = (reference: unknown): void => {
    const name = String(reference).replace('#/components/schemas/', '');
    if (models.has(name)) return;
    const schema = components.schemas[name];
    if (schema === undefined) throw new Error(`openapi.yaml: there is no schema at ${reference}.`);
    models.set(name, toModel(schema));
    for (const found of referencesIn(schema)) add(found);
  };
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item)))
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) add(schema.$ref);
  return Object.fromEntries(models);
}

function referencesIn(node: unknown): unknown[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [value] : referencesIn(value)));
}

/**
 * Keywords that API Gateway's validation of bodies knows. Left out, so that the function is the one to refuse:
 * `additionalProperties`, which models do not support (and the function finds the misspelt name, and a secret);
 * `minItems` and `maxItems`, which are not part of the validation. Source: developer guide, "Important notes for REST
 * APIs". Documentation (`default`, `description`, examples) is not needed to validate.
 */
const KEYWORDS = [
  ...['type', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...['required', 'uniqueItems', 'maxProperties'],
] as const;

function toModel(schema: Schema): Schema {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  const model: Record<string, unknown> = {};
  for (const keyword of KEYWORDS) if (schema[keyword] !== undefined) model[keyword] = schema[keyword];
  // In JSON schema draft 4 (section 3.5) the number 1.0 is no integer; JSON.parse, and so the function, makes no
  // difference. What is a whole number to the function has to be one to the gateway.
  if (model.type === 'integer') Object.assign(model, { type: 'number', multipleOf: 1 });
  if (schema.properties) model.properties = mapValues(schema.properties as Record<string, Schema>, toModel);
  if (schema.items) model.items = toModel(schema.items as Schema);
  return model;
}

function gatewayResponse(answer: GatewayAnswer): Schema {
  const headers = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...answer.headers,
  };
  return {
    statusCode: String(PROBLEMS[answer.problem].status),
    responseParameters: Object.fromEntries(
      // A static value stands in single quotes.
      Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    ),
    // Chosen by the caller's Accept header; application/json is what API Gateway falls back to.
    responseTemplates: { 'application/json': problemTemplate(answer) },
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
