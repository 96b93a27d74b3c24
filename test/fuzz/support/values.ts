import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';

/** Draws from an arbitrary, in the order of the code that calls it. */
export type Draw = fc.GeneratorValue;

/**
 * Text of every kind that a codec can get wrong: XML's own characters, white space at the ends, more than one plane of
 * Unicode, control characters, what looks like another type.
 */
const hostile = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<![CDATA[x]]>',
  '<!-- x -->',
  '&amp;',
  '&#65;',
  '&lt;a&gt;',
  '%00',
  '+',
  '=',
  '%2B',
  '\u0001',
  '\u000b',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ufffd',
  '\uffff',
  'é',
  '日本',
  '😀',
  'a\u0301',
  '007',
  '1e3',
  '-0',
  'true',
  'null',
  'NaN',
  '2026-01-02T03:04:05Z',
  '__proto__',
  'constructor',
  'member',
  'a.1.b',
);
const text = () =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join('')),
  );

const number = () =>
  fc.oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.constantFrom(0.1, 1e-7, 1e21, -1e21, 5e-324, Number.MAX_VALUE, 2 ** 53),
  );
/** Years that ISO 8601 writes with four digits, to the millisecond: no protocol carries more. */
const moment = () =>
  fc.oneof(
    fc.integer({ min: -1e9, max: 4e9 }).map((seconds) => new Date(seconds * 1000)),
    fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
  );
const bytes = () => fc.uint8Array({ maxLength: 20 });
const size = () => fc.constantFrom(0, 1, 1, 2, 3);
const chance = (percent: number) => fc.nat(99).map((n) => n < percent);
const index = (count: number) => fc.nat(count - 1);
const keys = (count: number) => fc.uniqueArray(text(), { minLength: count, maxLength: count });

const MAX_DEPTH = 6;

/** Which things below the top may be empty. */
export interface Empty {
  readonly maps: boolean;
  readonly structures: boolean;
}

/** A value for a schema: any of its members, any of their values. */
export class Drawer {
  readonly #draw: Draw;
  readonly #empty: Empty;

  constructor(draw: Draw, empty: Empty) {
    this.#draw = draw;
    this.#empty = empty;
  }

  value(schema: NormalizedSchema, depth = 0): unknown {
    if (schema.isStructSchema()) return this.#structure(schema, depth);
    if (schema.isListSchema()) return this.#list(schema, depth);
    if (schema.isMapSchema()) return this.#map(schema, depth);
    if (schema.isBooleanSchema()) return this.#draw(fc.boolean);
    if (schema.isNumericSchema()) return this.#draw(number);
    if (schema.isTimestampSchema()) return this.#draw(moment);
    if (schema.isBlobSchema()) return this.#draw(bytes);
    if (schema.isStringSchema()) return this.text();
    throw new Error(`No value drawn for ${schema.getName(true)}.`);
  }

  text(): string {
    return this.#draw(text);
  }

  structure(schema: NormalizedSchema, without: readonly string[] = []): Record<string, unknown> {
    return this.#structure(schema, 0, without);
  }

  #list(schema: NormalizedSchema, depth: number): unknown[] {
    const item = schema.getValueSchema();
    return Array.from({ length: this.#count(0, depth) }, () => this.value(item, depth + 1));
  }

  #map(schema: NormalizedSchema, depth: number): Record<string, unknown> {
    const item = schema.getValueSchema();
    const names = this.#draw(keys, this.#count(this.#empty.maps ? 0 : 1, depth));
    return Object.fromEntries(names.map((name) => [name, this.value(item, depth + 1)]));
  }

  #count(least: number, depth: number): number {
    return Math.max(least, depth < MAX_DEPTH ? this.#draw(size) : 0);
  }

  #structure(schema: NormalizedSchema, depth: number, without: readonly string[] = []) {
    const members = [...schema.structIterator()].filter(([name]) => !without.includes(name));
    if (members.length === 0) return {};
    const required = requiredMembers(schema);
    const percent = depth === 0 ? 60 : depth < MAX_DEPTH ? 30 : 0;
    const wanted = ([name]: Member) => required.has(name) || this.#draw(chance, percent);
    let chosen = schema.isUnionSchema() ? [] : members.filter(wanted);
    const mayBeEmpty = depth === 0 || this.#empty.structures;
    if (schema.isUnionSchema() || (chosen.length === 0 && !mayBeEmpty)) chosen = [this.#one(members, depth)];
    return Object.fromEntries(chosen.map(([name, member]) => [name, this.value(member, depth + 1)]));
  }

  /** Deep down one that holds nothing further, so that a recursion ends. */
  #one(members: Member[], depth: number): Member {
    const leaves = members.filter(([, m]) => !m.isStructSchema() && !m.isListSchema() && !m.isMapSchema());
    const among = depth >= MAX_DEPTH && leaves.length > 0 ? leaves : members;
    return among[this.#draw(index, among.length)] as Member;
  }
}

type Member = [name: string, schema: NormalizedSchema];

/** A structure is `[3, namespace, name, traits, names, schemas, required]`, its required members listed first. */
export function requiredMembers(schema: NormalizedSchema): Set<string> {
  if (!schema.isStructSchema()) return new Set();
  const [, , , , names, , required] = schema.getSchema() as unknown as [0, 0, 0, 0, string[], 0, number?];
  return new Set(names.slice(0, required ?? 0));
}
