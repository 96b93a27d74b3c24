import { isArnLike, isLike } from './pattern.ts';

/** What a call says of itself: values by condition key, such as `aws:RequestTag/plinth:managed-by`. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** One line of a Condition block, ready to be asked. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** @param values of the key in the call; undefined: the call does not have the key. */
  readonly test: (values: readonly string[] | undefined) => boolean;
}

type Test = (value: string, wanted: string) => boolean;

const equals: Test = (value, wanted) => value === wanted;
const bool: Test = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

/** *documented* (IAM JSON policy elements: condition operators). ArnEquals and ArnLike behave alike. */
const OPERATORS: Readonly<Record<string, { readonly test: Test; readonly negated: boolean }>> = {
  StringEquals: { test: equals, negated: false },
  StringNotEquals: { test: equals, negated: true },
  StringLike: { test: isLike, negated: false },
  StringNotLike: { test: isLike, negated: true },
  ArnEquals: { test: isArnLike, negated: false },
  ArnLike: { test: isArnLike, negated: false },
  Bool: { test: bool, negated: false },
};

/**
 * Keys that hold several values. *documented* (multivalued context keys): they need `ForAllValues:` or
 * `ForAnyValue:`; without it a policy does not say what it means.
 */
const MULTIVALUED =
  /^(aws:TagKeys|dynamodb:(LeadingKeys|Attributes)|cloudwatch:AlarmActions|kms:(EncryptionContextKeys|GrantOperations)|secretsmanager:AddReplicaRegions)$/i;

/** Throws on an operator, a modifier or a value that the local cloud does not evaluate. */
export function parseConditions(block: unknown, where: string): Condition[] {
  if (block === undefined) return [];
  if (!isRecord(block)) throw new Error(`${where}: Condition must be an object of operators.`);
  return Object.entries(block).flatMap(([operator, lines]) => {
    if (!isRecord(lines)) throw new Error(`${where}: Condition ${operator} must be an object of keys.`);
    return Object.entries(lines).map(([key, values]) =>
      condition(operator, key, texts(values, `${where}: Condition ${operator} ${key}`), where),
    );
  });
}

function condition(operator: string, key: string, values: readonly string[], where: string): Condition {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const line = { operator, key, values };
  if (operator === 'Null') return { ...line, test: isNull(values, where) };
  const known = OPERATORS[name];
  if (!known) {
    const all = [...Object.keys(OPERATORS), 'Null'].join(', ');
    throw new Error(
      `${where}: the local cloud does not evaluate the condition operator ${operator}. It knows ${all}, the first ones also with IfExists, ForAllValues: and ForAnyValue:.`,
    );
  }
  if (MULTIVALUED.test(key) && !set) {
    throw new Error(`${where}: ${key} has many values. Write ForAllValues:${name} or ForAnyValue:${name}.`);
  }
  // A value passes when one of the wanted ones fits it; with a negated operator when none does.
  const passes = (value: string) => values.some((wanted) => known.test(value, wanted)) !== known.negated;
  const test = (found: readonly string[] | undefined): boolean => {
    if (!found || found.length === 0) {
      // *documented*: absent keys pass negated operators, IfExists and ForAllValues, and fail everything else.
      return Boolean(ifExists) || set === 'ForAllValues' || (known.negated && set === undefined);
    }
    return set === 'ForAnyValue' ? found.some(passes) : found.every(passes);
  };
  return { ...line, test };
}

/** *documented*: `true` wants the key to be absent, `false` to be there. */
function isNull(values: readonly string[], where: string): Condition['test'] {
  if (values.length !== 1 || !/^(true|false)$/.test(values[0] ?? '')) {
    throw new Error(`${where}: Null takes "true" or "false".`);
  }
  return (found) => (found === undefined || found.length === 0) === (values[0] === 'true');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One text or a list of them. Policy variables are not evaluated here, and a placeholder left over is an error. */
export function texts(value: unknown, where: string): string[] {
  const list = (Array.isArray(value) ? value : [value]).map((each) =>
    typeof each === 'boolean' ? String(each) : each,
  );
  if (list.length === 0 || !list.every((each): each is string => typeof each === 'string')) {
    throw new Error(`${where} must be a text or a list of texts.`);
  }
  const variable = list.find((each) => each.includes('${'));
  if (variable === undefined) return list;
  throw new Error(
    `${where} has ${variable}: the local cloud evaluates no policy variables. Fill it in before the policy is loaded.`,
  );
}
