import type { Identity, Tags } from '../../core/spec.ts';
import { isOurs, OWNER_TAG } from '../../core/tier.ts';

/** AWS's list form of tags, as RDS, ElastiCache, DAX, DynamoDB, IAM and Secrets Manager take it. */
export interface TagEntry {
  readonly Key?: string;
  readonly Value?: string;
}

export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const tagRecord = (list: readonly TagEntry[] | undefined): Tags =>
  Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

/** The desired tags that are absent or different. Tags that others have set are left alone. */
export function missingTags(desired: Tags, observed: Tags): Tags {
  return Object.fromEntries(Object.entries(desired).filter(([key, value]) => observed[key] !== value));
}

/**
 * The description of a resource that takes no tags, or whose tags cannot be read in every state (ElastiCache and
 * DAX list tags of available clusters only): it names the owner too.
 */
export function ownerDescription(identity: Identity, what: string): string {
  return `${what} ${OWNER_TAG}=${identity.project}/${identity.environment}`;
}

/** Does the description end with this owner? The end matters: `shop/dev` is not `shop/dev2`. */
export function describedAsOurs(identity: Identity, description: string | undefined): boolean {
  return description?.endsWith(` ${OWNER_TAG}=${identity.project}/${identity.environment}`) ?? false;
}

/** By tags where they can be read, else by description. */
export function ownedBy(identity: Identity, tags: Tags | null, description: string | undefined): boolean {
  return tags ? isOurs(identity, tags) : describedAsOurs(identity, description);
}
