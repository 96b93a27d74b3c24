import type { UpdateTableInput, UpdateTableOutput } from '@aws-sdk/client-dynamodb';
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { describeTable } from './describe.ts';
import { inUse, invalid, tableNotFound, validation } from './errors.ts';
import { updateIndexes, updateThroughput } from './indexes.ts';
import { updateReplicas } from './replicas.ts';
import type { RegionalTable } from './state.ts';
import { changeTogether, type DynamoDb, streamLabel } from './tables.ts';
import { refuseUnimplemented, validateUnits } from './validation.ts';

const NOT_ON_UPDATE = [
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'OnDemandThroughput',
  'WarmThroughput',
  'GlobalTableSettingsReplicationMode',
  'DisassociationProtectionEnabled',
  'VectorIndexUpdates',
] as const;

export function updateTable(db: DynamoDb, input: UpdateTableInput, context: CallContext): UpdateTableOutput {
  refuseUnimplemented(input, NOT_ON_UPDATE);
  requireOneKindOfChange(input);
  const table = db.tables.get(context, input.TableName ?? '');
  requireChangeable(table);
  if (input.ReplicaUpdates) updateReplicas(db, table, input.ReplicaUpdates);
  else if (input.SSESpecification) updateEncryption(db, table, input.SSESpecification);
  else if (input.DeletionProtectionEnabled !== undefined) {
    // Assumed: takes effect at once and leaves the table ACTIVE. It is this region's alone.
    table.deletionProtection = input.DeletionProtectionEnabled;
  } else {
    if (input.StreamSpecification) updateStream(db, table, input.StreamSpecification);
    if (input.BillingMode || input.ProvisionedThroughput) updateCapacity(db, table, input);
    else if (input.GlobalSecondaryIndexUpdates) updateIndexes(db, table, input);
  }
  return { TableDescription: describeTable(table) };
}

/** Which members may come together in one request. */
function requireOneKindOfChange(input: UpdateTableInput): void {
  const alone = {
    'Server-Side Encryption': input.SSESpecification !== undefined,
    DeletionProtection: input.DeletionProtectionEnabled !== undefined,
    Replica: input.ReplicaUpdates !== undefined,
  };
  const capacity = input.BillingMode !== undefined || input.ProvisionedThroughput !== undefined;
  const stream = input.StreamSpecification !== undefined;
  const indexes =
    input.GlobalSecondaryIndexUpdates?.some((update) => update.Create ?? update.Delete) ?? false;
  const present = [
    ...Object.values(alone),
    capacity,
    stream,
    input.GlobalSecondaryIndexUpdates !== undefined,
  ];
  const kinds = present.filter(Boolean).length;
  if (kinds === 0) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
        'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
        'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    );
  }
  const [lonely] = Object.entries(alone).find(([, given]) => given) ?? [];
  if (lonely && kinds > 1) {
    throw invalid(`${lonely} modification must be the only operation in the request`);
  }
  if (stream && capacity) throw invalid('You cannot modify stream status while updating table IOPS');
  if (indexes && capacity) throw invalid('You cannot create or delete index while updating table IOPS');
  if (indexes && stream) throw invalid('You cannot create or delete index while changing stream status');
}

/** One change at a time: AWS answers ResourceInUseException until the table is ACTIVE again. */
function requireChangeable({ status, name, isReplica }: RegionalTable): void {
  if (status === 'CREATING' && isReplica) throw tableNotFound(name);
  if (status === 'CREATING') throw inUse(`Table is being created: ${name}`);
  if (status === 'DELETING') throw inUse(`Table is being deleted: ${name}`);
  if (status !== 'ACTIVE') {
    throw new AwsError(
      'ResourceInUseException',
      'The resource which you are attempting to change is in use.',
    );
  }
}

function updateStream(
  db: DynamoDb,
  table: RegionalTable,
  { StreamEnabled, StreamViewType }: NonNullable<UpdateTableInput['StreamSpecification']>,
): void {
  if (StreamEnabled && !StreamViewType) {
    throw invalid('If stream is being enabled then UpdateViewType is required');
  }
  if (!StreamEnabled && StreamViewType) {
    throw invalid('If stream is being disabled, then UpdateViewType must not be specified');
  }
  // Documented: enabling an enabled stream, even with the same view type, is an error, and so is disabling none.
  if (StreamEnabled && table.stream) {
    throw validation(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (!StreamEnabled && !table.stream) {
    throw validation(`Table has no stream to disable: TableName: ${table.name}`);
  }
  if (!StreamEnabled && table.shared.replicas.length > 1) {
    throw invalid('Disabling Stream is not allowed for a Global Table replica.');
  }
  table.stream = StreamEnabled ? StreamViewType : undefined;
  if (StreamEnabled) table.streamLabel = streamLabel(db.world);
  changeTogether(db, table);
}

function updateEncryption(
  db: DynamoDb,
  table: RegionalTable,
  specification: NonNullable<UpdateTableInput['SSESpecification']>,
): void {
  const next = db.keys.forTable(table.region, specification);
  if (!next && !table.encryption) throw invalid('Table is already encrypted by default');
  if (next && next.keyArn === table.encryption?.keyArn) {
    throw invalid(
      'Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change ' +
        'Master Key',
    );
  }
  // The key of a replica is changed with ReplicaUpdates[].Update.KMSMasterKeyId; AWS's text does not say so.
  if (table.shared.replicas.length > 1) throw invalid('KMSMasterKeyId must be specified for each replica.');
  const pending = next ?? { keyArn: table.encryption?.keyArn ?? '', status: 'UPDATING' as const };
  // The table stays ACTIVE while its encryption is UPDATING.
  table.encryption = { ...pending, status: 'UPDATING' };
  db.world.later('dynamodb.table.update', () => {
    table.encryption = next;
  });
}

function updateCapacity(db: DynamoDb, table: RegionalTable, input: UpdateTableInput): void {
  const { shared } = table;
  const mode = input.BillingMode ?? shared.billingMode;
  const { ProvisionedThroughput: requested } = input;
  validateUnits(requested);
  if (mode === 'PAY_PER_REQUEST') {
    if (requested) {
      throw invalid(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    // Assumed: asking for the mode that is set changes nothing.
    if (shared.billingMode === mode) return;
    shared.throughput = undefined;
    for (const index of shared.globalIndexes) index.throughput = undefined;
    shared.payPerRequestSince = new Date(db.world.clock.now());
  } else {
    requireThroughput(table, requested, input.GlobalSecondaryIndexUpdates);
    if (input.GlobalSecondaryIndexUpdates) updateThroughput(table, input.GlobalSecondaryIndexUpdates, mode);
    shared.throughput = requested;
  }
  shared.billingMode = mode;
  changeTogether(db, table);
}

function requireThroughput(
  table: RegionalTable,
  requested: UpdateTableInput['ProvisionedThroughput'],
  updates: UpdateTableInput['GlobalSecondaryIndexUpdates'] = [],
): void {
  const { shared } = table;
  if (!requested) throw invalid('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  if (shared.replicas.length > 1) {
    throw validation('Table write capacity should either be Pay-Per-Request or AutoScaled.');
  }
  const [index] = shared.globalIndexes.filter(
    (one) => !one.throughput && !updates.some(({ Update }) => Update?.IndexName === one.name),
  );
  if (index) throw invalid(`ProvisionedThroughput must be specified for index: ${index.name}`);
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = shared.throughput ?? {};
  if (read === requested.ReadCapacityUnits && write === requested.WriteCapacityUnits) {
    throw validation(
      'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
        `Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. ` +
        `Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. ` +
        'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
    );
  }
}
