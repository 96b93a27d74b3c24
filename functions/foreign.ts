import type { SdkClient } from './clients.ts';

/** An answer as the SDK's HTTP handler gives it, before it is parsed. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** What a proxy or a server that is just starting says of itself; the same call may succeed later. */
const PASSING = new Set([429, 502, 503, 504]);

/** An error of an AWS API is XML, or JSON that names its type, whatever the Content-Type says. */
const XML_ERROR = /^\s*(<\?xml|<(Error|ErrorResponse|Response)[\s>])/;
const JSON_ERROR = /^\s*\{.*"(__type|[cC]ode)"\s*:/s;
const HTML = /^\s*(<\?xml[^>]*>\s*)?<(!doctype html|html)/i;

/**
 * For endpoints that are not AWS. What an emulator does not implement is often answered by its web framework, with
 * a page instead of an error: read as an answer of AWS, a 404 would say that the *resource* does not exist. Such an
 * answer becomes an error named `NotImplemented`.
 */
export function refuseForeignAnswers(client: SdkClient): void {
  const middleware =
    (next: (args: unknown) => Promise<{ response: HttpAnswer }>) =>
    async (args: unknown): Promise<{ response: HttpAnswer }> => {
      const result = await next(args);
      const { response } = result;
      const isPage = response.headers['content-type']?.startsWith('text/html') ?? false;
      if ((response.statusCode < 400 && !isPage) || PASSING.has(response.statusCode)) return result;
      const bytes = await collect(response.body);
      response.body = bytes; // read once: the SDK parses the copy
      const text = Buffer.from(bytes).toString('utf8');
      const isApiError =
        (XML_ERROR.test(text) || JSON_ERROR.test(text) || 'x-amzn-errortype' in response.headers) &&
        !HTML.test(text);
      if (isApiError) return result;
      throw notImplemented(response.statusCode, text);
    };
  client.middlewareStack.add(middleware, {
    step: 'deserialize',
    priority: 'low', // next to the HTTP handler, so before the SDK parses
    name: 'plinthForeignAnswers',
    override: true,
  });
}

async function collect(body: HttpAnswer['body']): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function notImplemented(statusCode: number, text: string): Error {
  const kind = text.trim() === '' ? 'an empty answer' : HTML.test(text) ? 'an HTML page' : 'text';
  return Object.assign(new Error(`HTTP ${statusCode} with ${kind} instead of an answer of an AWS API`), {
    name: 'NotImplemented',
    $metadata: { httpStatusCode: statusCode },
  });
}
