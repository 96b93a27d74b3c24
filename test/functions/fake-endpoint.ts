import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as an endpoint sees it. */
export interface Received {
  /** Operation by its wire name: `Action` of a query, the end of `X-Amz-Target`. */
  readonly operation: string;
  /** From the signature's scope: `AKID/date/region/service/aws4_request`. */
  readonly region: string;
  readonly service: string;
  readonly signed: boolean;
}

export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

export interface FakeEndpoint {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** An HTTP server that is no AWS: it notes what it is asked and answers what the test wants. */
export async function startFakeEndpoint(answer: (call: Received) => Reply): Promise<FakeEndpoint> {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const call = await read(request);
    received.push(call);
    const { status, type, body } = answer(call);
    response.writeHead(status, type ? { 'content-type': type } : {});
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  const target = request.headers['x-amz-target']?.toString().split('.').at(-1);
  return {
    operation: target ?? new URLSearchParams(body).get('Action') ?? '',
    region: scope?.[1] ?? '',
    service: scope?.[2] ?? '',
    signed: /Signature=[0-9a-f]{64}/.test(request.headers.authorization ?? ''),
  };
}

export const page = (status: number): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html>\n<html lang=en><title>${status}</title><h1>Sorry</h1>`,
});
