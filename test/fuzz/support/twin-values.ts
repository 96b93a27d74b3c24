import fc from 'fast-check';
import type { Json } from '../../../local/asl/json.ts';
import type { Draw } from './values.ts';

/**
 * One value in both query languages. The document that runs through a twin machine has these fields always, so that no
 * path of either language leads to nothing, which they treat differently.
 */
export const FIELDS = ['n', 's', 'b', 'l', 'o', 'e', 'i'] as const;
export type Field = (typeof FIELDS)[number];

/** n: integer, s: text, b: truth, l: list of integers; o: anything, e: an error; i: which iteration. */
export type Kind = 'n' | 's' | 'b' | 'l' | 'o';

export interface Twin {
  /** A JSONata expression. */
  readonly query: string;
  /** A JSONPath or an intrinsic function; undefined for a constant. */
  readonly path?: string;
  readonly constant?: Json;
}

export const among = <T>(draw: Draw, choices: readonly T[]): T =>
  choices[draw(fc.nat, choices.length - 1)] as T;
const integer = (draw: Draw, min: number, max: number) => draw(fc.integer, { min, max });
const WORDS = ['', 'a', 'b', 'some words', 'Zz'];
const ANYTHING: readonly Json[] = [null, 0, true, '', 'x', [], {}, [1, [2, []]], { a: { b: [null] } }, [{}]];

export const constant = (value: Json): Twin => ({ query: JSON.stringify(value), constant: value });
export const field = (name: Field): Twin => ({ query: `$states.input.${name}`, path: `$.d.${name}` });
const variable = (name: string): Twin => ({ query: `$${name}`, path: `$.v.${name}` });

/** As an argument of an intrinsic function. */
function argument({ path, constant: value }: Twin): string {
  if (Array.isArray(value))
    return `States.Array(${value.map((item) => argument(constant(item))).join(', ')})`;
  return path ?? (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
}

function call(query: string, intrinsic: string, ...values: Twin[]): Twin {
  return { query, path: `States.${intrinsic}(${values.map(argument).join(', ')})` };
}

/** A variable holds a value of the kind that its name begins with. */
export function drawValue(draw: Draw, kind: Kind, variables: readonly string[]): Twin {
  const known = variables.filter((name) => name.startsWith(kind)).map(variable);
  const simple = [constantOf(draw, kind), field(kind), ...known];
  const one = (of: Kind) => drawSimple(draw, of, variables);
  return among(draw, [...simple, ...computed(draw, kind, one)]);
}

function drawSimple(draw: Draw, kind: Kind, variables: readonly string[]): Twin {
  const known = variables.filter((name) => name.startsWith(kind)).map(variable);
  return among(draw, [constantOf(draw, kind), field(kind), ...known]);
}

function constantOf(draw: Draw, kind: Kind): Twin {
  if (kind === 'n') return constant(integer(draw, -5, 9));
  if (kind === 's') return constant(among(draw, WORDS));
  if (kind === 'b') return constant(draw(fc.boolean));
  if (kind === 'o') return constant(among(draw, ANYTHING));
  return constant(Array.from({ length: integer(draw, 0, 3) }, () => integer(draw, 0, 3)));
}

function computed(draw: Draw, kind: Kind, one: (kind: Kind) => Twin): Twin[] {
  const [n, s, l] = [one('n'), one('s'), one('l')];
  if (kind === 'n') {
    const other = one('n');
    return [
      call(`${n.query} + ${other.query}`, 'MathAdd', n, other),
      call(`$count(${l.query})`, 'ArrayLength', l),
    ];
  }
  if (kind === 's') {
    const hash = among(draw, ['MD5', 'SHA-1', 'SHA-256']);
    const word = constantOf(draw, 's');
    return [
      call(`"<" & $string(${n.query}) & "|" & ${s.query}`, 'Format', constant('<{}|{}'), n, s),
      // Of words only: the other interpreter hashes what is longer than a block wrongly (Node's own crypto says so).
      call(`$hash(${word.query}, "${hash}")`, 'Hash', word, constant(hash)),
      call(`$base64encode(${s.query})`, 'Base64Encode', s),
    ];
  }
  if (kind === 'b') return [call(`${n.query} in ${l.query}`, 'ArrayContains', l, n)];
  if (kind === 'l') {
    const [start, count, step] = [integer(draw, -3, 3), integer(draw, 0, 3), integer(draw, 1, 3)];
    const [from, to, by] = [start, start + count, step].map(constant) as [Twin, Twin, Twin];
    return [
      call(`$range(${from.query}, ${to.query}, ${by.query})`, 'ArrayRange', from, to, by),
      call(`[$distinct(${l.query})]`, 'ArrayUnique', l),
      call(`[${n.query}, ${n.query}]`, 'Array', n, n),
    ];
  }
  return [
    call(`$partition(${l.query}, 2)`, 'ArrayPartition', l, constant(2)),
    call(`$parse("{\\"a\\": [1, null]}")`, 'StringToJson', constant('{"a": [1, null]}')),
  ];
}

export type Templates = Readonly<Partial<Record<string, Twin>>>;

/** The values by name, for JSONPath: a name that ends with `.$` has a path. */
export function pathTemplate(values: Templates): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(values).map(([name, twin]) =>
      twin?.path === undefined ? [name, twin?.constant as Json] : [`${name}.$`, twin.path],
    ),
  );
}

