import type { Json } from '../../../local/asl/json.ts';
import type { Outcome, TwinMachine } from './twin-machines.ts';

/** The functions of a machine. Each interpreter gets its own. */
export class Functions {
  readonly calls: Record<string, Json[]> = {};
  readonly #tasks: TwinMachine['tasks'];

  constructor(tasks: TwinMachine['tasks']) {
    this.#tasks = tasks;
  }

  call(name: string, payload: Json): Json {
    const task = this.#tasks.get(name);
    if (!task) throw new Error(`No function ${name}.`);
    const { i } = payload as { i: string };
    let turn = [...i].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    if (task.alone) {
      this.calls[name] ??= [];
      turn = this.calls[name].push(masked(payload)) - 1;
    }
    const outcome = task.outcomes[turn % task.outcomes.length] as Outcome;
    if (outcome === 'echo') return payload;
    if ('error' in outcome) throw new FunctionError(outcome.error);
    return outcome.value;
  }
}

/** Without a trace, which would say where in this file it was thrown. */
export class FunctionError extends Error {
  constructor(name: string) {
    super('why');
    this.name = name;
    this.stack = undefined;
  }

  /** As Step Functions reports it. */
  get report(): string {
    if (this.name.startsWith('Lambda.')) return this.message;
    return JSON.stringify({ errorType: this.name, errorMessage: this.message, trace: [] });
  }
}

/** The cause of an interpreter's own error is its own words. */
export function masked(value: Json): Json {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const own = typeof value.Error === 'string' && value.Error.startsWith('States.');
  const entries = Object.entries(value).map(([name, item]) => [name, masked(item)]);
  return { ...Object.fromEntries(entries), ...(own && { Cause: 'its own words' }) };
}

export const INPUT = { n: 1, s: 'text', b: true, l: [1, 2, 2], o: null, e: null, i: '' };
