import { type Bindings, Expression, type JsonType, type StatesMember } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** A JSON value of a definition in which every `{% … %}` string stands for the value of its expression. */
export type Template = (bindings: Bindings) => Promise<Json>;

/** A field that is either a literal of a type or an expression that evaluates to one. */
export type Dynamic<T> = (bindings: Bindings) => Promise<T>;

/** Takes a fault in an expression: what is wrong, and in which field. */
export type OnFault = (message: string, field: string) => void;

/** @param field path of the value inside its state, such as `Output` */
export function compileTemplate(
  value: Json,
  field: string,
  available: readonly StatesMember[],
  onFault: OnFault,
): Template {
  if (typeof value === 'string') {
    const expression = compileExpression(value, field, available, onFault);
    return expression ? (bindings) => expression.evaluate(bindings, field) : constant(value);
  }
  if (!hasExpression(value)) return constant(value);
  const nested = (part: Json, path: string) => compileTemplate(part, path, available, onFault);
  if (Array.isArray(value)) {
    const parts = value.map((part, index) => nested(part, `${field}[${index}]`));
    return (bindings) => Promise.all(parts.map((part) => part(bindings)));
  }
  const entries = Object.entries(value as JsonObject).map(
    ([key, part]) => [key, nested(part, `${field}/${key}`)] as const,
  );
  return async (bindings) => {
    const result: JsonObject = {};
    for (const [key, part] of entries) result[key] = await part(bindings);
    return result;
  };
}

/** A string field, as an expression when it is one. AWS looks at whole strings only: `a {% b %}` is plain text. */
export function compileExpression(
  text: string,
  field: string,
  available: readonly StatesMember[],
  onFault: OnFault,
): Expression | undefined {
  const opens = text.startsWith('{%');
  const closes = text.endsWith('%}');
  if (!opens && !closes) return undefined;
  if (!opens || !closes || text.length < 4) {
    onFault('a JSONata expression has to start with {% and to end with %}', field);
    return undefined;
  }
  try {
    return new Expression(text.slice(2, -2).trim(), available);
  } catch (error) {
    onFault(`invalid JSONata: ${(error as Error).message}`, field);
    return undefined;
  }
}

export function compileDynamic<T extends Json>(
  value: Json,
  field: string,
  type: JsonType<T>,
  available: readonly StatesMember[],
  onFault: OnFault,
): Dynamic<T> | undefined {
  const expression =
    typeof value === 'string' ? compileExpression(value, field, available, onFault) : undefined;
  if (expression) return (bindings) => expression.evaluateTo(bindings, field, type);
  if (type.accepts(value)) return () => Promise.resolve(value);
  onFault(`expected ${type.name} or a JSONata expression`, field);
  return undefined;
}

function constant(value: Json): Template {
  return () => Promise.resolve(value);
}

function hasExpression(value: Json): boolean {
  if (typeof value === 'string') return value.startsWith('{%') || value.endsWith('%}');
  if (Array.isArray(value)) return value.some(hasExpression);
  return isObject(value) && Object.values(value).some(hasExpression);
}
