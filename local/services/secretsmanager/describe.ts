import type * as sm from '@aws-sdk/client-secrets-manager';
import { AwsError, type CallContext, type Service } from '../../service.ts';
import { checkRange, page, tagList } from '../common.ts';
import { replicationStatus } from './replicas.ts';
import type { Secret, SecretStore } from './state.ts';

export function describeOperations(store: SecretStore): Service['operations'] {
  return {
    DescribeSecret(input: sm.DescribeSecretRequest, { region }: CallContext): sm.DescribeSecretResponse {
      const secret = store.get(region, input.SecretId);
      const VersionIdsToStages = secret.versions.size > 0 ? stagesByVersion(secret) : undefined;
      const ReplicationStatus = replicationStatus(secret);
      return { ...facts(store, secret, region), VersionIdsToStages, ReplicationStatus };
    },
    ListSecrets(input: sm.ListSecretsRequest, { region }: CallContext): sm.ListSecretsResponse {
      checkRange('maxResults', input.MaxResults, [1, 100]);
      const matches = (input.Filters ?? []).map(matcher);
      const all = store
        .all(region)
        .filter((secret) => secret.deletionAtMs === undefined || input.IncludePlannedDeletion === true)
        .filter((secret) => matches.every((match) => match(secret)))
        .sort((a, b) => a.createdAtMs - b.createdAtMs);
      // *documented* (SortOrder): by creation date, the newest first unless told.
      if (input.SortOrder !== 'asc') all.reverse();
      const bad = new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');
      const { items, next } = page(all, input.NextToken, input.MaxResults ?? 100, bad);
      const SecretList = items.map((secret) => ({
        ...facts(store, secret, region),
        SecretVersionsToStages: stagesByVersion(secret),
      }));
      return { SecretList, NextToken: next };
    },
  };
}

function facts(store: SecretStore, secret: Secret, region: string) {
  const replicated = secret.keyByRegion.size > 1;
  return {
    ARN: store.arn(secret, region),
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.keyByRegion.get(region),
    CreatedDate: new Date(secret.createdAtMs),
    LastChangedDate: new Date(secret.changedAtMs),
    LastAccessedDate: secret.accessedAtMs === undefined ? undefined : startOfDay(secret.accessedAtMs),
    DeletedDate: secret.deletionAtMs === undefined ? undefined : new Date(secret.deletionAtMs),
    Tags: tagList(secret.tags),
    PrimaryRegion: replicated ? secret.primaryRegion : undefined,
  };
}

/** *documented* (LastAccessedDate): the date only. */
function startOfDay(ms: number): Date {
  return new Date(ms - (ms % 86_400_000));
}

function stagesByVersion(secret: Secret): Record<string, string[]> {
  const labelled = [...secret.versions.values()].filter((version) => version.stages.size > 0);
  return Object.fromEntries(labelled.map((version) => [version.id, [...version.stages]]));
}

/** *documented* (Filter): prefixes; names, keys and values are case-sensitive, descriptions are not; ! negates. */
function matcher({ Key: key, Values: values = [] }: sm.Filter): (secret: Secret) => boolean {
  const fields = FIELDS[key ?? ''];
  if (!fields) {
    throw new AwsError('InvalidParameterException', `The local cloud does not filter secrets by ${key}.`);
  }
  const fold = (text: string) => (key === 'description' ? text.toLowerCase() : text);
  const starts = (secret: Secret, prefix: string) =>
    fields(secret).some((field) => fold(field).startsWith(fold(prefix)));
  return (secret) =>
    values.some((value) => (value.startsWith('!') ? !starts(secret, value.slice(1)) : starts(secret, value)));
}

const FIELDS: Readonly<Record<string, (secret: Secret) => string[]>> = {
  name: (secret) => [secret.name],
  description: (secret) => [secret.description ?? ''],
  'tag-key': (secret) => [...secret.tags.keys()],
  'tag-value': (secret) => [...secret.tags.values()],
};
