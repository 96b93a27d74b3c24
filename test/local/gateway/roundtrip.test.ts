import { NormalizedSchema } from '@smithy/core/schema';
import {
  CLIENTS,
  clientOf,
  echoService,
  NOT_SENT,
  operationNames,
  plain,
  spokenOperations,
} from './clients.ts';
import { idempotencyTokens, Synthesiser, type Variant } from './synthetic.ts';

// biome-ignore lint/suspicious/noExplicitAny: every client has other types, and all are walked as schemas
type Any = any;

/** Operations with an event stream or a streamed body, which the gateway does not speak. */
const STREAMING: Readonly<Record<string, readonly string[]>> = { logs: ['GetLogObject', 'StartLiveTail'] };

describe.each(CLIENTS)('%s', (name, schemas, clientName) => {
  const { heard, service } = echoService(name, schemas);
  const client = clientOf(service, clientName);

  async function roundTrip(operation: string, variant: Variant) {
    const schema = schemas[`${operation}$`];
    const [inputSchema, outputSchema] = [NormalizedSchema.of(schema[4]), NormalizedSchema.of(schema[5])];
    const synthesiser = new Synthesiser(variant);
    const input = (inputSchema.isStructSchema() ? synthesiser.value(inputSchema) : {}) as Any;
    delete input[NOT_SENT[operation] ?? ''];
    heard.output = outputSchema.isStructSchema() ? synthesiser.value(outputSchema) : {};
    heard.input = undefined;
    const { $metadata, ...output } = await client.send(new schemas[`${operation}Command`](input));
    const received = { ...(heard.input as Any) };
    for (const token of idempotencyTokens(inputSchema)) if (!(token in input)) delete received[token];
    expect({ operation, input: plain(received) }).toEqual({ operation, input: plain(input) });
    expect({ operation, output: plain(output) }).toEqual({ operation, output: plain(heard.output) });
    expect($metadata.httpStatusCode).toBe(200);
  }

  const spoken = spokenOperations(schemas);

  it('has no streaming operations but the known ones', () => {
    const streaming = operationNames(schemas).filter((operation) => !spoken.includes(operation));
    expect(streaming).toEqual(STREAMING[name] ?? []);
  });

  it.each<Variant>(['full', 'minimal'])(
    'carries the input and output of every operation unchanged: %s',
    async (variant) => {
      expect(spoken.length).toBeGreaterThan(15);
      const failed: string[] = [];
      for (const operation of spoken) {
        await roundTrip(operation, variant).catch((error) => failed.push(`${operation}: ${error.message}`));
      }
      expect(failed).toEqual([]);
    },
  );
});
