import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service.ts';
import type { OperationModel, Schema } from './model.ts';

const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** Input of an operation from the body of an awsJson request. */
export function readJsonInput(operation: OperationModel, text: string): unknown {
  const body = text.trim() === '' ? {} : parse(text);
  if (!operation.input.isStructSchema()) return {};
  checkTypes(operation.input, body, '');
  return codec.createDeserializer().readObject(operation.input, body);
}

/** An operation without output answers `{}`: the CLI and the SDK both want a JSON object. */
export function writeJsonOutput(operation: OperationModel, output: unknown): string {
  return operation.output.isStructSchema() ? writeJson(operation.output, output ?? {}) : '{}';
}

export function writeJson(schema: Schema, value: unknown): string {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return String(serializer.flush());
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a secret.
    throw unreadable('The request body is not valid JSON.');
  }
}

/** *documented*: AWS's JSON services answer SerializationException to a value of the wrong JSON type. */
function checkTypes(schema: NormalizedSchema, value: unknown, path: string): void {
  if (value === null || value === undefined || schema.isDocumentSchema()) return;
  const expected = expectedType(schema);
  if (!expected.accepts(value)) {
    throw unreadable(`${path === '' ? 'The request body' : path} must be ${expected.name} in JSON.`);
  }
  const below = (key: string | number) => (path === '' ? `${key}` : `${path}.${key}`);
  if (schema.isStructSchema()) {
    const record = value as Record<string, unknown>;
    for (const [name, member] of schema.structIterator()) checkTypes(member, record[name], below(name));
  } else if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    (value as unknown[]).forEach((item, index) => {
      checkTypes(member, item, below(index));
    });
  } else if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    for (const [key, item] of Object.entries(value)) checkTypes(member, item, below(key));
  }
}

interface JsonType {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

const TYPES = {
  string: { name: 'a string', accepts: (value) => typeof value === 'string' },
  boolean: { name: 'a boolean', accepts: (value) => typeof value === 'boolean' },
  // Infinity and NaN have no other form in JSON.
  number: {
    name: 'a number',
    accepts: (value) =>
      typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity',
  },
  timestamp: {
    name: 'a timestamp',
    accepts: (value) => !Number.isNaN(new Date(value as string | number).getTime()),
  },
  list: { name: 'a list', accepts: Array.isArray },
  object: { name: 'an object', accepts: (value) => typeof value === 'object' && !Array.isArray(value) },
} satisfies Record<string, JsonType>;

function expectedType(schema: NormalizedSchema): JsonType {
  if (schema.isListSchema()) return TYPES.list;
  if (schema.isStructSchema() || schema.isMapSchema()) return TYPES.object;
  if (schema.isBooleanSchema()) return TYPES.boolean;
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return TYPES.number;
  if (schema.isTimestampSchema()) return TYPES.timestamp;
  return TYPES.string;
}

function unreadable(message: string): AwsError {
  return new AwsError('SerializationException', message, { status: 400 });
}
