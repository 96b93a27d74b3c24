import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  closeSteps,
  type OperationError,
  type OperationRecord,
  type OperationStatus,
  type StepRecord,
} from './operations.ts';
import type { EnvironmentOutputs } from './outputs.ts';
import { createGuarded } from './registry/guarded.ts';
import type {
  DriftSummary,
  EnvironmentRecord,
  EnvironmentStatus,
  Listed,
  TierRecord,
} from './registry/records.ts';
import { type Expression, type Page, type PageRequest, RegistryTable } from './registry/table.ts';
import type { Snapshot } from './tier.ts';

export type {
  DriftSummary,
  EnvironmentRecord,
  EnvironmentStatus,
  Listed,
  TierOutputs,
  TierRecord,
} from './registry/records.ts';
export {
  InvalidPageToken,
  LISTED_ATTRIBUTES,
  LISTED_INDEX,
  type Page,
  type PageRequest,
} from './registry/table.ts';

const projectKey = (project: string) => `PROJECT#${project}`;
const ENVIRONMENT = 'ENVIRONMENT#';
const OPERATION = 'OPERATION#';
const TIER = 'TIER#';

const environmentKey = (project: string, environment: string) => ({
  pk: projectKey(project),
  sk: ENVIRONMENT + environment,
});
const operationKey = (project: string, operationId: string) => ({
  pk: projectKey(project),
  sk: OPERATION + operationId,
});

/** Counts the environments that a project has ever made: see `createGuarded`. */
const VERSION = 'VERSION';

const NEW = { ConditionExpression: 'attribute_not_exists(pk)' } as const;

/** Whether a project may have one more environment; throws when not. */
export type CreateGuard = (
  record: EnvironmentRecord,
  existing: readonly EnvironmentRecord[],
) => Promise<void> | void;

/** Values of `listed`. */
const LISTED = {
  environment: 'environment',
  operation: 'open-operation',
  /** It has ended, and somebody still has to tell of it. */
  untold: 'untold-operation',
} as const;

/** The statuses in which an operation is at work on an environment. */
const AT_WORK: readonly EnvironmentStatus[] = ['creating', 'updating', 'deleting'];

/**
 * What Plinth knows: environments and operations, one DynamoDB table with keys `pk` and `sk`. Intent is written
 * here before AWS is asked for anything; readers read nothing else. No secret ever gets here.
 */
