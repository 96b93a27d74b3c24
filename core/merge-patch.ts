/**
 * A JSON merge patch (RFC 7396) applied to a document: null takes a member away, an object is merged, anything else
 * (lists too) replaces what was there. Neither argument is changed. Members are own ones, so that `__proto__` is a
 * name like any other.
 */
export function mergePatch(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(document) ? Object.entries(document) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
