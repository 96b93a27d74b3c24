import type { DBClusterSnapshot, Tag } from '@aws-sdk/client-rds';
import { fault, required } from './errors.ts';
import { failWith } from './failures.ts';
import { requireRoom } from './quotas.ts';
import { arn, type ClusterRecord, now, type Rds, type SnapshotRecord } from './state.ts';

export const snapshotNotFound = (id: string) =>
  fault('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${id} not found.`);

const ARN = /^arn:aws:rds:([a-z0-9-]+):\d{12}:cluster-snapshot:(.+)$/;

/** By identifier, in any case, or by ARN, which may be of another region only where `anywhere` says so. */
export function findSnapshot(
  rds: Rds,
  region: string,
  parameter: string,
  identifier: string | undefined,
  { anywhere = false } = {},
): SnapshotRecord {
  const name = required(parameter, identifier);
  const [, place = region, id = name] = ARN.exec(name) ?? [];
  const found = place === region || anywhere ? rds.region(place).snapshots.get(id.toLowerCase()) : undefined;
  if (!found) throw snapshotNotFound(name);
  return found;
}

export function requireAvailable(snapshot: SnapshotRecord): void {
  if (snapshot.status === 'available') return;
  throw fault(
    'InvalidDBClusterSnapshotStateFault',
    `DB cluster snapshot ${snapshot.id} is in state ${snapshot.status}; it has to be available.`,
  );
}

/** The name is free and there is room for one more. */
export function requireNewSnapshot(rds: Rds, region: string, id: string): void {
  if (rds.region(region).snapshots.has(id)) {
    throw fault(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${id} already exists.`,
    );
  }
  requireRoom(rds, region, 'ManualClusterSnapshots');
}

/**
 * A snapshot without its data yet, with the cluster's tags when the cluster is to copy them (*documented*, client-rds d.ts,
 * CopyTagsToSnapshot); those of the request win (*assumed*). A final snapshot is a manual one (*documented*, Aurora guide).
 */
export function addSnapshot(
  rds: Rds,
  cluster: ClusterRecord,
  id: string,
  tags: readonly Tag[] = [],
): SnapshotRecord {
  const { shown } = cluster;
  const copied = shown.CopyTagsToSnapshot ? cluster.tags : [];
  const snapshot: SnapshotRecord = {
    ...named(rds, cluster.region, id),
    databaseName: shown.DatabaseName,
    status: 'creating',
    data: undefined,
    tags: [...copied.filter((tag) => !tags.some(({ Key }) => Key === tag.Key)), ...tags],
    shown: {
      AvailabilityZones: shown.AvailabilityZones,
      DBClusterIdentifier: cluster.id,
      SnapshotCreateTime: now(rds),
      Engine: shown.Engine,
      EngineMode: shown.EngineMode,
      AllocatedStorage: 1,
      Port: shown.Port,
      VpcId: cluster.subnetGroup.vpcId,
      ClusterCreateTime: shown.ClusterCreateTime,
      MasterUsername: shown.MasterUsername,
      EngineVersion: shown.EngineVersion,
      LicenseModel: 'postgresql-license',
      SnapshotType: 'manual',
      PercentProgress: 0,
      StorageEncrypted: shown.StorageEncrypted,
      BackupRetentionPeriod: shown.BackupRetentionPeriod,
      PreferredBackupWindow: shown.PreferredBackupWindow,
      KmsKeyId: shown.KmsKeyId,
      IAMDatabaseAuthenticationEnabled: shown.IAMDatabaseAuthenticationEnabled,
      StorageType: shown.StorageType,
      DbClusterResourceId: shown.DbClusterResourceId,
    },
  };
  rds.region(cluster.region).snapshots.set(id, snapshot);
  return snapshot;
}

export function named(rds: Rds, region: string, id: string) {
  return { id, region, arn: arn(rds.world, region, 'cluster-snapshot', id) };
}

/** Takes the data as they are now. What goes wrong is the snapshot's failure, and thrown. */
export async function fill(rds: Rds, cluster: ClusterRecord, snapshot: SnapshotRecord): Promise<void> {
  try {
    snapshot.data = await cluster.postgres?.snapshot();
  } catch (error) {
    failWith(rds, snapshot)(error);
    throw error;
  }
}

export function finish(snapshot: SnapshotRecord): void {
  snapshot.status = 'available';
  snapshot.shown.PercentProgress = 100;
}

export function showSnapshot(snapshot: SnapshotRecord): DBClusterSnapshot {
  return {
    ...snapshot.shown,
    DBClusterSnapshotIdentifier: snapshot.id,
    DBClusterSnapshotArn: snapshot.arn,
    Status: snapshot.status,
    TagList: snapshot.tags,
  };
}
