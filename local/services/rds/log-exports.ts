import { type ClusterRecord, instancesOf, type Rds } from './state.ts';

/**
 * Makes the log groups that a cluster exports to. *documented* (Aurora guide, "Publishing Aurora PostgreSQL logs to
 * Amazon CloudWatch Logs"): `/aws/rds/cluster/<id>/<type>`, made by RDS, with no tags, and it stays when the
 * cluster goes. *assumed*: when an instance is there to write, and for each type at once.
 */
export function exportLogs(rds: Rds, cluster: ClusterRecord): void {
  if (!instancesOf(rds, cluster).some((each) => each.status === 'available')) return;
  for (const type of cluster.shown.EnabledCloudwatchLogsExports ?? []) {
    rds.world.directory.ensureLogGroup(cluster.region, `/aws/rds/cluster/${cluster.id}/${type}`);
  }
}
