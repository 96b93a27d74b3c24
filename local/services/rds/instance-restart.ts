import type { FailoverDBClusterMessage, RebootDBInstanceMessage } from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { findCluster, showCluster } from './cluster-show.ts';
import { fault, instanceNotFound, invalidCombination, onlyFields } from './errors.ts';
import { failWith } from './failures.ts';
import { findInstance, showInstance } from './instance-show.ts';
import { applyParameters } from './pending-reboot.ts';
import { type ClusterRecord, type InstanceRecord, instancesOf, isSecondary, type Rds } from './state.ts';
import { heirOf } from './writers.ts';

/** Ends the connections to an instance; it keeps its data and its role, and comes back with its parameters. */
export async function restart(instance: InstanceRecord): Promise<void> {
  await instance.cluster.postgres?.restartInstance(instance.id);
  applyParameters(instance);
}

export function restartOperations(rds: Rds) {
  return {
    RebootDBInstance: (input: RebootDBInstanceMessage, { region }: CallContext) => {
      onlyFields('RebootDBInstance', input, ['DBInstanceIdentifier', 'ForceFailover']);
      const instance = findInstance(rds, region, input.DBInstanceIdentifier);
      if (input.ForceFailover) {
        // *documented* (client-rds d.ts): only where the instance itself is Multi-AZ, which Aurora's are not.
        throw invalidCombination(`ForceFailover cannot be specified: ${instance.id} is not Multi-AZ.`);
      }
      requireAvailable(instance);
      instance.status = 'rebooting';
      const back = async () => {
        await restart(instance);
        if (instance.status === 'rebooting') instance.status = 'available';
      };
      rds.world.later('rds.instance.reboot', back, failWith(rds, instance));
      return { DBInstance: showInstance(instance) };
    },

    FailoverDBCluster: (input: FailoverDBClusterMessage, { region }: CallContext) => {
      onlyFields('FailoverDBCluster', input, ['DBClusterIdentifier', 'TargetDBInstanceIdentifier']);
      const cluster = findCluster(rds, region, input.DBClusterIdentifier);
      const target = failoverTarget(rds, cluster, input.TargetDBInstanceIdentifier);
      cluster.status = 'failing-over';
      const over = async () => {
        await cluster.postgres?.failOver(target.id);
        cluster.writer = target.id;
        if (cluster.status === 'failing-over') cluster.status = 'available';
      };
      rds.world.later('rds.cluster.failover', over, failWith(rds, cluster));
      return { DBCluster: showCluster(rds, cluster) };
    },
  };
}

function requireAvailable(instance: InstanceRecord): void {
  if (instance.status === 'available') return;
  throw fault('InvalidDBInstanceStateFault', `DB instance ${instance.id} is in state ${instance.status}.`);
}

/** *documented*: which faults the call has (client-rds d.ts). *assumed*: which case answers which, and the texts. */
function failoverTarget(rds: Rds, cluster: ClusterRecord, asked: string | undefined): InstanceRecord {
  const refuse = (why: string) =>
    fault('InvalidDBClusterStateFault', `Cannot fail over ${cluster.id}: ${why}`);
  if (cluster.status !== 'available') throw refuse(`it is in state ${cluster.status}.`);
  if (isSecondary(rds, cluster)) throw refuse('it is a secondary of a global database, without a writer.');
  if (asked === undefined) {
    const heir = heirOf(rds, cluster);
    if (!heir) throw refuse('it has no reader that is available.');
    return heir;
  }
  const target = instancesOf(rds, cluster).find((each) => each.id === asked.toLowerCase());
  if (!target) throw instanceNotFound(asked);
  if (target.id === cluster.writer) throw refuse(`${target.id} is its writer.`);
  requireAvailable(target);
  return target;
}
