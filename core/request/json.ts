/**
 * Where a text stops being JSON. JSON.parse says it only in a message that quotes the text, which may hold a
 * secret; this says it in numbers.
 */

const LITERAL = /true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids unescaped control characters in strings
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SPACE = /[ \t\n\r]*/y;

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** The position of the first character that cannot be there, or null when the text is JSON. */
export function jsonErrorPosition(text: string): Position | null {
  const scanner = new Scanner(text);
  return scanner.isJson() ? null : positionOf(text, scanner.offset);
}

/** What is too much of a parsed value, if anything: levels of nesting, or values in it. Counted without recursion. */
export function excess(
  value: unknown,
  most: { readonly levels: number; readonly values: number },
): 'levels' | 'values' | null {
  let level: unknown[] = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most.levels) return 'levels';
    values += level.length;
    if (values > most.values) return 'values';
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
  }
  return null;
}

class Scanner {
  readonly #text: string;
  offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isJson(): boolean {
    const open: string[] = [];
    do {
      if (!this.#value(open) || !this.#close(open)) return false;
    } while (open.length > 0);
    return this.offset === this.#text.length;
  }

  /** A whole scalar or empty container, or the beginning of a container up to its first value. */
  #value(open: string[]): boolean {
    for (;;) {
      this.#match(SPACE);
      if (this.#match(STRING) || this.#match(LITERAL)) return true;
      const bracket = this.#text[this.offset];
      if (bracket !== '{' && bracket !== '[') return false;
      this.offset++;
      this.#match(SPACE);
      if (this.#take(bracket === '{' ? '}' : ']')) return true;
      open.push(bracket);
      if (bracket === '{' && !this.#key()) return false;
    }
  }

  /** What follows a value: the end of containers, and the comma (and key) before the next value. */
  #close(open: string[]): boolean {
    for (;;) {
      this.#match(SPACE);
      const bracket = open.at(-1);
      if (bracket === undefined) return true;
      if (this.#take(',')) {
        this.#match(SPACE);
        return bracket === '[' || this.#key();
      }
      if (!this.#take(bracket === '{' ? '}' : ']')) return false;
      open.pop();
    }
  }

  #key(): boolean {
    if (!this.#match(STRING)) return false;
    this.#match(SPACE);
    return this.#take(':');
  }

  #take(character: string): boolean {
    if (this.#text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    if (!pattern.test(this.#text)) return false;
    this.offset = pattern.lastIndex;
    return true;
  }
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
