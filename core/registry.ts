import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { closeSteps, type OperationError, type OperationRecord, type StepRecord } from './operations.ts';
import type { EnvironmentOutputs } from './outputs.ts';
import type { Desired } from './spec.ts';

export type EnvironmentStatus = 'creating' | 'ready' | 'failed' | 'blocked';

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
  readonly outputs: EnvironmentOutputs | null;
  /** What the last migration left; null before it, or when none is asked for. */
  readonly schema: { readonly set: string; readonly version: string } | null;
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
    return this.#get(project, ENVIRONMENT + environment);
  }

  getOperation(project: string, operationId: string): Promise<OperationRecord | null> {
    return this.#get(project, OPERATION + operationId);
  }

  /** Sorted by name. */
  listEnvironments(project: string, page: PageRequest): Promise<Page<EnvironmentRecord>> {
    return this.#list(project, ENVIRONMENT, page, { forward: true });
  }

  /** Newest first, optionally of one environment only. */
  listOperations(project: string, page: PageRequest, environment?: string): Promise<Page<OperationRecord>> {
    return this.#list(project, OPERATION, page, { forward: false, environment });
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
      UpdateExpression: 'SET #status = :ready, outputs = :outputs, updatedAt = :now',
      ConditionExpression: 'operationId = :operation',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':ready': 'ready',
        ':outputs': outputs,
        ':now': now,
        ':operation': operationId,
      },
    });
  }

  /** The good end of an operation, after `publish`. */
  async succeedOperation(project: string, operationId: string, now: string): Promise<void> {
    await this.#update(project, OPERATION + operationId, {
      UpdateExpression: 'SET #status = :succeeded, endedAt = :now',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':succeeded': 'succeeded',
        ':now': now,
        ':pending': 'pending',
        ':running': 'running',
      },
    });
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
      ConditionExpression: 'operationId = :operation AND #status = :creating',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': status,
        ':now': now,
        ':operation': operationId,
        ':creating': 'creating',
      },
    });
    return closed;
  }

  async #get<T>(project: string, sk: string): Promise<T | null> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { pk: projectKey(project), sk }, ConsistentRead: true }),
    );
    return Item ? (withoutKeys(Item) as T) : null;
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
      items: shown.map((item) => withoutKeys(item as Record<string, unknown>) as T),
      nextToken: items.length > page.limit && last ? encodeToken(last.sk) : null,
    };
  }

  async #put(project: string, sk: string, record: object, condition: object): Promise<boolean> {
    const Item = { pk: projectKey(project), sk, ...record };
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
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function withoutKeys({ pk: _pk, sk: _sk, ...record }: Record<string, unknown>): unknown {
  return record;
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
