import type { EnvironmentRequest, PresetValues } from '../generated/api.ts';
import type { AuroraRegionSpec, AuroraSpec } from '../spec.ts';
import type { Faults } from './faults.ts';
import { checkParameters } from './parameters.ts';
import type { Place, Places } from './regions.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { checkSecretArn } from './secrets.ts';
import { checkWindows } from './windows.ts';

/** Preset, request and defaults; the version, the places and the tags are still to come. */
export type AuroraSizes = Omit<
  AuroraSpec,
  | 'identity'
  | 'tags'
  | 'engineVersion'
  | 'parameterGroupFamily'
  | 'secretsKmsKeyArn'
  | 'primary'
  | 'secondary'
> & { readonly instanceCount: number; readonly secondaryInstanceCount: number };

const DEFAULT_INSIGHTS_DAYS = 7;

/** The sizes of the Aurora tier, and everything that is wrong with them on their own. */
export function auroraSizes(faults: Faults, preset: PresetValues, request: EnvironmentRequest): AuroraSizes {
  const given = request.aurora ?? {};
  const insights = { ...preset.aurora.performanceInsights, ...given.performanceInsights };
  const sizes: AuroraSizes = {
    instanceClass: given.instanceClass ?? preset.aurora.instanceClass ?? '',
    instanceCount: given.instanceCount ?? preset.aurora.instanceCount ?? 1,
    secondaryInstanceCount: given.secondaryInstanceCount ?? 1,
    globalDatabase: given.globalDatabase ?? preset.aurora.globalDatabase ?? false,
    databaseName: given.databaseName ?? 'appdb',
    masterUsername: given.masterUsername ?? 'gameadmin',
    masterSecretArn: given.masterSecretArn ?? null,
    port: given.port ?? 5432,
    backupRetentionDays: given.backupRetentionDays ?? preset.aurora.backupRetentionDays ?? 1,
    backupWindow: given.backupWindow ?? '03:00-04:00',
    maintenanceWindow: given.maintenanceWindow ?? 'sun:04:30-sun:05:30',
    performanceInsightsRetentionDays: insights.enabled
      ? (insights.retentionDays ?? DEFAULT_INSIGHTS_DAYS)
      : null,
    monitoringIntervalSeconds: given.monitoringIntervalSeconds ?? 60,
    logExports: given.logExports ?? ['postgresql'],
    deletionProtection: given.deletionProtection ?? preset.aurora.deletionProtection ?? false,
    autoMinorVersionUpgrade: given.autoMinorVersionUpgrade ?? false,
    storageType: given.storageType ?? 'aurora',
    clusterParameters: given.clusterParameters ?? {},
    instanceParameters: given.instanceParameters ?? {},
  };
  checkCounts(faults, sizes, request);
  checkNames(faults, sizes);
  if (given.performanceInsights?.retentionDays !== undefined && !insights.enabled)
    faults.add(
      ['aurora', 'performanceInsights', 'retentionDays'],
      'needs performanceInsights.enabled true; it is off in this preset or request.',
    );
  checkWindows(faults, {
    tier: 'aurora',
    daily: { field: 'backupWindow', value: sizes.backupWindow },
    maintenanceWindow: sizes.maintenanceWindow,
    minimumMinutes: 30,
  });
  checkParameters(faults, ['aurora', 'clusterParameters'], sizes.clusterParameters, {
    'rds.force_ssl': 'is always 1 here: connections are over TLS. Remove it.',
  });
  checkParameters(faults, ['aurora', 'instanceParameters'], sizes.instanceParameters, {});
  return sizes;
}

function checkCounts(faults: Faults, sizes: AuroraSizes, request: EnvironmentRequest): void {
  const { globalDatabase, instanceClass, instanceCount } = sizes;
  // Aurora guide, requirements of a global database.
  if (globalDatabase && instanceClass.startsWith('db.t'))
    faults.add(
      ['aurora', 'instanceClass'],
      `(${instanceClass}) is burstable, which a global database does not take. Use a db.r or db.x class such as db.r6g.large, or set aurora.globalDatabase false.`,
    );
  // Aurora guide: 15 replicas less the number of secondary regions, and the writer.
  if (globalDatabase && instanceCount > 15)
    faults.add(
      ['aurora', 'instanceCount'],
      'must be at most 15 in a global database with one secondary region.',
    );
  if (!globalDatabase && request.aurora?.secondaryInstanceCount !== undefined)
    faults.add(['aurora', 'secondaryInstanceCount'], 'needs aurora.globalDatabase true.');
}

function checkNames(faults: Faults, { masterUsername, databaseName }: AuroraSizes): void {
  if (RESERVED_WORDS.has(masterUsername.toLowerCase()))
    faults.add(
      ['aurora', 'masterUsername'],
      'is a reserved word of PostgreSQL or RDS. Choose another, such as gameadmin.',
    );
  // CreateDBCluster always creates postgres, besides the database that is named.
  if (RESERVED_WORDS.has(databaseName.toLowerCase()) || databaseName.toLowerCase() === 'postgres')
    faults.add(
      ['aurora', 'databaseName'],
      'is a reserved word of PostgreSQL or RDS. Choose another, such as appdb.',
    );
}

/** Completes the sizes with what is known only of the whole environment. */
export function auroraSpec(
  sizes: AuroraSizes,
  engineVersion: string,
  places: Places,
  base: Pick<AuroraSpec, 'identity' | 'tags'>,
): AuroraSpec {
  const { instanceCount, secondaryInstanceCount, ...rest } = sizes;
  const { primary, secondary } = places;
  return {
    ...base,
    ...rest,
    engineVersion,
    parameterGroupFamily: `aurora-postgresql${engineVersion.split('.')[0]}`,
    secretsKmsKeyArn: primary.kmsKeyArns.secrets,
    primary: regionSpec(primary, instanceCount),
    secondary: sizes.globalDatabase && secondary ? regionSpec(secondary, secondaryInstanceCount) : null,
  };
}

function regionSpec(place: Place, instanceCount: number): AuroraRegionSpec {
  return {
    region: place.region,
    subnetIds: place.isolatedSubnetIds,
    securityGroupIds: [place.securityGroupIds.aurora],
    kmsKeyArn: place.kmsKeyArns.aurora,
    instanceCount,
  };
}

/** A secret has to be readable where the cluster is made. */
export function checkAuroraSecret(faults: Faults, sizes: AuroraSizes, region: string): void {
  checkSecretArn(faults, ['aurora', 'masterSecretArn'], sizes.masterSecretArn, region);
}