export class Registry {
  /** For what is kept besides, such as the audit trail. */
  readonly table: RegistryTable;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.table = new RegistryTable(client, table);
  }

  getEnvironment(project: string, environment: string): Promise<EnvironmentRecord | null> {
    return this.table.get<EnvironmentRecord>(environmentKey(project, environment));
  }

  /** An environment and an operation in one call: what every step begins with. */
  async getBoth(project: string, environment: string, operationId: string) {
    const sks = [ENVIRONMENT + environment, OPERATION + operationId];
    const [found, operation] = await this.table.getMany(projectKey(project), sks);
    return {
      environment: (found ?? null) as EnvironmentRecord | null,
      operation: (operation ?? null) as OperationRecord | null,
    };
  }

  async getOperation(project: string, operationId: string): Promise<OperationRecord | null> {
    const record = await this.table.get<OperationRecord>(operationKey(project, operationId));
    return record && withKind(record);
  }

  /** The statuses of up to 100 operations, as many as BatchGetItem takes; without those that are not there. */
  async statusesOf(project: string, operationIds: readonly string[]): Promise<Map<string, OperationStatus>> {
    const ids = [...new Set(operationIds)];
    if (ids.length === 0) return new Map();
    const found = await this.table.getMany(
      projectKey(project),
      ids.map((id) => OPERATION + id),
    );
    const known = found.filter((item) => item !== null) as unknown as OperationRecord[];
    return new Map(known.map(({ operationId, status }) => [operationId, status]));
  }

  /** Whether the operation still may act on the environment: nobody has stopped it or taken over. */
  async isAtWork(project: string, environment: string, operationId: string): Promise<boolean> {
    const { environment: record, operation } = await this.getBoth(project, environment, operationId);
    if (record?.operationId !== operationId || operation?.cancelRequestedAt !== undefined) return false;
    return AT_WORK.includes(record.status);
  }

  /** Sorted by name. */
  listEnvironments(project: string, page: PageRequest): Promise<Page<EnvironmentRecord>> {
    return this.table.list(projectKey(project), ENVIRONMENT, page, { forward: true });
  }

  /** Newest first, optionally of one environment only. */
  async listOperations(
    project: string,
    page: PageRequest,
    environment?: string,
  ): Promise<Page<OperationRecord>> {
    const options = { forward: false, environment };
    const { items, nextToken } = await this.table.list<OperationRecord>(
      projectKey(project),
      OPERATION,
      page,
      options,
    );
    return { items: items.map(withKind), nextToken };
  }

  /** All environments of all projects, possibly some seconds old. */
  listAllEnvironments(): Promise<Listed[]> {
    return this.table.listed<Listed>(LISTED.environment);
  }

  /** All operations that have not ended, possibly some seconds old. */
  listOpenOperations(): Promise<Listed[]> {
    return this.table.listed<Listed>(LISTED.operation);
  }

  /** All operations that `fail` has closed as untold, possibly some seconds old. */
  listUntoldOperations(): Promise<Listed[]> {
    return this.table.listed<Listed>(LISTED.untold);
  }

  /** Everybody has been told of the end of an operation. */
  async recordTold(project: string, operationId: string): Promise<void> {
    await this.table.update(operationKey(project, operationId), {
      UpdateExpression: 'REMOVE listed',
      ConditionExpression: 'listed = :untold',
      ExpressionAttributeValues: { ':untold': LISTED.untold },
    });
  }

  /**
   * Takes the name, atomically. False: somebody has it.
   * @param guard throws when the project may not have it; what it is given is still so in the moment of the write
   */
  createEnvironment(record: EnvironmentRecord, guard?: CreateGuard): Promise<boolean> {
    const { project, environment } = record;
    const key = environmentKey(project, environment);
    const item = { ...record, listed: LISTED.environment };
    if (guard === undefined) return this.table.put(key, item, NEW);
    return createGuarded(this.table, {
      versionKey: { pk: projectKey(project), sk: VERSION },
      put: { key, put: item, expression: NEW },
      check: async () => guard(record, await this.allEnvironments(project)),
      isTaken: async () => (await this.getEnvironment(project, environment)) !== null,
    });
  }

  /** All environments of a project, as they are now. */
  allEnvironments(project: string): Promise<EnvironmentRecord[]> {
    return this.table.all<EnvironmentRecord>(projectKey(project), ENVIRONMENT);
  }

  /**
   * Gives an environment to a new operation, from the state in which it was read: the one way in which it changes
   * hands. `record` names the new operation. False: somebody was faster, be it with nothing but another expiry.
   */
  handOver(
    record: EnvironmentRecord,
    previous: Amendable & Pick<EnvironmentRecord, 'status'>,
  ): Promise<boolean> {
    const { condition, values } = asRead(previous);
    return this.table.put(
      environmentKey(record.project, record.environment),
      { ...record, listed: LISTED.environment },
      {
        ConditionExpression: `${condition} AND #status = :status`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ...values, ':status': previous.status },
      },
    );
  }

  /** Changes what is known of an environment while no operation is at work on it. False: one is, or somebody was faster. */
  amendEnvironment(
    previous: EnvironmentRecord,
    change: Partial<
      Pick<EnvironmentRecord, 'request' | 'fingerprint' | 'expiresAt' | 'expiryWarnedAt' | 'updatedAt'>
    >,
  ): Promise<boolean> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const values = entries.map(([name, value]) => [
      `:${name}`,
      name === 'request' ? JSON.stringify(value) : value,
    ]);
    const read = asRead(previous);
    return this.table.update(environmentKey(previous.project, previous.environment), {
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: `${read.condition} AND NOT #status IN (:creating, :updating, :deleting)`,
      ExpressionAttributeNames: {
        '#status': 'status',
        ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(values),
        ...read.values,
        ':creating': 'creating',
        ':updating': 'updating',
        ':deleting': 'deleting',
      },
    });
  }

  /** Keeps what a look for drift found. False: since the environment was read another operation has begun. */
  recordDrift(
    { project, environment, operationId }: Pick<EnvironmentRecord, 'project' | 'environment' | 'operationId'>,
    drift: DriftSummary,
  ): Promise<boolean> {
    return this.table.update(environmentKey(project, environment), {
      UpdateExpression: 'SET drift = :drift',
      ConditionExpression: 'operationId = :operation',
      ExpressionAttributeValues: { ':drift': drift, ':operation': operationId },
    });
  }

  /** Notes that the warning of an expiry is out. False: it has been extended, or warned of, by somebody else. */
  recordExpiryWarning(
    project: string,
    environment: string,
    expiresAt: string,
    now: string,
  ): Promise<boolean> {
    return this.table.update(environmentKey(project, environment), {
      UpdateExpression: 'SET expiryWarnedAt = :now',
      ConditionExpression: 'expiresAt = :expiresAt AND NOT attribute_type(expiryWarnedAt, :text)',
      ExpressionAttributeValues: { ':now': now, ':expiresAt': expiresAt, ':text': 'S' },
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
    return this.table.transact([
      {
        verb: 'Delete',
        key: environmentKey(project, environment),
        expression: {
          ConditionExpression: 'operationId = :operation AND #status = :deleting',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':operation': operationId, ':deleting': 'deleting' },
        },
      },
      { verb: 'Update', key: operationKey(project, operationId), expression: succeeded(now) },
    ]);
  }

  /** Writes an operation that is not there yet; one that is there stays as it is. */
  async createOperation(record: OperationRecord): Promise<void> {
    await this.table.put(
      operationKey(record.project, record.operationId),
      { ...record, listed: LISTED.operation },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
  }

  /** Marks the operation as running, unless it has ended, and returns it. */
  async startOperation(project: string, operationId: string, now: string): Promise<void> {
    await this.table.update(operationKey(project, operationId), {
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
    return this.table.update(operationKey(project, operationId), {
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
    await this.table.update(operationKey(project, operationId), {
      UpdateExpression: 'SET steps.#step = :record',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#step': step, '#status': 'status' },
      ExpressionAttributeValues: { ':record': record, ':pending': 'pending', ':running': 'running' },
    });
  }

  /** Records what the operation found of a tier that is ready. Another operation has records of its own. */
  async recordTier(record: TierRecord): Promise<void> {
    await this.table.put({ pk: OPERATION + record.operationId, sk: TIER + record.kind }, record);
  }

  /** What the operation has found ready so far. */
  listTiers(operationId: string): Promise<TierRecord[]> {
    return this.table.all<TierRecord>(OPERATION + operationId, TIER);
  }

  /** Records a final snapshot, before AWS is asked for it. */
  async recordSnapshot(project: string, operationId: string, snapshot: Snapshot): Promise<void> {
    await this.table.update(operationKey(project, operationId), {
      UpdateExpression: 'SET snapshots.#name = :snapshot',
      ExpressionAttributeNames: { '#name': `${snapshot.tier}/${snapshot.region}/${snapshot.name}` },
      ExpressionAttributeValues: { ':snapshot': snapshot },
    });
  }

  /** Asks an operation to stop. False: it has ended, or is not there. */
  requestCancel(project: string, operationId: string, now: string): Promise<boolean> {
    return this.table.update(operationKey(project, operationId), {
      UpdateExpression: 'SET cancelRequestedAt = if_not_exists(cancelRequestedAt, :now)',
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':now': now, ':pending': 'pending', ':running': 'running' },
    });
  }

  /** Notes which delete takes away what the operation has made. */
  async recordRollback(project: string, operationId: string, deletion: string): Promise<void> {
    await this.table.update(operationKey(project, operationId), {
      UpdateExpression: 'SET rolledBackBy = :deletion',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':deletion': deletion },
    });
  }

  /** Records the schema version that a migration has reached. */
  async recordSchema(
    project: string,
    environment: string,
    operationId: string,
    schema: EnvironmentRecord['schema'],
  ) {
    await this.table.update(environmentKey(project, environment), {
      UpdateExpression: 'SET #schema = :schema',
      ConditionExpression: 'operationId = :operation',
      ExpressionAttributeNames: { '#schema': 'schema' },
      ExpressionAttributeValues: { ':schema': schema, ':operation': operationId },
    });
  }

  /**
   * Publishes the outputs; with them the environment is ready. What was known of drift is from before, so it is unknown.
   * False: another operation owns it by now, or this one has been closed. One that is ready already is so by a first
   * attempt whose answer was lost.
   */
  publish(
    project: string,
    environment: string,
    operationId: string,
    now: string,
    outputs: EnvironmentOutputs,
  ): Promise<boolean> {
    return this.table.update(environmentKey(project, environment), {
      UpdateExpression:
        'SET #status = :ready, outputs = :outputs, updatedAt = :now, readyAt = :now, drift = :unknown',
      ConditionExpression: 'operationId = :operation AND #status IN (:creating, :updating, :ready)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':creating': 'creating',
        ':updating': 'updating',
        ':ready': 'ready',
        ':outputs': JSON.stringify(outputs),
        ':unknown': null,
        ':now': now,
        ':operation': operationId,
      },
    });
  }

  /** The good end of an operation, after `publish`. */
  async succeedOperation(project: string, operationId: string, now: string): Promise<void> {
    await this.table.update(operationKey(project, operationId), succeeded(now));
  }

  /**
   * The bad end. Safe to repeat, and the first reason stays: an operation that has ended is not touched.
   * @param untold whoever closes it cannot count on being called again to tell of it: it stays listed until it is told
   * @returns false when it had ended before.
   */
  async fail(
    operation: Pick<OperationRecord, 'project' | 'environment' | 'operationId'>,
    status: 'failed' | 'blocked' | 'cancelled',
    error: OperationError,
    now: string,
    untold = false,
  ): Promise<boolean> {
    const { project, environment, operationId } = operation;
    const current = await this.getOperation(project, operationId);
    if (!current) return false;
    // First, so that whoever sees the operation ended finds the environment free. One that dies in between is repeated.
    await this.table.update(environmentKey(project, environment), {
      UpdateExpression: 'SET #status = :status, updatedAt = :now',
      ConditionExpression: 'operationId = :operation AND #status IN (:creating, :updating, :deleting)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': status === 'blocked' ? status : 'failed',
        ':now': now,
        ':operation': operationId,
        ':creating': 'creating',
        ':updating': 'updating',
        ':deleting': 'deleting',
      },
    });
    return this.table.update(operationKey(project, operationId), {
      UpdateExpression: `SET #status = :status, endedAt = :now, #error = :error, steps = :steps${
        untold ? ', listed = :untold' : ' REMOVE listed'
      }`,
      ConditionExpression: '#status IN (:pending, :running)',
      ExpressionAttributeNames: { '#status': 'status', '#error': 'error' },
      ExpressionAttributeValues: {
        ':status': status,
        ':now': now,
        ':error': error,
        ':steps': closeSteps(current.steps, now, error, status),
        ...(untold && { ':untold': LISTED.untold }),
        ':pending': 'pending',
        ':running': 'running',
      },
    });
  }
}

/** What an amendment changes, and the operation: enough to know that an environment is still as it was read. */
type Amendable = Pick<EnvironmentRecord, 'operationId' | 'fingerprint' | 'expiresAt'>;

/** An amendment keeps the operation and the status, so the request and the expiry count too: none of them gets lost. */
function asRead({ operationId, fingerprint, expiresAt }: Amendable) {
  const sameExpiry = expiresAt ? 'expiresAt = :readExpiry' : 'NOT attribute_type(expiresAt, :text)';
  return {
    condition: `operationId = :readOperation AND fingerprint = :readFingerprint AND ${sameExpiry}`,
    values: {
      ':readOperation': operationId,
      ':readFingerprint': fingerprint,
      ...(expiresAt ? { ':readExpiry': expiresAt } : { ':text': 'S' }),
    },
  };
}

function succeeded(now: string): Expression {
  return {
    UpdateExpression: 'SET #status = :succeeded, endedAt = :now REMOVE listed',
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
