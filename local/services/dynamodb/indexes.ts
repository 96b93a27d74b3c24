import type { BillingMode, GlobalSecondaryIndexUpdate, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../service.ts';
import { invalid, validation } from './errors.ts';
import type { GlobalIndex, RegionalTable } from './state.ts';
import { changeTogether, type DynamoDb } from './tables.ts';
import { validateGlobalIndex, validateUnits } from './validation.ts';

const MAX_GLOBAL_INDEXES = 20;

/** Documented: one index is created or deleted in one request, and in every region of a global table. */
export function updateIndexes(db: DynamoDb, table: RegionalTable, input: UpdateTableInput): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const [update] = updates;
  if (!update) throw invalid('List of GlobalSecondaryIndexUpdates is empty');
  if (updates.every((one) => one.Update && !one.Create && !one.Delete)) {
    updateThroughput(table, updates, input.BillingMode);
    changeTogether(db, table);
    return;
  }
  if (updates.length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const actions = [update.Create, update.Update, update.Delete].filter((action) => action !== undefined);
  if (actions.length > 1) {
    throw invalid('Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object');
  }
  if (update.Create) createIndex(db, table, update.Create, input);
  else if (update.Delete) deleteIndex(db, table, update.Delete.IndexName ?? '');
  else {
    throw invalid(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ' +
        'GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
}

/** Documented: the capacity of any number of indexes changes in one request, with or without the table's. */
export function updateThroughput(
  { shared, name }: RegionalTable,
  updates: readonly GlobalSecondaryIndexUpdate[],
  mode: BillingMode = shared.billingMode,
): void {
  const changes = updates.map(({ Update }) => {
    const index = shared.globalIndexes.find((one) => one.name === Update?.IndexName);
    if (!index) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Index: ${Update?.IndexName} of table ${name} not found`,
      );
    }
    if (!Update?.ProvisionedThroughput)
      throw invalid(`ProvisionedThroughput must be specified for index: ${index.name}`);
    if (mode === 'PAY_PER_REQUEST') requireCapacity({ shared }, index.name, true);
    validateUnits(Update.ProvisionedThroughput);
    const { ReadCapacityUnits: read, WriteCapacityUnits: write } = index.throughput ?? {};
    if (
      read === Update.ProvisionedThroughput.ReadCapacityUnits &&
      write === Update.ProvisionedThroughput.WriteCapacityUnits
    ) {
      throw validation(
        `The provisioned throughput for the index ${index.name} will not change. The requested value equals the current value.`,
      );
    }
    return { index, throughput: Update.ProvisionedThroughput };
  });
  for (const { index, throughput } of changes) index.throughput = throughput;
}

function createIndex(
  db: DynamoDb,
  table: RegionalTable,
  create: NonNullable<GlobalSecondaryIndexUpdate['Create']>,
  input: UpdateTableInput,
): void {
  const { shared } = table;
  const { IndexName: name = '', KeySchema = [], Projection = {}, ProvisionedThroughput } = create;
  const taken = [
    ...shared.globalIndexes.map((one) => one.name),
    ...shared.localIndexes.map((one) => one.IndexName),
  ];
  if (taken.includes(name)) throw validation('Attempting to create an index which already exists');
  if (shared.globalIndexes.length >= MAX_GLOBAL_INDEXES) {
    throw new AwsError(
      'LimitExceededException',
      `Subscriber limit exceeded: The maximum number of ${MAX_GLOBAL_INDEXES} GlobalSecondaryIndexes is reached`,
    );
  }
  requireCapacity(table, name, ProvisionedThroughput !== undefined);
  const attributes = mergeAttributes(table, input.AttributeDefinitions ?? []);
  validateGlobalIndex(create, attributes);
  shared.attributes = attributes;
  const index: GlobalIndex = {
    name,
    keySchema: KeySchema,
    projection: Projection,
    throughput: ProvisionedThroughput,
    status: 'CREATING',
    backfilling: false,
  };
  shared.globalIndexes.push(index);
  changeTogether(db, table, () =>
    db.physical.rebuild(shared, table.region, table.name, () => {
      index.status = 'ACTIVE';
      index.backfilling = undefined;
    }),
  );
}

function requireCapacity({ shared }: Pick<RegionalTable, 'shared'>, index: string, given: boolean): void {
  const payPerRequest = shared.billingMode === 'PAY_PER_REQUEST';
  if (payPerRequest && given) {
    throw invalid(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${index} when BillingMode is ` +
        'PAY_PER_REQUEST',
    );
  }
  if (!payPerRequest && !given) {
    throw invalid(`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${index}`);
  }
}

/** The request names the new index's attributes, and may name the others again. */
function mergeAttributes(
  { shared }: RegionalTable,
  given: NonNullable<UpdateTableInput['AttributeDefinitions']>,
): RegionalTable['shared']['attributes'] {
  const byName = new Map(shared.attributes.map((one) => [one.AttributeName, one]));
  for (const one of given) if (!byName.has(one.AttributeName)) byName.set(one.AttributeName, one);
  return [...byName.values()];
}

function deleteIndex(db: DynamoDb, table: RegionalTable, name: string): void {
  const { shared } = table;
  const index = shared.globalIndexes.find((one) => one.name === name);
  if (!index) {
    if (shared.localIndexes.some((one) => one.IndexName === name)) {
      throw validation(`Cannot delete an index that is not a GlobalSecondaryIndex: ${name}`);
    }
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  }
  index.status = 'DELETING';
  changeTogether(db, table, () =>
    db.physical.rebuild(shared, table.region, table.name, () => {
      shared.globalIndexes = shared.globalIndexes.filter((one) => one !== index);
      const used = new Set(
        [
          shared.keySchema,
          ...shared.localIndexes.map((one) => one.KeySchema ?? []),
          ...shared.globalIndexes.map((one) => one.keySchema),
        ]
          .flat()
          .map((key) => key.AttributeName),
      );
      shared.attributes = shared.attributes.filter((one) => used.has(one.AttributeName));
    }),
  );
}
