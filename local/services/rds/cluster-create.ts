import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import type { PostgresOrigin } from '../../engines/types.ts';
import type { CallContext } from '../../service.ts';
import { resolveVersion } from './catalogue.ts';
import { addCluster, startEngine } from './cluster-record.ts';
import {
  type Credentials,
  checkEngine,
  commonSettings,
  credentials,
  encryption,
  initialDatabase,
} from './cluster-settings.ts';
import { showCluster } from './cluster-show.ts';
import { usableSecurityGroups } from './dependencies.ts';
import { fault, invalidCombination, onlyFields } from './errors.ts';
import { join, type Placement, placeCluster } from './global-members.ts';
import { identifier } from './names.ts';
import { groupForFamily } from './parameter-groups.ts';
import { requireRoom } from './quotas.ts';
import type { ClusterRecord, Rds } from './state.ts';
import { findSubnetGroup } from './subnet-groups.ts';
import { checkTags } from './tags.ts';
import type { EngineVersion } from './versions.ts';

const FIELDS = [
  ...['DBClusterIdentifier', 'Engine', 'EngineVersion', 'EngineMode', 'EngineLifecycleSupport', 'Tags'],
  ...['MasterUsername', 'MasterUserPassword', 'ManageMasterUserPassword', 'DatabaseName', 'Port'],
  ...['DBSubnetGroupName', 'VpcSecurityGroupIds', 'DBClusterParameterGroupName', 'GlobalClusterIdentifier'],
  ...['StorageEncrypted', 'KmsKeyId', 'PreSignedUrl', 'StorageType', 'BackupRetentionPeriod'],
  ...['PreferredBackupWindow', 'PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade', 'DeletionProtection'],
  ...['EnableCloudwatchLogsExports', 'CopyTagsToSnapshot', 'EnableIAMDatabaseAuthentication'],
  ...['MonitoringInterval', 'MonitoringRoleArn', 'EnablePerformanceInsights', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'PerformanceInsightsKMSKeyId'],
];

export function createClusterOperations(rds: Rds) {
  return {
    CreateDBCluster: async (input: CreateDBClusterMessage, { region }: CallContext) => {
      onlyFields('CreateDBCluster', input, FIELDS);
      const checked = check(rds, region, input);
      // The name is taken before the first await: of two calls at once, the second finds it.
      const cluster = create(rds, region, input, checked);
      const { login, database, placement } = checked;
      await startEngine(rds, cluster, () => engineOrigin(login, database, placement), {
        delay: placement.role === 'secondary' ? 'rds.cluster.createSecondary' : 'rds.cluster.create',
        secrets: [login?.masterPassword],
      });
      return { DBCluster: showCluster(rds, cluster) };
    },
  };
}

type Checked = ReturnType<typeof check>;

/** Everything that can be wrong, found before anything changes. */
function check(rds: Rds, region: string, input: CreateDBClusterMessage) {
  const id = identifier('DBClusterIdentifier', input.DBClusterIdentifier);
  const { clusters } = rds.region(region);
  // In every state, also while it is being deleted (*assumed*).
  if (clusters.has(id)) throw fault('DBClusterAlreadyExistsFault', `DB Cluster ${id} already exists`);
  checkEngine(input);
  const placement = placeCluster(rds, region, id, input);
  const version = engineVersion(rds, region, input.EngineVersion, placement);
  const login = credentials(input, placement);
  const database = initialDatabase(input, placement);
  const subnetGroup = findSubnetGroup(rds, region, input.DBSubnetGroupName ?? 'default');
  const securityGroups = usableSecurityGroups(rds, region, subnetGroup.vpcId, input.VpcSecurityGroupIds);
  const name = input.DBClusterParameterGroupName;
  const parameterGroup = groupForFamily(rds, region, 'cluster', name, version.family);
  const settings = commonSettings(rds, region, input);
  const storage = encryption(rds, region, input, placement);
  const tags = checkTags(input.Tags);
  requireRoom(rds, region, 'DBClusters');
  const groups = { subnetGroup, securityGroups, parameterGroup };
  return { id, placement, version, login, database, settings, storage, tags, ...groups };
}

function engineVersion(
  rds: Rds,
  region: string,
  asked: string | undefined,
  placement: Placement,
): EngineVersion {
  if (placement.role === 'standalone') return resolveVersion(rds, region, asked);
  const { id, shown } = placement.global;
  const asGlobal = shown.EngineVersion?.split('.')[0] === asked ? shown.EngineVersion : asked;
  const version = resolveVersion(rds, region, asGlobal ?? shown.EngineVersion);
  if (version.version === shown.EngineVersion) return version;
  // *documented* (Aurora guide): the versions of a global database match. The error is *assumed*.
  throw invalidCombination(
    `The engine version ${asked} does not match the engine version ${shown.EngineVersion} of global cluster ${id}.`,
  );
}

function create(rds: Rds, region: string, input: CreateDBClusterMessage, checked: Checked): ClusterRecord {
  const { placement, login } = checked;
  const created = addCluster(rds, region, {
    ...checked,
    masterUsername:
      placement.role === 'secondary' ? placement.primary.shown.MasterUsername : login?.masterUsername,
    port: input.Port,
  });
  if (placement.role !== 'standalone') join(placement.global, created, placement.role === 'primary');
  return created;
}

function engineOrigin(
  login: Credentials | undefined,
  databaseName: string | undefined,
  placement: Placement,
): PostgresOrigin {
  if (login) return { ...login, databaseName };
  const source = placement.role === 'secondary' ? placement.primary.postgres : undefined;
  if (!source) throw new Error('the source cluster has no engine');
  return { source };
}
