/** The fields of a request, as in openapi.yaml, and the fields of those that have some of their own. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      ...['environment', 'preset', 'landingZone', 'primaryRegion', 'secondaryRegion', 'owner', 'costCenter'],
      ...['expiresAfter', 'onFailure', 'tags'],
    ].map((name) => [name, []]),
  ),
  aurora: [
    ...['engineVersion', 'instanceClass', 'instanceCount', 'secondaryInstanceCount', 'globalDatabase'],
    ...['databaseName', 'masterUsername', 'masterSecretArn', 'port', 'backupRetentionDays', 'backupWindow'],
    ...['maintenanceWindow', 'performanceInsights', 'monitoringIntervalSeconds', 'logExports', 'storageType'],
    ...['deletionProtection', 'autoMinorVersionUpgrade', 'clusterParameters', 'instanceParameters'],
  ],
  dynamodb: [
    ...['billingMode', 'provisioned', 'globalTables', 'pointInTimeRecovery', 'deletionProtection', 'tables'],
  ],
  redis: [
    ...['engine', 'engineVersion', 'nodeType', 'nodeCount', 'clusterMode', 'multiAz', 'authTokenSecretArn'],
    ...['snapshotRetentionDays', 'snapshotWindow', 'maintenanceWindow', 'port', 'parameters'],
    'logRetentionDays',
  ],
  dax: ['nodeType', 'replicationFactor', 'maintenanceWindow', 'recordTtlMs', 'queryTtlMs'],
  alarms: ['enabled', 'thresholds'],
  migrations: ['set'],
};

/**
 * What a request or a patch is about, for the record: `preset, redis.nodeCount`. Only names that the contract knows,
 * and no value: whatever somebody may have put in by mistake is not in it.
 * @returns null when it names nothing that is known
 */
export function fieldNames(request: unknown): string | null {
  const names = membersOf(request).flatMap(([name, value]) => {
    const own = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!own) return [];
    const inner = membersOf(value).flatMap(([member]) => (own.includes(member) ? [`${name}.${member}`] : []));
    return inner.length > 0 ? inner : [name];
  });
  return names.length > 0 ? names.join(', ') : null;
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
