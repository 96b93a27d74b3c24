import type {
  DBEngineVersion,
  DescribeDBEngineVersionsCommandOutput,
  DescribeDBEngineVersionsMessage,
  DescribeOrderableDBInstanceOptionsCommandOutput,
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOption,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { INSTANCE_CLASSES, isBurstable } from './classes.ts';
import { invalidCombination, onlyFields, required } from './errors.ts';
import { applyFilters, page } from './paging.ts';
import type { Rds } from './state.ts';
import { compareVersions, ENGINE, ENGINE_VERSIONS, type EngineVersion } from './versions.ts';

type Answer<T> = Omit<T, '$metadata'>;

/** Versions that can be ordered in a region, oldest first. */
export function orderableVersions(rds: Rds, region: string): readonly EngineVersion[] {
  const only = rds.settings.orderable.get(region)?.versions;
  return ENGINE_VERSIONS.filter(
    (each) => each.status === 'available' && (only === undefined || only.includes(each.version)),
  );
}

export function orderableClasses(rds: Rds, region: string): readonly string[] {
  return rds.settings.orderable.get(region)?.classes ?? INSTANCE_CLASSES;
}

/**
 * The version that a create call means: itself, the newest of a major version (`15`), or the newest of all.
 * Error text *documented* (langfuse-terraform-aws issue 34); which one is AWS's default is *assumed*.
 */
export function resolveVersion(rds: Rds, region: string, asked: string | undefined): EngineVersion {
  const found = orderableVersions(rds, region).findLast(
    (each) => asked === undefined || asked === each.version || asked === each.major,
  );
  if (!found) throw invalidCombination(`Cannot find version ${asked} for ${ENGINE}`);
  return found;
}

export function catalogueOperations(rds: Rds) {
  return {
    DescribeDBEngineVersions: (
      input: DescribeDBEngineVersionsMessage,
      { region }: CallContext,
    ): Answer<DescribeDBEngineVersionsCommandOutput> => {
      const { items, Marker } = page(engineVersions(rds, region, input), byVersion, input);
      return { DBEngineVersions: items.map((each) => showVersion(rds, region, each)), Marker };
    },

    DescribeOrderableDBInstanceOptions: (
      input: DescribeOrderableDBInstanceOptionsMessage,
      { region }: CallContext,
    ): Answer<DescribeOrderableDBInstanceOptionsCommandOutput> => {
      onlyFields('DescribeOrderableDBInstanceOptions', input, [
        ...['Engine', 'EngineVersion', 'DBInstanceClass', 'LicenseModel', 'Vpc', 'MaxRecords', 'Marker'],
      ]);
      const { items, Marker } = page(orderableOptions(rds, region, input), optionKey, input, 1000);
      return { OrderableDBInstanceOptions: items, Marker };
    },
  };
}

/** Sorts 15.9 before 15.10. */
const byVersion = ({ version }: EngineVersion) =>
  version
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');

const optionKey = (option: OrderableDBInstanceOption) =>
  `${option.EngineVersion?.padStart(6, '0')} ${option.DBInstanceClass} ${option.StorageType}`;

function engineVersions(rds: Rds, region: string, input: DescribeDBEngineVersionsMessage): EngineVersion[] {
  onlyFields('DescribeDBEngineVersions', input, [
    ...['Engine', 'EngineVersion', 'DBParameterGroupFamily', 'Filters', 'MaxRecords', 'Marker'],
    ...['DefaultOnly', 'IncludeAll', 'ListSupportedCharacterSets', 'ListSupportedTimezones'],
  ]);
  if (input.Engine !== undefined && input.Engine !== ENGINE) return [];
  const orderable = orderableVersions(rds, region);
  const all = input.IncludeAll
    ? ENGINE_VERSIONS.filter((each) => each.status === 'deprecated' || orderable.includes(each))
    : orderable;
  const asked = all.filter(
    (each) =>
      (input.EngineVersion === undefined || [each.version, each.major].includes(input.EngineVersion)) &&
      (input.DBParameterGroupFamily === undefined || each.family === input.DBParameterGroupFamily),
  );
  const kept = applyFilters(asked, input.Filters, {
    engine: () => [ENGINE],
    'engine-version': (each) => [each.version],
    'engine-mode': (each) => ['provisioned', each.supportsGlobalDatabases ? 'global' : undefined],
    'db-parameter-group-family': (each) => [each.family],
    status: (each) => [each.status],
  });
  return input.DefaultOnly ? kept.slice(-1) : kept;
}

function showVersion(rds: Rds, region: string, each: EngineVersion): DBEngineVersion {
  return {
    Engine: ENGINE,
    MajorEngineVersion: each.major,
    EngineVersion: each.version,
    DBParameterGroupFamily: each.family,
    DBEngineDescription: 'Aurora PostgreSQL',
    DBEngineVersionDescription: `Aurora PostgreSQL (compatible with PostgreSQL ${each.version})`,
    ValidUpgradeTarget: orderableVersions(rds, region)
      .filter((target) => compareVersions(target.version, each.version) > 0)
      .map((target) => ({
        Engine: ENGINE,
        EngineVersion: target.version,
        Description: `Aurora PostgreSQL (compatible with PostgreSQL ${target.version})`,
        AutoUpgrade: false,
        IsMajorVersionUpgrade: target.major !== each.major,
        SupportedEngineModes: ['provisioned'],
        SupportsGlobalDatabases: target.supportsGlobalDatabases,
      })),
    ExportableLogTypes: ['iam-db-auth-error', 'instance', 'postgresql'],
    SupportsLogExportsToCloudwatchLogs: true,
    SupportsReadReplica: false,
    SupportedEngineModes: ['provisioned'],
    SupportedFeatureNames: [],
    Status: each.status,
    SupportsParallelQuery: false,
    SupportsGlobalDatabases: each.supportsGlobalDatabases,
    SupportedCACertificateIdentifiers: ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'],
    TagList: [],
  };
}

function orderableOptions(
  rds: Rds,
  region: string,
  input: DescribeOrderableDBInstanceOptionsMessage,
): OrderableDBInstanceOption[] {
  if (required('Engine', input.Engine) !== ENGINE) return [];
  if (input.LicenseModel !== undefined && input.LicenseModel !== 'postgresql-license') return [];
  const versions = orderableVersions(rds, region).filter(
    ({ version, major }) =>
      input.EngineVersion === undefined || [version, major].includes(input.EngineVersion),
  );
  const classes = orderableClasses(rds, region).filter(
    (each) => input.DBInstanceClass === undefined || each === input.DBInstanceClass,
  );
  return versions.flatMap((version) =>
    classes.flatMap((instanceClass) =>
      ['aurora', 'aurora-iopt1'].map((storage) => showOption(region, version, instanceClass, storage)),
    ),
  );
}

function showOption(
  region: string,
  version: EngineVersion,
  instanceClass: string,
  storage: string,
): OrderableDBInstanceOption {
  return {
    Engine: ENGINE,
    EngineVersion: version.version,
    DBInstanceClass: instanceClass,
    LicenseModel: 'postgresql-license',
    AvailabilityZones: ['a', 'b', 'c'].map((zone) => ({ Name: `${region}${zone}` })),
    MultiAZCapable: false,
    ReadReplicaCapable: false,
    Vpc: true,
    SupportsStorageEncryption: true,
    StorageType: storage,
    SupportsIops: false,
    SupportsEnhancedMonitoring: true,
    SupportsIAMDatabaseAuthentication: true,
    SupportsPerformanceInsights: true,
    SupportedEngineModes: ['provisioned'],
    SupportsStorageAutoscaling: false,
    SupportsKerberosAuthentication: true,
    OutpostCapable: false,
    SupportsGlobalDatabases: version.supportsGlobalDatabases && !isBurstable(instanceClass),
    SupportsClusters: true,
    SupportedNetworkTypes: ['IPV4', 'DUAL'],
  };
}
