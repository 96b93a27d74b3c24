import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { ProblemError, validationProblem } from '../../core/problem.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';

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
export function createIdempotency(runtime: SubmitRuntime): IdempotentAnswer {
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
      if (error instanceof IdempotencyValidationError) {
        throw new ProblemError(
          'idempotency-key-reused',
          'This Idempotency-Key came with another body before. Use a new key for a new request.',
        );
      }
      if (error instanceof IdempotencyAlreadyInProgressError) {
        throw new ProblemError(
          'idempotency-in-flight',
          'A request with this Idempotency-Key is being handled. Send it again in a moment for its answer.',
          { headers: { 'Retry-After': '1' } },
        );
      }
      throw error;
    }
  };
}

const LONGEST_KEY = 255;

/** The key of a call, or null: a string of printable ASCII, with or without the quotes of a structured header. */
export function parseIdempotencyKey(headers: Readonly<Record<string, string | undefined>>): string | null {
  const value = Object.entries(headers).find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (value === undefined) return null;
  const key = value.trim().replace(/^"(.*)"$/, '$1');
  if (key.length > 0 && key.length <= LONGEST_KEY && /^[\x20-\x7e]+$/.test(key)) return key;
  const detail = `Idempotency-Key must be 1 to ${LONGEST_KEY} printable ASCII characters, such as a UUID.`;
  throw validationProblem([{ header: 'Idempotency-Key', detail }]);
}
