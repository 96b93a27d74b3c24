import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { Throttled } from '../errors.ts';
import type { Key, RegistryTable, TransactWrite } from './table.ts';

/** One item in a project that all guarded writes change. */
interface Version {
  readonly version: number;
}

export interface GuardedWrite {
  readonly versionKey: Key;
  readonly put: TransactWrite;
  /** Looks at what is there, and throws when the write must not be. */
  readonly check: () => Promise<void>;
  /** Whether the write's own condition is what keeps it from being. */
  readonly isTaken: () => Promise<boolean>;
}

/** Each attempt is lost to one that has succeeded, or to one at the very same moment. */
const ATTEMPTS = 50;

/**
 * A write that depends on more than its own item, such as on how many there are. The project's version is read before
 * anything is looked at, and the write only holds while that is the version: of many at once each sees what the ones
 * before it have written.
 * @returns false when the write's own condition does not hold
 * @throws what the check throws; Throttled: too many at once, nothing is written
 */
export async function createGuarded(table: RegistryTable, write: GuardedWrite): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await table.get<Version>(write.versionKey);
    await write.check();
    if (await attemptWrite(table, write, seen?.version)) return true;
    if (await write.isTaken()) return false;
  }
  throw new Throttled('Too many environments of the project are being created at once. Try again.');
}

/** False also when another transaction was at work on the same items: DynamoDB then cancels this one. */
async function attemptWrite(
  table: RegistryTable,
  { versionKey, put }: GuardedWrite,
  seen: number | undefined,
): Promise<boolean> {
  const expression = {
    UpdateExpression: 'SET version = :next',
    ...(seen === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :seen' }),
    ExpressionAttributeValues: {
      ':next': (seen ?? 0) + 1,
      ...(seen === undefined ? {} : { ':seen': seen }),
    },
  };
  try {
    return await table.transact([put, { verb: 'Update', key: versionKey, expression }]);
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  return error.CancellationReasons?.some(({ Code }) => Code === 'TransactionConflict') ?? false;
}
