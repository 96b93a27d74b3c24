import type { DeleteDBClusterMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { findCluster, showCluster } from './cluster-show.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { type ClusterRecord, instancesOf, type Rds } from './state.ts';

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
      takeSnapshotName(rds, region, input);
      remove(rds, cluster);
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
  if (cluster.globalCluster !== undefined) {
    throw refuse('This cluster is a part of a global cluster, please remove it from globalcluster first');
  }
  if (instancesOf(rds, cluster).some((each) => each.status !== 'deleting')) {
    throw refuse('Cluster cannot be deleted, it still contains DB instances in non-deleting state.');
  }
  if (cluster.status === 'deleting') throw refuse(`DB cluster ${cluster.id} is already being deleted.`);
  if (cluster.status !== 'available' && cluster.status !== 'failed') {
    throw refuse(`DB cluster ${cluster.id} is in state ${cluster.status}; it has to be available.`);
  }
}

/** Snapshots themselves are not kept; their names are, because a name that is taken is an error of its own. */
function takeSnapshotName(rds: Rds, region: string, input: DeleteDBClusterMessage): void {
  const name = input.FinalDBSnapshotIdentifier?.toLowerCase();
  if (input.SkipFinalSnapshot && name !== undefined) {
    throw invalidCombination(
      'FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true.',
    );
  }
  if (input.SkipFinalSnapshot) return;
  if (name === undefined) {
    throw invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
  }
  if (!/^[a-z](?!.*--)[a-z0-9-]{0,254}$/.test(name) || name.endsWith('-')) {
    throw invalidCombination(`FinalDBSnapshotIdentifier is not a valid identifier: ${name}`);
  }
  const { snapshotNames } = rds.region(region);
  if (snapshotNames.has(name)) {
    throw fault(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${name} already exists.`,
    );
  }
  snapshotNames.add(name);
}

function remove(rds: Rds, cluster: ClusterRecord): void {
  cluster.status = 'deleting';
  const instances = instancesOf(rds, cluster);
  const gone = async () => {
    // Instances that are on their way out go first.
    await Promise.all(instances.map((each) => each.removed));
    await cluster.postgres?.destroy();
    rds.region(cluster.region).clusters.delete(cluster.id);
  };
  rds.world.later('rds.cluster.delete', gone, failWith(rds, cluster));
}
