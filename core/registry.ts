import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Throttled } from './errors.ts';
import { closeSteps, type OperationError, type OperationRecord, type StepRecord } from './operations.ts';
import type { EnvironmentOutputs } from './outputs.ts';
import type { Desired } from './spec.ts';
import type { Alarm, TierKind } from './tier.ts';

export type EnvironmentStatus = 'creating' | 'ready' | 'failed' | 'blocked' | 'deleting';

export interface EnvironmentRecord {
  readonly project: string;
  readonly environment: string;
  readonly status: EnvironmentStatus;
  /** Of the request, so that the same request can be told from another one. */
  readonly fingerprint: string;
  readonly desired: Desired;
  /** The operation that may act on the environment now, or the last one that did. */
  readonly operationId: string;
  readonly createdAt: string;
  /** Who asked for it first; it stays when somebody else's request goes on with it. */
  readonly createdBy?: string;
  readonly updatedAt: string;
  /** When it last became ready; null while it never has been. */
  readonly readyAt: string | null;
  readonly outputs: EnvironmentOutputs | null;
  /** What the last migration left; null before it, or when none is asked for. */
  readonly schema: { readonly set: string; readonly version: string } | null;
}

/** The outputs of each tier, by its kind. */
export type TierOutputs = Pick<EnvironmentOutputs, TierKind>;

/** What a tier was when an operation found it ready: what the steps after it go by. */
export interface TierRecord<Kind extends TierKind = TierKind> {
  readonly project: string;
  readonly environment: string;
  readonly kind: Kind;
  readonly operationId: string;
  readonly observedAt: string;
  readonly outputs: TierOutputs[Kind];
  readonly alarms: readonly Alarm[];
}

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

const projectKey = (project: string) => `PROJECT#${project}`;
const ENVIRONMENT = 'ENVIRONMENT#';
const OPERATION = 'OPERATION#';
const TIER = 'TIER#';

/**
 * What Plinth knows: environments and operations, one DynamoDB table with keys `pk` and `sk`. Intent is written
 * here before AWS is asked for anything; readers read nothing else. No secret ever gets here.
 */
export class Registry {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  getEnvironment(project: string, environment: string): Promise<EnvironmentRecord | null> {
    return this.#get<EnvironmentRecord>(project, ENVIRONMENT + environment);
  }

