import { createHash } from 'node:crypto';

/** Longest names AWS takes, for the resources we name. Sources: the SDK's own documentation of each Create call. */
export const NAME_LIMITS = {
  globalCluster: 255,
  dbCluster: 63,
  dbInstance: 63,
  dbGroup: 255,
  table: 255,
  replicationGroup: 40,
  cacheGroup: 255,
  daxCluster: 20,
  daxGroup: 255,
  secret: 512,
  alarm: 255,
  dashboard: 255,
  iamRole: 64,
  logGroup: 512,
} as const;

export type NamedResource = keyof typeof NAME_LIMITS;

const HASH_LENGTH = 6;

/** Lower case letters, digits and single hyphens; starts with a letter; no hyphen at the end. */
export function sanitise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-$/, '');
}

/**
 * The name of a part of an environment: a pure function of its arguments, within the limit of its resource.
 * A name that is too long is cut and gets a hash of the whole, so that two environments with the same beginning
 * do not meet.
 */
export function resourceName(resource: NamedResource, slug: string, part: string): string {
  const full = sanitise(`${slug}-${part}`);
  const limit = NAME_LIMITS[resource];
  if (full.length <= limit) return full;
  const hash = createHash('sha256').update(full).digest('hex').slice(0, HASH_LENGTH);
  const head = full.slice(0, limit - HASH_LENGTH - 1).replace(/-$/, '');
  return `${head}-${hash}`;
}

/** A shortened DAX name keeps 13 characters and a hash: the prefix and something of the project have to fit. */
const LONGEST_PREFIX = 12;

/** @throws Error when resources could lose the prefix or be refused for it. */
export function parseNamePrefix(text: string): string {
  if (text.length <= LONGEST_PREFIX && /^[a-z](-?[a-z0-9])*-$/.test(text)) return text;
  throw new Error(
    `The name prefix "${text}" must be at most ${LONGEST_PREFIX} lower-case letters, digits and single hyphens, a letter first and a hyphen last, such as plinth-.`,
  );
}

/** `eu-west-2` → `euw2`, `ap-southeast-1` → `apse1`: for names that share a namespace across regions. */
export function regionCode(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  const short = direction.replace(
    /^(north|south|central)?(east|west)?$/,
    (_, a = '', b = '') => `${a[0] ?? ''}${b[0] ?? ''}`,
  );
  return `${area}${short}${number}`;
}
