import fc from 'fast-check';
import type { AuroraRequest } from '../../../core/generated/api.ts';
import { maybe, parameters, secretArn, some, together, windows } from './parts.ts';

const values = parameters([
  ...['work_mem', 'max_connections', 'log_min_duration_statement', 'shared_preload_libraries'],
  ...['pgaudit.log', 'statement_timeout', 'Work_Mem', 'TimeZone', 'Log_Lock_Waits'],
]);

const windowFields = windows.map(({ daily, maintenance }) => ({
  backupWindow: daily,
  maintenanceWindow: maintenance,
}));

/** @param region the primary one, in which a named secret has to be */
export function auroraRequests(region: string): fc.Arbitrary<AuroraRequest> {
  const fields = some({
    engineVersion: fc.constantFrom('15.15', '15.17', '15.18', '16.4'),
    instanceClass: fc.constantFrom('db.r6g.large', 'db.r6g.xlarge', 'db.x2g.large'),
    instanceCount: fc.constantFrom(1, 2, 3, 4, 15),
    secondaryInstanceCount: fc.integer({ min: 1, max: 3 }),
    globalDatabase: fc.boolean(),
    databaseName: fc.constantFrom('appdb', 'Games'),
    masterUsername: fc.constantFrom('gameadmin', 'Boss'),
    masterSecretArn: fc.constant(secretArn(region, 'their/master')),
    port: fc.constantFrom(5432, 1150, 65_535),
    backupRetentionDays: fc.integer({ min: 1, max: 35 }),
    performanceInsights: fc.constantFrom(
      { enabled: false },
      { enabled: true },
      { enabled: true, retentionDays: 7 as const },
      { enabled: true, retentionDays: 731 as const },
    ),
    monitoringIntervalSeconds: fc.constantFrom(0 as const, 1 as const, 60 as const),
    logExports: fc.uniqueArray(fc.constantFrom('postgresql', 'instance', 'iam-db-auth-error')),
    deletionProtection: fc.boolean(),
    autoMinorVersionUpgrade: fc.boolean(),
    storageType: fc.constantFrom('aurora', 'aurora-iopt1'),
    clusterParameters: values,
    instanceParameters: values,
  });
  return together(fields, maybe(windowFields)) as fc.Arbitrary<AuroraRequest>;
}
