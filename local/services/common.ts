import { createHash } from 'node:crypto';
import { AwsError, type World } from '../service.ts';

/** State that every region has for itself. */
export class ByRegion<T> {
  readonly #regions = new Map<string, T>();
  readonly #create: () => T;
  constructor(create: () => T) {
    this.#create = create;
  }

  in(region: string): T {
    let state = this.#regions.get(region);
    if (state === undefined) {
      state = this.#create();
      this.#regions.set(region, state);
    }
    return state;
  }

  entries(): Iterable<[string, T]> {
    return this.#regions;
  }
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/**
 * One page of a list. The token is opaque to callers; one that we did not make throws `invalidToken`.
 * @param limit items of one page
 */
export function page<T>(
  all: readonly T[],
  token: string | undefined,
  limit: number,
  invalidToken: AwsError,
): Page<T> {
  const start = token === undefined ? 0 : readToken(token, all.length);
  if (start === undefined) throw invalidToken;
  const end = start + limit;
  const next = end < all.length ? Buffer.from(`page:${end}`).toString('base64url') : undefined;
  return { items: all.slice(start, end), next };
}

function readToken(token: string, length: number): number | undefined {
  const start = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return start === undefined || Number(start) > length ? undefined : Number(start);
}

/** Throws `ValidationException` (or another code) unless `value` is a whole number within the range. */
export function checkRange(
  name: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
  code = 'ValidationException',
): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw constraint(code, String(value), name, `Member must have value ${bound}`);
}

/** AWS's own words for a value that its model does not allow. Never for a value that may be a secret. */
export function constraint(code: string, value: string, name: string, rule: string): AwsError {
  return new AwsError(
    code,
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

export function tagMap(tags: readonly Tag[] | undefined): Map<string, string> {
  return new Map((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

export function tagList(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** *documented* (AWS tagging reference): at most 50 tags of a resource, key 1–128 and value 0–256 characters. */
export function checkTags(tags: ReadonlyMap<string, string>, error: (message: string) => AwsError): void {
  if (tags.size > 50) throw error('A resource can have at most 50 tags.');
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128) throw error('A tag key has 1 to 128 characters.');
    if (value.length > 256) throw error(`The value of tag ${key} is longer than 256 characters.`);
    if (/^aws:/i.test(key)) throw error(`Tag keys must not start with aws: — ${key} does.`);
  }
}

/** A version 4 UUID made from the world's identifiers, so that a seeded world repeats it. */
export function uuid(world: World): string {
  const hex = createHash('sha256').update(world.uniqueId(20)).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Parts of `arn:partition:service:region:account:resource`; the resource may hold colons. */
export function parseArn(arn: string): { service: string; region: string; resource: string } | undefined {
  const [head, , service, region, account, ...resource] = arn.split(':');
  if (head !== 'arn' || account === undefined || resource.length === 0) return undefined;
  return { service: service ?? '', region: region ?? '', resource: resource.join(':') };
}
