import type {
  CopyDBClusterSnapshotMessage,
  CreateDBClusterSnapshotMessage,
  DeleteDBClusterSnapshotMessage,
  DescribeDBClusterSnapshotsMessage,
} from '@aws-sdk/client-rds';
import type { CallContext } from '../../service.ts';
import { findCluster } from './cluster-show.ts';
import { usableKey } from './dependencies.ts';
import { fault, invalidCombination, invalidValue, onlyFields } from './errors.ts';
import { identifier } from './names.ts';
import { applyFilters, page } from './paging.ts';
import {
  addSnapshot,
  fill,
  findSnapshot,
  finish,
  named,
  requireAvailable,
  requireNewSnapshot,
  showSnapshot,
} from './snapshot-record.ts';
import { now, type Rds, type SnapshotRecord } from './state.ts';
import { checkTags } from './tags.ts';
import { ENGINE } from './versions.ts';

/** Manual snapshots and final ones. Automated ones are not taken. */
export function snapshotOperations(rds: Rds) {
  return {
    CreateDBClusterSnapshot: (input: CreateDBClusterSnapshotMessage, { region }: CallContext) => {
      onlyFields('CreateDBClusterSnapshot', input, [
        ...['DBClusterSnapshotIdentifier', 'DBClusterIdentifier', 'Tags'],
      ]);
      return { DBClusterSnapshot: showSnapshot(create(rds, region, input)) };
    },

    DescribeDBClusterSnapshots: (input: DescribeDBClusterSnapshotsMessage, { region }: CallContext) => {
      const { items, Marker } = page(select(rds, region, input), (each) => each.id, input);
      return { DBClusterSnapshots: items.map(showSnapshot), Marker };
    },

    CopyDBClusterSnapshot: (input: CopyDBClusterSnapshotMessage, { region }: CallContext) => {
      // *documented* (client-rds d.ts): PreSignedUrl is ignored outside GovCloud.
      onlyFields('CopyDBClusterSnapshot', input, [
        ...['SourceDBClusterSnapshotIdentifier', 'TargetDBClusterSnapshotIdentifier', 'KmsKeyId'],
        ...['PreSignedUrl', 'CopyTags', 'Tags'],
      ]);
      return { DBClusterSnapshot: showSnapshot(copy(rds, region, input)) };
    },

    DeleteDBClusterSnapshot: (input: DeleteDBClusterSnapshotMessage, { region }: CallContext) => {
      const parameter = 'DBClusterSnapshotIdentifier';
      const snapshot = findSnapshot(rds, region, parameter, input.DBClusterSnapshotIdentifier);
      // A failed one may go (*assumed*): otherwise nothing could clean it up.
      if (snapshot.status !== 'failed') requireAvailable(snapshot);
      remove(rds, snapshot);
      return { DBClusterSnapshot: { ...showSnapshot(snapshot), Status: 'deleted' } };
    },
  };
}

/** The data are those of the moment of the call, however long AWS takes to store them. */
function create(rds: Rds, region: string, input: CreateDBClusterSnapshotMessage): SnapshotRecord {
  const id = identifier('DBClusterSnapshotIdentifier', input.DBClusterSnapshotIdentifier);
  const cluster = findCluster(rds, region, input.DBClusterIdentifier);
  const tags = checkTags(input.Tags);
  requireNewSnapshot(rds, region, id);
  if (cluster.status !== 'available') {
    throw fault(
      'InvalidDBClusterStateFault',
      `DB cluster ${cluster.id} is in state ${cluster.status}; it has to be available.`,
    );
  }
  const snapshot = addSnapshot(rds, cluster, id, tags);
  const filled = rds.world.work
    .track(() => fill(rds, cluster, snapshot))
    .then(
      () => true,
      () => false,
    );
  rds.world.later('rds.snapshot.create', async () => {
    if (await filled) finish(snapshot);
  });
  return snapshot;
}

