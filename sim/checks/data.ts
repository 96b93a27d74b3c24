import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { HOME_REGION as HOME } from '../../local/cloud.ts';
import type { SimulatedWorld } from '../world.ts';

const ROW = 'kept';

interface Planted {
  readonly tableName: string;
  readonly item: Record<string, AttributeValue>;
}

/** A row in Aurora and an item in DynamoDB of each environment: what has been acknowledged stays (10). */
export class PlantedData {
  readonly #world: SimulatedWorld;
  readonly #planted = new Map<string, Planted>();

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  has(key: string): boolean {
    return this.#planted.has(key);
  }

  /** It goes with its environment, or with what somebody has deleted past Plinth. */
  forget(key: string): void {
    this.#planted.delete(key);
  }

  async plant(key: string, { desired, outputs }: EnvironmentRecord): Promise<void> {
    const [table] = desired.dynamodb.tables;
    if (!outputs || !table) return;
    this.#serverOf(outputs).plant(key, ROW);
    const attributes = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])];
    const item = Object.fromEntries(
      attributes.map(({ name, type }) => [name, type === 'N' ? { N: '7' } : { S: ROW }]),
    );
    await this.#dynamodb.send(new PutItemCommand({ TableName: table.tableName, Item: item }));
    this.#planted.set(key, { tableName: table.tableName, item });
  }

  async check(key: string, { outputs }: EnvironmentRecord): Promise<void> {
    const planted = this.#planted.get(key);
    if (!planted || !outputs) return;
    try {
      if (!this.#hasRow(outputs, key)) this.#lost(`the row in Aurora of ${key}`);
      const { tableName: TableName, item: Key } = planted;
      const { Item } = await this.#dynamodb.send(
        new GetItemCommand({ TableName, Key, ConsistentRead: true }),
      );
      if (!Item) this.#lost(`the item in ${TableName}`);
    } catch (error) {
      this.#lost(`the data of ${key} (${(error as Error).message})`);
    }
  }

  #lost(what: string): void {
    this.#world.violate('10 data', `${what} is gone`);
  }

  /** In the cluster's storage, which stays when somebody has deleted its instances. */
  #hasRow({ aurora }: NonNullable<EnvironmentRecord['outputs']>, key: string): boolean {
    const { writerEndpoint } = aurora.primary;
    const cluster = this.#world.database.clusters.find(
      (each) => !each.destroyed && each.writerEndpoint.address === writerEndpoint,
    );
    return cluster?.storage.planted.get(key) === ROW;
  }

  #serverOf({ aurora }: NonNullable<EnvironmentRecord['outputs']>) {
    const { writerEndpoint, port } = aurora.primary;
    return this.#world.database.serverAt(writerEndpoint ?? '', port);
  }

  get #dynamodb(): DynamoDBClient {
    return this.#world.cloud.runtime.clients.get(DynamoDBClient, HOME);
  }
}
