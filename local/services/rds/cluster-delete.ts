import type { DeleteDBClusterMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { findCluster, showCluster } from './cluster-show.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { addSnapshot, fill, finish, requireNewSnapshot } from './snapshot-record.ts';
import { type ClusterRecord, globalOf, instancesOf, isSecondary, type Rds } from './state.ts';

export function deleteClusterOperations(rds: Rds) {
  return {
    DeleteDBCluster: (input: DeleteDBClusterMessage, { region }: CallContext) => {
      onlyFields('DeleteDBCluster', input, [
        ...[
          'DBClusterIdentifier',
          'SkipFinalSnapshot',
          'FinalDBSnapshotIdentifier',
          'DeleteAutomatedBackups',
        ],
      ]);
      const cluster = findCluster(rds, region, input.DBClusterIdentifier);
      requireDeletable(rds, cluster);
      if (!input.SkipFinalSnapshot) requireSound(cluster);
      remove(rds, cluster, finalSnapshot(rds, region, input));
      return { DBCluster: showCluster(rds, cluster) };
    },
  };
}

/** Errors and their order *documented*: Aurora guide, and the texts in terraform-provider-aws. */
function requireDeletable(rds: Rds, cluster: ClusterRecord): void {
  const refuse = (why: string) => fault('InvalidDBClusterStateFault', why);
  if (cluster.shown.DeletionProtection) {
    throw invalidCombination(
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
    );
  }
  // Texts *documented* (terraform-provider-aws); that this call answers the first one is *assumed*.
  if (!isSecondary(rds, cluster) && (globalOf(rds, cluster)?.members.length ?? 0) > 1) {
    throw fault(
      'InvalidGlobalClusterStateFault',
      'Unable to delete cluster that is a primary member of global cluster while there are other global cluster members',
    );
  }
  if (cluster.globalCluster !== undefined) {
    throw refuse('This cluster is a part of a global cluster, please remove it from globalcluster first');
  }
  if (instancesOf(rds, cluster).some((each) => each.status !== 'deleting')) {
    throw refuse('Cluster cannot be deleted, it still contains DB instances in non-deleting state.');
  }
  if (cluster.status === 'deleting') throw refuse(`DB cluster ${cluster.id} is already being deleted.`);
  // A failed one may go (*assumed*): otherwise nothing could clean it up.
  if (cluster.status !== 'available' && cluster.status !== 'failed') {
    throw refuse(`DB cluster ${cluster.id} is in state ${cluster.status}; it has to be available.`);
  }
}

/** *documented* for instances (client-rds d.ts, DeleteDBInstance), *assumed* for clusters. */
function requireSound(cluster: ClusterRecord): void {
  if (cluster.status !== 'failed') return;
  throw fault(
    'InvalidDBClusterStateFault',
    `DB cluster ${cluster.id} is in state failed; it can only be deleted without a final snapshot.`,
  );
}

/** What the final snapshot is to be called; undefined: none is wanted. */
function finalSnapshot(rds: Rds, region: string, input: DeleteDBClusterMessage): string | undefined {
  const name = input.FinalDBSnapshotIdentifier?.toLowerCase();
  if (input.SkipFinalSnapshot && name !== undefined) {
    throw invalidCombination(
      'FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true.',
    );
  }
  if (input.SkipFinalSnapshot) return undefined;
  if (name === undefined) {
    throw invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
  }
  if (!/^[a-z](?!.*--)[a-z0-9-]{0,254}$/.test(name) || name.endsWith('-')) {
    throw invalidCombination(`FinalDBSnapshotIdentifier is not a valid identifier: ${name}`);
  }
  requireNewSnapshot(rds, region, name);
  return name;
}

function remove(rds: Rds, cluster: ClusterRecord, finalName: string | undefined): void {
  cluster.status = 'deleting';
  const snapshot = finalName === undefined ? undefined : addSnapshot(rds, cluster, finalName);
  const instances = instancesOf(rds, cluster);
  const gone = async () => {
    // Instances that are on their way out go first.
    await Promise.all(instances.map((each) => each.removed));
    if (snapshot) {
      // Thrown when it fails: then the cluster and its data stay.
      await fill(rds, cluster, snapshot);
      finish(snapshot);
    }
    await cluster.postgres?.destroy();
    rds.region(cluster.region).clusters.delete(cluster.id);
  };
  rds.world.later('rds.cluster.delete', gone, failWith(rds, cluster));
}
