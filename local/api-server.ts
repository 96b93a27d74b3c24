import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { GatewayAnswer } from '../core/gateway-answers.ts';
import { ProblemError, problemResponse } from '../core/problem.ts';
import { MAX_BODY_BYTES } from '../core/request.ts';
import { functionOf, ROUTES } from '../functions/api/routes.ts';
import type { FunctionKey } from '../functions/keys.ts';
import { type ApiAccess, authorize } from './execute-api.ts';

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

/** @param key The function that answers the operation. */
export type ApiHandler = (event: APIGatewayProxyEvent, key: FunctionKey) => Promise<APIGatewayProxyResult>;

export interface ApiServerOptions {
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Policies by access key. @default every call is the laptop's own */
  readonly access?: ApiAccess;
}

/** The name of the stage on AWS, and the beginning of every path (docs/adr/0020). */
const STAGE = 'v1';

/** As long as API Gateway, so that a connection that is used again after some idle seconds is open. */
const KEEP_ALIVE_MS = 60_000;

/** Methods without a signature, as openapi.yaml says. */
const OPEN = new Set(['getHealth']);

/**
 * Stands where API Gateway stands on AWS: HTTP in, the proxy event of a REST API to the same handlers. It gives the
 * answers that the function never sees on AWS either; bodies it leaves to the function, which refuses all that API
 * Gateway refuses (docs/adr/0021). For a path that is not there it says so, where API Gateway asks for a signature.
 */
export async function listenApi(
  handler: ApiHandler,
  port: number,
  { host = '127.0.0.1', access }: ApiServerOptions = {},
): Promise<ApiServer> {
  const server = createServer((request, response) => {
    serve(handler, request, access)
      .catch((error: unknown) => {
        // A caller who hung up in the middle of the body waits for no answer.
        if (!request.complete) return null;
        process.stderr.write(`The API failed: ${error instanceof Error ? error.stack : String(error)}\n`);
        return refuse(error);
      })
      .then((result) => result && answer(response, result));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  handler: ApiHandler,
  request: IncomingMessage,
  access: ApiAccess | undefined,
): Promise<APIGatewayProxyResult> {
  const url = urlOf(request);
  const body = await readBody(request);
  if (body === null) {
    return refuse(
      new ProblemError('body-too-large', `The body has more than ${MAX_BODY_BYTES} bytes. Send less.`),
    );
  }
  const matches = ROUTES.flatMap((route) => {
    const { method, resource, operation } = route;
    const pathParameters = matchPath(resource, url.pathname);
    return pathParameters ? [{ method, resource, operation, pathParameters, key: functionOf(route) }] : [];
  });
  const match = matches.find(({ method }) => method === request.method);
  if (!match && matches.length > 0) {
    // RFC 9110, section 15.5.6: the answer has to say what is allowed.
    const Allow = matches.map(({ method }) => method).join(', ');
    return refuse(
      new ProblemError(
        'method-not-allowed',
        `${url.pathname} takes no ${request.method}, but ${Allow}. The operations are in openapi.yaml.`,
        { headers: { Allow } },
      ),
    );
  }
  if (!match) {
    return refuse(
      new ProblemError(
        'not-found',
        `There is nothing at ${url.pathname.slice(0, 200)}. The paths are in openapi.yaml.`,
      ),
    );
  }
  const call = {
    authorization: request.headers.authorization,
    stage: STAGE,
    method: match.method,
    path: afterStage(url.pathname),
  };
  const caller = OPEN.has(match.operation) ? { userArn: null } : authorize(call, access);
  if ('responseType' in caller) return refuseAsGateway(caller);
  return handler(proxyEvent(request, url, { ...match, ...caller }, body), match.key);
}

/** API Gateway has no words of the handler's in its answers. */
function refuseAsGateway({ problem, detail, headers }: GatewayAnswer): APIGatewayProxyResult {
  return refuse(new ProblemError(problem, detail, headers ? { headers } : {}));
}

const afterStage = (path: string) => path.slice(`/${STAGE}`.length);

function refuse(error: unknown): APIGatewayProxyResult {
  const { statusCode, headers, body } = problemResponse(error);
  return { statusCode, headers: { ...headers }, body };
}

interface Match {
  readonly resource: string;
  readonly pathParameters: Record<string, string>;
  readonly userArn: string | null;
}

/** The target as a path, also when it begins with two slashes or is none at all: those are paths of nothing. */
function urlOf({ url = '/' }: IncomingMessage): URL {
  const target = URL.parse(url, 'http://local');
  return target?.host === 'local' ? target : new URL(`http://local/${encodeURIComponent(url)}`);
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? '';
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return parameters;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Null: more than API Gateway takes. The rest of such a body is read and thrown away. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

function proxyEvent(request: IncomingMessage, url: URL, match: Match, body: string): APIGatewayProxyEvent {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );
  return {
    httpMethod: request.method ?? 'GET',
    path: afterStage(url.pathname),
    resource: afterStage(match.resource),
    pathParameters: match.pathParameters,
    queryStringParameters: url.search ? Object.fromEntries(url.searchParams) : null,
    multiValueQueryStringParameters: null,
    headers,
    multiValueHeaders: {},
    stageVariables: null,
    isBase64Encoded: false,
    body: body === '' ? null : body,
    requestContext: {
      requestId: randomUUID(),
      stage: STAGE,
      path: url.pathname,
      resourcePath: afterStage(match.resource),
      identity: { userArn: match.userArn, sourceIp: '127.0.0.1' },
    } as APIGatewayProxyEvent['requestContext'],
  };
}

function answer(response: ServerResponse, result: APIGatewayProxyResult): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  response.statusCode = result.statusCode;
  response.end(result.body);
}
