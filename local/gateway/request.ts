import { gunzipSync } from 'node:zlib';
import { AwsError } from '../service.ts';

export interface GatewayRequest {
  readonly method: string;
  /** With the query string, when there is one. */
  readonly path: string;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

/** Largest request body, in bytes, compressed or not. Ours: the largest legal AWS request here is far below it. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** One request in the form that the protocols read. */
export interface ParsedRequest {
  readonly protocol: 'query' | 'json';
  /** `1.0` or `1.1`, as the caller said. */
  readonly jsonVersion: string;
  /** Part of `X-Amz-Target` before the dot. */
  readonly target: string | undefined;
  readonly operation: string;
  readonly service: string | undefined;
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Query string and form body of a query request. */
  readonly parameters: URLSearchParams;
  /** Text of the body of a JSON request. Throws `AwsError` when it is too large or wrongly compressed. */
  text(): string;
}

export function parseRequest(request: GatewayRequest): ParsedRequest {
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const parameters = new URLSearchParams(request.path.split('?')[1] ?? '');
  const credential = credentialScope(headers.get('authorization') ?? '', parameters);
  const contentType = headers.get('content-type') ?? '';
  const text = () => readBody(request.body, headers.get('content-encoding'));
  const target = headers.get('x-amz-target');
  if (target !== undefined || contentType.startsWith('application/x-amz-json')) {
    const dot = target?.lastIndexOf('.') ?? -1;
    return {
      protocol: 'json',
      jsonVersion: contentType.includes('1.1') ? '1.1' : '1.0',
      target: target?.slice(0, Math.max(0, dot)),
      operation: target?.slice(dot + 1) ?? '',
      ...credential,
      parameters,
      text,
    };
  }
  if (request.method !== 'GET') {
    for (const [name, value] of new URLSearchParams(text())) parameters.append(name, value);
  }
  const operation = parameters.get('Action') ?? '';
  return {
    protocol: 'query',
    jsonVersion: '1.0',
    target: undefined,
    operation,
    ...credential,
    parameters,
    text,
  };
}

/**
 * Who calls which service in which region, from the SigV4 credential scope `key/date/region/service/aws4_request`
 * in the Authorization header or, for a presigned URL, in the query string. The signature itself is not verified:
 * the local cloud listens on loopback, knows no secret keys and takes any.
 */
function credentialScope(authorization: string, parameters: URLSearchParams) {
  const credential =
    /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? parameters.get('X-Amz-Credential') ?? '';
  const parts = credential.split('/');
  if (parts.length < 5) return { service: undefined, region: undefined, accessKeyId: undefined };
  const [service, region] = [parts.at(-2), parts.at(-3)];
  return { service, region, accessKeyId: parts.slice(0, -4).join('/') };
}

function readBody(body: Uint8Array, encoding: string | undefined): string {
  const limit = `${MAX_BODY_BYTES / 1024 / 1024} MiB`;
  const tooLarge = () =>
    new AwsError('RequestEntityTooLarge', `The local cloud takes request bodies of at most ${limit}.`, {
      status: 413,
    });
  if (body.byteLength > MAX_BODY_BYTES) throw tooLarge();
  if (encoding === undefined || encoding === 'identity') return utf8(body);
  if (encoding !== 'gzip') {
    throw new AwsError('SerializationException', `Content-Encoding ${encoding} is not supported: use gzip.`);
  }
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES }).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new AwsError('SerializationException', 'The request body is not valid gzip.');
  }
}

/** Over the same memory: the SDK's request bodies are a Uint8Array whose own string methods are slow and warn. */
function utf8(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
