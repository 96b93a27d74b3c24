import type { Tags } from '../../core/spec.ts';
import { type Clients, MANAGED_BY_TAG, MANAGED_BY_VALUE, OWNER_TAG } from '../../core/tier.ts';

/** An environment, as tags and descriptions name it. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
}

/** A resource of Plinth's, which may be an orphan. */
export interface Found {
  readonly kind: string;
  readonly name: string;
  /** `global` for what belongs to the account. */
  readonly region: string;
  /** Whose it may be. One of them in the registry, and it is no orphan. */
  readonly owners: readonly Owner[];
  /** By tag or description; null where AWS keeps neither and only the name tells. */
  readonly environment: string | null;
  /** Null: AWS does not tell. */
  readonly createdAt: Date | null;
  /** Why AWS will not delete it, and what to do about that; null: nothing is known. */
  readonly refusal?: string | null;
  /** What its price depends on, such as the class of an instance. */
  readonly detail: Readonly<Record<string, string | number>>;
  /** The one right call. It rejects with what AWS says. */
  remove(): Promise<unknown>;
}

export interface Search {
  readonly clients: Clients;
  /** What the names of everything of this installation begin with. */
  readonly prefix: string;
  /** Whether it is known that the name is one of a registered environment's own, so that its tags need no look. */
  isKnown(name: string): boolean;
  /** The same of the beginning of all names of an environment. */
  isKnownSlug(slug: string): boolean;
}

/** One kind of resource: how it is found in a region, and what has to go before it. */
export interface OrphanKind {
  /** In AWS's words. */
  readonly kind: string;
  /** Of the account and not of a region: looked for once. */
  readonly global?: boolean;
  /** What uses such a resource, so that AWS refuses to delete it first. */
  readonly after: string;
  find(search: Search, region: string): Promise<Found[]>;
}

const OWNER = /^([a-z0-9-]+)\/([a-z0-9-]+)$/;
const DESCRIBED = new RegExp(` ${OWNER_TAG}=([a-z0-9-]+)/([a-z0-9-]+)$`);

/** Whose a resource with these tags is; null: not Plinth's. */
export function ownerInTags(tags: Tags): Owner | null {
  if (tags[MANAGED_BY_TAG] !== MANAGED_BY_VALUE) return null;
  return ownerIn(OWNER.exec(tags[OWNER_TAG] ?? ''));
}

/** The same by the end of a description, as `ownerDescription` writes it. */
export function ownerInText(description: string | undefined): Owner | null {
  return ownerIn(DESCRIBED.exec(description ?? ''));
}

function ownerIn(match: RegExpExecArray | null): Owner | null {
  const [, project, environment] = match ?? [];
  return project && environment ? { project, environment } : null;
}

export const slugOf = (prefix: string, { project, environment }: Owner) =>
  `${prefix}${project}-${environment}`;

/**
 * Whether the name is one that this installation would give to something of the owner's. Another installation in the
 * account has the same tags, a registry of its own and another prefix, which may begin like this one's.
 */
function isNamedFor(prefix: string, owner: Owner, name: string): boolean {
  const beginning = `${slugOf(prefix, owner)}-`;
  if (name.startsWith(beginning)) return true;
  // A name that was too long is cut somewhere in its beginning and ends with a hash (core/naming).
  const [, head] = /^(.+)-[0-9a-f]{6}$/.exec(name) ?? [];
  return head !== undefined && head.length > prefix.length && beginning.startsWith(head);
}

/** The parts of what is found that all kinds have. Null: not of Plinth, or not of this installation. */
export function foundAs(
  { prefix }: Pick<Search, 'prefix'>,
  owner: Owner | null,
  parts: Omit<Found, 'owners' | 'environment' | 'detail'> & { readonly detail?: Found['detail'] },
): Found[] {
  if (!owner || !isNamedFor(prefix, owner, parts.name)) return [];
  const environment = `${owner.project}/${owner.environment}`;
  return [{ detail: {}, ...parts, owners: [owner], environment }];
}

const AT_ONCE = 6;

/** What `look` makes of each, a few at a time: tags are read one by one, and AWS allows few such calls a second. */
export async function eachOf<T, R>(items: readonly T[], look: (item: T) => Promise<R[]>): Promise<R[]> {
  const queue = [...items.entries()];
  const results: R[][] = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await look(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results.flat();
}
