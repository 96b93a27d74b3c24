import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { toPlinthError } from '../../core/classify.ts';
import { Terminal } from '../../core/errors.ts';
import { isDeletion } from '../../core/events.ts';
import { launchData } from '../../core/launch.ts';
import type { OperationRecord } from '../../core/operations.ts';
import type { EnvironmentRecord } from '../../core/registry.ts';
import { aws, type CloudFormation, put, type ReplyAddress, reply, signal } from './cloudformation.ts';

/** Somebody who waits for the end of an operation. The URL is a capability and is kept encrypted only. */
export type Callback =
  | { readonly kind: 'wait-condition'; readonly url: string }
  | { readonly kind: 'custom-resource'; readonly url: string; readonly address: ReplyAddress };

/** Keeps callbacks so that the registry holds no URL in clear, and tells them of the end. */
export interface Callbacks {
  readonly cloudFormation: CloudFormation;
  /** The callback as a text for the registry, of use with this operation only. */
  seal(operationId: string, callback: Callback): Promise<string>;
  open(operationId: string, sealed: string): Promise<Callback>;
}

export function createCallbacks(options: {
  readonly client: KMSClient;
  readonly keyArn: string;
  readonly cloudFormation?: CloudFormation;
}): Callbacks {
  const { client, keyArn: KeyId } = options;
  // Authenticated with the ciphertext: moved to another operation's record, it cannot be opened.
  const contextOf = (operationId: string) => ({ operationId });
  return {
    cloudFormation: options.cloudFormation ?? aws,
    async seal(operationId, callback) {
      const Plaintext = Buffer.from(JSON.stringify(callback));
      const EncryptionContext = contextOf(operationId);
      const { CiphertextBlob } = await client
        .send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }))
        .catch((error: unknown) => {
          throw toPlinthError(error, `encrypt the callback of operation ${operationId}`);
        });
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    },
    async open(operationId, sealed) {
      const CiphertextBlob = Buffer.from(sealed, 'base64');
      const EncryptionContext = contextOf(operationId);
      const { Plaintext } = await client
        .send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }))
        .catch((error: unknown) => {
          throw toPlinthError(error, `decrypt a callback of operation ${operationId}`);
        });
      return JSON.parse(Buffer.from(Plaintext ?? []).toString('utf8')) as Callback;
    },
  };
}

export function callbacksFromEnvironment(env: Readonly<Record<string, string | undefined>>): Callbacks {
  const keyArn = env.PLINTH_CALLBACK_KEY_ARN;
  if (!keyArn) throw new Error('Set the environment variable PLINTH_CALLBACK_KEY_ARN.');
  return createCallbacks({ client: new KMSClient({}), keyArn });
}

/**
 * Tells one who waits how the operation has ended.
 * @returns false when nobody waits there any more.
 */
export function tellEnd(
  { cloudFormation }: Callbacks,
  callback: Callback,
  operation: OperationRecord,
  environment: EnvironmentRecord | null,
): Promise<boolean> {
  const reason = failureOf(operation, environment);
  if (callback.kind === 'custom-resource')
    return put(cloudFormation, callback.url, reply(callback.address, reason === undefined ? {} : { reason }));
  if (reason !== undefined) return put(cloudFormation, callback.url, signal({ reason }));
  if (!environment?.outputs) throw new Terminal(`Operation ${operation.operationId} has left no outputs.`);
  return put(cloudFormation, callback.url, signal({ data: launchData(environment.outputs) }));
}

/** Why it is not as it was asked for, or undefined. An environment that is ready by now, by whomever, is ready. */
export function failureOf(
  operation: OperationRecord,
  environment: EnvironmentRecord | null,
): string | undefined {
  const isDone =
    operation.status === 'succeeded' || (!isDeletion(operation) && environment?.status === 'ready');
  if (isDone) return undefined;
  const { type = 'Unknown', detail = '' } = operation.error ?? {};
  return `Operation ${operation.operationId} is ${operation.status} (${type}): ${detail}`;
}
