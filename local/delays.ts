/**
 * How long AWS takes, in one table. `instant` is the laptop's default: only the real engines take time.
 * `realistic` holds middle values in seconds; sources are the acceptance-test logs of the Terraform AWS provider
 * (clusters 164–225 s, replica 370–605 s, replication group 740–1500 s and DAX 725–851 s, create and destroy
 * together), the rest is assumed.
 */
const realisticSeconds = {
  'rds.globalCluster.create': 20,
  'rds.globalCluster.modify': 10,
  'rds.globalCluster.delete': 20,
  'rds.cluster.create': 120,
  'rds.cluster.createSecondary': 600,
  'rds.cluster.modify': 60,
  'rds.cluster.upgrade': 900,
  'rds.cluster.failover': 30,
  'rds.cluster.restore': 600,
  'rds.cluster.delete': 90,
  'rds.instance.create': 420,
  'rds.instance.modify': 300,
  'rds.instance.reboot': 60,
  'rds.instance.delete': 240,
  'rds.snapshot.create': 120,
  'elasticache.replicationGroup.create': 600,
  'elasticache.replicationGroup.modify': 400,
  'elasticache.replicationGroup.delete': 400,
  'elasticache.snapshot.create': 120,
  'dax.cluster.create': 480,
  'dax.cluster.modify': 700,
  'dax.cluster.delete': 300,
  'dax.node.reboot': 120,
  'dynamodb.table.create': 10,
  'dynamodb.table.update': 20,
  'dynamodb.table.delete': 10,
  'dynamodb.replica.create': 400,
  'dynamodb.replica.delete': 120,
  'dynamodb.ttl.update': 10,
  'dynamodb.backups.enable': 10,
  'iam.propagation': 10,
} as const;

export type DelayKey = keyof typeof realisticSeconds;
export type Delays = (key: DelayKey) => number;

/** Milliseconds for each key. */
export const instant: Delays = () => 0;
export const realistic: Delays = (key) => realisticSeconds[key] * 1000;
