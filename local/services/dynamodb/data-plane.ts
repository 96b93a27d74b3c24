import type { CallContext, Operation, World } from '../../service.ts';
import type { Keys } from './encryption.ts';
import { validation } from './errors.ts';
import type { Gate } from './gate.ts';
import type { RegionalTable, Tables } from './state.ts';
import { engineError, fromWire, type Json, toWire } from './wire.ts';

/** One operation on the engine with tables under their physical names. */
export class DataPlane {
  readonly #world: World;
  readonly #tables: Tables;
  readonly #keys: Keys;
  readonly gate: Gate;

  constructor(world: World, tables: Tables, keys: Keys, gate: Gate) {
    this.#world = world;
    this.#tables = tables;
    this.#keys = keys;
    this.gate = gate;
  }

  /** The table that a request may read and write. */
  table(context: CallContext, nameOrArn: string): RegionalTable {
    const table = this.#tables.serving(context, nameOrArn);
    this.#keys.requireUsable(table);
    return table;
  }

  /** GetItem, PutItem, UpdateItem, DeleteItem, Query and Scan: one table each. Call it inside the gate. */
  async one(operation: string, table: RegionalTable, input: Json): Promise<Json> {
    const physical = table.shared.physicalName;
    const body = await this.#call(operation, { ...input, TableName: physical }, [[physical, table.name]]);
    return renamed(body, table.name);
  }

  /** BatchGetItem and BatchWriteItem: a map by table. */
  async batch(operation: string, context: CallContext, input: Json): Promise<Json> {
    const requested = Object.entries((input.RequestItems ?? {}) as Json);
    const names: [string, string][] = [];
    const items: Json = {};
    for (const [name, value] of requested) {
      const physical = this.table(context, name).shared.physicalName;
      // AWS refuses a table that is there twice, once by name and once by ARN.
      if (Object.hasOwn(items, physical)) throw validation('Provided list of item keys contains duplicates');
      names.push([physical, name]);
      items[physical] = value;
    }
    const body = await this.#call(operation, { ...input, RequestItems: items }, names);
    const back = new Map(names);
    for (const member of ['Responses', 'UnprocessedKeys', 'UnprocessedItems', 'ItemCollectionMetrics']) {
      const byTable = body[member] as Json | undefined;
      if (!byTable) continue;
      body[member] = Object.fromEntries(
        Object.entries(byTable).map(([name, value]) => [back.get(name) ?? name, value]),
      );
    }
    for (const capacity of (body.ConsumedCapacity ?? []) as Json[]) {
      capacity.TableName = back.get(String(capacity.TableName)) ?? capacity.TableName;
    }
    return body;
  }

  async #call(operation: string, input: Json, names: readonly [string, string][]): Promise<Json> {
    const { status, body } = await this.#world.engines.dynamo.call(operation, toWire(input) as Json);
    if (status >= 400) throw engineError(status, body, (text) => logical(text, names));
    return fromWire(body) as Json;
  }
}

function renamed(body: Json, name: string): Json {
  const capacity = body.ConsumedCapacity as Json | undefined;
  if (capacity) capacity.TableName = name;
  return body;
}

const logical = (text: string, names: readonly [string, string][]): string =>
  names.reduce((message, [physical, name]) => message.replaceAll(physical, name), text);

const READS = ['GetItem', 'Query', 'Scan'] as const;
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'] as const;
const BATCHES = ['BatchGetItem', 'BatchWriteItem'] as const;

export function dataPlaneOperations(data: DataPlane): Record<string, Operation> {
  const operations: Record<string, Operation> = {};
  const plain = (name: string) => (input: Json, context: CallContext) =>
    data.gate.shared(() => data.one(name, data.table(context, String(input.TableName)), input));
  for (const name of READS) operations[name] = plain(name);
  for (const name of WRITES) {
    const write = plain(name);
    operations[name] = (input: Json, context: CallContext) =>
      input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
        ? writeOrShow(data, name, input, context)
        : write(input, context);
  }
  for (const name of BATCHES) {
    operations[name] = (input: Json, context: CallContext) =>
      data.gate.shared(() => data.batch(name, context, input));
  }
  return operations;
}

/** The engine does not know `ReturnValuesOnConditionCheckFailure`: nobody may write before the item is read. */
function writeOrShow(data: DataPlane, name: string, input: Json, context: CallContext): Promise<Json> {
  return data.gate.exclusive(async () => {
    const table = data.table(context, String(input.TableName));
    try {
      return await data.one(name, table, input);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      const item = await readItem(data, table, input);
      if (item) Object.assign((error as unknown as { members: Json }).members, { Item: item });
      throw error;
    }
  });
}

/** The item that a write is about, whether it names it by key or whole. */
export async function readItem(
  data: DataPlane,
  table: RegionalTable,
  write: Json,
): Promise<Json | undefined> {
  const { Item } = await data.one('GetItem', table, { Key: keyOf(table, write), ConsistentRead: true });
  return Item as Json | undefined;
}

export function keyOf(table: RegionalTable, write: Json): Json {
  const source = (write.Key ?? write.Item ?? {}) as Json;
  return Object.fromEntries(
    table.shared.keySchema.map(({ AttributeName: name = '' }) => [name, source[name]]),
  );
}
