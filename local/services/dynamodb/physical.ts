import type { World } from '../../service.ts';
import type { Gate } from './gate.ts';
import type { SharedTable } from './state.ts';
import { engineError, type Json } from './wire.ts';

/** The engine takes names of at most 255 characters, as AWS does. */
const NAME_PART = 200;
const READY_POLLS = 2_000;
const SCAN_PAGE = 25;

/** The tables of the engine: one for each table of ours, or for all its replicas together. */
export class PhysicalTables {
  readonly #world: World;
  readonly #gate: Gate;

  constructor(world: World, gate: Gate) {
    this.#world = world;
    this.#gate = gate;
  }

  /** Region-qualified, and new each time: a table that is made again never meets what is left of the old one. */
  newName(region: string, name: string): string {
    return `${region}.${name.slice(0, NAME_PART)}.${this.#world.uniqueId(8)}`;
  }

  async create(table: SharedTable): Promise<void> {
    await this.#call('CreateTable', definition(table));
  }

  /** Resolves once the engine serves the table; real milliseconds, whatever the world's clock says. */
  async ready(physicalName: string): Promise<void> {
    for (let poll = 0; poll < READY_POLLS; poll++) {
      const { Table } = (await this.#call('DescribeTable', { TableName: physicalName })) as {
        Table?: { TableStatus?: string };
      };
      if (Table?.TableStatus === 'ACTIVE') return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    throw new Error(`The DynamoDB engine did not make the table ${physicalName} active.`);
  }

  /** Safe to repeat. */
  async drop(physicalName: string): Promise<void> {
    const { status, body } = await this.#world.engines.dynamo.call('DeleteTable', {
      TableName: physicalName,
    });
    const error = status >= 400 ? engineError(status, body, (text) => text) : undefined;
    if (error && error.name !== 'ResourceNotFoundException') throw error;
  }

  /**
   * Gives the table the indexes that `change` leaves it with. The engine cannot change indexes, so the items move to
   * a new table while nobody reads or writes.
   */
  async rebuild(table: SharedTable, region: string, name: string, change: () => void): Promise<void> {
    await this.#gate.exclusive(async () => {
      const before = table.physicalName;
      change();
      table.physicalName = this.newName(region, name);
      try {
        await this.create(table);
        await this.ready(table.physicalName);
        await this.#copy(before, table.physicalName);
      } catch (error) {
        // The data stays where it was; the indexes are not what they should be, and the failure is reported.
        table.physicalName = before;
        throw error;
      }
      await this.drop(before);
    });
  }

  async #copy(from: string, to: string): Promise<void> {
    let ExclusiveStartKey: unknown;
    do {
      const page = (await this.#call('Scan', {
        TableName: from,
        Limit: SCAN_PAGE,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      })) as { Items?: Json[]; LastEvaluatedKey?: Json };
      const puts = (page.Items ?? []).map((Item) => ({ PutRequest: { Item } }));
      if (puts.length > 0) await this.#call('BatchWriteItem', { RequestItems: { [to]: puts } });
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  async #call(operation: string, input: Json): Promise<Json> {
    const { status, body } = await this.#world.engines.dynamo.call(operation, input);
    if (status >= 400) throw engineError(status, body, (text) => text);
    return body;
  }
}

/** The engine never throttles and knows no indexes that are still being made. */
function definition(table: SharedTable): Json {
  const globalIndexes = table.globalIndexes.filter((index) => index.status !== 'DELETING');
  const used = new Set([table, ...table.localIndexes, ...globalIndexes].flatMap((owner) => keyNames(owner)));
  return {
    TableName: table.physicalName,
    AttributeDefinitions: table.attributes.filter((one) => used.has(one.AttributeName)),
    KeySchema: table.keySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(table.localIndexes.length > 0 ? { LocalSecondaryIndexes: table.localIndexes } : {}),
    ...(globalIndexes.length > 0
      ? {
          GlobalSecondaryIndexes: globalIndexes.map((index) => ({
            IndexName: index.name,
            KeySchema: index.keySchema,
            Projection: index.projection,
          })),
        }
      : {}),
  };
}

type HasKeys = { keySchema?: SharedTable['keySchema']; KeySchema?: SharedTable['keySchema'] };
const keyNames = (owner: HasKeys) =>
  (owner.keySchema ?? owner.KeySchema ?? []).map((key) => key.AttributeName);
