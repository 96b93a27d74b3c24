import type * as sm from '@aws-sdk/client-secrets-manager';
import { AwsError, type CallContext, type Service, type World } from '../../service.ts';
import { checkKey, type Secret, type SecretStore } from './state.ts';

export function replicaOperations(world: World, store: SecretStore): Service['operations'] {
  return {
    ReplicateSecretToRegions(input: sm.ReplicateSecretToRegionsRequest, { region }: CallContext) {
      const secret = store.getWritable(region, input.SecretId);
      const replicas = input.AddReplicaRegions ?? [];
      checkReplicas(world, store, secret, replicas);
      replicate(store, secret, replicas);
      return { ARN: store.arn(secret, region), ReplicationStatus: replicationStatus(secret) };
    },
    RemoveRegionsFromReplication(input: sm.RemoveRegionsFromReplicationRequest, { region }: CallContext) {
      const secret = store.getWritable(region, input.SecretId);
      for (const replica of input.RemoveReplicaRegions ?? []) {
        if (replica !== region) store.removeFrom(secret, replica);
      }
      return { ARN: store.arn(secret, region), ReplicationStatus: replicationStatus(secret) };
    },
  };
}

/** Throws unless the secret can be replicated there. To be called before anything is stored. */
export function checkReplicas(
  world: World,
  store: SecretStore,
  secret: Secret,
  replicas: readonly sm.ReplicaRegionType[],
): void {
  for (const { Region: region = '', KmsKeyId: kmsKeyId } of replicas) {
    if (region === secret.primaryRegion) {
      throw new AwsError('InvalidParameterException', 'Invalid replica region: it is the primary region.');
    }
    const other = store.find(region, secret.name);
    if (other && other !== secret) {
      const message = `Replication failed: secret name ${secret.name} is already in use in region ${region}.`;
      throw new AwsError('ResourceExistsException', message);
    }
    checkKey(world, region, kmsKeyId, 'EncryptionFailure');
  }
}

/** *assumed*: a replica is in sync at once. */
export function replicate(
  store: SecretStore,
  secret: Secret,
  replicas: readonly sm.ReplicaRegionType[],
): void {
  for (const { Region: region = '', KmsKeyId: kmsKeyId } of replicas) store.add(secret, region, kmsKeyId);
}

/** Undefined when the secret is in one region only. */
export function replicationStatus(secret: Secret): sm.ReplicationStatusType[] | undefined {
  const replicas = [...secret.keyByRegion].filter(([region]) => region !== secret.primaryRegion);
  if (replicas.length === 0) return undefined;
  return replicas.map(([Region, KmsKeyId]) => ({
    Region,
    KmsKeyId: KmsKeyId ?? 'alias/aws/secretsmanager',
    Status: 'InSync',
  }));
}
