import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { RedisSpec } from '../../core/spec.ts';
import { isOurs } from '../../core/tier.ts';
import { tagRecord } from '../shared/ownership.ts';
import { allPages, orAbsent } from '../shared/reading.ts';
import type { RedisNames } from './names.ts';
import type { ObservedLogGroup, ObservedSecret } from './observe.ts';

/** Metadata only: the value is read in `apply`, where it is needed. */
export async function observeSecret(
  client: SecretsManagerClient,
  spec: RedisSpec,
  SecretId: string,
): Promise<ObservedSecret | null> {
  const secret = await orAbsent(client.send(new DescribeSecretCommand({ SecretId })));
  if (!secret?.ARN) return null;
  const tags = tagRecord(secret.Tags);
  return {
    name: secret.Name ?? SecretId,
    arn: secret.ARN,
    tags,
    ours: isOurs(spec.identity, tags),
    generated: spec.authTokenSecretArn === null,
    scheduledForDeletion: secret.DeletedDate !== undefined,
  };
}

export async function observeLogGroups(
  client: CloudWatchLogsClient,
  spec: RedisSpec,
  names: RedisNames,
): Promise<ObservedLogGroup[]> {
  const found = await allPages(async (nextToken) => {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: names.logGroupPrefix, nextToken }),
    );
    return { items: page.logGroups ?? [], next: page.nextToken };
  });
  const wanted = new Set(Object.values(names.logGroups));
  const observed = found
    .filter((group) => wanted.has(group.logGroupName ?? ''))
    .map(async (group): Promise<ObservedLogGroup | null> => {
      // The tagging calls take the ARN without the `:*` that `arn` ends with.
      const resourceArn = group.logGroupArn ?? group.arn?.replace(/:\*$/, '');
      const answer = await orAbsent(client.send(new ListTagsForResourceCommand({ resourceArn })));
      if (!answer) return null;
      return {
        name: group.logGroupName ?? '',
        arn: resourceArn ?? '',
        tags: answer.tags ?? {},
        ours: isOurs(spec.identity, answer.tags ?? {}),
        retentionDays: group.retentionInDays ?? null,
      };
    });
  return (await Promise.all(observed))
    .filter((group) => group !== null)
    .sort((a, b) => a.name.localeCompare(b.name));
}
