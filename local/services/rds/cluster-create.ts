import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import type { PostgresCluster } from '../../engines/types.ts';
import type { CallContext } from '../../service.ts';
import { resolveVersion } from './catalogue.ts';
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
import { failWith } from './failures.ts';
import { join, type Placement, placeCluster, synchronised } from './global-members.ts';
import { identifier } from './names.ts';
import { groupForFamily } from './parameter-groups.ts';
import { arn, type ClusterRecord, now, type Rds } from './state.ts';
import { findSubnetGroup } from './subnet-groups.ts';
import { checkTags } from './tags.ts';
import { ENGINE, type EngineVersion } from './versions.ts';

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
      const cluster = record(rds, region, input, checked);
      await startEngine(rds, cluster, checked);
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
  if (clusters.size >= rds.settings.quotas.clusters) {
    throw fault('DBClusterQuotaExceededFault', 'DB Cluster quota exceeded');
  }
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

function record(rds: Rds, region: string, input: CreateDBClusterMessage, checked: Checked): ClusterRecord {
  const { id, placement, version, subnetGroup, parameterGroup } = checked;
  const clusterArn = arn(rds.world, region, 'cluster', id);
  const created: ClusterRecord = {
    id,
    arn: clusterArn,
    region,
    status: 'creating',
    subnetGroup,
    parameterGroup,
    postgres: undefined,
    globalCluster: undefined,
    writer: undefined,
    tags: checked.tags,
    shown: {
      DBClusterIdentifier: id,
      DBClusterArn: clusterArn,
      DbClusterResourceId: `cluster-${rds.world.uniqueId(26).toUpperCase()}`,
      ClusterCreateTime: now(rds),
      Engine: ENGINE,
      EngineVersion: version.version,
      EngineMode: 'provisioned',
      AllocatedStorage: 1,
      AvailabilityZones: [...new Set(subnetGroup.subnets.map((subnet) => subnet.availabilityZone))].sort(),
      DatabaseName: checked.database,
      MasterUsername:
        placement.role === 'secondary'
          ? placement.primary.shown.MasterUsername
          : checked.login?.masterUsername,
      Port: input.Port ?? 5432,
      VpcSecurityGroups: checked.securityGroups,
      NetworkType: 'IPV4',
      HttpEndpointEnabled: false,
      ActivityStreamStatus: 'stopped',
      CrossAccountClone: false,
      AssociatedRoles: [],
      ReadReplicaIdentifiers: [],
      DomainMemberships: [],
      ...checked.settings,
      ...checked.storage,
    },
  };
  rds.region(region).clusters.set(id, created);
  if (placement.role !== 'standalone') join(placement.global, created, placement.role === 'primary');
  return created;
}

/**
 * AWS shows Endpoint, ReaderEndpoint and Port from the start, before anything answers there; so they are asked of the
 * engine at once. *assumed* deviation: they are the engine's loopback addresses and its port, not names below
 * rds.amazonaws.com and the port of the request.
 */
async function startEngine(
  rds: Rds,
  cluster: ClusterRecord,
  { login, database, placement }: Checked,
): Promise<void> {
  const fail = failWith(rds, cluster, [login?.masterPassword]);
  try {
    const postgres = await rds.world.engines.createPostgres(engineOptions(login, database, placement));
    cluster.postgres = postgres;
    cluster.shown.Endpoint = postgres.writerEndpoint.address;
    cluster.shown.ReaderEndpoint = postgres.readerEndpoint.address;
    cluster.shown.Port = postgres.writerEndpoint.port;
    const delay = placement.role === 'secondary' ? 'rds.cluster.createSecondary' : 'rds.cluster.create';
    rds.world.later(delay, () => becomeAvailable(rds, cluster, postgres), fail);
  } catch (error) {
    fail(error);
  }
}

function engineOptions(
  login: Credentials | undefined,
  databaseName: string | undefined,
  placement: Placement,
) {
  if (login) return { ...login, databaseName };
  const source = placement.role === 'secondary' ? placement.primary.postgres : undefined;
  if (!source) throw new Error('the source cluster has no engine');
  return { source };
}

async function becomeAvailable(rds: Rds, cluster: ClusterRecord, postgres: PostgresCluster): Promise<void> {
  await postgres.ready();
  if (cluster.status !== 'creating') return;
  cluster.status = 'available';
  synchronised(rds, cluster);
}
