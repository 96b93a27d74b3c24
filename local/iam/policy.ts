import { type Condition, type Context, isRecord, parseConditions, texts } from './conditions.ts';
import { isActionLike, isArnLike } from './pattern.ts';

/** A statement of a policy, checked and ready to be asked. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
}

interface Patterns {
  /** NotAction or NotResource: everything but these. */
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** One question of AWS to IAM: may this be done to that? */
export interface Check {
  /** `rds:CreateDBCluster`. */
  readonly action: string;
  /** An ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  readonly context: Context;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Of the statement that decided, and of its patterns; absent when nothing did (the implicit deny). */
  readonly by?: { readonly statement: number; readonly action: number; readonly resource: number };
  readonly reason: 'allowed' | 'explicit deny' | 'implicit deny';
}

const MEMBERS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

/**
 * The statements of an identity-based policy. Throws on what the local cloud does not evaluate: a policy that is
 * only half understood would prove nothing.
 * @param where whose policy it is, for messages
 */
export function parseStatements(statements: unknown, where: string): Statement[] {
  if (!Array.isArray(statements)) throw new Error(`${where}: Statement must be a list.`);
  return statements.map((each, index) => parseStatement(each, `${where}, statement ${index}`));
}

function parseStatement(statement: unknown, where: string): Statement {
  if (!isRecord(statement)) throw new Error(`${where} must be an object.`);
  const strange = Object.keys(statement).find((member) => !MEMBERS.has(member));
  if (strange !== undefined) throw new Error(`${where}: the local cloud does not evaluate ${strange}.`);
  const { Effect, Condition: block } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`${where}: Effect must be Allow or Deny.`);
  return {
    effect: Effect,
    actions: patterns(statement, 'Action', /^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i, where),
    resources: patterns(statement, 'Resource', /^(\*|arn:.*:.*:.*:.*:.+)$/, where),
    conditions: parseConditions(block, where),
  };
}

function patterns(
  statement: Record<string, unknown>,
  member: 'Action' | 'Resource',
  legal: RegExp,
  where: string,
): Patterns {
  const negated = `Not${member}`;
  if (member in statement === negated in statement) {
    throw new Error(`${where} needs one of ${member} and ${negated}.`);
  }
  const not = negated in statement;
  const list = texts(statement[not ? negated : member], `${where}: ${not ? negated : member}`);
  const wrong = list.find((each) => !legal.test(each));
  if (wrong !== undefined) throw new Error(`${where}: ${wrong} is no legal ${not ? negated : member}.`);
  return { not, patterns: list };
}

/** *documented* (policy evaluation logic): an explicit deny wins; what nothing allows is denied. */
export function evaluate(statements: readonly Statement[], check: Check): Verdict {
  let allowed: Verdict['by'];
  const context = byKey(check.context);
  for (const { index, statement, action } of candidates(statements, check.action)) {
    if (statement.effect === 'Allow' && allowed) continue;
    const resource = position(statement.resources, (pattern) => isArnLike(check.resource, pattern));
    if (resource === undefined) continue;
    if (!statement.conditions.every(({ key, test }) => test(context.get(key.toLowerCase())))) continue;
    const by = { statement: index, action, resource };
    if (statement.effect === 'Deny') return { allowed: false, by, reason: 'explicit deny' };
    allowed = by;
  }
  return allowed
    ? { allowed: true, by: allowed, reason: 'allowed' }
    : { allowed: false, reason: 'implicit deny' };
}

interface Candidate {
  readonly index: number;
  readonly statement: Statement;
  /** Of the pattern that matches the action. */
  readonly action: number;
}

const byAction = new WeakMap<readonly Statement[], Map<string, readonly Candidate[]>>();

/** The statements that are about an action: a function asks for the same few again and again. */
function candidates(statements: readonly Statement[], action: string): readonly Candidate[] {
  const known = byAction.get(statements) ?? new Map<string, readonly Candidate[]>();
  byAction.set(statements, known);
  let found = known.get(action);
  if (!found) {
    found = statements.flatMap((statement, index) => {
      const match = position(statement.actions, (pattern) => isActionLike(action, pattern));
      return match === undefined ? [] : [{ index, statement, action: match }];
    });
    known.set(action, found);
  }
  return found;
}

/** Of the pattern that matches; of a `Not…` that lets the value through, 0. Undefined: no match. */
function position({ not, patterns }: Patterns, matches: (pattern: string) => boolean): number | undefined {
  const found = patterns.findIndex(matches);
  if (not) return found === -1 ? 0 : undefined;
  return found === -1 ? undefined : found;
}

/** *documented*: names of condition keys, the tag's own key among them, are not case-sensitive. */
function byKey(context: Context): Map<string, readonly string[]> {
  return new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
}
