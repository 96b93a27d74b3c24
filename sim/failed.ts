import {
  DeleteReplicationGroupCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import {
  type DBCluster,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { HOME_REGION } from '../local/cloud.ts';
import type { SimulatedWorld } from './world.ts';

const LOOK_MS = 30_000;
const LOOKS = 200;
const FAILED =
  /(Aurora cluster|Aurora instance|Replication group) ([\w-]+)(?: in ([\w-]+))? is (?:create-)?failed/g;

interface Failed {
  /** Throws when it is not there. */
  look(): Promise<unknown>;
  remove(): Promise<unknown>;
}

/** Does what the error of an operation advises where something has failed to come: deletes it, and waits until it has gone. */
export async function removeFailed(world: SimulatedWorld, advice: string): Promise<void> {
  for (const [, kind = '', name = '', region = HOME_REGION] of advice.matchAll(FAILED)) {
    const failed = failedResources(world, name, region)[kind] as Failed;
    // It may have gone meanwhile, by itself or with its cluster.
    if (!(await isThere(failed))) continue;
    world.trace.note('request', `somebody deletes ${kind} ${name}, as advised`);
    await failed.remove();
    for (let looks = 0; looks < LOOKS && (await isThere(failed)); looks++) await world.sleep(LOOK_MS);
  }
}

function failedResources(world: SimulatedWorld, name: string, region: string): Record<string, Failed> {
  const { clients } = world.cloud.runtime;
  const rds = clients.get(RDSClient, region);
  const cache = clients.get(ElastiCacheClient, region);
  return {
    'Aurora cluster': {
      look: () => clusterNow(rds, name),
      remove: () => removeCluster(rds, name),
    },
    'Aurora instance': {
      look: () => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name })),
      remove: () => rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: name })),
    },
    'Replication group': {
      look: () => cache.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: name })),
      remove: () => cache.send(new DeleteReplicationGroupCommand({ ReplicationGroupId: name })),
    },
  };
}

const isThere = ({ look }: Failed): Promise<boolean> =>
  look().then(
    () => true,
    (error: Error) => {
      if (/NotFound/.test(error.name)) return false;
      throw error;
    },
  );

/** @throws DBClusterNotFoundFault */
export async function clusterNow(rds: RDSClient, id: string): Promise<DBCluster | undefined> {
  const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
  return DBClusters?.[0];
}

/** With its instances, and without a snapshot. */
export async function removeCluster(rds: RDSClient, id: string): Promise<void> {
  const cluster = await clusterNow(rds, id);
  if (cluster?.DeletionProtection)
    await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: id, DeletionProtection: false }));
  for (const { DBInstanceIdentifier } of cluster?.DBClusterMembers ?? [])
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
  await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true }));
}
