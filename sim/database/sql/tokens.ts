import { NotModelled } from '../errors.ts';

export interface Token {
  /** `word`: a key word or a name, in small letters; `name`: one in quotes; `parameter`: the number of `$n`. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'parameter' | 'symbol';
  readonly text: string;
}

const TOKEN =
  /(?<space>\s+|--[^\n]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/)|(?<word>[A-Za-z_]\w*)|"(?<name>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<number>\d+(?:\.\d+)?)|\$(?<parameter>\d+)|(?<symbol>::|<=|>=|<>|!=|[-+*/=<>(),.;|])/y;

/** The tokens of one statement, without its semicolon. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < sql.length; ) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    if (!groups)
      throw new NotModelled(`what begins with "${sql.slice(at, at + 20)}" in the statement ${sql}`);
    if (groups.space === undefined) tokens.push(tokenOf(groups));
  }
  while (tokens.at(-1)?.text === ';' && tokens.at(-1)?.kind === 'symbol') tokens.pop();
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>): Token {
  for (const kind of ['word', 'name', 'string', 'number', 'parameter', 'symbol'] as const) {
    const text = groups[kind];
    if (text === undefined) continue;
    if (kind === 'word') return { kind, text: text.toLowerCase() };
    if (kind === 'name') return { kind, text: text.replaceAll('""', '"') };
    if (kind === 'string') return { kind, text: text.replaceAll("''", "'") };
    return { kind, text };
  }
  throw new Error('a token of no kind');
}
