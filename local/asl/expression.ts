import jsonata from 'jsonata';
import { QueryEvaluationError } from './errors.ts';
import { awsFunctions, seededRandom } from './functions.ts';
import { type Json, MAX_NESTING, nestsWithin, type Variables } from './json.ts';

/** Members of `$states`. */
export type StatesMember = 'input' | 'context' | 'result' | 'errorOutput';

export interface Bindings {
  readonly states: Readonly<Partial<Record<StatesMember, unknown>>>;
  readonly variables: Variables;
  /** The execution's own time, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * Bounds of one evaluation. AWS bounds time, stack and memory too and fails the state with
 * States.QueryEvaluationError; its numbers are not published. The stack is as measured on AWS (floci-io/floci#2737:
 * all expressions tried ended at a depth of 99 to 101), the others are *assumed*.
 */
const BOUNDS = { timeout: 5000, stack: 100, sequence: 100_000 };

const formatNow = jsonata('$fromMillis($at, $picture, $zone)');

/** One `{% … %}`, compiled once, when the state machine is created. */
export class Expression {
  readonly source: string;
  readonly #compiled: jsonata.Expression;

  /**
   * @param available what `$states` has at this place
   * @throws Error with a message for the author of the definition
   */
  constructor(source: string, available: readonly StatesMember[]) {
    this.source = source;
    this.#compiled = jsonata(source, BOUNDS);
    checkRestrictions(this.#compiled.ast() as Node, available);
    for (const [name, implementation] of Object.entries(awsFunctions)) {
      this.#compiled.assign(name, implementation);
    }
  }

  /** @param field where the expression stands, for the error */
  async evaluate(bindings: Bindings, field: string): Promise<Json> {
    const result = await this.#run(bindings, field);
    if (result === undefined) throw this.#failure(field, 'returned nothing (undefined).');
    if (isFunction(result)) throw this.#failure(field, 'returned a function, which is not JSON.');
    if (!nestsWithin(result, MAX_NESTING)) {
      throw this.#failure(field, `returned a value that is nested more than ${MAX_NESTING} deep.`);
    }
    // Through JSON: drops JSONata's marks on arrays and what its object constructors leave undefined.
    return typeof result === 'object' ? JSON.parse(JSON.stringify(result)) : (result as Json);
  }

  /** An evaluation whose result has to be of one type. */
  async evaluateTo<T extends Json>(bindings: Bindings, field: string, type: JsonType<T>): Promise<T> {
    const value = await this.evaluate(bindings, field);
    if (type.accepts(value)) return value;
    const was = `'${Array.isArray(value) ? 'array' : typeof value}' for value: ${JSON.stringify(value)}`;
    throw this.#failure(field, `returned an unexpected result type. Expected '${type.name}', but was ${was}`);
  }

  async #run({ states, variables, now, random }: Bindings, field: string): Promise<unknown> {
    const at = now();
    try {
      return await this.#compiled.evaluate(undefined, {
        ...variables,
        states,
        random: (seed?: number) => (seed === undefined ? random() : seededRandom(seed)),
        millis: () => at,
        now: (picture?: string, zone?: string) => formatNow.evaluate(undefined, { at, picture, zone }),
      });
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      throw this.#failure(
        field,
        `threw an error during evaluation${code ? `. ${code}: ` : ': '}${message ?? error}`,
      );
    }
  }

  #failure(field: string, what: string): QueryEvaluationError {
    const text = `The JSONata expression '${this.source}' specified for the field '${field}' ${what}`;
    return new QueryEvaluationError(field, text);
  }
}

export interface JsonType<T extends Json> {
  readonly name: string;
  accepts(value: Json): value is T;
}

function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    ('_jsonata_lambda' in value || '_jsonata_function' in value)
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the library's syntax tree is only partly typed
type Node = any;

/**
 * What Step Functions forbids in an expression: `$` and `$$` at the top level, field names without something they
 * are a field of, and members of `$states` that this place does not have. *Documented* in the same guide.
 */
function checkRestrictions(node: Node, available: readonly StatesMember[], inContext = false): void {
  if (Array.isArray(node)) {
    for (const part of node) checkRestrictions(part, available, inContext);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if (node.type === 'regex') return;
  if (node.type === 'variable' && node.value === '$') throw new Error('$$ is not allowed');
  if (!inContext) checkHasContext(node);
  if (node.type === 'path') {
    checkPath(node, available, inContext);
    return;
  }
  for (const [key, part] of Object.entries(node)) {
    const nested = key === 'predicate' || key === 'stages' || key === 'group' || node.type === 'transform';
    checkRestrictions(part, available, inContext || nested);
  }
}

function checkHasContext(node: Node): void {
  if (node.type === 'variable' && node.value === '') throw new Error('$ is not allowed at the top level');
  if (node.type === 'name' || node.type === 'wildcard' || node.type === 'descendant') {
    throw new Error(`'${node.value}' is a field of nothing: write $states.input.${node.value} or a variable`);
  }
}

function checkPath(path: Node, available: readonly StatesMember[], inContext: boolean): void {
  const [first, second] = path.steps;
  if (first.type === 'variable' && first.value === 'states' && second?.type === 'name') {
    if (!available.includes(second.value)) throw new Error(`$states.${second.value} is not available here`);
  }
  checkRestrictions(first, available, inContext);
  checkRestrictions(path.steps.slice(1), available, true);
  checkRestrictions(path.group, available, true);
}
