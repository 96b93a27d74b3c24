import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type * as schemas from '@aws-sdk/client-kms';
import { AwsError, type CallContext, type Service } from '../../service.ts';

/** *documented* (Encrypt): at most 4096 bytes under a symmetric key. */
const MAX_PLAINTEXT_BYTES = 4096;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The key that a call names, usable or not there: throws what AWS says of one that is not. */
export type FindKey = (region: string, keyId: string) => { readonly arn: string };

/** Encrypt and Decrypt as they are: AES-256-GCM, the encryption context authenticated, the key named in the blob. */
export function encryptionOperations(find: FindKey): Service['operations'] {
  const materials = new Map<string, Buffer>();
  const materialOf = (arn: string): Buffer => {
    const material = materials.get(arn) ?? randomBytes(32);
    materials.set(arn, material);
    return material;
  };
  return {
    Encrypt(input: schemas.EncryptRequest, { region }: CallContext): schemas.EncryptResponse {
      checkAlgorithm(input);
      const { arn } = find(region, String(input.KeyId));
      const plaintext = input.Plaintext ?? new Uint8Array();
      if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT_BYTES) {
        // Never with the value: it is what is to be kept secret.
        const rule = `Member must have length between 1 and ${MAX_PLAINTEXT_BYTES}`;
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: ${rule}`,
        );
      }
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', materialOf(arn), iv);
      cipher.setAAD(contextBytes(input.EncryptionContext));
      const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      const blob = Buffer.concat([head(arn), iv, cipher.getAuthTag(), data]);
      return { CiphertextBlob: blob, KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    Decrypt(input: schemas.DecryptRequest, { region }: CallContext): schemas.DecryptResponse {
      checkAlgorithm(input);
      const blob = Buffer.from(input.CiphertextBlob ?? []);
      const { arn: named, rest } = readHead(blob);
      // *documented* (Decrypt): another key than the one in the blob is an error, not a look at the data.
      if (input.KeyId !== undefined && find(region, input.KeyId).arn !== named) {
        throw new AwsError(
          'IncorrectKeyException',
          'The key ID in the request does not identify a CMK that can perform this operation.',
        );
      }
      const { arn } = find(region, named);
      const Plaintext = open(materialOf(arn), rest, input.EncryptionContext);
      return { Plaintext, KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
  };
}

function open(material: Buffer, sealed: Buffer, context: Record<string, string> | undefined): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', material, sealed.subarray(0, IV_BYTES));
    decipher.setAAD(contextBytes(context));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

function checkAlgorithm({ EncryptionAlgorithm = 'SYMMETRIC_DEFAULT' }: { EncryptionAlgorithm?: string }) {
  if (EncryptionAlgorithm === 'SYMMETRIC_DEFAULT') return;
  throw new AwsError(
    'UnsupportedOperationException',
    `The local cloud encrypts with SYMMETRIC_DEFAULT only, not ${EncryptionAlgorithm}.`,
  );
}

/** *documented* (Encryption context): the order of the pairs makes no difference, everything else does. */
function contextBytes(context: Record<string, string> | undefined): Buffer {
  const pairs = Object.entries(context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

/** *documented*: the blob says which key made it. How it does so is AWS's own affair, and ours here. */
function head(arn: string): Buffer {
  const name = Buffer.from(arn);
  return Buffer.concat([Buffer.from([1, name.length]), name]);
}

function readHead(blob: Buffer): { arn: string; rest: Buffer } {
  const end = 2 + (blob[1] ?? 0);
  if (blob[0] !== 1 || blob.length < end + IV_BYTES + TAG_BYTES) throw invalidCiphertext();
  return { arn: blob.subarray(2, end).toString(), rest: blob.subarray(end) };
}

function invalidCiphertext(): AwsError {
  return new AwsError(
    'InvalidCiphertextException',
    'The ciphertext is not one of this KMS, or was made with another encryption context.',
  );
}
