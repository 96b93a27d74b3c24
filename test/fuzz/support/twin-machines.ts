import fc from 'fast-check';
import type { Json } from '../../../local/asl/json.ts';
import { type Definition, type Emit, type Fields, KINDS, Parts, type Place, pathPass } from './twin-parts.ts';
import {
  among,
  changed,
  constant,
  drawTest,
  drawValue,
  field,
  type Kind,
  pathTemplate,
  queryTemplate,
  type Twin,
} from './twin-values.ts';
import type { Draw } from './values.ts';

/** One machine in JSONata, for ours, and in JSONPath, for the other interpreter. */
export interface TwinMachine {
  readonly jsonata: Fields;
  readonly jsonPath: Fields;
  readonly tasks: ReadonlyMap<string, Task>;
}

/** What a function does: at its calls in turn, when nothing else runs beside it; else as its iteration has it. */
export interface Task {
  readonly outcomes: readonly Outcome[];
  readonly alone: boolean;
}
export type Outcome = { readonly error: string } | { readonly value: Json } | 'echo';

const MAX_DEPTH = 2;
const MAX_STATES = 30;

export function drawTwins(draw: Draw): TwinMachine {
  const builder = new Builder(draw);
  const top = builder.machine({ depth: 0, variables: [], own: [], onlyError: undefined, alone: true });
  return {
    jsonata: { QueryLanguage: 'JSONata', ...top.jsonata },
    jsonPath: top.jsonPath,
    tasks: builder.tasks,
  };
}

class Builder extends Parts {
  readonly tasks = new Map<string, Task>();

  /** A machine, branch or item processor: it sets its variables first, and at its end the document alone is left. */
  machine(outer: Place): { jsonata: Definition; jsonPath: Definition } {
    const own = KINDS.filter(() => this.draw(fc.boolean)).map((kind) => `${kind}${this.name('')}`);
    const jsonata: Definition = { StartAt: this.name('Start'), States: {} };
    const jsonPath: Definition = { StartAt: jsonata.StartAt, States: {} };
    const emit: Emit = (name, ours, theirs) => {
      if (Object.keys(ours).length > 0) jsonata.States[name] = ours;
      jsonPath.States[name] = theirs;
    };
    const values = Object.fromEntries(
      own.map((name) => [name, drawValue(this.draw, name.charAt(0) as Kind, outer.variables)]),
    );
    const end = this.name('End');
    const place = { ...outer, own, variables: [...outer.variables, ...own] };
    const first = this.#sequence(emit, place, end);
    emit(
      jsonata.StartAt,
      { Type: 'Pass', ...this.transfer(values, {}), Next: first },
      { ...pathPass(outer.variables, values, {}), Next: first },
    );
    emit(end, { Type: 'Pass', End: true }, { Type: 'Pass', OutputPath: '$.d', End: true });
    return { jsonata, jsonPath };
  }

