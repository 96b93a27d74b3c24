import { resolveVersion } from './catalogue.ts';
import { fault, invalidCombination, invalidValue, notImplemented } from './errors.ts';
import { failWith } from './failures.ts';
import { restart } from './instance-restart.ts';
import {
  type ClusterRecord,
  type GlobalClusterRecord,
  globalOf,
  type InstanceRecord,
  instancesOf,
  isSecondary,
  type Rds,
} from './state.ts';
import { compareVersions } from './versions.ts';

export interface UpgradeRequest {
  readonly EngineVersion?: string | undefined;
  readonly AllowMajorVersionUpgrade?: boolean | undefined;
}

/**
 * The version that a request moves to, or undefined when it is there already. Texts *documented*: downgrade from
 * nationalarchives/ds-caselaw-data-enrichment-service pull request 167, major version from the RDS guide's
 * ModifyDBCluster and terraform-provider-aws. Major versions are not implemented.
 */
export function upgradeTarget(
  rds: Rds,
  region: string,
  current: string,
  { EngineVersion: asked, AllowMajorVersionUpgrade: allowed }: UpgradeRequest,
): string | undefined {
  const [major] = current.split('.');
  if (asked === undefined || asked === current || asked === major) return undefined;
  const target = resolveVersion(rds, region, asked);
  if (target.major !== major && compareVersions(target.version, current) > 0) {
    if (allowed) throw notImplemented('an upgrade to another major version');
    throw invalidCombination(
      'The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.',
    );
  }
  if (compareVersions(target.version, current) < 0) {
    throw invalidCombination(`Cannot upgrade aurora-postgresql from ${current} to ${target.version}`);
  }
  return target.version;
}

/** *documented*: text and code in terraform-provider-aws issues 29487 and 36107, the order in the Aurora guide. */
export function requireSecondariesFirst(rds: Rds, cluster: ClusterRecord, target: string): void {
  const members = globalOf(rds, cluster)?.members ?? [];
  if (isSecondary(rds, cluster)) return;
  const behind = members.some(
    (each) => !each.isWriter && compareVersions(each.cluster.shown.EngineVersion ?? '', target) < 0,
  );
  if (!behind) return;
  throw invalidValue(
    `Cannot upgrade DB cluster '${cluster.id}' to engine version ${target} as global replica(s) are running lower version. Please upgrade global replicas first before upgrading the primary member.`,
  );
}

/**
 * *documented* (client-rds d.ts: InvalidDBInstanceStateFault; Aurora guide: a secondary without instances cannot be
 * upgraded); the code of the latter is *assumed*.
 */
export function requireUpgradable(rds: Rds, cluster: ClusterRecord): void {
  const instances = instancesOf(rds, cluster);
  const busy = instances.find((each) => each.status !== 'available');
  if (busy) {
    throw fault('InvalidDBInstanceStateFault', `DB instance ${busy.id} is in state ${busy.status}.`);
  }
  if (isSecondary(rds, cluster) && instances.length === 0) {
    throw fault(
      'InvalidDBClusterStateFault',
      `DB cluster ${cluster.id} is a secondary without instances: add one before the upgrade.`,
    );
  }
}

/** The instances restart, the data stay. `also` is what else the request wants, done first. */
export function beginUpgrade(
  rds: Rds,
  cluster: ClusterRecord,
  target: string,
  also: () => Promise<void> = async () => {},
): void {
  const done = markUpgrading(rds, cluster);
  const run = async () => {
    await also();
    await upgrade(rds, cluster, target);
    done();
  };
  rds.world.later('rds.cluster.upgrade', run, failWith(rds, cluster));
}

/**
 * ModifyGlobalCluster with a newer minor version upgrades every member, secondaries first. *documented* (AWS, "What's new",
 * February 2026: managed minor version upgrades, Aurora PostgreSQL only; before, the call refused minor versions).
 */
export function beginGlobalUpgrade(rds: Rds, global: GlobalClusterRecord, target: string): void {
  const members = [...global.members].sort((a, b) => Number(a.isWriter) - Number(b.isWriter));
  const behind = members.map(({ cluster }) => cluster).filter((each) => each.shown.EngineVersion !== target);
  for (const { status, id } of behind) {
    if (status !== 'available')
      throw fault('InvalidDBClusterStateFault', `DBCluster ${id} is in state ${status}.`);
  }
  for (const cluster of behind) requireUpgradable(rds, cluster);
  global.status = 'upgrading';
  const started = behind.map((cluster) => ({ cluster, done: markUpgrading(rds, cluster) }));
  const run = async () => {
    let fine = true;
    for (const { cluster, done } of started) {
      // After a failure the others stay where they are (*assumed*; AWS takes all back).
      if (fine) await upgrade(rds, cluster, target).catch(failWith(rds, cluster));
      fine &&= cluster.status !== 'failed';
      done();
    }
    if (fine) global.shown.EngineVersion = target;
    global.status = 'available';
  };
  rds.world.later('rds.cluster.upgrade', run);
}

async function upgrade(rds: Rds, cluster: ClusterRecord, target: string): Promise<void> {
  for (const instance of instancesOf(rds, cluster)) await restart(instance);
  cluster.shown.EngineVersion = target;
  const global = globalOf(rds, cluster);
  if (global && !isSecondary(rds, cluster)) global.shown.EngineVersion = target;
}

/** Puts the cluster and its instances to `upgrading`; answers what puts them back. */
function markUpgrading(rds: Rds, cluster: ClusterRecord): () => void {
  const marked: (ClusterRecord | InstanceRecord)[] = [cluster, ...instancesOf(rds, cluster)];
  for (const each of marked) each.status = 'upgrading';
  return () => {
    for (const each of marked) if (each.status === 'upgrading') each.status = 'available';
  };
}
