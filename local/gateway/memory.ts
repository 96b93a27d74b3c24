import { HttpResponse } from '@smithy/core/protocols';
import type { SignatureV4Init } from '@smithy/signature-v4';
import { callingFunction } from '../caller.ts';
import type { GatewayRequest, GatewayResponse } from './request.ts';

/** The part of the SDK's HttpRequest that the gateway reads. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An SDK v3 `requestHandler` without a socket. */
export interface MemoryHandler {
  handle(request: SdkRequest, options?: { abortSignal?: unknown }): Promise<{ response: HttpResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  /** Does nothing: many clients share one handler. */
  destroy(): void;
}

/**
 * For the `signerConstructor` of an SDK v3 client whose calls stay in this process: names who calls which service
 * where, as a SigV4 header does, without the signature: the gateway verifies none, and it is a tenth of every call.
 * In a function's invocation that is the function, as on AWS.
 */
export class ScopeSigner {
  readonly #options: SignatureV4Init;

  constructor(options: SignatureV4Init) {
    this.#options = options;
  }

  async sign<Request extends { headers: Record<string, string> }>(request: Request): Promise<Request> {
    const { credentials, region, service } = this.#options;
    const own = typeof credentials === 'function' ? await credentials() : credentials;
    const accessKeyId = callingFunction() ?? own.accessKeyId;
    const scope = `${accessKeyId}/00000000/${region}/${service}/aws4_request`;
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    return request;
  }
}

export function createMemoryHandler(
  handle: (request: GatewayRequest) => Promise<GatewayResponse>,
): MemoryHandler {
  return {
    async handle(request, options) {
      const signal = options?.abortSignal as AbortSignal | undefined;
      if (signal?.aborted) throw abortError();
      const { method, headers } = request;
      const answer = handle({ method, path: pathOf(request), headers, body: bytesOf(request.body) });
      const { status, headers: answered, body } = await (signal ? orAborted(answer, signal) : answer);
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      return { response: new HttpResponse({ statusCode: status, headers: answered, body: bytes }) };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

function pathOf(request: SdkRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) query.append(name, one);
  }
  return query.size === 0 ? request.path : `${request.path}?${query}`;
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('The in-memory gateway takes strings and bytes as request bodies, not streams.');
}

function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

async function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
