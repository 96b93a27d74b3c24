import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ProblemError, problemResponse } from '../core/problem.ts';
import { MAX_BODY_BYTES } from '../core/request.ts';
import { ROUTES } from '../functions/api/routes.ts';

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

export type ApiHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Stands where API Gateway stands on AWS: HTTP in, the proxy event of a REST API to the same handler. */
export async function listenApi(handler: ApiHandler, port: number, host = '127.0.0.1'): Promise<ApiServer> {
  const server = createServer((request, response) => {
    serve(handler, request)
      .catch((error: unknown) => {
        // A caller who hung up in the middle of the body waits for no answer.
        if (!request.complete) return null;
        process.stderr.write(`The API failed: ${error instanceof Error ? error.stack : String(error)}\n`);
        return refuse(error);
      })
      .then((result) => result && answer(response, result));
  });
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

async function serve(handler: ApiHandler, request: IncomingMessage): Promise<APIGatewayProxyResult> {
  const url = urlOf(request);
  const body = await readBody(request);
  if (body === null) {
    return refuse(
      new ProblemError('body-too-large', `The body has more than ${MAX_BODY_BYTES} bytes. Send less.`),
    );
  }
  const matches = ROUTES.flatMap(({ method, resource }) => {
    const pathParameters = matchPath(resource, url.pathname);
    return pathParameters ? [{ method, resource, pathParameters }] : [];
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
  return handler(proxyEvent(request, url, match, body));
}

function refuse(error: unknown): APIGatewayProxyResult {
  const { statusCode, headers, body } = problemResponse(error);
  return { statusCode, headers: { ...headers }, body };
}

interface Match {
  readonly resource: string;
  readonly pathParameters: Record<string, string>;
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
    path: url.pathname,
    resource: match.resource,
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
      identity: { userArn: 'arn:aws:iam::000000000000:user/laptop', sourceIp: '127.0.0.1' },
    } as APIGatewayProxyEvent['requestContext'],
  };
}

function answer(response: ServerResponse, result: APIGatewayProxyResult): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  response.statusCode = result.statusCode;
  response.end(result.body);
}
