import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Goes on behind what has matched; false: try another way. */
type Next = (at: number) => boolean;
type Matcher = (at: number, next: Next) => boolean;

export class TooManySteps extends Error {}

export function parsed(source: string, flags: string): AST.Pattern {
  return new RegExpParser().parsePattern(source, 0, source.length, { unicode: /[uv]/.test(flags) });
}

/**
 * How many characters a backtracking engine looks at to match a regular expression, from every start as `test` does. It
 * counts, where a clock would tell of the machine.
 * @throws TooManySteps above `limit`; Error for what is not known here
 */
export function stepsOf(pattern: AST.Pattern, flags: string, text: string, limit: number): number {
  const matching = new Matching(flags, [...text], limit);
  return matching.count(pattern);
}

class Matching {
  readonly #flags: string;
  readonly #text: readonly string[];
  readonly #limit: number;
  #steps = 0;

  constructor(flags: string, text: readonly string[], limit: number) {
    this.#flags = flags;
    this.#text = text;
    this.#limit = limit;
  }

  count({ alternatives }: AST.Pattern): number {
    const match = this.#anyOf(alternatives);
    const starts = this.#flags.includes('y') || alternatives.every(beginsAtStart) ? 1 : this.#text.length + 1;
    for (let at = 0; at < starts; at++) if (match(at, () => true)) break;
    return this.#steps;
  }

  #anyOf(alternatives: readonly AST.Alternative[]): Matcher {
    const matchers = alternatives.map(({ elements }) => this.#oneAfterAnother(elements));
    return (at, next) => matchers.some((match) => match(at, next));
  }

  #oneAfterAnother(elements: readonly AST.Element[]): Matcher {
    return elements
      .map((element) => this.#matcherOf(element))
      .reduceRight<Matcher>(
        (rest, match) => (at, next) => match(at, (end) => rest(end, next)),
        (at, next) => next(at),
      );
  }

  #matcherOf(element: AST.Element): Matcher {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#character(element);
      case 'Group':
      case 'CapturingGroup':
        return this.#anyOf(element.alternatives);
      case 'Quantifier':
        return this.#repeated(element);
      case 'Assertion':
        return this.#assertion(element);
      default:
        throw new Error(`The counter of steps does not know a ${element.type}: ${element.raw}`);
    }
  }

  #character(element: AST.Element): Matcher {
    const matches = charactersOf(element, this.#flags);
    return (at, next) => {
      this.#steps++;
      if (this.#steps > this.#limit) throw new TooManySteps();
      const character = this.#text[at];
      return character !== undefined && matches(character) && next(at + 1);
    };
  }

  #repeated({ element, min, max, greedy }: AST.Quantifier): Matcher {
    const match = this.#matcherOf(element);
    const more = (count: number, at: number, next: Next): boolean => {
      const again = () =>
        count < max && match(at, (end) => (end > at || count < min) && more(count + 1, end, next));
      if (count < min) return again();
      return greedy ? again() || next(at) : next(at) || again();
    };
    return (at, next) => more(0, at, next);
  }

  #assertion(assertion: AST.Assertion): Matcher {
    if (assertion.kind === 'lookahead') {
      const match = this.#anyOf(assertion.alternatives);
      return (at, next) => match(at, () => true) !== assertion.negate && next(at);
    }
    if (assertion.kind === 'lookbehind') throw new Error('The counter of steps does not know lookbehind.');
    const lines = this.#flags.includes('m');
    const word = (at: number) => /\w/.test(this.#text[at] ?? ' ');
    const holds = {
      start: (at: number) => at === 0 || (lines && this.#text[at - 1] === '\n'),
      end: (at: number) => at === this.#text.length || (lines && this.#text[at] === '\n'),
      word: (at: number) => (word(at - 1) !== word(at)) !== (assertion.kind === 'word' && assertion.negate),
    }[assertion.kind];
    return (at, next) => holds(at) && next(at);
  }
}

function beginsAtStart({ elements: [first] }: AST.Alternative): boolean {
  return first?.type === 'Assertion' && first.kind === 'start';
}

/** Which characters an element of one character takes, by the engine itself. */
export function charactersOf({ raw }: AST.Element, flags: string): (character: string) => boolean {
  const expression = new RegExp(`^(?:${raw})$`, flags.replace(/[gmy]/g, ''));
  const known = new Map<string, boolean>();
  return (character) => {
    const answer = known.get(character) ?? expression.test(character);
    known.set(character, answer);
    return answer;
  };
}
