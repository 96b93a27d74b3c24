/** States that the Aurora user guide knows ("Viewing DB cluster status", "… instance status"), and one more. The first is the good one. */
const BOTH = [
  ...['available', 'backing-up', 'creating', 'deleting', 'failed', 'inaccessible-encryption-credentials'],
  ...['inaccessible-encryption-credentials-recoverable', 'maintenance', 'modifying', 'renaming'],
  ...['resetting-master-credentials', 'starting', 'stopped', 'stopping', 'storage-optimization', 'upgrading'],
  'of-next-year',
];
export const OF_CLUSTER = [
  ...BOTH,
  ...['cloning-failed', 'failing-over', 'migrating', 'migration-failed', 'promoting', 'update-iam-db-auth'],
];
export const OF_INSTANCE = [
  ...BOTH,
  ...[
    'configuring-enhanced-monitoring',
    'configuring-log-exports',
    'delete-precheck',
    'incompatible-network',
  ],
  ...[
    'incompatible-option-group',
    'incompatible-parameters',
    'incompatible-restore',
    'insufficient-capacity',
  ],
  ...['rebooting', 'restore-error', 'storage-full'],
];
export const OF_GLOBAL = ['available', 'creating', 'deleting', 'modifying', 'upgrading', 'failing-over'];
export const OF_GROUP = ['Complete', 'Creating'];
export const STATUSES = [...new Set([...OF_CLUSTER, ...OF_INSTANCE, ...OF_GROUP])];

const FOR_GOOD =
  /^(stopped|storage-full|insufficient-capacity|inaccessible-.*|incompatible-.*|restore-error|.*failed)$/;

export const isGone = (status: string) => status === 'deleting' || status === 'delete-precheck';

/** What it is when time has passed. */
export function arrivedStatus(status: string): string {
  if (FOR_GOOD.test(status)) return status;
  return status === 'stopping' ? 'stopped' : 'available';
}
