import type {
  CreateGlobalClusterMessage,
  DeleteGlobalClusterMessage,
  DescribeGlobalClustersMessage,
  GlobalCluster,
  ModifyGlobalClusterMessage,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { resolveVersion } from './catalogue.ts';
import {
  fault,
  globalClusterNotFound,
  invalidCombination,
  invalidValue,
  onlyFields,
  required,
} from './errors.ts';
import { removeFromGlobalCluster } from './global-members.ts';
import { databaseName, globalIdentifier } from './names.ts';
import { applyFilters, page } from './paging.ts';
import { arn, type ClusterRecord, type GlobalClusterRecord, type Rds } from './state.ts';
import { checkTags } from './tags.ts';
import { beginGlobalUpgrade, upgradeTarget } from './upgrade.ts';
import { ENGINE } from './versions.ts';

export function findGlobalCluster(rds: Rds, identifier: string | undefined): GlobalClusterRecord {
  const id = required('GlobalClusterIdentifier', identifier);
  const found = rds.globalClusters.get(id.toLowerCase().replace(/^arn:aws:rds::\d+:global-cluster:/, ''));
  if (!found) throw globalClusterNotFound(id);
  return found;
}

export function showGlobalCluster(record: GlobalClusterRecord): GlobalCluster {
  const readers = record.members.filter((each) => !each.isWriter).map((each) => each.cluster.arn);
  const writer = record.members.find((each) => each.isWriter)?.cluster;
  return {
    ...record.shown,
    Status: record.status,
    GlobalClusterMembers: record.members.map((each) => ({
      DBClusterArn: each.cluster.arn,
      Readers: each.isWriter ? readers : [],
      IsWriter: each.isWriter,
      GlobalWriteForwardingStatus: 'disabled',
      SynchronizationStatus: each.synchronization,
    })),
    // On AWS a name of its own that follows the writer (`shop.global-….global.rds.amazonaws.com`). Here nothing
    // resolves such a name, so it is the writer's own address (*assumed* deviation).
    Endpoint: writer?.shown.Endpoint,
    TagList: record.tags,
  };
}

export function globalClusterOperations(rds: Rds) {
  return {
    CreateGlobalCluster: (input: CreateGlobalClusterMessage, { region }: CallContext) => {
      onlyFields('CreateGlobalCluster', input, [
        ...[
          'GlobalClusterIdentifier',
          'SourceDBClusterIdentifier',
          'Engine',
          'EngineVersion',
          'DatabaseName',
        ],
        ...['EngineLifecycleSupport', 'DeletionProtection', 'StorageEncrypted', 'Tags'],
      ]);
      return { GlobalCluster: showGlobalCluster(create(rds, region, input)) };
    },

    DescribeGlobalClusters: (input: DescribeGlobalClustersMessage) => {
      onlyFields('DescribeGlobalClusters', input, [
        'GlobalClusterIdentifier',
        'Filters',
        'MaxRecords',
        'Marker',
      ]);
      const all = input.GlobalClusterIdentifier
        ? [findGlobalCluster(rds, input.GlobalClusterIdentifier)]
        : rds.globalClusters.values();
      const kept = applyFilters(all, input.Filters, {
        region: (record) => record.members.map((each) => each.cluster.region),
      });
      const { items, Marker } = page(kept, (record) => record.id, input);
      return { GlobalClusters: items.map(showGlobalCluster), Marker };
    },

    ModifyGlobalCluster: (input: ModifyGlobalClusterMessage, { region }: CallContext) => {
      onlyFields('ModifyGlobalCluster', input, [
        ...['GlobalClusterIdentifier', 'DeletionProtection', 'EngineVersion', 'AllowMajorVersionUpgrade'],
      ]);
      const record = findGlobalCluster(rds, input.GlobalClusterIdentifier);
      requireAvailable(record);
      // The region of the primary says what can be ordered; without members, that of the call.
      const place = record.members.find((each) => each.isWriter)?.cluster.region ?? region;
      const version = upgradeTarget(rds, place, record.shown.EngineVersion ?? '', input);
      if (version !== undefined) beginGlobalUpgrade(rds, record, version);
      record.shown.DeletionProtection = input.DeletionProtection ?? record.shown.DeletionProtection;
      return { GlobalCluster: showGlobalCluster(record) };
    },

    DeleteGlobalCluster: (input: DeleteGlobalClusterMessage) => {
      const record = findGlobalCluster(rds, input.GlobalClusterIdentifier);
      if (record.shown.DeletionProtection) {
        throw invalidCombination(
          'Cannot delete protected Global Cluster, please disable deletion protection and try again.',
        );
      }
      if (record.members.length > 0) {
        throw fault('InvalidGlobalClusterStateFault', `Global Cluster ${record.arn} is not empty`);
      }
      requireAvailable(record);
      record.status = 'deleting';
      rds.world.later('rds.globalCluster.delete', () => void rds.globalClusters.delete(record.id));
      return { GlobalCluster: showGlobalCluster(record) };
    },

    RemoveFromGlobalCluster: (input: { GlobalClusterIdentifier?: string; DbClusterIdentifier?: string }) => {
      const record = findGlobalCluster(rds, input.GlobalClusterIdentifier);
      removeFromGlobalCluster(rds, record, required('DbClusterIdentifier', input.DbClusterIdentifier));
      return { GlobalCluster: showGlobalCluster(record) };
    },
  };
}

export function requireAvailable(record: GlobalClusterRecord): void {
  if (record.status === 'available') return;
  throw fault(
    'InvalidGlobalClusterStateFault',
    `Global cluster ${record.id} is in state ${record.status}; the operation requires it to be available.`,
  );
}

function create(rds: Rds, region: string, input: CreateGlobalClusterMessage): GlobalClusterRecord {
  const id = globalIdentifier(input.GlobalClusterIdentifier);
  if (rds.globalClusters.has(id)) {
    throw fault('GlobalClusterAlreadyExistsFault', `Global cluster ${id} already exists`);
  }
  const tags = checkTags(input.Tags);
  const source = input.SourceDBClusterIdentifier;
  const settings = source === undefined ? emptySettings(rds, region, input) : undefined;
  const adopted = source === undefined ? undefined : sourceCluster(rds, region, source, input);
  const record: GlobalClusterRecord = {
    id,
    arn: arn(rds.world, '', 'global-cluster', id),
    status: 'creating',
    members: [],
    tags,
    shown: {
      GlobalClusterIdentifier: id,
      GlobalClusterResourceId: `cluster-${rds.world.uniqueId(16).toLowerCase()}`,
      GlobalClusterArn: arn(rds.world, '', 'global-cluster', id),
      Engine: ENGINE,
      EngineLifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
      DeletionProtection: input.DeletionProtection ?? false,
      ...(settings ?? settingsOf(adopted)),
    },
  };
  rds.globalClusters.set(id, record);
  if (adopted) {
    adopted.globalCluster = id;
    record.members.push({ cluster: adopted, isWriter: true, synchronization: 'connected' });
  }
  rds.world.later('rds.globalCluster.create', () => {
    if (record.status === 'creating') record.status = 'available';
  });
  return record;
}

/** *documented*: without a source cluster the engine has to be named. */
function emptySettings(rds: Rds, region: string, input: CreateGlobalClusterMessage): Partial<GlobalCluster> {
  const engine = required('Engine', input.Engine);
  if (engine !== ENGINE) throw invalidValue(`Invalid engine: ${engine}. The local cloud has ${ENGINE} only.`);
  const version = resolveVersion(rds, region, input.EngineVersion);
  if (!version.supportsGlobalDatabases) {
    // Text *documented*: terraform-provider-aws issue 13163.
    throw invalidValue('The requested engine version was not found or does not support global functionality');
  }
  return {
    EngineVersion: version.version,
    DatabaseName: input.DatabaseName === undefined ? undefined : databaseName(input.DatabaseName),
    StorageEncrypted: input.StorageEncrypted ?? false,
  };
}

/** *documented* (client-rds d.ts): Engine, EngineVersion, DatabaseName and StorageEncrypted come from the source. */
function sourceCluster(
  rds: Rds,
  region: string,
  source: string,
  input: CreateGlobalClusterMessage,
): ClusterRecord {
  for (const field of ['Engine', 'EngineVersion', 'DatabaseName', 'StorageEncrypted'] as const) {
    if (input[field] === undefined) continue;
    throw invalidCombination(
      `When creating a global cluster from an existing DB cluster, ${field} must not be specified.`,
    );
  }
  const id = source.replace(new RegExp(`^arn:aws:rds:${region}:\\d+:cluster:`), '').toLowerCase();
  const cluster = rds.region(region).clusters.get(id);
  if (!cluster) throw fault('DBClusterNotFoundFault', `DBCluster ${source} not found.`);
  if (cluster.status !== 'available' || cluster.globalCluster !== undefined) {
    throw fault(
      'InvalidDBClusterStateFault',
      `DBCluster ${id} is ${cluster.globalCluster === undefined ? `in state ${cluster.status}` : 'already a member of a global cluster'}.`,
    );
  }
  return cluster;
}

function settingsOf(cluster: ClusterRecord | undefined): Partial<GlobalCluster> {
  const { EngineVersion, DatabaseName, StorageEncrypted } = cluster?.shown ?? {};
  return { EngineVersion, DatabaseName, StorageEncrypted };
}
