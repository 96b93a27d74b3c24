import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { AwsError } from '../../local/service.ts';
import {
  CLIENTS,
  clientOf,
  echoService,
  NOT_SENT,
  plain,
  spokenOperations,
} from '../local/gateway/clients.ts';
import { idempotencyTokens } from '../local/gateway/synthetic.ts';
import { runs } from '../support/runs.ts';
import { type Draw, Drawer, type Empty, requiredMembers } from './support/values.ts';

// biome-ignore lint/suspicious/noExplicitAny: every client has other types, and all are walked as schemas
type Any = any;

/** Two errors of CloudWatch have the query code ResourceNotFound, and the SDK takes the one that is called so. */
const READ_AS: Readonly<Record<string, string>> = { DashboardNotFoundError: 'ResourceNotFound' };

const ANY: Empty = { maps: true, structures: true };
/** A request of the query protocol is a list of keys and values, and an empty map or structure has neither. */
const NONE_EMPTY: Empty = { maps: false, structures: false };

/**
 * The protocol's own losses: XML holds no control characters, and the SDK takes white space with a line break in it,
 * alone in an element, for layout.
 */
function throughXml(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.trim() === '' && value.includes('\n')) return '';
    return value.replace(/[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
  }
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(throughXml);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [`${throughXml(key)}`, throughXml(item)]),
  );
}

/** Holds for every one of the names, each tried on its own; says which do not, and why. */
async function holdsForAll(
  names: readonly string[],
  many: number,
  holds: (name: string, draw: Draw) => Promise<void>,
) {
  const failed: string[] = [];
  for (const name of names) {
    // Drawn as the schema goes, a case does not shrink to anything smaller in a bearable time.
    const parameters = { ...runs<[Draw]>(many), endOnFailure: true };
    const property = fc.asyncProperty(fc.gen(), (draw) => holds(name, draw));
    await fc.assert(property, parameters).catch((error) => failed.push(`${name}: ${reason(error)}`));
  }
  expect(failed).toEqual([]);
}

const reason = (error: Error) => `${error.message}\n${(error.cause as Error | undefined)?.message ?? ''}`;

describe.each(CLIENTS)('%s', (name, schemas, clientName) => {
  const { heard, service } = echoService(name, schemas);
  const client = clientOf(service, clientName);
  const query = client.config.protocol.getShapeId().endsWith('#awsQuery');
  const arrived = (value: unknown) => (query ? throughXml(plain(value)) : plain(value));
  const operations = spokenOperations(schemas);
  const schemaOf = (operation: string, at: 4 | 5) => NormalizedSchema.of(schemas[`${operation}$`][at]);

  function drawInput(operation: string, draw: Draw): Any {
    const schema = schemaOf(operation, 4);
    const drawer = new Drawer(draw, query ? NONE_EMPTY : ANY);
    return schema.isStructSchema() ? drawer.structure(schema, [NOT_SENT[operation] ?? '']) : {};
  }

  it('carries any input and output of any operation unchanged', async () => {
    await holdsForAll(operations, 2, async (operation, draw) => {
      const input = drawInput(operation, draw);
      const schema = schemaOf(operation, 5);
      const output = schema.isStructSchema() ? new Drawer(draw, ANY).structure(schema) : {};
      Object.assign(heard, { input: undefined, output, error: undefined });
      const { $metadata, ...answer } = await client.send(new schemas[`${operation}Command`](input));
      const received: Any = { ...(heard.input as object) };
      for (const token of idempotencyTokens(schemaOf(operation, 4)))
        if (!(token in input)) delete received[token];
      expect(plain(received)).toEqual(plain(input));
      expect(plain(answer)).toEqual(arrived(output));
      expect($metadata.httpStatusCode).toBe(200);
    });
  });

  const errors = Object.keys(schemas).filter(
    (key) => schemas[key][0] === -3 && !`${schemas[key][1]}`.startsWith('smithy.ts.sdk.synthetic'),
  );
  const undemanding = operations.find((operation) => requiredMembers(schemaOf(operation, 4)).size === 0);
  const thrownBy = async (error: Error) => {
    Object.assign(heard, { output: {}, error });
    return client.send(new schemas[`${undemanding}Command`]({})).then(
      () => new Error('The call succeeded.'),
      (failure: unknown) => failure,
    );
  };

  it('carries any modelled error with its members', async () => {
    await holdsForAll(errors, 2, async (key, draw) => {
      const schema = NormalizedSchema.of(schemas[key]);
      const drawer = new Drawer(draw, ANY);
      const members = drawer.structure(schema, ['message', 'Message']);
      const message = `a ${drawer.text()} z`;
      const shape: string = schemas[key][2];
      const thrown = await thrownBy(new AwsError(shape, message, { members }));
      expect(thrown).toMatchObject({ name: READ_AS[shape] ?? shape, message: arrived(message) });
      const read = plain(
        Object.fromEntries(Object.keys(members).map((name) => [name, (thrown as Any)[name]])),
      );
      expect(read).toEqual(arrived(members));
    });
  });

  it('carries any other error by its code', async () => {
    const codes = ['RequestExpired', 'AccessDenied', 'ServiceUnavailable', 'Made.Up', 'constructor'];
    await holdsForAll(codes, 2, async (code, draw) => {
      const message = `a ${new Drawer(draw, ANY).text()} z`;
      const status = draw(() => fc.constantFrom(400, 403, 404, 429, 500, 503));
      const thrown = await thrownBy(new AwsError(code, message, { status }));
      expect(thrown).toMatchObject({
        name: code,
        message: arrived(message),
        $metadata: { httpStatusCode: status },
      });
    });
  });
});
