import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Throttled } from '../errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly nextToken: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly nextToken?: string | undefined;
}

/** Thrown for a `nextToken` that this list never gave. */
export class InvalidPageToken extends Error {
  override readonly name = 'InvalidPageToken';
}

/** Where an item is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Conditions and expressions as the SDK takes them, without table and key. */
export type Expression = Readonly<Record<string, unknown>>;

/**
 * The registry's table, which has keys `pk` and `sk` and the index `listed` (`listed`, `sk`). Writes answer false when their
 * condition did not hold, and throw on everything else.
 */
export class RegistryTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get<T>({ pk, sk }: Key): Promise<T | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { pk, sk }, ConsistentRead: true }),
    );
    return Item ? fromItem<T>(Item) : null;
  }

  /** Several items of one partition in one call, in the order of `sks`; null where there is none. */
  async getMany(pk: string, sks: readonly string[]): Promise<(Item | null)[]> {
    const Keys = sks.map((sk) => ({ pk, sk }));
    const { Responses, UnprocessedKeys } = await this.#client.send(
      new BatchGetCommand({ RequestItems: { [this.#table]: { Keys, ConsistentRead: true } } }),
    );
    if (UnprocessedKeys && Object.keys(UnprocessedKeys).length > 0)
      throw new Throttled('The registry table did not serve the whole read. It is tried again.');
    const found = Responses?.[this.#table] ?? [];
    return sks.map((sk) => {
      const item = found.find((candidate) => candidate.sk === sk);
      return item ? fromItem<Item>(item) : null;
    });
  }

  /** All items of a partition whose `sk` begins with the prefix. For few items. */
  async all<T>(pk: string, prefix: string): Promise<T[]> {
    return this.#everyPage<T>({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
      ConsistentRead: true,
    });
  }

  /** All items with this value of `listed`, from the index: seconds old at times, so read again what matters. */
  async listed<T>(listed: string): Promise<T[]> {
    return this.#everyPage<T>({
      IndexName: LISTED_INDEX,
      KeyConditionExpression: '#listed = :listed',
      ExpressionAttributeNames: { '#listed': 'listed' },
      ExpressionAttributeValues: { ':listed': listed },
    });
  }

  /**
   * One page of a partition, sorted by `sk`.
   * @param options.environment only the items of this environment
   * @throws InvalidPageToken
   */
  async list<T>(
    pk: string,
    prefix: string,
    page: PageRequest,
    options: { forward: boolean; environment?: string | undefined },
  ): Promise<Page<T>> {
    const items: Item[] = [];
    let start = page.nextToken === undefined ? undefined : decodeToken(page.nextToken, prefix);
    do {
      const answer = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ...(options.environment === undefined
            ? {}
            : {
                FilterExpression: '#environment = :environment',
                ExpressionAttributeNames: { '#environment': 'environment' },
              }),
          ExpressionAttributeValues: {
            ':pk': pk,
            ':prefix': prefix,
            ...(options.environment === undefined ? {} : { ':environment': options.environment }),
          },
          ScanIndexForward: options.forward,
          // Who has just made something finds it in the list.
          ConsistentRead: true,
          // One more than asked tells whether another page follows.
          Limit: page.limit + 1 - items.length,
          ...(start === undefined ? {} : { ExclusiveStartKey: { pk, sk: start } }),
        }),
      );
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey?.sk as string | undefined;
    } while (start !== undefined && items.length <= page.limit);
    const shown = items.slice(0, page.limit);
    const last = shown.at(-1) as { sk: string } | undefined;
    return {
      items: shown.map((item) => fromItem<T>(item)),
      nextToken: items.length > page.limit && last ? encodeToken(last.sk) : null,
    };
  }

  /** @param condition e.g. `{ ConditionExpression: 'attribute_not_exists(pk)' }` */
  async put(key: Key, record: object, condition: Expression = {}): Promise<boolean> {
    const Item = toItem({ ...key, ...record });
    return passed(this.#client.send(new PutCommand({ TableName: this.#table, Item, ...condition })));
  }

  async update({ pk, sk }: Key, update: Expression): Promise<boolean> {
    return passed(
      this.#client.send(new UpdateCommand({ TableName: this.#table, Key: { pk, sk }, ...update })),
    );
  }

  /** All of the writes or none. */
  async transact(writes: readonly TransactWrite[]): Promise<boolean> {
    const TransactItems = writes.map((write) => {
      const place = { TableName: this.#table };
      if ('put' in write) {
        const Item = toItem({ ...write.key, ...write.put });
        return { Put: { ...place, Item, ...write.expression } };
      }
      const Key = { pk: write.key.pk, sk: write.key.sk };
      return { [write.verb]: { ...place, Key, ...write.expression } };
    }) as TransactWriteCommandInput['TransactItems'];
    return passed(this.#client.send(new TransactWriteCommand({ TransactItems })));
  }

  async #everyPage<T>(query: Expression): Promise<T[]> {
    const items: T[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const answer = await this.#client.send(
        new QueryCommand({ TableName: this.#table, ...query, ExclusiveStartKey }),
      );
      items.push(...(answer.Items ?? []).map((item) => fromItem<T>(item)));
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }
}

/** One write of a transaction. */
export type TransactWrite =
  | { readonly put: object; readonly key: Key; readonly expression?: Expression }
  | {
      readonly verb: 'Update' | 'Delete' | 'ConditionCheck';
      readonly key: Key;
      readonly expression: Expression;
    };

/** Of items that somebody has to find without knowing their project. */
export const LISTED_INDEX = 'listed';

/** What the index holds of an item besides the keys: what is needed to see whether there is something to do. */
export const LISTED_ATTRIBUTES = [
  ...['project', 'environment', 'operationId', 'kind', 'status', 'createdAt', 'updatedAt'],
  ...['expiresAt', 'expiryWarnedAt', 'drift'],
] as const;

/** False when the condition of the write did not hold. */
async function passed(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || isRefused(error)) return false;
    throw error;
  }
}

export type Item = Record<string, unknown>;

/**
 * Large members are kept as JSON text. Nothing looks into them in the table, every step reads them, and hundreds of
 * nested attributes take a multiple of the time to write and to read.
 */
const AS_TEXT = ['desired', 'outputs', 'alarms', 'request'] as const;

function toItem(record: Item): Item {
  const item = { ...record };
  for (const name of AS_TEXT) if (item[name]) item[name] = JSON.stringify(item[name]);
  return item;
}

function fromItem<T>({ pk: _pk, sk: _sk, listed: _listed, ...record }: Item): T {
  for (const name of AS_TEXT) {
    const text = record[name];
    if (typeof text === 'string') record[name] = JSON.parse(text);
  }
  return record as T;
}

/** A transaction is cancelled for other reasons too, such as one that runs at the same time: those are not ours. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  return error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;
}

function encodeToken(sk: string): string {
  return Buffer.from(sk).toString('base64url');
}

function decodeToken(token: string, prefix: string): string {
  const sk = Buffer.from(token, 'base64url').toString('utf8');
  if (!sk.startsWith(prefix) || sk.length > 200 || encodeToken(sk) !== token) {
    throw new InvalidPageToken('Use a nextToken exactly as the previous page gave it, on the same list.');
  }
  return sk;
}
