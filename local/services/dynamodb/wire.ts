import { AwsError } from '../../service.ts';

/**
 * Between the SDK's values and DynamoDB's JSON. The gateway decodes through the SDK's schemas, so a binary value is
 * a Uint8Array there; on the wire, and in the engine, it is base64. Everything else has the same form on both sides.
 */
export type Json = Record<string, unknown>;

/** SDK values → wire JSON. */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  const result: Json = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) result[key] = toWire(member);
  return result;
}

/**
 * Wire JSON → SDK values. Only an attribute value has a *string* at `B` or a list of strings at `BS`: an attribute
 * that is named `B` holds an object there, and a table name has at least three characters.
 */
export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== 'object' || value === null) return value;
  const result: Json = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === 'B' && typeof member === 'string') result[key] = bytes(member);
    else if (key === 'BS' && Array.isArray(member) && typeof member[0] === 'string') {
      result[key] = member.map(bytes);
    } else result[key] = fromWire(member);
  }
  return result;
}

/** A new Uint8Array rather than a Buffer, which is a window on Node's shared pool. */
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** An engine's error body as the error AWS would have answered, with names mapped by `rename`. */
export function engineError(status: number, body: Json, rename: (text: string) => string): AwsError {
  const { __type, message, Message, ...members } = body;
  const type = typeof __type === 'string' ? __type : 'InternalServerError';
  const text = typeof message === 'string' ? message : typeof Message === 'string' ? Message : '';
  return new AwsError(type.slice(type.indexOf('#') + 1), rename(text), {
    status,
    members: fromWire(members) as Json,
  });
}
