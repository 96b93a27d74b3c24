import type { CreateDBClusterMessage, DBCluster } from '@aws-sdk/client-rds';
import { checkMonitoring, defaultKey, usableKey } from './dependencies.ts';
import { invalidCombination, invalidValue, notImplemented, required } from './errors.ts';
import type { Placement } from './global-members.ts';
import { INSIGHTS_OFF, resolveInsights } from './insights.ts';
import { databaseName, masterPassword, masterUsername } from './names.ts';
import { checkPreSignedUrl } from './presigned-url.ts';
import type { Rds } from './state.ts';
import { ENGINE } from './versions.ts';
import { windows } from './windows.ts';

const LOG_TYPES = ['postgresql', 'instance', 'iam-db-auth-error'];
const STORAGE_TYPES = ['aurora', 'aurora-iopt1'];

/** *documented*: 1 to 35 days, default 1. */
export function retentionDays(value: number | undefined): number {
  const days = value ?? 1;
  if (!Number.isInteger(days) || days < 1 || days > 35) {
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 1 and 35 days`);
  }
  return days;
}

/** *documented* (client-rds d.ts): what Aurora PostgreSQL can send to CloudWatch Logs. */
export function logTypes(types: readonly string[] | undefined): string[] {
  const unknown = (types ?? []).find((type) => !LOG_TYPES.includes(type));
  if (unknown !== undefined) {
    throw invalidCombination(
      `You cannot use the log types '${unknown}' with engine version ${ENGINE}. For supported log types, see the documentation.`,
    );
  }
  return [...new Set(types ?? [])];
}

export function storageType(value: string | undefined): string {
  const type = value ?? 'aurora';
  if (!STORAGE_TYPES.includes(type)) {
    throw invalidValue(
      `Invalid storage type for ${ENGINE}: ${type}. Valid values are: ${STORAGE_TYPES.join(', ')}`,
    );
  }
  return type;
}

/** *documented*: 1150 to 65535. */
function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 1150 && port <= 65535)) return;
  throw invalidValue(`Invalid port: ${port}. Valid values are 1150-65535`);
}

/** The settings that do not depend on the place in a global database, checked and with AWS's defaults. */
export function commonSettings(rds: Rds, region: string, input: CreateDBClusterMessage): Partial<DBCluster> {
  checkPort(input.Port);
  if (input.EngineMode !== undefined && input.EngineMode !== 'provisioned') {
    throw invalidCombination(`The engine mode ${input.EngineMode} you requested is currently unavailable.`);
  }
  const { backup, maintenance } = windows(input.PreferredBackupWindow, input.PreferredMaintenanceWindow);
  const monitoring = checkMonitoring(rds, input.MonitoringInterval, input.MonitoringRoleArn);
  const type = storageType(input.StorageType);
  return {
    BackupRetentionPeriod: retentionDays(input.BackupRetentionPeriod),
    PreferredBackupWindow: backup,
    PreferredMaintenanceWindow: maintenance,
    EnabledCloudwatchLogsExports: logTypes(input.EnableCloudwatchLogsExports),
    DeletionProtection: input.DeletionProtection ?? false,
    CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    IAMDatabaseAuthenticationEnabled: input.EnableIAMDatabaseAuthentication ?? false,
    // *documented*: `aurora` is not shown.
    StorageType: type === 'aurora' ? undefined : type,
    MonitoringInterval: monitoring.interval,
    MonitoringRoleArn: monitoring.roleArn,
    EngineLifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
    ...resolveInsights(rds, region, input, INSIGHTS_OFF),
  };
}

export interface Credentials {
  readonly masterUsername: string;
  /** Handed to the engine and forgotten. */
  readonly masterPassword: string;
}

/** A secondary has none: it gets them with the data. */
export function credentials(input: CreateDBClusterMessage, placement: Placement): Credentials | undefined {
  if (placement.role === 'secondary') return undefined;
  if (input.ManageMasterUserPassword) throw notImplemented('CreateDBCluster.ManageMasterUserPassword');
  return {
    masterUsername: masterUsername(input.MasterUsername),
    masterPassword: masterPassword(input.MasterUserPassword),
  };
}

/** A primary takes the global cluster's database when it names none itself. */
export function initialDatabase(input: CreateDBClusterMessage, placement: Placement): string | undefined {
  if (placement.role === 'secondary') return placement.primary.shown.DatabaseName;
  const global = placement.role === 'primary' ? placement.global.shown.DatabaseName : undefined;
  const asked = input.DatabaseName === undefined ? undefined : databaseName(input.DatabaseName);
  if (asked !== undefined && global !== undefined && asked !== global) {
    throw invalidCombination(`DatabaseName ${asked} differs from that of the global cluster, ${global}.`);
  }
  return asked ?? global;
}

export interface Encryption {
  readonly StorageEncrypted: boolean;
  readonly KmsKeyId: string | undefined;
}

export function encryption(
  rds: Rds,
  region: string,
  input: CreateDBClusterMessage,
  placement: Placement,
): Encryption {
  if (placement.role === 'secondary') return secondaryEncryption(rds, region, input, placement);
  const encrypted = input.StorageEncrypted ?? false;
  if (!encrypted && input.KmsKeyId !== undefined) {
    throw invalidCombination('KmsKeyId requires StorageEncrypted to be true.');
  }
  const global = placement.role === 'primary' ? placement.global : undefined;
  // The primary is as encrypted as its global cluster says. *assumed*: the error.
  if (global && encrypted !== global.shown.StorageEncrypted) {
    throw invalidCombination(
      `StorageEncrypted (${encrypted}) differs from that of global cluster ${global.id} (${global.shown.StorageEncrypted}).`,
    );
  }
  if (!encrypted) return { StorageEncrypted: false, KmsKeyId: undefined };
  const key = input.KmsKeyId === undefined ? defaultKey(rds, region) : usableKey(rds, region, input.KmsKeyId);
  return { StorageEncrypted: true, KmsKeyId: key };
}

/** *documented* (client-rds d.ts): an encrypted copy in another region has to name a key of that region. */
function secondaryEncryption(
  rds: Rds,
  region: string,
  input: CreateDBClusterMessage,
  { global, primary }: Extract<Placement, { role: 'secondary' }>,
): Encryption {
  if (!primary.shown.StorageEncrypted) {
    if (input.StorageEncrypted || input.KmsKeyId !== undefined) {
      throw invalidCombination('Cannot create an encrypted cross region replica from an unencrypted source.');
    }
    return { StorageEncrypted: false, KmsKeyId: undefined };
  }
  if (input.StorageEncrypted === false || input.KmsKeyId === undefined) {
    // Text *documented* for instances: terraform-aws-rds pull request 428.
    throw invalidCombination('Cannot create a cross region unencrypted read replica from encrypted source.');
  }
  const key = usableKey(rds, region, input.KmsKeyId);
  checkPreSignedUrl({
    url: input.PreSignedUrl,
    required: rds.settings.requirePreSignedUrl,
    sourceArn: primary.arn,
    sourceRegion: primary.region,
    destinationRegion: region,
    kmsKeyId: input.KmsKeyId,
    globalClusterIdentifier: global.id,
  });
  return { StorageEncrypted: true, KmsKeyId: key };
}

/** The engine is one; the version is the global cluster's, when there is one. */
export function checkEngine(input: CreateDBClusterMessage): void {
  const engine = required('Engine', input.Engine);
  if (engine !== ENGINE)
    throw invalidValue(`Invalid DB engine: ${engine}. The local cloud has ${ENGINE} only.`);
}