  /** An environment and an operation in one call: what every step begins with. */
  async getBoth(project: string, environment: string, operationId: string) {
    const pk = projectKey(project);
    const keys = { environment: ENVIRONMENT + environment, operation: OPERATION + operationId };
    const Keys = Object.values(keys).map((sk) => ({ pk, sk }));
    const { Responses, UnprocessedKeys } = await this.#client.send(
      new BatchGetCommand({ RequestItems: { [this.#table]: { Keys, ConsistentRead: true } } }),
    );
    if (UnprocessedKeys && Object.keys(UnprocessedKeys).length > 0)
      throw new Throttled('The registry table did not serve the whole read. It is tried again.');
    const found = Responses?.[this.#table] ?? [];
    const pick = <T>(sk: string) => {
      const item = found.find((candidate) => candidate.sk === sk);
      return item ? fromItem<T>(item) : null;
    };
    return {
      environment: pick<EnvironmentRecord>(keys.environment),
      operation: pick<OperationRecord>(keys.operation),
    };
  }

  async getOperation(project: string, operationId: string): Promise<OperationRecord | null> {
    const record = await this.#get<OperationRecord>(project, OPERATION + operationId);
    return record && withKind(record);
  }

  /** Whether the operation still may act on the environment: it has not ended, and no other has taken over. */
  async isAtWork(project: string, environment: string, operationId: string): Promise<boolean> {
    const { environment: record } = await this.getBoth(project, environment, operationId);
    if (record?.operationId !== operationId) return false;
    return record.status === 'creating' || record.status === 'deleting';
  }

  /** Sorted by name. */
  listEnvironments(project: string, page: PageRequest): Promise<Page<EnvironmentRecord>> {
    return this.#list(project, ENVIRONMENT, page, { forward: true });
  }

  /** Newest first, optionally of one environment only. */
  async listOperations(
    project: string,
    page: PageRequest,
    environment?: string,
  ): Promise<Page<OperationRecord>> {
    const options = { forward: false, environment };
    const { items, nextToken } = await this.#list<OperationRecord>(project, OPERATION, page, options);
    return { items: items.map(withKind), nextToken };
  }

  /** Takes the name, atomically. False: somebody has it. */
  createEnvironment(record: EnvironmentRecord): Promise<boolean> {
    return this.#put(record.project, ENVIRONMENT + record.environment, record, {
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  }

  /** Gives an environment whose operation has ended badly to a new operation. False: somebody was faster. */
  resumeEnvironment(record: EnvironmentRecord, previousOperationId: string): Promise<boolean> {
    return this.#put(record.project, ENVIRONMENT + record.environment, record, {
      ConditionExpression: 'operationId = :previous AND #status IN (:failed, :blocked)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':previous': previousOperationId,
        ':failed': 'failed',
        ':blocked': 'blocked',
      },
    });
  }

  /**
   * Hands an environment to the operation that deletes it, from the state in which it was read. What its outputs
   * name is about to go, so they go first. False: somebody was faster.
   */
  beginDeletion(
    { project, environment, operationId: previous, status }: EnvironmentRecord,
    operationId: string,
    now: string,
  ): Promise<boolean> {
    return this.#update(project, ENVIRONMENT + environment, {
      UpdateExpression:
        'SET #status = :deleting, operationId = :operation, updatedAt = :now, outputs = :none',
      ConditionExpression: 'operationId = :previous AND #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':deleting': 'deleting',
        ':operation': operationId,
        ':now': now,
        ':none': null,
        ':previous': previous,
        ':status': status,
      },
    });
  }

  /**
   * The good end of a delete: the name is free again in the moment in which the operation has succeeded. Both or
   * neither, so that no crash leaves a name that nobody can have.
   * @returns false when the operation had ended before, or another one owns the environment by now.
   */
  async finishDeletion(
    project: string,
    environment: string,
    operationId: string,
    now: string,
  ): Promise<boolean> {
    const pk = projectKey(project);
    const status = { '#status': 'status' };
    return passed(
      this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Delete: {
                TableName: this.#table,
                Key: { pk, sk: ENVIRONMENT + environment },
                ConditionExpression: 'operationId = :operation AND #status = :deleting',
                ExpressionAttributeNames: status,
                ExpressionAttributeValues: { ':operation': operationId, ':deleting': 'deleting' },
              },
            },
            {
              Update: {
                TableName: this.#table,
                Key: { pk, sk: OPERATION + operationId },
                ...succeeded(now),
              },
            },
          ],
        }),
      ),
    );
  }

  /** Writes an operation that is not there yet; one that is there stays as it is. */
  async createOperation(record: OperationRecord): Promise<void> {
    await this.#put(record.project, OPERATION + record.operationId, record, {
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  }

  /** Marks the operation as running, unless it has ended, and returns it. */
  async startOperation(project: string, operationId: string, now: string): Promise<void> {
    await this.#update(project, OPERATION + operationId, {
      UpdateExpression: 'SET #status = :running, startedAt = :now',
      ConditionExpression: '#status = :pending',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':running': 'running', ':pending': 'pending', ':now': now },
    });
  }

  /**
   * Keeps something, encrypted, that is to be told of the operation's end. False: it has ended, or is not there, so
   * nobody would; the caller tells it now. Writing and ending are ordered by the one item.
   */
  addCallback(project: string, operationId: string, callback: string): Promise<boolean> {
    return this.#update(project, OPERATION + operationId, {
      UpdateExpression: 'SET callbacks = list_append(if_not_exists(callbacks, :none), :callback)',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':none': [],
        ':callback': [callback],
        ':pending': 'pending',
        ':running': 'running',
      },
    });
  }

  /** Records what one step is doing. Steps side by side do not disturb each other. An ended operation stays as it is. */
  async recordStep(project: string, operationId: string, step: string, record: StepRecord): Promise<void> {
    await this.#update(project, OPERATION + operationId, {
      UpdateExpression: 'SET steps.#step = :record',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#step': step, '#status': 'status' },
      ExpressionAttributeValues: { ':record': record, ':pending': 'pending', ':running': 'running' },
    });
  }

  /** Records what the operation found of a tier that is ready. Another operation has records of its own. */
  async recordTier(record: TierRecord): Promise<void> {
    const Item = toItem({ pk: OPERATION + record.operationId, sk: TIER + record.kind, ...record });
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  /** What the operation has found ready so far. */
  async listTiers(operationId: string): Promise<TierRecord[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': OPERATION + operationId, ':prefix': TIER },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => fromItem<TierRecord>(item));
  }

  /** Records the schema version that a migration has reached. */
  async recordSchema(
    project: string,
    environment: string,
    operationId: string,
    schema: EnvironmentRecord['schema'],
  ) {
    await this.#update(project, ENVIRONMENT + environment, {
      UpdateExpression: 'SET #schema = :schema',
      ConditionExpression: 'operationId = :operation',
      ExpressionAttributeNames: { '#schema': 'schema' },
      ExpressionAttributeValues: { ':schema': schema, ':operation': operationId },
    });
  }

  /** Publishes the outputs; with them the environment is ready. False: another operation owns it by now. */
  publish(
    project: string,
    environment: string,
    operationId: string,
    now: string,
    outputs: EnvironmentOutputs,
  ): Promise<boolean> {
    return this.#update(project, ENVIRONMENT + environment, {
      UpdateExpression: 'SET #status = :ready, outputs = :outputs, updatedAt = :now, readyAt = :now',
      ConditionExpression: 'operationId = :operation',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':ready': 'ready',
        ':outputs': JSON.stringify(outputs),
        ':now': now,
        ':operation': operationId,
      },
    });
  }

  /** The good end of an operation, after `publish`. */
  async succeedOperation(project: string, operationId: string, now: string): Promise<void> {
    await this.#update(project, OPERATION + operationId, succeeded(now));
  }

  /**
   * The bad end. Safe to repeat, and the first reason stays: an operation that has ended is not touched.
   * @returns false when it had ended before.
   */
  async fail(
    operation: Pick<OperationRecord, 'project' | 'environment' | 'operationId'>,
    status: 'failed' | 'blocked',
    error: OperationError,
    now: string,
  ): Promise<boolean> {
    const { project, environment, operationId } = operation;
    const current = await this.getOperation(project, operationId);
    if (!current) return false;
    const closed = await this.#update(project, OPERATION + operationId, {
      UpdateExpression: 'SET #status = :status, endedAt = :now, #error = :error, steps = :steps',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#status': 'status', '#error': 'error' },
      ExpressionAttributeValues: {
        ':status': status,
        ':now': now,
        ':error': error,
        ':steps': closeSteps(current.steps, now, error),
        ':pending': 'pending',
        ':running': 'running',
      },
    });
    // Also on a repeat: the first attempt may have died between the two writes.
    await this.#update(project, ENVIRONMENT + environment, {
      UpdateExpression: 'SET #status = :status, updatedAt = :now',
      ConditionExpression: 'operationId = :operation AND #status IN (:creating, :deleting)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': status,
        ':now': now,
        ':operation': operationId,
        ':creating': 'creating',
        ':deleting': 'deleting',
      },
    });
    return closed;
  }

  async #get<T>(project: string, sk: string): Promise<T | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { pk: projectKey(project), sk }, ConsistentRead: true }),
    );
    return Item ? fromItem<T>(Item) : null;
  }

  async #list<T>(
    project: string,
    prefix: string,
    page: PageRequest,
    options: { forward: boolean; environment?: string | undefined },
  ): Promise<Page<T>> {
    const items: T[] = [];
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
            ':pk': projectKey(project),
            ':prefix': prefix,
            ...(options.environment === undefined ? {} : { ':environment': options.environment }),
          },
          ScanIndexForward: options.forward,
          // One more than asked tells whether another page follows.
          Limit: page.limit + 1 - items.length,
          ...(start === undefined ? {} : { ExclusiveStartKey: { pk: projectKey(project), sk: start } }),
        }),
      );
      items.push(...((answer.Items ?? []) as T[]));
      start = answer.LastEvaluatedKey?.sk as string | undefined;
    } while (start !== undefined && items.length <= page.limit);
    const shown = items.slice(0, page.limit);
    const last = shown.at(-1) as { sk: string } | undefined;
    return {
      items: shown.map((item) => fromItem<T>(item as Item)),
      nextToken: items.length > page.limit && last ? encodeToken(last.sk) : null,
    };
  }

  async #put(project: string, sk: string, record: object, condition: object): Promise<boolean> {
    const Item = toItem({ pk: projectKey(project), sk, ...record });
    return passed(this.#client.send(new PutCommand({ TableName: this.#table, Item, ...condition })));
  }

  async #update(project: string, sk: string, update: object): Promise<boolean> {
    const Key = { pk: projectKey(project), sk };
    return passed(this.#client.send(new UpdateCommand({ TableName: this.#table, Key, ...update })));
  }
}

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

type Item = Record<string, unknown>;

/**
 * Large members are kept as JSON text. Nothing looks into them in the table, every step reads them, and hundreds of
 * nested attributes take a multiple of the time to write and to read.
 */
const AS_TEXT = ['desired', 'outputs', 'alarms'] as const;

function toItem(record: Item): Item {
  const item = { ...record };
  for (const name of AS_TEXT) if (item[name]) item[name] = JSON.stringify(item[name]);
  return item;
}

function fromItem<T>({ pk: _pk, sk: _sk, ...record }: Item): T {
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

function succeeded(now: string) {
  return {
    UpdateExpression: 'SET #status = :succeeded, endedAt = :now',
    ConditionExpression: '#status IN (:pending, :running)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':succeeded': 'succeeded',
      ':now': now,
      ':pending': 'pending',
      ':running': 'running',
    },
  };
}

/** Records from before there were other operations than creates have no kind. */
function withKind(record: OperationRecord): OperationRecord {
  return { ...record, kind: record.kind ?? 'create' };
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
