import type {
  CreateReplicationGroupMemberAction,
  ReplicationGroupUpdate,
  UpdateReplicationGroupMemberAction,
} from '@aws-sdk/client-dynamodb';
import { invalid, notImplemented, validation } from './errors.ts';
import type { RegionalTable } from './state.ts';
import { becomeActive, type DynamoDb, regionalTable, requireNotSource, startDeletion } from './tables.ts';

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Settings of one replica that differ from the table's. */
const OVERRIDES = [
  'ProvisionedThroughputOverride',
  'OnDemandThroughputOverride',
  'GlobalSecondaryIndexes',
  'TableClassOverride',
] as const;

/** Documented: one replica is created or deleted in one request; the table is UPDATING meanwhile. */
export function updateReplicas(
  db: DynamoDb,
  table: RegionalTable,
  updates: readonly ReplicationGroupUpdate[],
): void {
  const kinds = new Set(updates.flatMap((update) => Object.keys(update)));
  if (kinds.size === 0) throw noAction();
  if (kinds.size > 1) {
    throw validation('Update table operation with more than one type of replica actions not allowed.');
  }
  const [update] = updates;
  if (kinds.has('Update')) {
    updateKeys(
      db,
      table,
      updates.flatMap(({ Update }) => (Update ? [Update] : [])),
    );
    return;
  }
  if (updates.length > 1) {
    throw validation(
      'Update table operation with more than one create or delete replica actions not allowed',
    );
  }
  if (update?.Create) createReplica(db, table, update.Create);
  else if (update?.Delete) deleteReplica(db, table, update.Delete.RegionName ?? '');
  else throw notImplemented('the disassociation of replicas');
}

const noAction = () =>
  validation('There are no actions specified in the Replica Update Action of the request.');

function createReplica(
  db: DynamoDb,
  source: RegionalTable,
  create: CreateReplicationGroupMemberAction,
): void {
  const { RegionName: region = '', KMSMasterKeyId } = create;
  refuseOverrides(create);
  requireOtherRegion(source, region);
  if (!REGION.test(region)) throw validation(`Region ${region} is not supported.`);
  if (db.tables.find(region, source.name)) {
    throw validation(
      `Failed to create a the new replica of table with name: ‘${source.name}’ because one or more replicas already ` +
        'existed as tables.',
    );
  }
  requireReplicable(source);
  const encryption = db.keys.forReplica(region, source, KMSMasterKeyId);
  const replica = regionalTable(db, source.shared, region, source.name, {
    stream: source.stream,
    encryption,
    isReplica: true,
  });
  db.tables.add(replica);
  source.status = 'UPDATING';
  source.lastSourceAt = db.world.clock.now();
  db.world.later('dynamodb.replica.create', () => {
    source.status = 'ACTIVE';
    // A key that was disabled meanwhile ends the creation without a trace: no entry, no CREATION_FAILED.
    const { keyArn } = encryption ?? {};
    if (keyArn && !db.keys.usable(region, keyArn)) db.tables.remove(replica);
    else becomeActive(db, replica);
  });
}

function requireReplicable({ stream, shared }: RegionalTable): void {
  // Documented: a global table needs a stream with new and old images. AWS has been seen to enable one silently;
  // the local cloud holds callers to the documentation.
  if (stream !== 'NEW_AND_OLD_IMAGES') {
    throw invalid(
      'StreamSpecification with StreamEnabled true and StreamViewType NEW_AND_OLD_IMAGES is required for a global ' +
        'table',
    );
  }
  if (shared.billingMode === 'PROVISIONED') {
    // There is no Application Auto Scaling in the local cloud.
    throw validation('Table write capacity should either be Pay-Per-Request or AutoScaled.');
  }
}

/**
 * The keys of any number of members in one request, the table's own region among them: so does the Terraform AWS
 * provider (dynamodb/table.go), and SSESpecification is refused for a table with replicas.
 */
function updateKeys(
  db: DynamoDb,
  table: RegionalTable,
  updates: readonly UpdateReplicationGroupMemberAction[],
): void {
  const changes = updates.map((update) => {
    const { RegionName: region = '', KMSMasterKeyId } = update;
    refuseOverrides(update);
    const replica = region === table.region ? table : member(table, region);
    if (!KMSMasterKeyId) throw noAction();
    const encryption = db.keys.forReplica(region, table, KMSMasterKeyId);
    return { replica, encryption, same: encryption?.keyArn === replica.encryption?.keyArn };
  });
  // AWS's text for keys that would not change.
  if (changes.every(({ same }) => same)) throw invalid('KMSMasterKeyId must be specified for each replica.');
  for (const { replica, encryption } of changes) {
    replica.encryption = encryption && { ...encryption, status: 'UPDATING' };
    replica.replicaUpdating = replica !== table;
  }
  table.status = 'UPDATING';
  db.world.later('dynamodb.table.update', () => {
    for (const { replica, encryption } of changes) {
      replica.encryption = encryption;
      replica.replicaUpdating = false;
    }
    table.status = 'ACTIVE';
  });
}

function deleteReplica(db: DynamoDb, table: RegionalTable, region: string): void {
  requireOtherRegion(table, region);
  const replica = member(table, region);
  if (replica.deletionProtection) {
    throw validation(
      `Cannot delete table ${replica.name} in region ${region} because it has deletion protection enabled. Disable ` +
        'deletion protection first.',
    );
  }
  requireNotSource(db.world, replica);
  table.status = 'UPDATING';
  startDeletion(db, replica, 'dynamodb.replica.delete', () => {
    table.status = 'ACTIVE';
  });
}

function requireOtherRegion(table: RegionalTable, region: string): void {
  if (region === table.region) {
    throw validation(
      'Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or ' +
        'UpdateTable as required.',
    );
  }
}

/** A replica in another region that can be changed. */
function member(table: RegionalTable, region: string): RegionalTable {
  const found = table.shared.replicas.find((replica) => replica.region === region);
  if (!found || found.status === 'DELETING') {
    throw validation(
      'Update global table operation failed because one or more replicas were not part of the global table. Please ' +
        `retry the request without these replicas: [${region}].`,
    );
  }
  return found;
}

function refuseOverrides(action: object): void {
  const given = action as Record<string, unknown>;
  const override = OVERRIDES.find((name) => given[name] !== undefined);
  if (override) throw notImplemented(`${override} of a replica`);
}
