import type { Input, Side } from './expect.ts';
import type { ObservedIndex, ObservedTable, TablePair } from './observe.ts';

/** What an UpdateTable leads to. Capacity and indexes are the same in all regions; protection is the region's own. */
export function expectUpdate(pair: TablePair, side: Side, table: ObservedTable, input: Input): TablePair {
  const { DeletionProtectionEnabled: protection, StreamSpecification: stream, SSESpecification: sse } = input;
  const [update] = input.ReplicaUpdates ?? [];
  if (update?.Create) return withReplica(pair, side, table, update.Create);
  if (update?.Delete) return withoutReplica(pair, update.Delete.RegionName);
  if (update?.Update) return withKeys(pair, input.ReplicaUpdates);
  const own: ObservedTable = {
    ...table,
    ...(protection === undefined ? {} : { deletionProtection: protection }),
    ...(stream ? { streamViewType: stream.StreamViewType ?? null } : {}),
    ...(sse ? { kmsKeyArn: sse.KMSMasterKeyId ?? null, encryptionStatus: 'ENABLED' } : {}),
  };
  return everywhere({ ...pair, [side]: own }, (one) => withCapacity(withIndexes(one, input), input));
}

function everywhere(pair: TablePair, change: (table: ObservedTable) => ObservedTable): TablePair {
  const { primary, secondary, retired } = pair;
  return {
    ...pair,
    primary: primary && change(primary),
    secondary: secondary && change(secondary),
    retired: retired && change(retired),
  };
}

function withCapacity(table: ObservedTable, { BillingMode, ProvisionedThroughput }: Input): ObservedTable {
  if (BillingMode === undefined) return table;
  const units = unitsOf(ProvisionedThroughput);
  const onDemand = BillingMode === 'PAY_PER_REQUEST';
  return {
    ...table,
    billingMode: BillingMode,
    ...units,
    indexes: onDemand ? table.indexes.map((index) => ({ ...index, ...units })) : table.indexes,
  };
}

function withIndexes(table: ObservedTable, input: Input): ObservedTable {
  let { indexes } = table;
  for (const { Create, Update, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create) indexes = [...indexes, index(Create, input.AttributeDefinitions)];
    if (Delete) indexes = indexes.filter(({ name }) => name !== Delete.IndexName);
    if (Update) {
      const units = unitsOf(Update.ProvisionedThroughput);
      indexes = indexes.map((one) => (one.name === Update.IndexName ? { ...one, ...units } : one));
    }
  }
  return { ...table, indexes };
}

export function index(created: Input, definitions: Input): ObservedIndex {
  return {
    name: created.IndexName,
    status: 'ACTIVE',
    keys: keysOf(created.KeySchema, definitions),
    projection: created.Projection.ProjectionType,
    ...unitsOf(created.ProvisionedThroughput),
  };
}

export const unitsOf = (throughput: Input) => ({
  readCapacityUnits: throughput?.ReadCapacityUnits ?? 0,
  writeCapacityUnits: throughput?.WriteCapacityUnits ?? 0,
});

/** As observed: `gameId:S`, partition key first. */
export function keysOf(schema: Input, definitions: Input): string[] {
  const types = new Map(definitions.map((one: Input) => [one.AttributeName, one.AttributeType]));
  return schema.map((part: Input) => `${part.AttributeName}:${types.get(part.AttributeName)}`);
}

/** A replica comes with the table's keys, indexes and stream; without its tags, recovery and protection. */
function withReplica(pair: TablePair, side: Side, table: ObservedTable, create: Input): TablePair {
  const region: string = create.RegionName;
  const source: ObservedTable = {
    ...table,
    replicas: [...table.replicas, { region, status: 'ACTIVE', statusDescription: null }],
  };
  if (region !== pair.secondaryRegion) return { ...pair, [side]: source };
  const secondary: ObservedTable = {
    ...table,
    region,
    ours: false,
    arn: table.arn.replace(table.region, region),
    streamArn: table.streamArn?.replace(table.region, region) ?? null,
    kmsKeyArn: create.KMSMasterKeyId ?? null,
    deletionProtection: false,
    replicas: [{ region: table.region, status: 'ACTIVE', statusDescription: null }],
    tags: {},
    ttl: null,
    pitr: { enabled: false, days: null },
  };
  return { ...pair, [side]: source, secondary };
}

function withoutReplica(pair: TablePair, region: string): TablePair {
  const rest = everywhere(pair, (table) => ({
    ...table,
    replicas: table.replicas.filter((replica) => replica.region !== region),
  }));
  return {
    ...rest,
    secondary: region === pair.secondaryRegion ? null : rest.secondary,
    retired: region === pair.retiredRegion ? null : rest.retired,
  };
}

function withKeys(pair: TablePair, updates: readonly Input[]): TablePair {
  return everywhere(pair, (table) => {
    const { Update } = updates.find((one) => one.Update?.RegionName === table.region) ?? {};
    return Update ? { ...table, kmsKeyArn: Update.KMSMasterKeyId, encryptionStatus: 'ENABLED' } : table;
  });
}
