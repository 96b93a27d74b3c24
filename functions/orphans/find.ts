import { createHash } from 'node:crypto';
import { toPlinthError } from '../../core/classify.ts';
import type { EnvironmentRecord, Registry } from '../../core/registry.ts';
import { dashboardName } from '../../tiers/alarms/dashboard-look.ts';
import { names as auroraNames } from '../../tiers/aurora/names.ts';
import { daxNames } from '../../tiers/dax/names.ts';
import { eachOf, slugOf } from '../../tiers/orphans/found.ts';
import {
  type Found,
  type OrphanKind,
  type Owner,
  orphanKinds,
  type Search,
} from '../../tiers/orphans/index.ts';
import { redisNames } from '../../tiers/redis/names.ts';
import type { Runtime } from '../runtime.ts';

export interface OrphansRuntime extends Runtime {
  /** Of the landing zones, and Plinth's own, sorted. */
  readonly regions: readonly string[];
}

/** Some of a digest stands for the kind, so that one kind is looked through for an id and not all of them. */
const KIND_DIGITS = 4;
const DIGITS = 24;

const digest = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
const kindDigits = (kind: string) => digest(kind).slice(0, KIND_DIGITS);

/** The same for the same resource at any time: `or-` and 24 hexadecimal digits. */
export function orphanId({ kind, region, name }: Pick<Found, 'kind' | 'region' | 'name'>): string {
  return `or-${kindDigits(kind)}${digest(kind, region, name).slice(0, DIGITS - KIND_DIGITS)}`;
}

/** The kinds that an id may be of. */
export function kindsOf(id: string): OrphanKind[] {
  return orphanKinds.filter(({ kind }) => id.startsWith(`or-${kindDigits(kind)}`));
}

/**
 * Resources of these kinds whose environment the registry does not have. It is asked after AWS has been: intent is
 * written down before anything is made, so what a create makes meanwhile has its owner there by then. An environment
 * that is being deleted is there to the end.
 * @throws Throttled, OutcomeUnknown, Blocked, Terminal: AWS could not be looked at
 */
export async function findOrphans(
  { registry, clients, regions, namePrefix }: OrphansRuntime,
  kinds: readonly OrphanKind[] = orphanKinds,
): Promise<Found[]> {
  const search: Search = { clients, prefix: namePrefix, ...(await knownNames(registry, namePrefix)) };
  const found = await Promise.all(
    kinds.flatMap((kind) =>
      (kind.global ? regions.slice(0, 1) : regions).map((region) => findIn(kind, search, region)),
    ),
  );
  // Some are the account's and seen from every region.
  const unique = new Map(found.flat().map((each) => [orphanId(each), each]));
  return withoutOwner(registry, [...unique.values()]);
}

async function findIn(kind: OrphanKind, search: Search, region: string): Promise<Found[]> {
  try {
    return await kind.find(search, region);
  } catch (error) {
    throw toPlinthError(error, `list every ${kind.kind} in ${region}`);
  }
}

/** Reads each owner itself: a list of all environments may be seconds old. */
async function withoutOwner(registry: Registry, found: readonly Found[]): Promise<Found[]> {
  const key = ({ project, environment }: Owner) => `${project}/${environment}`;
  const owners = new Map(found.flatMap((each) => each.owners.map((owner) => [key(owner), owner] as const)));
  const known = await eachOf([...owners.values()], async (owner) =>
    (await registry.getEnvironment(owner.project, owner.environment)) ? [key(owner)] : [],
  );
  return found.filter(({ owners: each }) => !each.some((owner) => known.includes(key(owner))));
}

/**
 * Names whose tags need not be read, which are thousands in a large account: AWS answers ten such calls a second. It
 * only leaves out; who has no owner is decided at the end.
 */
async function knownNames(
  registry: Registry,
  prefix: string,
): Promise<Pick<Search, 'isKnown' | 'isKnownSlug'>> {
  const listed = await registry.listAllEnvironments();
  const records = await eachOf(listed, async ({ project, environment }) => {
    const record = await registry.getEnvironment(project, environment);
    return record ? [record] : [];
  });
  const known = new Set(records.flatMap(ownNames));
  const slugs = new Set(records.map((record) => slugOf(prefix, record)));
  return { isKnown: (name) => known.has(name), isKnownSlug: (slug) => slugs.has(slug) };
}

function ownNames({ desired }: EnvironmentRecord): string[] {
  const { aurora, dynamodb, redis, dax } = desired;
  const { identity } = aurora;
  const { parameterGroupFamily: family } = aurora;
  const { replicationGroup, subnetGroup, parameterGroup } = redisNames(redis);
  return [
    ...dynamodb.tables.map(({ tableName }) => tableName),
    ...[auroraNames.subnetGroup(identity), auroraNames.monitoringRole(identity)],
    auroraNames.clusterParameterGroup(identity, family),
    auroraNames.instanceParameterGroup(identity, family),
    ...[replicationGroup, subnetGroup, parameterGroup],
    ...[daxNames(dax).role, daxNames(dax).cluster],
    dashboardName(identity),
  ];
}