/** The values by name, for JSONata: each an expression, or all of them in one. */
export function queryTemplate(draw: Draw, values: Templates): Json {
  const entries = Object.entries(values) as [string, Twin][];
  if (draw(fc.boolean)) {
    return `{% {${entries.map(([name, { query }]) => `"${name}": ${query}`).join(', ')}} %}`;
  }
  const value = (twin: Twin) =>
    twin.constant !== undefined && draw(fc.boolean) ? twin.constant : `{% ${twin.query} %}`;
  return Object.fromEntries(entries.map(([name, twin]) => [name, value(twin)]));
}

/** The document with some of its fields changed. */
export function changed(fields: Templates): Templates {
  return { ...Object.fromEntries(FIELDS.map((name) => [name, field(name)])), ...fields };
}

export function keptVariables(names: readonly string[], assigned: Templates): Templates {
  return { ...Object.fromEntries(names.map((name) => [name, variable(name)])), ...assigned };
}

export interface TwinTest {
  readonly query: string;
  readonly rule: { readonly [key: string]: Json };
}

export function drawTest(draw: Draw, variables: readonly string[], depth = 0): TwinTest {
  const shape = draw(fc.nat, depth < 2 ? 8 : 5);
  const inner = () => drawTest(draw, variables, depth + 1);
  const [n, s] = [drawSimple(draw, 'n', variables), drawSimple(draw, 's', variables)];
  const known = (twin: Twin, kind: Kind) => (twin.path === undefined ? field(kind) : twin);
  if (shape === 0) return numeric(draw, known(n, 'n'));
  if (shape === 1) return text(draw, known(s, 's'));
  if (shape === 2) {
    const value = draw(fc.boolean);
    return { query: `$states.input.b = ${value}`, rule: { Variable: '$.d.b', BooleanEquals: value } };
  }
  if (shape === 3) return ofType(draw);
  if (shape === 4) {
    const name = among(draw, ['n', 'o', 'missing']);
    return { query: `$exists($states.input.${name})`, rule: { Variable: `$.d.${name}`, IsPresent: true } };
  }
  if (shape === 5) return numeric(draw, field('n'));
  if (shape === 6) {
    const { query, rule } = inner();
    return { query: `$not(${query})`, rule: { Not: rule } };
  }
  const [left, right] = [inner(), inner()];
  const word = shape === 7 ? 'And' : 'Or';
  const query = `(${left.query}) ${word.toLowerCase()} (${right.query})`;
  return { query, rule: { [word]: [left.rule, right.rule] } };
}

const COMPARISONS = [
  ['=', 'Equals'],
  ['<', 'LessThan'],
  ['>', 'GreaterThan'],
  ['<=', 'LessThanEquals'],
  ['>=', 'GreaterThanEquals'],
] as const;

function numeric(draw: Draw, left: Twin): TwinTest {
  const [operator, name] = among(draw, COMPARISONS);
  const value = integer(draw, -2, 5);
  const rule = { Variable: left.path as string, [`Numeric${name}`]: value };
  return { query: `${left.query} ${operator} ${value}`, rule };
}

function text(draw: Draw, left: Twin): TwinTest {
  const [operator, name] = among(draw, COMPARISONS);
  const value = among(draw, WORDS);
  const rule = { Variable: left.path as string, [`String${name}`]: value };
  return { query: `${left.query} ${operator} "${value}"`, rule };
}

function ofType(draw: Draw): TwinTest {
  const [type, test] = among(draw, [
    ['string', 'IsString'],
    ['number', 'IsNumeric'],
    ['boolean', 'IsBoolean'],
    ['null', 'IsNull'],
  ] as const);
  return { query: `$type($states.input.o) = "${type}"`, rule: { Variable: '$.d.o', [test]: true } };
}
