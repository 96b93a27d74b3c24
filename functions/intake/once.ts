import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';
import type { SubmitRuntime } from '../submit-runtime.ts';

/** An SQS queue keeps a dead letter for 14 days: as long may an event come again. */
const KEEP_SECONDS = 14 * 24 * 60 * 60;

export type Once = <T extends object>(id: string, context: Context, work: () => Promise<T>) => Promise<T>;

/**
 * Does what an event asks for once: a later delivery of the same event has no effect, also when the environment is
 * gone by then, and gets the first outcome. An attempt that threw does not count. Two deliveries at the same moment
 * are both worked on, because the other one may die: only one of them takes the name, whatever happens.
 */
export function createOnce(runtime: SubmitRuntime, keyPrefix: string): Once {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: runtime.idempotency.tableName,
    awsSdkV3Client: runtime.idempotency.client,
  });
  return async (id, context, work) => {
    const config = new IdempotencyConfig({
      eventKeyJmesPath: 'id',
      throwOnNoIdempotencyKey: true,
      expiresAfterSeconds: KEEP_SECONDS,
      hashFunction: 'sha256',
      lambdaContext: context,
    });
    const idempotent = makeIdempotent((_event: { id: string }) => work(), {
      persistenceStore,
      config,
      keyPrefix,
      dataIndexArgument: 0,
    });
    try {
      return (await idempotent({ id })) as Awaited<ReturnType<typeof work>>;
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError) return work();
      throw error;
    }
  };
}
