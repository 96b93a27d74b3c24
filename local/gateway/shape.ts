import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * What the gateway's own checks ask of a schema, worked out once for each: the SDK's `NormalizedSchema` answers every
 * question anew, and it is asked for every value of every call.
 */
export interface Shape {
  readonly kind:
    | 'structure'
    | 'list'
    | 'map'
    | 'document'
    | 'boolean'
    | 'number'
    | 'timestamp'
    | 'blob'
    | 'text';
  /** Of a structure. */
  readonly members: ReadonlyMap<string, Shape>;
  /** Of a structure. */
  readonly required: readonly string[];
  /** Of a list or a map. */
  readonly value: Shape | undefined;
}

const known = new WeakMap<object, Shape>();

export function shapeOf(schema: NormalizedSchema): Shape {
  const raw: unknown = schema.getSchema();
  // A simple type is a number, not an object, and cheap to find out again.
  const key = Array.isArray(raw) ? raw : undefined;
  const found = key && known.get(key);
  if (found) return found;
  const members = new Map<string, Shape>();
  const shape: { -readonly [Name in keyof Shape]: Shape[Name] } = {
    kind: kindOf(schema),
    members,
    required: [],
    value: undefined,
  };
  // Before its members: a shape can contain itself, as a DynamoDB attribute value does.
  if (key) known.set(key, shape);
  if (shape.kind === 'structure') {
    for (const [name, member] of schema.structIterator()) members.set(name, shapeOf(member));
    shape.required = [...members.keys()].slice(0, requiredCount(schema));
  } else if (shape.kind === 'list' || shape.kind === 'map') {
    shape.value = shapeOf(schema.getValueSchema());
  }
  return shape;
}

/** A structure is `[3, namespace, name, traits, names, schemas, required]`, its required members listed first. */
function requiredCount(schema: NormalizedSchema): number {
  return Number((schema.getSchema() as readonly unknown[])[6] ?? 0);
}

function kindOf(schema: NormalizedSchema): Shape['kind'] {
  if (schema.isDocumentSchema()) return 'document';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return 'number';
  if (schema.isBlobSchema()) return 'blob';
  return schema.isTimestampSchema() ? 'timestamp' : 'text';
}
