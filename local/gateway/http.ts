import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GatewayRequest, type GatewayResponse, MAX_BODY_BYTES } from './request.ts';

type Handle = (request: GatewayRequest) => Promise<GatewayResponse>;

const KEEP_ALIVE_MS = 60_000;

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Ends keep-alive connections too. */
  close(): Promise<void>;
}

/** Serves the gateway over HTTP. Rejects when the port is taken. */
export async function listen(handle: Handle, port: number, host: string): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(handle, request, response).catch(() => response.destroy());
  });
  // As AWS's endpoints do it: a client that uses a kept connection again after some idle seconds finds it open.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close };
}

async function serve(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const { method = 'GET', url: path = '/' } = request;
  const answer = await handle({ method, path, headers, body });
  const tooLarge = body.byteLength > MAX_BODY_BYTES;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
    ...(tooLarge && { connection: 'close' }),
  });
  response.end(answer.body);
}

/** Reads on to the end, so that the caller gets to read the answer, but keeps no more than one chunk too much. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    bytes += chunk.byteLength;
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
