import { JsonCodec } from '@smithy/core/protocols';
import { AwsError } from '../service.ts';
import type { OperationModel, Schema } from './model.ts';
import { type Shape, shapeOf } from './shape.ts';

const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** *Assumed*: how deep values may lie in each other. DynamoDB itself stops at 32 levels of an item, two here each. */
const MAX_DEPTH = 200;

/** Input of an operation from the body of an awsJson request. */
export function readJsonInput(operation: OperationModel, text: string): unknown {
  const body = text.trim() === '' ? {} : parse(text);
  if (!operation.input.isStructSchema()) return {};
  checkTypes(shapeOf(operation.input), body, '', 0);
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
function checkTypes(shape: Shape, value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw unreadable(`The request body is nested more than ${MAX_DEPTH} deep.`);
  if (value === null || value === undefined || shape.kind === 'document') return;
  const { name, accepts } = TYPES[shape.kind];
  if (!accepts(value)) {
    throw unreadable(`${path === '' ? 'The request body' : path} must be ${name} in JSON.`);
  }
  const below = (key: string | number) => (path === '' ? `${key}` : `${path}.${key}`);
  if (shape.kind === 'structure') {
    for (const [key, member] of Object.entries(value)) {
      const memberShape = shape.members.get(key);
      if (memberShape) checkTypes(memberShape, member, below(key), depth + 1);
    }
  } else if (shape.value && shape.kind === 'list') {
    for (const [index, item] of (value as unknown[]).entries())
      checkTypes(shape.value, item, below(index), depth + 1);
  } else if (shape.value && shape.kind === 'map') {
    for (const [key, item] of Object.entries(value)) checkTypes(shape.value, item, below(key), depth + 1);
  }
}

interface JsonType {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

const isBase64 = (text: string) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

const isObject = (value: unknown) => typeof value === 'object' && !Array.isArray(value);

const TYPES: Readonly<Record<Exclude<Shape['kind'], 'document'>, JsonType>> = {
  text: { name: 'a string', accepts: (value) => typeof value === 'string' },
  boolean: { name: 'a boolean', accepts: (value) => typeof value === 'boolean' },
  // Infinity and NaN have no other form in JSON.
  number: {
    name: 'a number',
    accepts: (value) =>
      typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity',
  },
  timestamp: {
    name: 'a number of seconds since 1970',
    accepts: (value) => typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime()),
  },
  blob: { name: 'a string of base64', accepts: (value) => typeof value === 'string' && isBase64(value) },
  list: { name: 'a list', accepts: Array.isArray },
  map: { name: 'an object', accepts: isObject },
  structure: { name: 'an object', accepts: isObject },
};

function unreadable(message: string): AwsError {
  return new AwsError('SerializationException', message, { status: 400 });
}
