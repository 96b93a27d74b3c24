import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service.ts';
import type { OperationModel, Schema, ServiceModel } from './model.ts';

/** A form body such as `Tags.Tag.1.Key=a` as a tree: value of the key itself, and what follows after its dot. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/** Input of an operation from the parameters of the AWS query protocol. */
export function readQueryInput(operation: OperationModel, parameters: URLSearchParams): unknown {
  if (!operation.input.isStructSchema()) return {};
  const root: Node = { children: new Map() };
  for (const [key, value] of parameters) plant(root, partsOf(key), value);
  return readStructure(operation.input, root, '');
}

/** More parts than any member of any service has; every part costs memory. */
const MAX_PARTS = 100;

function partsOf(key: string): string[] {
  const parts = key.split('.', MAX_PARTS + 1);
  if (parts.length <= MAX_PARTS) return parts;
  throw malformed(`${key.slice(0, 60)}… has more than ${MAX_PARTS} parts.`);
}

function plant(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path) {
    let child = node.children.get(part);
    if (!child) {
      child = { children: new Map() };
      node.children.set(part, child);
    }
    node = child;
  }
  node.value = value;
}

function traitsOf(schema: NormalizedSchema): Schema {
  return schema.getMergedTraits();
}

function read(schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isListSchema()) return readList(schema, node, path);
  if (schema.isMapSchema()) return readMap(schema, node, path);
  if (schema.isStructSchema()) return readStructure(schema, node, path);
  return node.value === undefined ? undefined : readScalar(schema, node.value, path);
}

function readStructure(schema: NormalizedSchema, node: Node, path: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = traitsOf(member).xmlName ?? name;
    const child = node.children.get(key);
    if (!child) continue;
    const value = read(member, child, path === '' ? key : `${path}.${key}`);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

function readList(schema: NormalizedSchema, node: Node, path: string): unknown[] {
  const member = schema.getValueSchema();
  const suffix = traitsOf(member).xmlName ?? 'member';
  // *documented*: AWS takes `member` for every list, besides the list's own name for its entries.
  const items = traitsOf(schema).xmlFlattened
    ? node
    : (node.children.get(suffix) ?? node.children.get('member'));
  return numbered(items, path).map(([index, child]) => read(member, child, `${path}.${index}`));
}

function readMap(schema: NormalizedSchema, node: Node, path: string): Record<string, unknown> {
  const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
  const keyName = traitsOf(keySchema).xmlName ?? 'key';
  const valueName = traitsOf(valueSchema).xmlName ?? 'value';
  const items = traitsOf(schema).xmlFlattened ? node : node.children.get('entry');
  const pairs: [string, unknown][] = numbered(items, path).map(([index, entry]) => {
    const key = entry.children.get(keyName)?.value;
    if (key === undefined) throw malformed(`${path}.${index} has no ${keyName}.`);
    const value = entry.children.get(valueName) ?? { children: new Map() };
    return [key, read(valueSchema, value, `${path}.${key}`)];
  });
  return Object.fromEntries(pairs);
}

/** The numbered children in the order of their numbers; gaps are closed up. */
function numbered(node: Node | undefined, path: string): [number, Node][] {
  if (!node) return [];
  const items = [...node.children].map(([key, child]): [number, Node] => {
    if (!/^\d{1,9}$/.test(key)) throw malformed(`${path}: ${key} is not the number of an entry.`);
    return [Number(key), child];
  });
  return items.sort(([a], [b]) => a - b);
}

/** Decimal: JavaScript would also read 0x10, or nothing as 0. */
const NUMBER = /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|-?Infinity)$/;

function readScalar(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isBooleanSchema()) {
    const lower = text.toLowerCase();
    if (lower !== 'true' && lower !== 'false') throw malformed(`${path}: ${text} is neither true nor false.`);
    return lower === 'true';
  }
  if (schema.isNumericSchema()) {
    if (!NUMBER.test(text)) throw malformed(`${path}: ${text} is not a number.`);
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const date = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
    if (Number.isNaN(date.getTime())) throw malformed(`${path}: ${text} is not a timestamp in ISO 8601.`);
    return date;
  }
  return schema.isBlobSchema() ? new Uint8Array(Buffer.from(text, 'base64')) : text;
}

/** *assumed*: the code that AWS's query services give for a parameter they cannot read. */
function malformed(message: string): AwsError {
  return new AwsError('MalformedInput', message, { status: 400 });
}

const XML_SETTINGS = {
  httpBindings: false,
  timestampFormat: { useTrait: true, default: 5 as const },
  xmlNamespace: '',
  serviceNamespace: '',
};

export function writeXml(schema: Schema, value: unknown): string {
  const serializer = new XmlShapeSerializer(XML_SETTINGS);
  serializer.write(schema, value);
  return String(serializer.flush()).replace(NOT_XML, '\ufffd');
}

/** What no XML 1.0 document can hold, not even as a reference: a strict parser, such as the CLI's, refuses all of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** The answer of an operation in the AWS query protocol. */
export function writeQueryOutput(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  requestId: string,
): string {
  const result = operation.queryResult === undefined ? '' : writeXml(operation.queryResult, output ?? {});
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const name = `${operation.name}Response`;
  return `<${name} xmlns="${model.xmlNamespace}">${result}${metadata}</${name}>`;
}
