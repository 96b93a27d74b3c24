import type { ClusterPendingModifiedValues, DBCluster, ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { retentionDays, storageType } from './cluster-settings.ts';
import { fault } from './errors.ts';
import type { ClusterRecord, Rds } from './state.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * What waits for the maintenance window unless ApplyImmediately is set: *documented* (client-rds d.ts, ApplyImmediately and
 * ClusterPendingModifiedValues). With it what waits already is applied, too (*documented*, RDS guide, "Using the apply
 * immediately setting"). The window never comes here. The version itself changes when the upgrade has ended.
 */
export function changedWithTheWindow(
  rds: Rds,
  cluster: ClusterRecord,
  input: ModifyDBClusterMessage,
  version: string | undefined,
): Partial<DBCluster> {
  const { shown } = cluster;
  const waiting: ClusterPendingModifiedValues = { ...shown.PendingModifiedValues };
  const changed: Partial<DBCluster> = {};
  const now = input.ApplyImmediately;
  const days = input.BackupRetentionPeriod ?? (now ? waiting.BackupRetentionPeriod : undefined);
  if (days !== undefined) {
    const checked = retentionDays(days);
    const applies = now || checked === shown.BackupRetentionPeriod;
    if (applies) changed.BackupRetentionPeriod = checked;
    waiting.BackupRetentionPeriod = applies ? undefined : checked;
  }
  const type = input.StorageType ?? (now ? waiting.StorageType : undefined);
  if (type !== undefined) {
    const checked = storageType(type);
    const applies = now || checked === (shown.StorageType ?? 'aurora');
    if (applies) changed.StorageType = changedStorage(rds, cluster, checked);
    waiting.StorageType = applies ? undefined : checked;
  }
  if (now) waiting.EngineVersion = undefined;
  else if (input.EngineVersion !== undefined) waiting.EngineVersion = version;
  const waits = Object.values(waiting).some((value) => value !== undefined);
  return { ...changed, PendingModifiedValues: waits ? waiting : undefined };
}

/**
 * *documented* (client-rds d.ts): StorageTypeNotAvailableFault when the storage was made I/O-Optimized less than a month
 * ago; the way back is open at any time. `aurora` is not shown.
 */
function changedStorage(rds: Rds, cluster: ClusterRecord, type: string): string | undefined {
  if (type === 'aurora') return undefined;
  if (cluster.shown.StorageType === type) return type;
  const now = rds.world.clock.now();
  if (cluster.optimisedAtMs !== undefined && now - cluster.optimisedAtMs < MONTH_MS) {
    throw fault(
      'StorageTypeNotAvailableFault',
      `DB cluster ${cluster.id} was modified to use the storage type ${type} less than one month ago.`,
    );
  }
  cluster.optimisedAtMs = now;
  return type;
}
