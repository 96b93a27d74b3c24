import {
  DescribeOrderableDBInstanceOptionsCommand,
  type OrderableDBInstanceOption,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Clients } from '../../core/tier.ts';
import { allPages } from '../shared/reading.ts';
import { ENGINE } from './plan/members.ts';
import { compareVersions } from './version-order.ts';

export interface VersionQuery {
  /** `15.17`, or `16` for the newest 16.x; null: the newest 15.x. */
  readonly requested: string | null;
  readonly instanceClass: string;
  /** Every region that needs it; the first is the primary one. */
  readonly regions: readonly string[];
  readonly globalDatabase: boolean;
}

export type VersionChoice =
  | { readonly version: string }
  | { readonly field: 'engineVersion' | 'instanceClass'; readonly message: string };

/** The major version of a request that names none. */
const DEFAULT_MAJOR = '15';
/** The most that DescribeOrderableDBInstanceOptions gives at once (client-rds). */
const PAGE_SIZE = 1000;
const MOST_CLASSES_SHOWN = 12;

/**
 * The version to create: orderable for the class in every region, and fit for a global database when one is asked
 * for. Otherwise which field is wrong, and what can be ordered instead.
 */
export async function chooseEngineVersion(clients: Clients, query: VersionQuery): Promise<VersionChoice> {
  const offers = await Promise.all(
    query.regions.map(async (region) => ({ region, options: await orderable(clients, region, query) })),
  );
  const without = offers.filter(({ options }) => versionsOf(options, query).length === 0);
  if (without.length > 0) return refuseClass(clients, query, without);
  const perRegion = offers.map(({ region, options }) => ({ region, versions: versionsOf(options, query) }));
  const common = perRegion
    .map(({ versions }) => versions)
    .reduce((all, versions) => all.filter((version) => versions.includes(version)));
  const wanted = query.requested ?? DEFAULT_MAJOR;
  const fitting = common.filter((version) => version === wanted || version.startsWith(`${wanted}.`));
  const version = fitting.at(-1);
  return version ? { version } : refuseVersion(query, wanted, common, perRegion);
}

function orderable(
  clients: Clients,
  region: string,
  { instanceClass }: { instanceClass?: string },
): Promise<OrderableDBInstanceOption[]> {
  const client = clients.get(RDSClient, region);
  const query = { Engine: ENGINE, Vpc: true, MaxRecords: PAGE_SIZE };
  return allPages(async (Marker) => {
    const input = { ...query, Marker, ...(instanceClass && { DBInstanceClass: instanceClass }) };
    const page = await client.send(new DescribeOrderableDBInstanceOptionsCommand(input));
    return { items: page.OrderableDBInstanceOptions ?? [], next: page.Marker };
  });
}

/** Usable versions, oldest first. */
function versionsOf(
  options: readonly OrderableDBInstanceOption[],
  { globalDatabase }: VersionQuery,
): string[] {
  const usable = options.filter((option) => !globalDatabase || option.SupportsGlobalDatabases === true);
  return [...new Set(usable.map((option) => option.EngineVersion ?? ''))].sort(compareVersions);
}

function refuseVersion(
  { instanceClass, globalDatabase }: VersionQuery,
  wanted: string,
  common: readonly string[],
  perRegion: readonly { region: string; versions: readonly string[] }[],
): VersionChoice {
  const same = perRegion.every(({ versions }) => versions.length === common.length);
  const lists = same
    ? `Orderable: ${common.join(', ')}.`
    : `Orderable ${perRegion.map(({ region, versions }) => `in ${region}: ${versions.join(', ')}`).join('; ')}; in all: ${common.join(', ') || 'none'}.`;
  const where = perRegion.map(({ region }) => region).join(' and ');
  const purpose = globalDatabase ? ' for a global database' : '';
  return {
    field: 'engineVersion',
    message: `Aurora PostgreSQL ${wanted} cannot be ordered${purpose} with ${instanceClass} in ${where}. ${lists}`,
  };
}

/** Asks for all classes only now, as the answer is long. */
async function refuseClass(
  clients: Clients,
  query: VersionQuery,
  without: readonly { region: string; options: readonly OrderableDBInstanceOption[] }[],
): Promise<VersionChoice> {
  const lists = await Promise.all(
    without.map(async ({ region }) => {
      const all = (await orderable(clients, region, {})).filter(
        (option) => !query.globalDatabase || option.SupportsGlobalDatabases === true,
      );
      const classes = [...new Set(all.map((option) => option.DBInstanceClass ?? ''))];
      return `${region}: ${nearest(query.instanceClass, classes).join(', ') || 'none'}`;
    }),
  );
  const notGlobal = without.every(({ options }) => options.length > 0);
  const reason = notGlobal
    ? 'cannot be used in an Aurora global database'
    : 'cannot be ordered for Aurora PostgreSQL';
  const where = without.map(({ region }) => region).join(' and ');
  return {
    field: 'instanceClass',
    message: `${query.instanceClass} ${reason} in ${where}. Orderable in ${lists.join('; ')}.`,
  };
}

/** Classes of the same family or the same size come first. `db.r6g.large` → family `db.r6g`, size `large`. */
export function nearest(instanceClass: string, classes: readonly string[]): string[] {
  const parts = (name: string) => {
    const [, family = '', size = ''] = name.split('.');
    return { family, kind: family[0], size };
  };
  const wanted = parts(instanceClass);
  const score = (name: string) => {
    const { family, kind, size } = parts(name);
    return (
      (family === wanted.family ? 4 : 0) + (size === wanted.size ? 2 : 0) + (kind === wanted.kind ? 1 : 0)
    );
  };
  return [...classes]
    .sort((a, b) => score(b) - score(a) || a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, MOST_CLASSES_SHOWN);
}
