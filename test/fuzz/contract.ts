import { document } from '../core/openapi.ts';

/** As much of a schema of openapi.yaml as is used here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly 'x-plinth-type'?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

/** An operation of openapi.yaml. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly takesBody: boolean;
}

export const operations: readonly Operation[] = Object.entries<object>(document.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, { operationId, parameters = [], requestBody }]) => ({
      ...{ operationId, method: method.toUpperCase(), path, parameters },
      takesBody: requestBody !== undefined,
    })),
);

export function operationOf(operationId: string): Operation {
  const found = operations.find((each) => each.operationId === operationId);
  if (!found) throw new Error(`openapi.yaml has no operation ${operationId}.`);
  return found;
}

export const requestSchema: Schema = { $ref: '#/components/schemas/EnvironmentRequest' };

/** The schema behind a reference. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : document.components.schemas[name];
}

/** A place in a body, and what the contract says of it. Items of a list are at index 0. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly schema: Schema;
}

/** Every place that a request may fill, objects and lists too. */
export function placesOf(schema: Schema, path: Place['path'] = []): Place[] {
  const { properties = {}, items, additionalProperties, ...rest } = resolved(schema);
  const inner = Object.entries(properties).flatMap(([name, member]) => placesOf(member, [...path, name]));
  if (items) inner.push(...placesOf(items, [...path, 0]));
  if (typeof additionalProperties === 'object')
    inner.push(...placesOf(additionalProperties, [...path, 'any']));
  const own = { ...rest, properties, items, additionalProperties } as Schema;
  return path.length === 0 ? inner : [{ path, schema: own }, ...inner];
}

/** Whether a JSON pointer's segments lead somewhere in the contract of a request. */
export function isInContract(segments: readonly string[], schema: Schema = requestSchema): boolean {
  const [name, ...rest] = segments;
  if (name === undefined) return true;
  const { properties, items, additionalProperties } = resolved(schema);
  const inner = properties?.[name] ?? items ?? additionalProperties;
  return typeof inner === 'object' && isInContract(rest, inner);
}
