/** `BEGIN ATOMIC` begins a routine's body that no quotes surround; its `END` is one more than those of its `CASE`s. */
const ROUTINE = /^\s*create\s+(or\s+replace\s+)?(function|procedure)\b/i;
const WORD = /(begin\s+atomic|case|end)(?![\w$])/iy;

/**
 * Splits a SQL script at the semicolons that end statements: not those in strings, quoted names, bodies of functions
 * or comments. So an error can name its statement, also one that PostgreSQL gives no position for.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let depth = 0;
  let parentheses = 0;
  let isRoutine: boolean | undefined;
  // Elsewhere the two words are names, and what follows them are statements of their own.
  const beginsBody = (at: number) => {
    isRoutine ??= ROUTINE.test(withoutComments(sql.slice(start, at)));
    return isRoutine && parentheses === 0;
  };
  for (let at = 0; at < sql.length; ) {
    const skipped = skipQuoted(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (sql[at] === '(') parentheses++;
    if (sql[at] === ')') parentheses--;
    if (sql[at] === ';' && depth === 0) {
      statements.push(sql.slice(start, at + 1));
      start = at + 1;
      parentheses = 0;
      isRoutine = undefined;
    }
    const word = wordAt(sql, at);
    if (depth === 0 && /^begin/i.test(word)) depth = beginsBody(at) ? 1 : 0;
    else if (depth > 0 && word !== '') depth += /^case/i.test(word) ? 1 : -1;
    at += word.length || 1;
  }
  statements.push(sql.slice(start));
  return statements.map((statement) => statement.trim()).filter(hasCode);
}

/** The code of a statement: `'…'` and `$…$` for its strings, and no comments. */
export function withoutStrings(sql: string): string {
  let code = '';
  for (let at = 0; at < sql.length; ) {
    const end = skipQuoted(sql, at);
    if (end === at) code += sql[at++];
    else if (/['$]/.test(sql[at] ?? '')) code += sql[at] === "'" ? "'…'" : '$…$';
    else if (sql[at] === '"') code += sql.slice(at, end);
    at = Math.max(at, end);
  }
  return code;
}

function wordAt(sql: string, at: number): string {
  if (/[\w$]/.test(sql[at - 1] ?? '')) return '';
  WORD.lastIndex = at;
  return WORD.exec(sql)?.[0] ?? '';
}

/** The end of the quoted or commented stretch that begins at `at`, or `at` when none does. */
function skipQuoted(sql: string, at: number): number {
  const rest = sql.slice(at, at + 2);
  if (rest === '--') return endOf(sql, '\n', at);
  if (rest === '/*') return endOfBlockComment(sql, at);
  if (sql[at] === '"') return endOf(sql, '"', at + 1);
  if (sql[at] === "'") return endOfString(sql, at);
  if (sql[at] === '$' && !/[\w$]/.test(sql[at - 1] ?? '')) {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 66))?.[0];
    if (tag) return endOf(sql, tag, at + tag.length);
  }
  return at;
}

function endOf(sql: string, mark: string, from: number): number {
  const end = sql.indexOf(mark, from);
  return end < 0 ? sql.length : end + mark.length;
}

/** Block comments nest in PostgreSQL. */
function endOfBlockComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    depth += pair === '/*' ? 1 : -1;
    at++;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

/** In an E'…' string a backslash takes the next character with it; a doubled quote begins a string again anyway. */
function endOfString(sql: string, from: number): number {
  const escapes = /[eE]/.test(sql[from - 1] ?? '') && !/\w/.test(sql[from - 2] ?? ' ');
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === '\\') at++;
    else if (sql[at] === "'") return at + 1;
  }
  return sql.length;
}

/** Whether a statement ends the transaction that it runs in; one that goes back to a savepoint does not. */
export function endsTransaction(statement: string): boolean {
  const [first = '', second = '', third = ''] = withoutComments(statement).toLowerCase().match(/\w+/g) ?? [];
  if (first === 'prepare') return second === 'transaction';
  if (first === 'rollback') return second !== 'to' && third !== 'to';
  return ['commit', 'end', 'abort'].includes(first);
}

function hasCode(statement: string): boolean {
  return withoutComments(statement).trim() !== '';
}

function withoutComments(statement: string): string {
  return statement.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
}
