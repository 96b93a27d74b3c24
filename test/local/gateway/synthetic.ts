import type { NormalizedSchema } from '@smithy/core/schema';

export type Variant = 'full' | 'minimal';

/** Everything that a codec gets wrong first: XML's own characters, white space, more than one plane of Unicode. */
const STRINGS = [
  `a<b>&"c' \t]]>`,
  'é ü 日本語 😀',
  ' leading and trailing ',
  'line\nbreak\r\nend',
  'plain',
  '100%+1=2&x=y',
];
const NUMBERS = [0, 1, -7, 3.25, 9007199254740991, 1e-7];
const DATES = ['2026-01-02T03:04:05Z', '1999-12-31T23:59:59.123Z', '2038-01-19T03:14:08Z'];
const MAX_DEPTH = 5;

/**
 * A value for every member (`full`) or for the required ones only (`minimal`) of a schema. Values differ from
 * place to place, and the same schema always gives the same value.
 */
export class Synthesiser {
  #counter = 0;
  readonly #variant: Variant;
  constructor(variant: Variant) {
    this.#variant = variant;
  }

  value(schema: NormalizedSchema, depth = 0): unknown {
    const n = this.#counter++;
    if (schema.isStructSchema()) return this.#structure(schema, depth);
    if (schema.isListSchema()) {
      return [0, 1].map(() => this.value(schema.getValueSchema(), depth + 1));
    }
    if (schema.isMapSchema()) {
      const keys = ['key.one', STRINGS[n % STRINGS.length] as string];
      return Object.fromEntries(keys.map((key) => [key, this.value(schema.getValueSchema(), depth + 1)]));
    }
    if (schema.isBooleanSchema()) return n % 2 === 0;
    if (schema.isNumericSchema()) return NUMBERS[n % NUMBERS.length];
    if (schema.isTimestampSchema()) return new Date(DATES[n % DATES.length] as string);
    if (schema.isBlobSchema()) return new Uint8Array([0, 255, n % 256, 10]);
    if (schema.isStringSchema()) return STRINGS[n % STRINGS.length];
    throw new Error(`No synthetic value for ${schema.getName(true)}.`);
  }

  #structure(schema: NormalizedSchema, depth: number): Record<string, unknown> {
    const members = [...schema.structIterator()];
    if (members.length === 0) return {};
    const required = Number((schema.getSchema() as unknown[])[6] ?? 0);
    const everything = this.#variant === 'full' && depth < MAX_DEPTH;
    let chosen = members.filter((_, position) => everything || position < required);
    // The query protocol has no way to say "an empty structure": there is no key to write.
    if (schema.isUnionSchema() || (chosen.length === 0 && depth > 0)) chosen = [leafFirst(members, depth)];
    return Object.fromEntries(chosen.map(([name, member]) => [name, this.value(member, depth + 1)]));
  }
}

type Member = [string, NormalizedSchema];

/** One member: any while there is depth left, then one that holds nothing further, so that recursion ends. */
function leafFirst(members: Member[], depth: number): Member {
  const leaf = members.find(([, m]) => !m.isStructSchema() && !m.isListSchema() && !m.isMapSchema());
  return (depth < MAX_DEPTH ? members[depth % members.length] : (leaf ?? members[0])) as Member;
}

export function hasStream(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming());
}

/** Names of the members that the SDK fills in by itself when they are not given. */
export function idempotencyTokens(schema: NormalizedSchema): string[] {
  if (!schema.isStructSchema()) return [];
  return [...schema.structIterator()].flatMap(([name, member]) =>
    member.isIdempotencyToken() ? [name] : [],
  );
}
