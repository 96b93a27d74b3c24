export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Workflow variables by name. */
export type Variables = Readonly<Record<string, Json>>;

/** A value and its JSON text: the text is needed for the history and the size, and is made once. */
export interface Payload {
  readonly value: Json;
  readonly text: string;
}

/** Quota of input, output, task result and assigned variables, in UTF-8 bytes (Step Functions service quotas). */
export const PAYLOAD_LIMIT_BYTES = 262_144;

export function payload(value: Json): Payload {
  return { value, text: JSON.stringify(value) };
}

export function isTooLarge(text: string): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8, so most texts need no counting.
  return text.length * 3 > PAYLOAD_LIMIT_BYTES && Buffer.byteLength(text) > PAYLOAD_LIMIT_BYTES;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** *Assumed*: the default of the JSON parser that Java services use. What is much deeper cannot be written as text again. */
export const MAX_NESTING = 1000;

export function nestsWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => nestsWithin(item, levels - 1));
}
