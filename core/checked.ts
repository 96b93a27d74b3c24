/** What a platform team writes down is checked as a whole when it is read: the first thing that is wrong is told. */

/** Checks one value; `place` is its JSON pointer. Throws a {@link Misplaced} at the first thing that is wrong. */
export type Check<Context> = (value: unknown, place: string, context: Context) => void;

/** What is wrong at a place, and how to mend it. */
export class Misplaced extends Error {
  readonly place: string;
  constructor(place: string, fix: string) {
    super(fix);
    this.place = place;
  }
}

/**
 * A document from JSON.
 * @param what What it is, for the error: `The landing zones`.
 * @param source Where the text is from: a file, or the name of a variable.
 * @throws Error naming what, source, JSON pointer and fix
 */
export function parseChecked(
  text: string,
  { what, source }: { readonly what: string; readonly source: string },
  check: (value: unknown) => void,
): unknown {
  const value = parseJson(text, `${what} in ${source}`);
  try {
    check(value);
  } catch (error) {
    if (!(error instanceof Misplaced)) throw error;
    throw new Error(`${what} in ${source} are wrong: ${error.place || 'the document'} ${error.message}.`);
  }
  return value;
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${subject} are not JSON: ${reason}.`, { cause });
  }
}

/** Exactly these members, and if they are there the optional ones, each with its check. */
export function object<T, Context>(
  members: Readonly<Record<keyof T & string, Check<Context>>>,
  optional: Readonly<Record<string, Check<Context>>> = {},
): Check<Context> {
  const names = [...Object.keys(members), ...Object.keys(optional)];
  return (value, place, context) => {
    const record = asObject(value, place, `an object with the members ${names.join(', ')}`);
    const unknown = Object.keys(record).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new Misplaced(
        below(place, unknown),
        `is not known here: remove it, or use one of ${names.join(', ')}`,
      );
    }
    for (const [name, check] of Object.entries<Check<Context>>(members)) {
      if (record[name] === undefined) throw new Misplaced(below(place, name), 'is missing: add it');
      check(record[name], below(place, name), context);
    }
    for (const [name, check] of Object.entries(optional))
      if (record[name] !== undefined) check(record[name], below(place, name), context);
  };
}

export function asObject(value: unknown, place: string, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Misplaced(place, `must be ${what}`);
  return value as Record<string, unknown>;
}

/** JSON pointer of a member (RFC 6901). */
export function below(place: string, name: string): string {
  return `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
