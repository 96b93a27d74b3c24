import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { fault, globalClusterNotFound, invalidCombination, invalidValue } from './errors.ts';
import { failWith } from './failures.ts';
import type { ClusterRecord, GlobalClusterRecord, Rds } from './state.ts';
import { heirOf } from './writers.ts';

/** *documented* (Aurora guide): a global database has up to 10 secondary regions. */
const MOST_SECONDARIES = 10;

/** What part a new cluster is to play. */
export type Placement =
  | { readonly role: 'standalone' }
  | { readonly role: 'primary'; readonly global: GlobalClusterRecord }
  | { readonly role: 'secondary'; readonly global: GlobalClusterRecord; readonly primary: ClusterRecord };

/** The first cluster to join an empty global cluster is its primary, every later one a secondary. */
export function placeCluster(rds: Rds, region: string, id: string, input: CreateDBClusterMessage): Placement {
  if (input.GlobalClusterIdentifier === undefined) return { role: 'standalone' };
  const global = rds.globalClusters.get(input.GlobalClusterIdentifier.toLowerCase());
  if (!global) throw globalClusterNotFound(input.GlobalClusterIdentifier);
  if (global.status !== 'available') {
    throw fault(
      'InvalidGlobalClusterStateFault',
      `Global cluster ${global.id} is in state ${global.status}; the operation requires it to be available.`,
    );
  }
  if (input.ManageMasterUserPassword) {
    // *documented* (Aurora guide, password management with Secrets Manager, limitations).
    throw invalidCombination(
      'ManageMasterUserPassword is not supported for a DB cluster of an Aurora global database.',
    );
  }
  const writer = global.members.find((each) => each.isWriter)?.cluster;
  if (!writer) return { role: 'primary', global };
  checkSecondary(global, writer, region, id);
  refuseCredentials(input);
  return { role: 'secondary', global, primary: writer };
}

function checkSecondary(
  global: GlobalClusterRecord,
  primary: ClusterRecord,
  region: string,
  id: string,
): void {
  if (primary.status !== 'available') {
    throw fault(
      'InvalidDBClusterStateFault',
      `Source cluster ${primary.arn} is in state ${primary.status}; it has to be available.`,
    );
  }
  // One cluster in each region: *documented* (Aurora guide); the error is *assumed*.
  if (global.members.some((each) => each.cluster.region === region)) {
    throw invalidCombination(`Global cluster ${global.id} already has a DB cluster in ${region}.`);
  }
  // *documented* (Aurora guide): names are unique across the regions of a global database. The error is *assumed*.
  if (global.members.some((each) => each.cluster.id === id)) {
    throw invalidValue(`Global cluster ${global.id} already has a DB cluster named ${id} in another region.`);
  }
  if (global.members.length > MOST_SECONDARIES) {
    throw invalidCombination(
      `Global cluster ${global.id} already has ${MOST_SECONDARIES} secondary clusters.`,
    );
  }
}

/** Texts *documented*: crossplane provider-aws issue 2072, pulumi issue 15818. */
function refuseCredentials(input: CreateDBClusterMessage): void {
  const refused = [
    ['user name', input.MasterUsername],
    ['password', input.MasterUserPassword],
    ['database name', input.DatabaseName],
  ] as const;
  const given = refused.find(([, value]) => value !== undefined);
  if (given) throw invalidCombination(`Cannot specify ${given[0]} for cross region replication cluster`);
}

export function join(global: GlobalClusterRecord, cluster: ClusterRecord, isWriter: boolean): void {
  cluster.globalCluster = global.id;
  global.members.push({ cluster, isWriter, synchronization: isWriter ? 'connected' : 'pending-resync' });
}

/** Tells the global cluster that a secondary follows its primary now. */
export function synchronised(rds: Rds, cluster: ClusterRecord): void {
  const global =
    cluster.globalCluster === undefined ? undefined : rds.globalClusters.get(cluster.globalCluster);
  const member = global?.members.find((each) => each.cluster === cluster);
  if (member) member.synchronization = 'connected';
}

/**
 * Takes a cluster out of its global database; a secondary is promoted to a cluster of its own, with the data that it
 * has. Order and errors *documented* (Aurora guide, deleting a global database).
 */
export function removeFromGlobalCluster(rds: Rds, global: GlobalClusterRecord, clusterArn: string): void {
  const member = global.members.find((each) => each.cluster.arn === clusterArn);
  if (!member) throw invalidValue(`Cluster ${clusterArn} is not found in global cluster ${global.id}`);
  if (global.status !== 'available') {
    throw fault(
      'InvalidGlobalClusterStateFault',
      `Global cluster ${global.id} is in state ${global.status}.`,
    );
  }
  if (member.isWriter && global.members.length > 1) {
    throw fault(
      'InvalidGlobalClusterStateFault',
      'Unable to remove cluster that is a primary member of global cluster while there are other global cluster members',
    );
  }
  const { cluster } = member;
  // A failed one may go (*assumed*): otherwise nothing could clean it up.
  if (cluster.status !== 'available' && cluster.status !== 'failed') {
    throw fault('InvalidDBClusterStateFault', `DBCluster ${cluster.id} is in state ${cluster.status}.`);
  }
  const promotes = !member.isWriter && cluster.status === 'available';
  if (promotes) cluster.status = 'promoting';
  const remove = async () => {
    const writer = cluster.writer ?? heirOf(rds, cluster)?.id;
    if (promotes) await cluster.postgres?.promote(writer);
    global.members = global.members.filter((each) => each !== member);
    cluster.globalCluster = undefined;
    cluster.writer = writer;
    if (cluster.status === 'promoting') cluster.status = 'available';
  };
  rds.world.later('rds.globalCluster.modify', remove, failWith(rds, cluster));
}