/** *documented* (client-rds d.ts), but that a cluster which has gone may be named: its snapshots outlive it. */
function select(rds: Rds, region: string, input: DescribeDBClusterSnapshotsMessage): SnapshotRecord[] {
  onlyFields('DescribeDBClusterSnapshots', input, [
    ...[
      'DBClusterIdentifier',
      'DBClusterSnapshotIdentifier',
      'SnapshotType',
      'Filters',
      'MaxRecords',
      'Marker',
    ],
    ...['IncludeShared', 'IncludePublic', 'DbClusterResourceId'],
  ]);
  const { DBClusterIdentifier: cluster, DBClusterSnapshotIdentifier: id, SnapshotType: type } = input;
  if (cluster && id) {
    throw invalidCombination(
      'DBClusterIdentifier and DBClusterSnapshotIdentifier can not be specified together.',
    );
  }
  if (type && !['automated', 'manual', 'shared', 'public', 'awsbackup'].includes(type)) {
    throw invalidValue(`Invalid snapshot type: ${type}`);
  }
  const all = id
    ? [findSnapshot(rds, region, 'DBClusterSnapshotIdentifier', id)]
    : rds.region(region).snapshots.values();
  const ofCluster = clusterName(cluster);
  const asked = [...all].filter(
    ({ shown }) =>
      (ofCluster === undefined || shown.DBClusterIdentifier === ofCluster) &&
      (type === undefined || shown.SnapshotType === type) &&
      (input.DbClusterResourceId === undefined || shown.DbClusterResourceId === input.DbClusterResourceId),
  );
  return applyFilters(asked, input.Filters, {
    'db-cluster-id': ({ shown, region: place }) => [
      shown.DBClusterIdentifier,
      `arn:aws:rds:${place}:${rds.world.account}:cluster:${shown.DBClusterIdentifier}`,
    ],
    'db-cluster-snapshot-id': (each) => [each.id],
    'snapshot-type': ({ shown }) => [shown.SnapshotType],
    engine: () => [ENGINE],
  });
}

const clusterName = (cluster: string | undefined) =>
  cluster?.toLowerCase().replace(/^arn:aws:rds:[a-z0-9-]+:\d{12}:cluster:/, '');

/** Nothing changes a snapshot, so a copy shares its files. */
function copy(rds: Rds, region: string, input: CopyDBClusterSnapshotMessage): SnapshotRecord {
  const source = findSnapshot(
    rds,
    region,
    'SourceDBClusterSnapshotIdentifier',
    input.SourceDBClusterSnapshotIdentifier,
    { anywhere: true },
  );
  const id = identifier('TargetDBClusterSnapshotIdentifier', input.TargetDBClusterSnapshotIdentifier);
  const tags = checkTags(input.Tags);
  const KmsKeyId = copyKey(rds, region, source, input.KmsKeyId);
  requireNewSnapshot(rds, region, id);
  requireAvailable(source);
  const copied = input.CopyTags ? source.tags : [];
  const snapshot: SnapshotRecord = {
    ...source,
    ...named(rds, region, id),
    status: 'copying',
    tags: [...copied.filter((tag) => !tags.some(({ Key }) => Key === tag.Key)), ...tags],
    shown: {
      ...source.shown,
      KmsKeyId,
      PercentProgress: 0,
      SnapshotCreateTime: now(rds),
      SourceDBClusterSnapshotArn: source.arn,
    },
  };
  rds.region(region).snapshots.set(id, snapshot);
  rds.world.later('rds.snapshot.create', () => finish(snapshot));
  return snapshot;
}

/** *documented* (client-rds d.ts): the source's key in its region, one of this region elsewhere, none without encryption. */
function copyKey(rds: Rds, region: string, source: SnapshotRecord, asked: string | undefined) {
  if (!source.shown.StorageEncrypted) {
    if (asked === undefined) return undefined;
    throw invalidCombination('KmsKeyId can not be specified for a copy of an unencrypted snapshot.');
  }
  if (asked !== undefined) return usableKey(rds, region, asked);
  if (source.region === region) return source.shown.KmsKeyId;
  throw invalidCombination('KmsKeyId is required to copy an encrypted snapshot to another region.');
}

function remove(rds: Rds, snapshot: SnapshotRecord): void {
  rds.region(snapshot.region).snapshots.delete(snapshot.id);
  const { data } = snapshot;
  const isShared = [...rds.regions()].some(({ snapshots }) =>
    [...snapshots.values()].some((other) => other.data === data),
  );
  if (!data || isShared) return;
  const report = (error: unknown) => rds.settings.report(`${snapshot.arn}: its files stay: ${error}`);
  rds.world.work.track(() => data.destroy()).catch(report);
}
