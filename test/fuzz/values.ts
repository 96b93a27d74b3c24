import fc from 'fast-check';
import { resolved, type Schema } from './contract.ts';

/** Stands for a number in the text of a body that no JavaScript number has: see `textOf`. */
export const raw = (number: string) => `@raw:${number}@`;

/** JSON text, in which the numbers of `raw` are written as they are. */
export const textOf = (value: unknown) =>
  (JSON.stringify(value) ?? '').replace(/"@raw:([^@"]*)@"/g, (_whole, number) => number);

/** What the contract allows. */
export function valid(schema: Schema): fc.Arbitrary<unknown> {
  const { type, minimum: min = 0, maximum: max = 1e6, maxLength, ...known } = resolved(schema);
  if (known.enum) return fc.constantFrom(...known.enum);
  if (known['x-plinth-type'])
    return fc.oneof(fc.constantFrom(null, 'none', 'gaming'), text(known, maxLength));
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min, max });
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'string':
      return text(known, maxLength);
    case 'array':
      return list(known);
    default:
      return object(known);
  }
}

function text({ pattern, minLength = 0 }: Schema, maxLength = 40): fc.Arbitrary<string> {
  if (pattern === undefined) return fc.string({ minLength, maxLength });
  return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= maxLength);
}

function list({ items = {}, minItems = 0, uniqueItems }: Schema): fc.Arbitrary<unknown> {
  const lengths = { minLength: minItems, maxLength: minItems + 2 };
  return uniqueItems ? fc.uniqueArray(valid(items), lengths) : fc.array(valid(items), lengths);
}

function object({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object')
    return fc.dictionary(fc.string({ minLength: 1 }), valid(additionalProperties), { maxKeys: 3 });
  const members = Object.entries(properties).map(([name, schema]) => [name, fc.memo(() => valid(schema))(1)]);
  return fc.record(Object.fromEntries(members), { requiredKeys: required as never[] });
}

/** Just inside and just outside of what the contract allows. */
export function nearlyValid(schema: Schema): fc.Arbitrary<unknown> {
  const { type, minimum, maximum, minLength = 1, maxLength, maxItems, pattern, items } = resolved(schema);
  const edges: unknown[] = ['', null, raw('1e309')];
  for (const limit of [minimum, maximum])
    if (limit !== undefined)
      edges.push(limit - 1, limit, limit + 1, limit + 0.5, String(limit), raw(`${limit}.0`));
  for (const limit of [minLength, maxLength])
    if (limit !== undefined && type === 'string')
      edges.push('a'.repeat(limit), 'a'.repeat(limit + 1), '😀'.repeat(limit));
  const near = [fc.constantFrom(...edges)];
  if (pattern !== undefined)
    near.push(valid(schema).chain((value) => fc.constantFrom(...disguised(String(value)))));
  if (type === 'array' && items)
    near.push(
      valid(items).map((item) => Array((maxItems ?? 3) + 1).fill(item)),
      valid(items).map((item) => [item, item]),
      valid(items).map((item) => ({ 0: item, length: 1 })),
    );
  if (type === 'object') near.push(valid(schema).map((value) => [value]));
  return fc.oneof(...near, valid(schema));
}

/** Texts that look like a valid one. */
function disguised(value: string): string[] {
  const [first = 'a', ...rest] = value;
  const fullWidth = String.fromCodePoint((first.codePointAt(0) ?? 0) + 0xfee0);
  return [
    ...[`${value}\n`, ` ${value}`, `${value}\u0000`, value.toUpperCase(), `${value}\u200b`, `${value}-`],
    ...[`${fullWidth}${rest.join('')}`, `\u0430${rest.join('')}`, `${first}\u0301${rest.join('')}`],
    `${value}' OR '1'='1`,
  ];
}

/** Anything at all. */
export const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    {},
    [],
    [[]],
    [{}],
    true,
    false,
    '',
    0,
    -1,
    '\ud800',
    '../..',
    '%00',
    '\r\n',
  ),
  fc
    .constantFrom(...['1e309', '-0', '-1e400', '123456789012345678901234567890', '1e-400', '1E2', '2.0'])
    .map(raw),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
