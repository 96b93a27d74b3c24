import type { Scalar } from './statement.ts';
import { type Token, tokenize } from './tokens.ts';

/** Somewhere in the statement there is something that the model does not know. */
export class Unread extends Error {}

/** Reads the tokens of one statement from left to right. */
export class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string) {
    this.#tokens = tokenize(sql);
  }

  /** Takes these words or symbols when they come next, all of them or none. */
  takes(...texts: string[]): boolean {
    const next = texts.every((text, index) => {
      const token = this.#tokens[this.#at + index];
      return (token?.kind === 'word' || token?.kind === 'symbol') && token.text === text;
    });
    if (next) this.#at += texts.length;
    return next;
  }

  expect(...texts: string[]): void {
    if (!this.takes(...texts)) this.fail();
  }

  /** The first of the kinds that comes next. */
  take(...kinds: Token['kind'][]): string {
    const token = this.#tokens[this.#at];
    if (!token || !kinds.includes(token.kind)) this.fail();
    this.#at++;
    return token.text;
  }

  name(): string {
    return this.take('word', 'name');
  }

  /** A relation, `public` left out. */
  relation(): string {
    const first = this.name();
    if (!this.takes('.')) return first;
    if (first === 'public') return this.name();
    if (first === 'information_schema') return `${first}.${this.name()}`;
    return this.fail();
  }

  /** `(item, item, …)` */
  list<T>(item: () => T): T[] {
    this.expect('(');
    const items = [item()];
    while (this.takes(',')) items.push(item());
    this.expect(')');
    return items;
  }

  names(): string[] {
    return this.list(() => this.name());
  }

  scalar(): Scalar {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'parameter') return { kind: 'parameter', index: Number(this.take('parameter')) - 1 };
    if (token?.kind === 'string') return { kind: 'value', value: this.take('string') };
    if (token?.kind === 'number') return { kind: 'value', value: Number(this.take('number')) };
    if (this.takes('null')) return { kind: 'value', value: null };
    if (this.takes('true')) return { kind: 'value', value: true };
    if (this.takes('false')) return { kind: 'value', value: false };
    if (this.takes('current_timestamp') || this.takes('now', '(', ')')) return { kind: 'now' };
    return this.fail();
  }

  /** The tokens up to the parenthesis that closes this one, which has been taken; takes that too. */
  untilClosed(): Token[] {
    const start = this.#at;
    for (let depth = 1; ; this.#at++) {
      const token = this.#tokens[this.#at];
      if (!token) this.fail();
      if (token.kind !== 'symbol') continue;
      if (token.text === '(') depth++;
      if (token.text === ')' && --depth === 0) return this.#tokens.slice(start, this.#at++);
    }
  }

  rest(): Token[] {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  fail(): never {
    throw new Unread();
  }
}
