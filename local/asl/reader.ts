import type { Diagnostic } from './errors.ts';
import type { JsonType, StatesMember } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Machine } from './machine.ts';
import { compileDynamic, compileTemplate, type Dynamic, type Template } from './template.ts';
import type { Transfer } from './transfer.ts';

/** Gathers what is wrong with one definition, and knows how to read a machine inside a machine. */
export interface Parsing {
  readonly diagnostics: Diagnostic[];
  readMachine(reader: Reader): Machine;
}

/** *Documented*: 80 characters at most, a Unicode identifier; `states` is reserved. */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/**
 * Reads the fields of one JSON object of a definition. Every field that was not asked for is refused by `done`,
 * so what the interpreter does not know can not be ignored in silence.
 */
export class Reader {
  readonly #fields: JsonObject;
  readonly #location: string;
  /** Path of this object inside its state, in front of field names: `Retry[0]/` or nothing. */
  readonly #prefix: string;
  readonly #parsing: Parsing;
  readonly #known = new Set<string>();

  constructor(fields: JsonObject, location: string, parsing: Parsing, prefix = '') {
    this.#fields = fields;
    this.#location = location;
    this.#parsing = parsing;
    this.#prefix = prefix;
  }

  fault(message: string, field: string, code = 'SCHEMA_VALIDATION_FAILED'): void {
    const location = `${this.#location}/${this.#prefix}${field}`;
    this.#parsing.diagnostics.push({ code, message, location });
  }

  /** The raw value, which from now on is a known field. */
  value(field: string): Json | undefined {
    this.#known.add(field);
    return this.#fields[field];
  }

  skip(...fields: string[]): void {
    for (const field of fields) this.#known.add(field);
  }

  string(field: string): string | undefined {
    return this.#typed(field, 'a string', (value) => typeof value === 'string');
  }

  requiredString(field: string): string {
    const value = this.string(field);
    if (value === undefined && this.#fields[field] === undefined) this.#missing(field);
    return value ?? '';
  }

  oneOf<T extends string>(field: string, allowed: readonly T[]): T | undefined {
    return this.#typed(field, allowed.map((value) => `'${value}'`).join(' or '), (value): value is T =>
      (allowed as readonly Json[]).includes(value),
    );
  }

  boolean(field: string): boolean | undefined {
    return this.#typed(field, 'true or false', (value) => typeof value === 'boolean');
  }

  integer(field: string, min: number, max: number): number | undefined {
    return this.#typed(field, integerType(min, max).name, integerType(min, max).accepts);
  }

  number(field: string, min: number): number | undefined {
    const accepts = (value: Json): value is number => typeof value === 'number' && value >= min;
    return this.#typed(field, `a number of at least ${min}`, accepts);
  }

  /** Readers of a list of objects. */
  objects(field: string, required = false): Reader[] {
    const list = this.#typed(field, 'a list of objects', (value): value is JsonObject[] =>
      Array.isArray(value) ? value.every(isObject) : false,
    );
    if (required && list?.length === 0) this.fault('at least one is required', field);
    if (required && this.#fields[field] === undefined) this.#missing(field);
    return (list ?? []).map((item, index) => this.#inner(item, `${field}[${index}]`));
  }

  object(field: string): Reader | undefined {
    const value = this.#typed(field, 'an object', isObject);
    return value && this.#inner(value, field);
  }

  /** Readers of an object of objects, by name. */
  entries(field: string): [name: string, reader: Reader][] {
    const value = this.#typed(field, 'an object', isObject);
    if (value === undefined && this.#fields[field] === undefined) this.#missing(field);
    return Object.entries(value ?? {}).flatMap(([name, fields]): [string, Reader][] => {
      const location = `${this.#location}/${this.#prefix}${field}/${name}`;
      if (isObject(fields)) return [[name, new Reader(fields, location, this.#parsing)]];
      this.fault('expected an object', `${field}/${name}`);
      return [];
    });
  }

  /**
   * A machine of its own, such as an item processor.
   * @param readMore reads the fields that it has beside those of every machine
   */
  machine(field: string, readMore: (reader: Reader) => void): Machine | undefined {
    const reader = this.object(field)?.atTop();
    if (!reader && this.#fields[field] === undefined) this.#missing(field);
    if (!reader) return undefined;
    readMore(reader);
    return this.#parsing.readMachine(reader);
  }

  machines(field: string): Machine[] {
    return this.objects(field, true).map((reader) => this.#parsing.readMachine(reader.atTop()));
  }

  /** The same fields, with the prefix in the location: for a machine inside a state. */
  atTop(): Reader {
    const location = `${this.#location}/${this.#prefix}`.replace(/\/$/, '');
    return new Reader(this.#fields, location, this.#parsing);
  }

  template(field: string, available: readonly StatesMember[]): Template | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    return compileTemplate(value, this.#prefix + field, available, this.#onFault);
  }

  dynamic<T extends Json>(
    field: string,
    type: JsonType<T>,
    available: readonly StatesMember[] = ['input', 'context'],
  ): Dynamic<T> | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    return compileDynamic(value, this.#prefix + field, type, available, this.#onFault);
  }

  /** `Assign` and `Output`, on the way to `next`. */
  transfer(available: readonly StatesMember[], next: string | null): Transfer {
    const fields = this.value('Assign');
    const assigns = isObject(fields) ? Object.keys(fields) : [];
    if (fields !== undefined && !isObject(fields)) this.fault('expected an object', 'Assign');
    for (const name of assigns) {
      if (name === 'states' || !VARIABLE_NAME.test(name)) {
        this.fault(`'${name}' is not a valid variable name`, `Assign/${name}`);
      }
    }
    const assign = isObject(fields) ? this.template('Assign', available) : undefined;
    return { next, assign, assigns, output: this.template('Output', available) };
  }

  /** `Next`, or null for `End: true`: exactly one of the two. */
  nextOrEnd(): string | null {
    const next = this.string('Next');
    const end = this.boolean('End');
    if ((next === undefined) === (end !== true))
      this.fault("exactly one of 'Next' and 'End' is required", 'Next');
    return next ?? null;
  }

  /** Refuses every field that nobody asked for. */
  done(): void {
    for (const field of Object.keys(this.#fields)) {
      if (!this.#known.has(field)) this.fault(`Field '${field}' is not supported`, field);
    }
  }

  #typed<T extends Json>(field: string, name: string, accepts: (value: Json) => value is T): T | undefined {
    const value = this.value(field);
    if (value === undefined || accepts(value)) return value;
    this.fault(`expected ${name}`, field);
    return undefined;
  }

  #missing(field: string): void {
    this.fault(`Field '${field}' is required`, field);
  }

  #inner(fields: JsonObject, path: string): Reader {
    return new Reader(fields, this.#location, this.#parsing, `${this.#prefix}${path}/`);
  }

  /** Fields in template faults carry the prefix already. */
  readonly #onFault = (message: string, path: string): void => {
    this.#parsing.diagnostics.push({
      code: 'SCHEMA_VALIDATION_FAILED',
      message,
      location: `${this.#location}/${path}`,
    });
  };
}

export function integerType(min: number, max: number): JsonType<number> {
  return {
    name: `an integer from ${min} to ${max}`,
    accepts: (value): value is number =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  };
}

export const stringType: JsonType<string> = {
  name: 'string',
  accepts: (value): value is string => typeof value === 'string',
};

export const booleanType: JsonType<boolean> = {
  name: 'boolean',
  accepts: (value): value is boolean => typeof value === 'boolean',
};
