import type { ProblemItem } from '../generated/api.ts';
import { fieldOf, pointerOf, type Segment, segmentsOf, shorten } from './pointer.ts';

interface Schema {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What a generated validator tells of a rule that is broken: the four members of ajv's errors that are of use here. */
export interface BrokenRule {
  readonly instancePath: string;
  readonly keyword: string;
  // biome-ignore lint/suspicious/noExplicitAny: each keyword has its own
  readonly params: Readonly<Record<string, any>>;
  readonly parentSchema: object;
}

/** More than any answer shows; a body may hold a million unknown fields. */
const MAX_ERRORS = 200;

/** What ajv found, as a person needs it: the field, the rule and the fix. No value is repeated. */
export function describeErrors(errors: readonly BrokenRule[], body: unknown): ProblemItem[] {
  const seen = new Set<string>();
  return errors.slice(0, MAX_ERRORS).flatMap((error) => {
    const { path, detail } = describe(error, segmentsOf(error.instancePath, body));
    const pointer = pointerOf(path);
    // A field that breaks two rules of its schema is told once: the text has the whole rule.
    const key = error.keyword === 'additionalProperties' ? `${pointer} ${detail}` : pointer;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ pointer, detail }];
  });
}

function describe(error: BrokenRule, at: readonly Segment[]): { path: readonly Segment[]; detail: string } {
  const schema = error.parentSchema as Schema;
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params.additionalProperty);
    return { path: [...at, name], detail: unknownField(at, name, Object.keys(schema.properties ?? {})) };
  }
  if (error.keyword === 'required') {
    const name = String(error.params.missingProperty);
    const rule = schema.properties?.[name]?.description;
    return { path: [...at, name], detail: sentence(`${fieldOf([...at, name])} is missing.`, rule) };
  }
  const field = at.length === 0 ? 'The body' : fieldOf(at);
  return { path: at, detail: sentence(`${field} ${broken(error, schema)}.`, schema.description) };
}

function sentence(text: string, rule: string | undefined): string {
  return rule === undefined ? text : `${text} ${rule}`;
}

function broken(error: BrokenRule, { minimum, maximum }: Schema): string {
  const { limit, type, allowedValues } = error.params;
  switch (error.keyword) {
    case 'type':
      return `must be ${article([type].flat().join(' or '))}`;
    case 'enum':
      return `must be ${allowedValues.length === 1 ? '' : 'one of '}${allowedValues.join(', ')}`;
    case 'minimum':
    case 'maximum':
      return `must be from ${minimum} to ${maximum}`;
    case 'minItems':
      return `needs at least ${count(limit, 'item')}`;
    case 'maxItems':
      return `takes at most ${count(limit, 'item')}`;
    case 'maxProperties':
      return `takes at most ${count(limit, 'entry')}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `needs at least ${count(limit, 'character')}`;
    case 'maxLength':
      return `takes at most ${count(limit, 'character')}`;
    case 'uniqueItems':
      return 'must not have the same item twice';
    default:
      return 'is not written as it must be';
  }
}

function article(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function count(limit: number, noun: string): string {
  if (limit === 1) return `1 ${noun}`;
  return `${limit} ${noun === 'entry' ? 'entries' : `${noun}s`}`;
}

function unknownField(at: readonly Segment[], name: string, known: readonly string[]): string {
  const where = at.length === 0 ? 'The request' : fieldOf(at);
  const similar = nearest(name, known);
  const fix = similar === null ? `Its fields are ${known.join(', ')}.` : `Did you mean ${similar}?`;
  return `${where} has no field ${shorten(name)}. ${fix}`;
}

/** The known name that a misspelt one most likely means: equal but for case and separators, or two letters off. */
export function nearest(name: string, known: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = plain(name.slice(0, 64));
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const limit = Math.min(2, Math.floor(wanted.length / 3));
  return best && best.distance <= limit ? best.candidate : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
