import type * as sm from '@aws-sdk/client-secrets-manager';
import { AwsError, type CallContext, type Service, type World } from '../../service.ts';
import { uuid } from '../common.ts';
import { checkKey, type Secret, type SecretStore, type Version } from './state.ts';

/** *documented* (SecretString, SecretBinary). */
const MAX_VALUE_BYTES = 65_536;

interface Value {
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
  readonly ClientRequestToken?: string;
}

/** Checks a value without ever repeating it. @returns whether there is one */
export function checkValue(input: Value): boolean {
  const { SecretString: text, SecretBinary: bytes, ClientRequestToken: token } = input;
  if (text !== undefined && bytes !== undefined) {
    const message =
      "You can't specify both a binary secret value and a string secret value in the same secret.";
    throw new AwsError('InvalidParameterException', message);
  }
  const size = bytes?.byteLength ?? Buffer.byteLength(text ?? '');
  if (size > MAX_VALUE_BYTES) {
    throw new AwsError(
      'ValidationException',
      `The secret value has ${size} bytes; the most is ${MAX_VALUE_BYTES}.`,
    );
  }
  if (token !== undefined && (token.length < 32 || token.length > 64)) {
    throw new AwsError('InvalidParameterException', 'ClientRequestToken must be 32-64 characters long.');
  }
  return text !== undefined || bytes !== undefined;
}

/** *documented* (ClientRequestToken): the same token and value again is ignored, another value is refused. */
export function isSameVersion(version: Version, input: Value): boolean {
  const none = new Uint8Array();
  const sameBytes = Buffer.compare(version.secretBinary ?? none, input.SecretBinary ?? none) === 0;
  return version.secretString === input.SecretString && sameBytes;
}

/** Adds a version, or finds the one that the same token has made before. */
export function putVersion(world: World, secret: Secret, input: Value, stages: readonly string[]): Version {
  const id = input.ClientRequestToken ?? uuid(world);
  const existing = secret.versions.get(id);
  if (existing && !isSameVersion(existing, input)) {
    const message = `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.name}.`;
    throw new AwsError('ResourceExistsException', message);
  }
  if (existing) return existing;
  const version: Version = {
    id,
    secretString: input.SecretString,
    secretBinary: input.SecretBinary,
    createdAtMs: world.clock.now(),
    stages: new Set(),
  };
  secret.versions.set(id, version);
  for (const stage of stages) moveStage(secret, stage, version);
  secret.changedAtMs = world.clock.now();
  return version;
}

/** *documented*: a label is on one version at a time; the version that loses AWSCURRENT becomes AWSPREVIOUS. */
function moveStage(secret: Secret, stage: string, to: Version): void {
  for (const version of secret.versions.values()) {
    if (version === to || !version.stages.delete(stage)) continue;
    if (stage === 'AWSCURRENT') moveStage(secret, 'AWSPREVIOUS', version);
  }
  to.stages.add(stage);
}

export function versionOperations(world: World, store: SecretStore): Service['operations'] {
  return {
    GetSecretValue(input: sm.GetSecretValueRequest, { region }: CallContext): sm.GetSecretValueResponse {
      const secret = store.getLive(region, input.SecretId);
      const version = versionOf(secret, input);
      checkKey(world, region, secret.keyByRegion.get(region), 'DecryptionFailure');
      secret.accessedAtMs = world.clock.now();
      return {
        ARN: store.arn(secret, region),
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.secretString,
        SecretBinary: version.secretBinary,
        VersionStages: [...version.stages],
        CreatedDate: new Date(version.createdAtMs),
      };
    },
    PutSecretValue(input: sm.PutSecretValueRequest, { region }: CallContext): sm.PutSecretValueResponse {
      if (!checkValue(input)) {
        throw new AwsError(
          'InvalidRequestException',
          'You must provide either SecretString or SecretBinary.',
        );
      }
      const secret = store.getWritable(region, input.SecretId);
      checkKey(world, region, secret.keyByRegion.get(region), 'EncryptionFailure');
      const version = putVersion(world, secret, input, input.VersionStages ?? ['AWSCURRENT']);
      const ARN = store.arn(secret, region);
      return { ARN, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] };
    },
  };
}

function versionOf(secret: Secret, input: sm.GetSecretValueRequest): Version {
  const { VersionId: id, VersionStage: stage = id === undefined ? 'AWSCURRENT' : undefined } = input;
  const version = [...secret.versions.values()].find(
    (one) => (id === undefined || one.id === id) && (stage === undefined || one.stages.has(stage)),
  );
  if (version) return version;
  const which = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
  const message = `Secrets Manager can't find the specified secret value for ${which}`;
  throw new AwsError('ResourceNotFoundException', message);
}
