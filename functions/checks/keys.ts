import { DescribeKeyCommand, type KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import { meaningOf, type SdkErrorLike } from '../../core/classify.ts';
import type { Finding } from '../../core/generated/api.ts';
import type { Desired } from '../../core/spec.ts';
import { TIER_KINDS, type TierKind } from '../../core/tier.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type Check, creates, distinct, error, unchecked } from './finding.ts';

interface Use {
  readonly arn: string;
  readonly region: string;
  readonly purpose: string;
}

const POINTER = '#/landingZone';

/** The keys of the tiers of which something would be made: there, enabled, for encryption, and of the right region. */
export const checkKeys: Check = async (runtime, { after, actions }) => {
  const uses = TIER_KINDS.filter((tier) => creates(actions[tier])).flatMap((tier) => KEYS[tier](after));
  const each = distinct(uses, ({ arn, region }) => `${arn} ${region}`);
  return (await Promise.all(each.map((use) => checkKey(runtime, use)))).flat();
};

const KEYS: Readonly<Record<TierKind, (desired: Desired) => Use[]>> = {
  aurora: ({ aurora }) => [
    ...[aurora.primary, ...(aurora.secondary ? [aurora.secondary] : [])].map(({ kmsKeyArn, region }) => ({
      arn: kmsKeyArn,
      region,
      purpose: 'Aurora',
    })),
    ...(aurora.masterSecretArn === null ? [secret(aurora.secretsKmsKeyArn, aurora.primary.region)] : []),
  ],
  dynamodb: ({ dynamodb }) =>
    [dynamodb.primary, ...(dynamodb.secondary ? [dynamodb.secondary] : [])].map(({ kmsKeyArn, region }) => ({
      arn: kmsKeyArn,
      region,
      purpose: 'DynamoDB',
    })),
  redis: ({ redis }) => [
    { arn: redis.kmsKeyArn, region: redis.region, purpose: 'Redis' },
    ...(redis.authTokenSecretArn === null ? [secret(redis.secretsKmsKeyArn, redis.region)] : []),
  ],
  // Its nodes are encrypted with a key of AWS; that of the tables is theirs.
  dax: () => [],
};

const secret = (arn: string, region: string): Use => ({ arn, region, purpose: 'secrets' });

async function checkKey({ clients }: SubmitRuntime, { arn, region, purpose }: Use): Promise<Finding[]> {
  const what = `KMS key ${arn} for ${purpose} in ${region}`;
  const of = arn.split(':')[3];
  if (of !== region)
    return [
      error('key', `${what} is of region ${of}. Name a key of ${region} in the landing zone.`, POINTER),
    ];
  try {
    const { KeyMetadata } = await clients.get(KMSClient, region).send(new DescribeKeyCommand({ KeyId: arn }));
    const wrong = wrongWith(KeyMetadata ?? ({} as KeyMetadata));
    return wrong ? [error('key', `${what} ${wrong}`, POINTER)] : [];
  } catch (cause) {
    if (meaningOf(cause as SdkErrorLike) === 'Gone')
      return [error('key', `${what} does not exist. Name one that does in the landing zone.`, POINTER)];
    return [unchecked('key', what, cause)];
  }
}

/** RDS, DynamoDB, ElastiCache and Secrets Manager take symmetric encryption keys only (their guides). */
function wrongWith({ KeyState, KeyUsage, KeySpec }: KeyMetadata): string | null {
  if (KeyState !== 'Enabled') return `is ${KeyState}, not Enabled. Enable it, or cancel its deletion.`;
  if (KeyUsage !== 'ENCRYPT_DECRYPT' || KeySpec !== 'SYMMETRIC_DEFAULT')
    return `is for ${KeyUsage} with ${KeySpec}. Name a symmetric encryption key (ENCRYPT_DECRYPT, SYMMETRIC_DEFAULT).`;
  return null;
}
