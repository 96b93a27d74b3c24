import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { PlinthError } from '../../core/errors.ts';
import { formatOutputs } from '../../core/formats.ts';
import { presetViews } from '../../core/presets.ts';
import { ProblemError, problemResponse, problems } from '../../core/problem.ts';
import { InvalidPageToken } from '../../core/registry.ts';
import { parseParameters } from '../../core/request/index.ts';
import type { Runtime } from '../runtime.ts';
import { createEnvironment } from './create.ts';
import { createIdempotency } from './idempotency.ts';
import { type ApiOperation, ROUTES } from './routes.ts';
import { environmentView, operationView } from './views.ts';

/** The path and query parameters of a call, checked against openapi.yaml. */
export interface ApiCall {
  readonly event: APIGatewayProxyEvent;
  readonly context: Context;
  readonly project: string;
  readonly environment: string;
  readonly operationId: string;
  readonly limit: number;
  readonly nextToken: string | undefined;
  readonly format: 'json' | 'env' | 'tfvars';
  /** The `environment` filter of a list. */
  readonly filter: string | undefined;
}

type Answer = (call: ApiCall) => Promise<APIGatewayProxyResult>;

const VERSION = '0.1.0';

/** The HTTP API behind API Gateway: one function, one route a line. */
export function createApi(runtime: Runtime) {
  const { registry } = runtime;
  const idempotent = createIdempotency(runtime);
  const answers: Record<ApiOperation, Answer> = {
    createEnvironment: (call) => createEnvironment(runtime, idempotent, call),
    listEnvironments: async (call) =>
      json(200, page(await registry.listEnvironments(call.project, call), environmentView)),
    getEnvironment: async (call) => json(200, environmentView(await requireEnvironment(call))),
    getOutputs: async (call) => outputs(call),
    listOperations: async (call) =>
      json(200, page(await registry.listOperations(call.project, call, call.filter), operationView)),
    getOperation: async (call) => {
      const operation = await registry.getOperation(call.project, call.operationId);
      if (!operation)
        throw problems.notFound(`Project ${call.project} has no operation ${call.operationId}.`);
      return json(200, operationView(operation), operation.endedAt ? {} : { 'Retry-After': '2' });
    },
    listPresets: async () => json(200, { items: presetViews(), nextToken: null }),
    getHealth: async () => json(200, { status: 'ok', version: VERSION }),
  };

  async function requireEnvironment(call: ApiCall) {
    const record = await registry.getEnvironment(call.project, call.environment);
    if (record) return record;
    throw problems.notFound(
      `Project ${call.project} has no environment ${call.environment}. POST it to create it.`,
    );
  }

  async function outputs(call: ApiCall): Promise<APIGatewayProxyResult> {
    const record = await requireEnvironment(call);
    if (!record.outputs) throw problems.notReady(record);
    const { contentType, body } = formatOutputs(record.outputs, call.format);
    return { statusCode: 200, headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' }, body };
  }

  const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    try {
      const route = ROUTES.find(
        ({ method, resource }) => method === event.httpMethod && resource === event.resource,
      );
      if (!route) throw problems.notFound(`There is nothing at ${event.httpMethod} ${event.resource}.`);
      return await answers[route.operation](parseCall(route.operation, event, context));
    } catch (error) {
      return problemResponse(toProblem(runtime, error));
    }
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(handler);
}

function parseCall(operation: ApiOperation, event: APIGatewayProxyEvent, context: Context): ApiCall {
  const { path, query } = parseParameters(operation, {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
  });
  return {
    event,
    context,
    project: path.project ?? '',
    environment: path.environment ?? '',
    operationId: path.operationId ?? '',
    limit: query.limit ?? 20,
    nextToken: query.nextToken,
    format: query.format ?? 'json',
    filter: query.environment,
  };
}

/** Our own errors keep their words; anything else is logged and answered without its details. */
function toProblem(runtime: Runtime, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof InvalidPageToken) return problems.invalidParameter('nextToken', error.message);
  runtime.logger.error('The request failed', error as Error);
  if (error instanceof PlinthError) return problems.unavailable(error.message);
  return problems.internal();
}

function page<T, V>(records: { items: readonly T[]; nextToken: string | null }, view: (record: T) => V) {
  return { items: records.items.map(view), nextToken: records.nextToken };
}

export function json(
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
