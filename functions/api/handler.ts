import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { beforeStart } from '../../core/advice.ts';
import { Blocked, Terminal, Unreachable } from '../../core/errors.ts';
import { type OutputFormat, parseParameters } from '../../core/parameters.ts';
import { ProblemError, problemResponse, toProblem, validationProblem } from '../../core/problem.ts';
import { InvalidPageToken } from '../../core/registry.ts';
import { shorten } from '../../core/request/pointer.ts';
import { MORTAL } from '../mortal.ts';
import type { Runtime } from '../runtime.ts';
import { type ApiOperation, queryOf, ROUTES } from './routes.ts';

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

/** What answers one operation. */
export type Answer = (call: ApiCall) => Promise<APIGatewayProxyResult>;

/**
 * A function behind API Gateway: finds the operation, checks its parameters, and turns every error into a problem.
 * @param answers Those of its own operations; the others are not sent to it.
 */
export function createHandler(
  { logger }: Pick<Runtime, 'logger'>,
  answers: Partial<Record<ApiOperation, Answer>>,
) {
  const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    try {
      // The stage is the version, and `resource` begins after the stage (docs/adr/0020).
      const { stage } = event.requestContext ?? {};
      const resource = stage ? `/${stage}${event.resource}` : event.resource;
      const route = ROUTES.find((known) => known.method === event.httpMethod && known.resource === resource);
      const answer = route && answers[route.operation];
      if (!answer)
        throw new ProblemError('not-found', `There is nothing at ${event.httpMethod} ${resource}.`);
      return await answer(parseCall(event, context, queryOf(route)));
    } catch (error) {
      return asProblem(logger, error, event);
    }
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>(MORTAL)
    .use(injectLambdaContext(logger, { clearState: true }))
    .handler(handler);
}

/**
 * The query parameters that an operation knows. One that only reads ignores the others, as API Gateway does; but a
 * misspelt `dryRun`, or one where there is none, must not become the very change that it was to show.
 */
function knownQuery(
  { httpMethod, queryStringParameters }: APIGatewayProxyEvent,
  known: readonly string[],
): Record<string, string | undefined> {
  const given = Object.entries(queryStringParameters ?? {});
  const unknown = given.flatMap(([name]) => (known.includes(name) ? [] : [shorten(name)]));
  if (httpMethod === 'GET' || unknown.length === 0)
    return Object.fromEntries(given.filter(([name]) => known.includes(name)));
  const may = known.length === 0 ? 'This call takes none' : `This call takes ${known.join(', ')}`;
  const detail = (name: string) => `The query parameter ${name} is not known. ${may}. Nothing was done.`;
  throw validationProblem(unknown.map((name) => ({ parameter: name, detail: detail(name) })));
}

function parseCall(event: APIGatewayProxyEvent, context: Context, known: readonly string[]): ApiCall {
  const path = event.pathParameters ?? {};
  const query = knownQuery(event, known);
  const { limit, format, dryRun, allowReplacement, finalSnapshots } = parseParameters({
    project: path.project,
    environment: path.environment ?? query.environment,
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
    filter: query.environment,
    caller: event.requestContext?.identity?.userArn ?? 'unknown',
    dryRun,
    planId: query.planId,
    allowReplacement,
    finalSnapshots,
    orphanId: path.orphanId ?? '',
  };
}

/** The text of the body. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

/** Our own errors keep their words; anything else is logged and answered without its details. */
function asProblem(
  logger: Runtime['logger'],
  error: unknown,
  event: APIGatewayProxyEvent,
): APIGatewayProxyResult {
  const problem = problemOf(error);
  if (problem.status >= 500) logger.error('The request failed', error as Error);
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
    return new ProblemError('unavailable', beforeStart(error.message), { cause: error });
  if (error instanceof Unreachable)
    return new ProblemError('unavailable', error.message, { headers: { 'Retry-After': '5' }, cause: error });
  return toProblem(error);
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
