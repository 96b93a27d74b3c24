import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { Blocked, Terminal, Unreachable } from '../../core/errors.ts';
import { formatOutputs } from '../../core/formats.ts';
import { type OutputFormat, parseParameters } from '../../core/parameters.ts';
import { paths } from '../../core/paths.ts';
import { listPresets } from '../../core/presets.ts';
import { ProblemError, problemResponse, toProblem, validationProblem } from '../../core/problem.ts';
import { type EnvironmentRecord, InvalidPageToken } from '../../core/registry.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { listAudit } from './audit.ts';
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
  readonly format: OutputFormat;
  /** The `environment` filter of a list. */
  readonly filter: string | undefined;
  /** ARN of who calls. */
  readonly caller: string;
  readonly dryRun: boolean;
  readonly planId: string | undefined;
  readonly allowReplacement: boolean;
  readonly finalSnapshots: boolean | undefined;
  readonly orphanId: string;
}

type Answer = (call: ApiCall) => Promise<APIGatewayProxyResult>;

const VERSION = '0.1.0';

/** What only changes and looks at AWS need. */
const HEAVY = [
  ...['createEnvironment', 'deleteEnvironment', 'updateEnvironment', 'reconcileEnvironment'],
  ...['retryOperation', 'cancelOperation', 'getDrift', 'listOrphans', 'deleteOrphan'],
] as const satisfies readonly ApiOperation[];

/**
 * What they need is most of the code, such as every tier, to look at what is there. It is loaded with the first one:
 * readers, who come often and to many cold starts, do not wait for it.
 */
function createHeavy(runtime: SubmitRuntime): Record<(typeof HEAVY)[number], Answer> {
  let loaded: Promise<Record<(typeof HEAVY)[number], Answer>> | undefined;
  const load = async () => (await import('./heavy.ts')).createHeavyAnswers(runtime);
  const later =
    (operation: (typeof HEAVY)[number]): Answer =>
    async (call) => {
      loaded ??= load();
      return (await loaded)[operation](call);
    };
  return Object.fromEntries(HEAVY.map((operation) => [operation, later(operation)])) as never;
}

/** The HTTP API behind API Gateway: one function, one route a line. */
export function createApi(runtime: SubmitRuntime) {
  const { registry } = runtime;
  const answers: Record<ApiOperation, Answer> = {
    ...createHeavy(runtime),
    listEnvironments: async (call) =>
      json(200, page(await registry.listEnvironments(call.project, call), environmentView)),
    getEnvironment: async (call) => json(200, environmentView(await requireEnvironment(call))),
    getOutputs: async (call) => outputs(call),
    listOperations: async (call) =>
      json(200, page(await registry.listOperations(call.project, call, call.filter), operationView)),
    getOperation: async (call) => {
      const operation = await registry.getOperation(call.project, call.operationId);
      if (!operation) throw noOperation(call);
      return json(200, operationView(operation), operation.endedAt ? {} : { 'Retry-After': '2' });
    },
    listAudit: async (call) => json(200, await listAudit(runtime, call)),
    listPresets: async () => json(200, listPresets()),
    getHealth: async () => json(200, { status: 'ok', version: VERSION }),
  };

  async function requireEnvironment(call: ApiCall) {
    const record = await registry.getEnvironment(call.project, call.environment);
    if (record) return record;
    throw noEnvironment(call);
  }

  async function outputs(call: ApiCall): Promise<APIGatewayProxyResult> {
    const record = await requireEnvironment(call);
    if (!record.outputs) throw notReady(record);
    const { contentType, body } = formatOutputs(record.outputs, call.format);
    return { statusCode: 200, headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' }, body };
  }

  const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    try {
      // The stage is the version, and `resource` begins after the stage (docs/adr/0020).
      const { stage } = event.requestContext ?? {};
      const resource = stage ? `/${stage}${event.resource}` : event.resource;
      const route = ROUTES.find((known) => known.method === event.httpMethod && known.resource === resource);
      if (!route) throw new ProblemError('not-found', `There is nothing at ${event.httpMethod} ${resource}.`);
      return await answers[route.operation](parseCall(route.operation, event, context));
    } catch (error) {
      return asProblem(runtime, error, event);
    }
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(handler);
}

function parseCall(operation: ApiOperation, event: APIGatewayProxyEvent, context: Context): ApiCall {
  const path = event.pathParameters ?? {};
  const query = event.queryStringParameters ?? {};
  const filter = operation === 'listOperations' ? query.environment : undefined;
  const { limit, format, dryRun, allowReplacement, finalSnapshots } = parseParameters({
    project: path.project,
    environment: path.environment ?? filter,
    operationId: path.operationId,
    limit: query.limit,
    nextToken: query.nextToken,
    format: query.format,
    dryRun: query.dryRun,
    planId: query.planId,
    allowReplacement: query.allowReplacement,
    finalSnapshot: query.finalSnapshot,
    orphanId: path.orphanId,
  });
  return {
    event,
    context,
    project: path.project ?? '',
    environment: path.environment ?? '',
    operationId: path.operationId ?? '',
    limit,
    nextToken: query.nextToken,
    format,
    filter,
    caller: event.requestContext?.identity?.userArn ?? 'unknown',
    dryRun,
    planId: query.planId,
    allowReplacement,
    finalSnapshots,
    orphanId: path.orphanId ?? '',
  };
}

function notReady({ project, environment, status, operationId }: EnvironmentRecord): ProblemError {
  const operation = paths.operation(project, operationId);
  const advice =
    status === 'creating' || status === 'updating' ? 'Wait for its operation' : 'See what its operation says';
  const missing = status === 'deleting' ? 'has no outputs any more' : 'has no outputs yet';
  return new ProblemError(
    'not-ready',
    `Environment ${environment} is ${status} and ${missing}. ${advice}: GET ${operation}.`,
  );
}

export function noEnvironment({ project, environment }: Pick<ApiCall, 'project' | 'environment'>) {
  return new ProblemError(
    'not-found',
    `Project ${project} has no environment ${environment}. POST it to create it.`,
  );
}

export function noOperation({ project, operationId }: Pick<ApiCall, 'project' | 'operationId'>) {
  return new ProblemError('not-found', `Project ${project} has no operation ${operationId}.`);
}

/** The text of the body. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

/** Our own errors keep their words; anything else is logged and answered without its details. */
function asProblem(
  runtime: SubmitRuntime,
  error: unknown,
  event: APIGatewayProxyEvent,
): APIGatewayProxyResult {
  const problem = problemOf(error);
  if (problem.status >= 500) runtime.logger.error('The request failed', error as Error);
  const { statusCode, headers, body } = problemResponse(
    problem,
    `urn:plinth:request:${event.requestContext?.requestId}`,
  );
  return { statusCode, headers: { ...headers }, body };
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof InvalidPageToken) {
    return validationProblem([{ parameter: 'nextToken', detail: error.message }]);
  }
  // A blocked or impossible look at AWS: its message is written for people and says what to do.
  if (error instanceof Blocked || error instanceof Terminal)
    return new ProblemError('unavailable', error.message, { cause: error });
  if (error instanceof Unreachable)
    return new ProblemError('unavailable', error.message, { headers: { 'Retry-After': '5' }, cause: error });
  return toProblem(error);
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
