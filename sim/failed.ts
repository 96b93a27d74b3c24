import {
  DeleteReplicationGroupCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import {
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { SimulatedWorld } from './world.ts';

const LOOK_MS = 30_000;
const LOOKS = 200;
const FAILED =
  /(Aurora cluster|Aurora instance|Replication group) ([\w-]+)(?: in ([\w-]+))? is (?:create-)?failed/g;

/** Does what the error of an operation advises where something has failed to come: deletes it, and waits until it has gone. */
export async function removeFailed(world: SimulatedWorld, advice: string): Promise<void> {
  for (const [, kind, name = '', region = 'eu-west-2'] of advice.matchAll(FAILED)) {
    world.trace.note('request', `somebody deletes ${kind} ${name}, as advised`);
    const { clients } = world.cloud.runtime;
    const rds = clients.get(RDSClient, region);
    const cache = clients.get(ElastiCacheClient, region);
    const look = {
      'Aurora cluster': () => rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name })),
      'Aurora instance': () => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name })),
      'Replication group': () =>
        cache.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: name })),
    }[kind as string];
    if (kind === 'Aurora cluster') await removeCluster(rds, name);
    if (kind === 'Aurora instance')
      await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: name }));
    if (kind === 'Replication group')
      await cache.send(new DeleteReplicationGroupCommand({ ReplicationGroupId: name }));
    for (let looks = 0; looks < LOOKS && (await isThere(look)); looks++) await world.sleep(LOOK_MS);
  }
}

async function isThere(look: (() => Promise<unknown>) | undefined): Promise<boolean> {
  try {
    await look?.();
    return true;
  } catch {
    return false;
  }
}

async function removeCluster(rds: RDSClient, id: string): Promise<void> {
  const { DBClusters: [cluster] = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: id }),
  );
  if (cluster?.DeletionProtection)
    await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: id, DeletionProtection: false }));
  for (const { DBInstanceIdentifier } of cluster?.DBClusterMembers ?? [])
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
  await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true }));
}
