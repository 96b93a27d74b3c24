import type { EnvironmentRequest } from '../generated/api.ts';
import type { Identity, Tags } from '../spec.ts';
import { ownershipTags } from '../tier.ts';
import type { Faults } from './faults.ts';

/** What every AWS service takes in a tag. Source: IAM and Resource Groups Tagging API, tag restrictions. */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const RESERVED_PREFIX = /^(aws|plinth):/i;

/** Fields of the request that become a tag. */
const FIELD_TAGS = { owner: 'Owner', costCenter: 'CostCenter' } as const;

type Tagging = Pick<EnvironmentRequest, 'tags' | keyof typeof FIELD_TAGS>;

/** The tags of every resource: the requester's over the defaults, and ours that say whose they are. */
export function resolveTags(faults: Faults, identity: Identity, request: Tagging): Tags {
  const entries = Object.entries(request.tags ?? {});
  const seen = new Map<string, string>();
  for (const [key, value] of entries) {
    checkTag(faults, key, value);
    // IAM, whose roles get these tags as well, does not tell keys apart by case.
    const twin = seen.get(key.toLowerCase());
    if (twin !== undefined)
      faults.add(['tags', key], `differs from the tag ${twin} in case only. Keep one of them.`);
    seen.set(key.toLowerCase(), key);
  }
  const named = tagsOfFields(faults, request, seen);
  const defaults = { Project: identity.project, Environment: identity.environment, ManagedBy: 'plinth' };
  const kept = Object.entries(defaults).filter(([key]) => !seen.has(key.toLowerCase()));
  return Object.fromEntries([...kept, ...named, ...entries, ...Object.entries(ownershipTags(identity))]);
}

/** A tag that comes twice has no value that anybody could rely on. */
function tagsOfFields(
  faults: Faults,
  request: Tagging,
  seen: ReadonlyMap<string, string>,
): [string, string][] {
  return (['owner', 'costCenter'] as const).flatMap((field): [string, string][] => {
    const value = request[field];
    if (value === undefined) return [];
    const tag = FIELD_TAGS[field];
    const twin = seen.get(tag.toLowerCase());
    if (twin !== undefined)
      faults.add(['tags', twin], `is the tag that the field ${field} sets. Keep one of them.`);
    return [[tag, value]];
  });
}

function checkTag(faults: Faults, key: string, value: string): void {
  if (key === '' || [...key].length > 128)
    faults.add(['tags', key], 'must have a key of 1 to 128 characters.');
  if (RESERVED_PREFIX.test(key))
    faults.add(['tags', key], 'must not begin with aws: or plinth:, which are reserved.');
  if (!TAG_CHARACTERS.test(key) || !TAG_CHARACTERS.test(value))
    faults.add(['tags', key], 'takes letters, digits, spaces and _ . : / = + - @ only, in key and value.');
}
