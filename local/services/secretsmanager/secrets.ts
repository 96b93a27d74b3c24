import type * as sm from '@aws-sdk/client-secrets-manager';
import { AwsError, type CallContext, type Service, type World } from '../../service.ts';
import { checkTags, tagMap } from '../common.ts';
import { checkReplicas, replicate, replicationStatus } from './replicas.ts';
import { checkKey, checkPrimary, type Secret, type SecretStore } from './state.ts';
import { checkValue, isSameVersion, putVersion } from './versions.ts';

const DAY_MS = 86_400_000;

export function secretOperations(world: World, store: SecretStore): Service['operations'] {
  return {
    CreateSecret: (input: sm.CreateSecretRequest, { region }: CallContext) =>
      create(world, store, input, region),
    UpdateSecret(input: sm.UpdateSecretRequest, { region }: CallContext): sm.UpdateSecretResponse {
      const hasValue = checkValue(input);
      const secret = store.getWritable(region, input.SecretId);
      const kmsKeyId = input.KmsKeyId ?? secret.keyByRegion.get(region);
      if (input.KmsKeyId !== undefined || hasValue) checkKey(world, region, kmsKeyId, 'EncryptionFailure');
      const version = hasValue ? putVersion(world, secret, input, ['AWSCURRENT']) : undefined;
      if (input.Description !== undefined) secret.description = input.Description;
      secret.keyByRegion.set(region, kmsKeyId);
      secret.changedAtMs = world.clock.now();
      return { ARN: store.arn(secret, region), Name: secret.name, VersionId: version?.id };
    },
    DeleteSecret: (input: sm.DeleteSecretRequest, { region }: CallContext) =>
      remove(world, store, input, region),
    RestoreSecret(input: sm.RestoreSecretRequest, { region }: CallContext): sm.RestoreSecretResponse {
      const secret = store.get(region, input.SecretId);
      secret.deletionAtMs = undefined;
      return { ARN: store.arn(secret, region), Name: secret.name };
    },
    TagResource(input: sm.TagResourceRequest, { region }: CallContext) {
      const secret = store.getWritable(region, input.SecretId);
      const tags = new Map([...secret.tags, ...tagMap(input.Tags)]);
      checkTags(tags, invalidParameter);
      secret.tags = tags;
    },
    UntagResource(input: sm.UntagResourceRequest, { region }: CallContext) {
      const secret = store.getWritable(region, input.SecretId);
      for (const key of input.TagKeys ?? []) secret.tags.delete(key);
    },
  };
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

function create(
  world: World,
  store: SecretStore,
  input: sm.CreateSecretRequest,
  region: string,
): sm.CreateSecretResponse {
  const name = String(input.Name);
  // *documented* (CreateSecret): ASCII letters, digits and /_+=.@- , at most 512.
  if (!/^[\w/+=.@!-]{1,512}$/.test(name)) {
    const rule =
      'Must be a valid name of at most 512 characters containing alphanumeric characters, or any of -/_+=.@!';
    throw new AwsError('ValidationException', `Invalid name. ${rule}`);
  }
  const hasValue = checkValue(input);
  const tags = tagMap(input.Tags);
  checkTags(tags, invalidParameter);
  const existing = store.find(region, name);
  if (existing) return createAgain(store, existing, input, region);
  checkKey(world, region, input.KmsKeyId, 'EncryptionFailure');
  const now = world.clock.now();
  const secret: Secret = {
    name,
    suffix: world.uniqueId(6),
    primaryRegion: region,
    createdAtMs: now,
    versions: new Map(),
    keyByRegion: new Map(),
    description: input.Description,
    tags,
    changedAtMs: now,
    accessedAtMs: undefined,
    deletionAtMs: undefined,
  };
  const replicas = input.AddReplicaRegions ?? [];
  checkReplicas(world, store, secret, replicas);
  store.add(secret, region, input.KmsKeyId);
  const version = hasValue ? putVersion(world, secret, input, ['AWSCURRENT']) : undefined;
  replicate(store, secret, replicas);
  const ReplicationStatus = replicationStatus(secret);
  return { ARN: store.arn(secret, region), Name: name, VersionId: version?.id, ReplicationStatus };
}

/** *documented* (ClientRequestToken): the same request again is ignored and answered as before. */
function createAgain(
  store: SecretStore,
  secret: Secret,
  input: sm.CreateSecretRequest,
  region: string,
): sm.CreateSecretResponse {
  if (secret.deletionAtMs !== undefined) {
    const message =
      "You can't create this secret because a secret with this name is already scheduled for deletion.";
    throw new AwsError('InvalidRequestException', message);
  }
  const version = secret.versions.get(input.ClientRequestToken ?? '');
  if (!version || !isSameVersion(version, input)) {
    const message = `The operation failed because the secret ${secret.name} already exists.`;
    throw new AwsError('ResourceExistsException', message);
  }
  return { ARN: store.arn(secret, region), Name: secret.name, VersionId: version.id };
}

function remove(
  world: World,
  store: SecretStore,
  input: sm.DeleteSecretRequest,
  region: string,
): sm.DeleteSecretResponse {
  const { ForceDeleteWithoutRecovery: force = false, RecoveryWindowInDays: days } = input;
  if (force && days !== undefined) {
    const message = "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.";
    throw invalidParameter(message);
  }
  if (days !== undefined && !(Number.isInteger(days) && days >= 7 && days <= 30)) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  }
  const now = world.clock.now();
  const found = store.find(region, String(input.SecretId));
  // *documented*: forcibly deleting a secret that does not exist is no error.
  if (!found && force) return { Name: input.SecretId, DeletionDate: new Date(now) };
  const secret = force && found ? found : store.getLive(region, input.SecretId);
  checkPrimary(secret, region);
  if (secret.keyByRegion.size > 1) {
    const regions = [...secret.keyByRegion.keys()].filter((one) => one !== region).join(', ');
    const message = `You can't delete secret ${secret.name} that still has replica regions [${regions}]`;
    throw new AwsError('InvalidRequestException', message);
  }
  secret.deletionAtMs = force ? now : now + (days ?? 30) * DAY_MS;
  const answer = {
    ARN: store.arn(secret, region),
    Name: secret.name,
    DeletionDate: new Date(secret.deletionAtMs),
  };
  if (force) store.removeFrom(secret, region);
  return answer;
}
