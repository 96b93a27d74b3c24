const compiled = new Map<string, RegExp>();

/** `*` is any run of characters, `?` is one; everything else is itself. */
function glob(pattern: string, flags = ''): RegExp {
  const key = `${flags}/${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`);
    compiled.set(key, expression);
  }
  return expression;
}

/** Case matters, as in `StringLike`. */
export const isLike = (value: string, pattern: string): boolean => glob(pattern).test(value);

/** *documented* (IAM JSON policy elements: Action): prefix and name of an action are not case-sensitive. */
export const isActionLike = (action: string, pattern: string): boolean => glob(pattern, 'i').test(action);

/**
 * *documented* (IAM JSON policy elements: Resource; ARN operators): each of the colon-delimited parts of an ARN is
 * checked for itself, so a wildcard in one does not reach into the next. The last part may hold colons of its own.
 * `*` alone is everything; an action that takes no resource is checked against `*`, which only `*` matches.
 */
export function isArnLike(value: string, pattern: string): boolean {
  if (pattern === '*') return true;
  const [parts, patterns] = [segmentsOf(value), segmentsOf(pattern)];
  if (!parts || !patterns) return false;
  return patterns.every((each, index) => each === parts[index] || isLike(parts[index] ?? '', each));
}

const split = new Map<string, readonly string[] | null>();

/** Null: no ARN. Kept, as every call of a function is held against the same patterns. */
function segmentsOf(arn: string): readonly string[] | null {
  let segments = split.get(arn);
  if (segments === undefined) {
    const parts = arn.split(':');
    segments = parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(':')];
    split.set(arn, segments);
  }
  return segments;
}
