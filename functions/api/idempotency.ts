import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { problems } from '../../core/problem.ts';
import type { Runtime } from '../runtime.ts';

/** What one call is told from another by. */
export interface IdempotentCall {
  /** Caller, project and the caller's key: a key of somebody else is another key. */
  readonly key: readonly [caller: string, project: string, key: string];
  /** Equal for equal bodies. */
  readonly body: string;
}

export type IdempotentAnswer = (
  call: IdempotentCall,
  context: Context,
  work: () => Promise<APIGatewayProxyResult>,
) => Promise<APIGatewayProxyResult>;

/** A key's answer is kept for a day. */
const KEEP_SECONDS = 24 * 60 * 60;

/**
 * `Idempotency-Key` as in the IETF draft: the first answer again for the same body, 422 for another one, 409 while
 * the first call is under way. Powertools keeps the answers; that only one environment gets a name does not depend
 * on it.
 */
export function createIdempotency(runtime: Runtime): IdempotentAnswer {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: runtime.idempotency.tableName,
    awsSdkV3Client: runtime.idempotency.client,
  });
  return async (call, context, work) => {
    const config = new IdempotencyConfig({
      eventKeyJmesPath: 'key',
      payloadValidationJmesPath: 'body',
      throwOnNoIdempotencyKey: true,
      expiresAfterSeconds: KEEP_SECONDS,
      hashFunction: 'sha256',
      lambdaContext: context,
    });
    const idempotent = makeIdempotent((_call: IdempotentCall) => work(), {
      persistenceStore,
      config,
      keyPrefix: 'create-environment',
      dataIndexArgument: 0,
    });
    try {
      return await idempotent(call);
    } catch (error) {
      if (error instanceof IdempotencyValidationError) throw problems.idempotencyKeyReused();
      if (error instanceof IdempotencyAlreadyInProgressError) throw problems.idempotencyInFlight();
      throw error;
    }
  };
}
