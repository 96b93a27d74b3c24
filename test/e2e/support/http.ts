import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { Operation, Problem } from '../../../core/generated/api.ts';
import { checkAgainstContract } from './contract.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON; the contract check has held it to its schema
  readonly json: any;
}

export interface Api {
  /** Every answer is checked against openapi.yaml. A text or bytes go as they are, anything else as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** POST of an environment; a text goes as it is. */
  create(body: unknown, options?: { project?: string; headers?: Record<string, string> }): Promise<Answer>;
  /** The operation once it has ended. */
  ended(path: string): Promise<Operation>;
}

const LIMIT_MS = 50_000;

/** A client that sends paths as they are: fetch would repair what a hostile caller sends. */
export function apiClient(url: string): Api {
  const send: Api['send'] = async (method, path, body, headers = {}) => {
    const answer = await exchange(url, method, path, body, headers);
    const contentType = answer.headers['content-type'] ?? '';
    if (method !== 'HEAD') checkAgainstContract({ method, path, ...answer, contentType });
    return answer;
  };
  const get = (path: string) => send('GET', path);
  return {
    send,
    get,
    create: (body, { project = 'shop', headers = {} } = {}) =>
      send('POST', `/v1/projects/${project}/environments`, body, headers),
    async ended(path) {
      for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; ) {
        const { json } = await get(path);
        if (json.endedAt !== null) return json;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`${path} did not end: ${(await get(path)).text}`);
    },
  };
}

function exchange(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const payload = isText(body) ? body : JSON.stringify(body);
    // Node's client says nothing of a body's length where it expects none, as with GET.
    const length = payload === undefined ? {} : { 'Content-Length': Buffer.byteLength(payload) };
    const options = { hostname, port, method, path, headers: { ...length, ...headers } };
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

function isText(body: unknown): body is string | Uint8Array | undefined {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/** An example of the repository, as text. */
export function example(name: string): string {
  return readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), 'utf8');
}

export const problem = (name: string) => `urn:plinth:problem:${name}`;

/** The pointers, parameters and headers that a problem names. */
export function fieldsOf({ errors = [] }: Problem): string[] {
  return errors.map((error) => error.pointer ?? error.parameter ?? error.header ?? '');
}