  /** Writes some states that lead to `next`, and says where they begin. */
  #sequence(emit: Emit, place: Place, next: string): string {
    const count = this.draw(fc.nat, place.depth === 0 ? 4 : 2);
    let target = next;
    for (let left = count; left > 0 && this.names < MAX_STATES; left--)
      target = this.#step(emit, place, target);
    return target;
  }

  #step(emit: Emit, place: Place, next: string): string {
    const deeper = place.depth < MAX_DEPTH;
    const kinds = ['set', 'set', 'task', 'task', 'wait', 'choice', 'end'] as const;
    const kind = among(this.draw, deeper ? ([...kinds, 'parallel', 'map', 'map', 'loop'] as const) : kinds);
    switch (kind) {
      case 'set':
        return this.#set(emit, place, next);
      case 'task':
        return this.#task(emit, place, next);
      case 'wait':
        return this.#wait(emit, next);
      case 'choice':
        return this.#choice(emit, place, next);
      case 'end':
        return this.#end(emit, place, next);
      case 'loop':
        return this.#loop(emit, place, next);
      default:
        return this.#branches(emit, place, next, kind);
    }
  }

  #set(emit: Emit, place: Place, next: string): string {
    const name = this.name('Set');
    const [assigned, fields] = [this.values(place.own, place), this.values(KINDS, place)];
    const ours = { Type: 'Pass', ...this.transfer(assigned, fields) };
    emit(name, { ...ours, Next: next }, { ...pathPass(place.variables, assigned, fields), Next: next });
    return name;
  }

  #wait(emit: Emit, next: string): string {
    const name = this.name('Wait');
    const seconds = among<Json>(this.draw, [0, '{% 0 %}']);
    emit(name, { Type: 'Wait', Seconds: seconds, Next: next }, { Type: 'Wait', Seconds: 0, Next: next });
    return name;
  }

  /** A rule that sets something is followed, in JSONPath, by a state that does. */
  #choice(emit: Emit, place: Place, next: string): string {
    const name = this.name('Choice');
    const rules = Array.from({ length: 1 + this.draw(fc.nat, 2) }, (_, index) => {
      const { query, rule } = drawTest(this.draw, place.variables);
      const target = this.#sequence(emit, place, next);
      if (this.draw(fc.boolean)) {
        return [
          { Condition: `{% ${query} %}`, Next: target },
          { ...rule, Next: target },
        ] as const;
      }
      const [assigned, fields] = [this.values(place.own, place), this.values(KINDS, place)];
      const transfer = this.transfer(assigned, fields);
      const setter = `${name} rule ${index}`;
      emit(setter, {}, { ...pathPass(place.variables, assigned, fields), Next: target });
      return [
        { Condition: `{% ${query} %}`, ...transfer, Next: target },
        { ...rule, Next: setter },
      ] as const;
    });
    // Nothing beside it may fail, as its error has a name of its own.
    const open = place.onlyError === undefined && this.draw(fc.nat, 3) === 0;
    const fallback: Fields = open ? {} : { Default: this.#sequence(emit, place, next) };
    emit(
      name,
      { Type: 'Choice', Choices: rules.map(([ours]) => ours), ...fallback },
      { Type: 'Choice', Choices: rules.map(([, theirs]) => theirs), ...fallback },
    );
    return name;
  }

  /** Behind a choice, so that what comes after it can be reached. */
  #end(emit: Emit, place: Place, next: string): string {
    const [name, guard] = [this.name('Stop'), this.name('Guard')];
    const { query, rule } = drawTest(this.draw, place.variables);
    emit(
      guard,
      { Type: 'Choice', Choices: [{ Condition: `{% ${query} %}`, Next: name }], Default: next },
      { Type: 'Choice', Choices: [{ ...rule, Next: name }], Default: next },
    );
    if (this.draw(fc.boolean)) {
      const n = drawValue(this.draw, 'n', place.variables);
      const before = `${name} set`;
      emit(
        name,
        { Type: 'Succeed', Output: queryTemplate(this.draw, changed({ n })) },
        { ...pathPass(place.variables, {}, { n }), Next: before },
      );
      emit(before, {}, { Type: 'Succeed', OutputPath: '$.d' });
      return guard;
    }
    const error = place.onlyError ?? among(this.draw, ['A', 'B', 'Other']);
    emit(
      name,
      { Type: 'Fail', Error: error, Cause: among<Json>(this.draw, ['why', '{% "why" %}']) },
      { Type: 'Fail', Error: error, Cause: 'why' },
    );
    return guard;
  }

  #task(emit: Emit, place: Place, next: string): string {
    const name = this.name('Task');
    const error = () => ({ error: place.onlyError ?? among(this.draw, ['A', 'B', 'Lambda.X']) });
    const value = (): Outcome => among<Outcome>(this.draw, ['echo', { value: { a: [] } }, { value: null }]);
    const outcomes = Array.from({ length: 1 + this.draw(fc.nat, 3) }, () =>
      this.draw(fc.nat, 2) === 0 ? error() : value(),
    );
    this.tasks.set(name, { outcomes, alone: place.alone });
    const payload = this.draw(fc.boolean) ? undefined : changed(this.values(['n', 's'], place));
    const assigned = place.own.find((variable) => variable.startsWith('o') && this.draw(fc.boolean));
    const after = `${name} assign`;
    const [ours, theirs] = this.handlers(name, place.onlyError, () => this.#handler(emit, place, next));
    emit(
      name,
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: {
          FunctionName: name,
          Payload: payload ? queryTemplate(this.draw, payload) : '{% $states.input %}',
        },
        Output: this.outputWith('o', '$states.result.Payload'),
        ...(assigned && { Assign: { [assigned]: '{% $states.result.Payload %}' } }),
        ...ours,
        Next: next,
      },
      {
        Type: 'Task',
        Resource: `arn:aws:lambda:eu-west-2:123456789012:function:${name.replaceAll(' ', '-')}`,
        ...(payload ? { Parameters: pathTemplate(payload) } : { InputPath: '$.d' }),
        ResultPath: '$.d.o',
        ...theirs,
        Next: assigned ? after : next,
      },
    );
    if (assigned) {
      emit(after, {}, { ...pathPass(place.variables, { [assigned]: field('o') }, {}), Next: next });
    }
    return name;
  }

  #loop(emit: Emit, place: Place, next: string): string {
    const counter = this.name('counter');
    const [start, again, more] = ['from', 'again', 'more'].map((part) => `${counter} ${part}`) as [
      string,
      string,
      string,
    ];
    const inner = { ...place, depth: place.depth + 1 };
    const first = this.#sequence(emit, inner, again);
    const setTo = (n: Twin, name: string, target: string) =>
      emit(
        name,
        { Type: 'Pass', Output: queryTemplate(this.draw, changed({ e: n })), Next: target },
        { ...pathPass(place.variables, {}, { e: n }), Next: target },
      );
    const less: Twin = { query: '$states.input.e - 1', path: 'States.MathAdd($.d.e, -1)' };
    setTo(constant(1 + this.draw(fc.nat, 2)), start, first);
    // An error that was caught inside is no count, and ends the loop.
    const counts = '$type($states.input.e) = "number"';
    const isNumber = { Variable: '$.d.e', IsNumeric: true };
    emit(
      again,
      {
        Type: 'Choice',
        Choices: [{ Condition: `{% ${counts} and $states.input.e > 0 %}`, Next: more }],
        Default: next,
      },
      {
        Type: 'Choice',
        Choices: [{ And: [isNumber, { Variable: '$.d.e', NumericGreaterThan: 0 }], Next: more }],
        Default: next,
      },
    );
    setTo(less, more, first);
    return start;
  }

  #branches(emit: Emit, place: Place, next: string, kind: 'parallel' | 'map'): string {
    const name = this.name(kind === 'map' ? 'Map' : 'Parallel');
    const count = 1 + this.draw(fc.nat, 2);
    const concurrency = kind === 'map' ? this.draw(fc.nat, 2) : count;
    const onlyError =
      concurrency === 1 ? place.onlyError : (place.onlyError ?? `Only.${name.replace(' ', '')}`);
    const alone = place.alone && kind === 'parallel' && count === 1;
    const inner = { ...place, own: [], depth: place.depth + 1, onlyError, alone };
    const [ours, theirs] = this.handlers(name, place.onlyError, () => this.#handler(emit, place, next));
    const output = { Output: this.outputWith('o', '$states.result'), ...ours, Next: next };
    const result = { ResultPath: '$.d.o', ...theirs, Next: next };
    if (kind === 'parallel') {
      const branches = Array.from({ length: count }, () => this.machine(inner));
      emit(
        name,
        { Type: 'Parallel', Branches: branches.map(({ jsonata }) => jsonata), ...output },
        { Type: 'Parallel', Branches: branches.map(({ jsonPath }) => jsonPath), ...result },
      );
      return name;
    }
    const { jsonata, jsonPath } = this.machine(inner);
    const item = {
      o: { query: '$states.context.Map.Item.Value', path: '$$.Map.Item.Value' },
      i: {
        query: '$states.input.i & "." & $string($states.context.Map.Item.Index)',
        path: "States.Format('{}.{}', $.d.i, $$.Map.Item.Index)",
      },
    };
    emit(
      name,
      {
        Type: 'Map',
        Items: '{% $states.input.l %}',
        ...(concurrency > 0 && { MaxConcurrency: concurrency }),
        ItemSelector: queryTemplate(this.draw, changed(item)),
        ItemProcessor: jsonata,
        ...output,
      },
      {
        Type: 'Map',
        ItemsPath: '$.d.l',
        MaxConcurrency: concurrency,
        ItemSelector: { d: pathTemplate(changed(item)), 'v.$': '$.v' },
        ItemProcessor: jsonPath,
        ...result,
      },
    );
    return name;
  }

  /** What follows an error: nothing of its own, or some states. */
  #handler(emit: Emit, place: Place, next: string): string {
    return this.draw(fc.boolean) ? next : this.#sequence(emit, { ...place, depth: MAX_DEPTH }, next);
  }
}
