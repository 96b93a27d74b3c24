import fc from 'fast-check';
import type { Json } from '../../../local/asl/json.ts';
import {
  among,
  changed,
  drawValue,
  type Kind,
  keptVariables,
  pathTemplate,
  queryTemplate,
  type Templates,
} from './twin-values.ts';
import type { Draw } from './values.ts';

export type Fields = Record<string, Json>;
export interface Definition extends Fields {
  StartAt: string;
  States: Record<string, Fields>;
}

/** Where a sequence of states stands. */
export interface Place {
  readonly depth: number;
  /** Those that can be read here. */
  readonly variables: readonly string[];
  /** Those that can be assigned here. */
  readonly own: readonly string[];
  /** Inside branches that run side by side all errors have one name, as it is open which of them is the first. */
  readonly onlyError: string | undefined;
  /** Whether every state runs at a known time: not so in a Map, of which the other interpreter runs on what has failed. */
  readonly alone: boolean;
}

export const KINDS: readonly Kind[] = ['n', 's', 'b', 'l', 'o'];
/** Ours first; an empty state of ours is one that only JSONPath needs. */
export type Emit = (name: string, ours: Fields, theirs: Fields) => void;

/** What states of all types are made of. */
export class Parts {
  readonly draw: Draw;
  /** How many names have been given. */
  names = 0;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  /** The document with the outcome of its state in a field. */
  outputWith(name: 'o' | 'e', query: string): Json {
    if (this.draw(fc.boolean)) return `{% $merge([$states.input, {"${name}": ${query}}]) %}`;
    return queryTemplate(this.draw, changed({ [name]: { query } }));
  }

  /**
   * Retry and Catch. States.TaskFailed is left to Task states: of others the specification does not say what it means
   * (states-language.net, appendix A: "A Task State failed during the execution").
   */
  handlers(name: string, onlyError: string | undefined, handle: () => string): [Fields, Fields] {
    const wide = name.startsWith('Task') ? ['States.TaskFailed'] : [];
    const errors = ['A', 'B', 'Lambda.X', 'States.NoChoiceMatched', onlyError ?? 'A', ...wide];
    const last = this.draw(fc.nat, 2) === 0 ? [['States.ALL']] : [];
    const some = (most: number) =>
      Array.from({ length: this.draw(fc.nat, most) }, () => [
        ...new Set([among(this.draw, errors), among(this.draw, errors)]),
      ]);
    const retry = [...some(2), ...last].map((ErrorEquals) => ({
      ErrorEquals,
      ...among<Fields>(this.draw, [{}, { MaxAttempts: 0 }, { MaxAttempts: 1 }, { MaxAttempts: 2 }]),
    }));
    const catchers = [...some(2), ...last].map((ErrorEquals) => ({
      ErrorEquals,
      Next: handle(),
    }));
    const handlers = (more: Fields): Fields => ({
      ...(retry.length > 0 && { Retry: retry }),
      ...(catchers.length > 0 && { Catch: catchers.map((catcher) => ({ ...catcher, ...more })) }),
    });
    return [
      handlers({ Output: this.outputWith('e', '$states.errorOutput') }),
      handlers({ ResultPath: '$.d.e' }),
    ];
  }

  values(names: readonly string[], { variables }: Place): Templates {
    const chosen = names.filter(() => this.draw(fc.nat, 2) === 0);
    return Object.fromEntries(
      chosen.map((name) => [name, drawValue(this.draw, name.charAt(0) as Kind, variables)]),
    );
  }

  transfer(assigned: Templates, fields: Templates): Fields {
    return {
      ...(Object.keys(assigned).length > 0 && {
        Assign: splitAssign(queryTemplate(this.draw, assigned), assigned),
      }),
      ...(Object.keys(fields).length > 0 && { Output: queryTemplate(this.draw, changed(fields)) }),
    };
  }

  name(kind: string): string {
    return `${kind}${kind && ' '}${++this.names}`;
  }
}

/** `Assign` is an object always. */
function splitAssign(template: Json, assigned: Templates): Json {
  if (typeof template !== 'string') return template;
  return Object.fromEntries(Object.entries(assigned).map(([name, twin]) => [name, `{% ${twin?.query} %}`]));
}

export function pathPass(variables: readonly string[], assigned: Templates, fields: Templates): Fields {
  return {
    Type: 'Pass',
    Parameters: {
      d: pathTemplate(changed(fields)),
      v: pathTemplate(keptVariables(variables, assigned)),
    },
  };
}
