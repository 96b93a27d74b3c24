import type { Context } from '../conditions.ts';
import { anywhere, type Rule, type RuleCall, type Rules } from '../rule.ts';

/** Calls that a function makes itself. What a service does in its caller's name is in `dependent.ts`. */

/** By the key's ARN, whatever the request calls it: *documented* (KMS guide, permissions reference). */
async function keyArn({ input, region, known }: RuleCall): Promise<string> {
  const id = input.KeyId ?? '*';
  const found = id === '*' ? undefined : await known.ask('kms', 'DescribeKey', { KeyId: id }, region);
  const arn = id.startsWith('arn:') ? id : `arn:aws:kms:${region}:${known.account}:key/${id}`;
  return found?.KeyMetadata?.Arn ?? arn;
}

const CRYPTOGRAPHIC = new Set(['Encrypt', 'Decrypt', 'GenerateDataKey']);

/** *documented*: `kms:EncryptionContext:key`, and all its keys as one value with many parts. */
function encryptionContext(given: Readonly<Record<string, string>> | undefined): Context {
  const entries = Object.entries(given ?? {});
  if (entries.length === 0) return {};
  return {
    'kms:EncryptionContextKeys': entries.map(([key]) => key),
    ...Object.fromEntries(entries.map(([key, value]) => [`kms:EncryptionContext:${key}`, [value]])),
  };
}

const on =
  (operation: string): Rule =>
  async (call) => [
    {
      action: `kms:${operation}`,
      resource: await keyArn(call),
      context: {
        'kms:CallerAccount': [call.known.account],
        ...(CRYPTOGRAPHIC.has(operation) ? encryptionContext(call.input.EncryptionContext) : {}),
      },
    },
  ];

const named = (...operations: readonly string[]): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, on(operation)]));

const createKey: Rule = ({ input, region, known }) => {
  const tags: { TagKey: string; TagValue: string }[] = input.Tags ?? [];
  const requestTags = Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  const given = tags.length > 0 ? { requestTags } : {};
  return [
    { action: 'kms:CreateKey', resource: '*', ...given },
    ...(tags.length > 0
      ? [{ action: 'kms:TagResource', resource: `arn:aws:kms:${region}:${known.account}:key/*`, ...given }]
      : []),
  ];
};

const createAlias: Rule = async (call) => {
  const { input, region, known } = call;
  const key = await keyArn({ ...call, input: { KeyId: input.TargetKeyId } });
  return [
    { action: 'kms:CreateAlias', resource: `arn:aws:kms:${region}:${known.account}:${input.AliasName}` },
    { action: 'kms:CreateAlias', resource: key },
  ];
};

export const kms: Rules = {
  CreateKey: createKey,
  CreateAlias: createAlias,
  ListKeys: anywhere('kms:ListKeys'),
  ListAliases: anywhere('kms:ListAliases'),
  ...named('DescribeKey', 'ListResourceTags', 'EnableKey', 'DisableKey', 'EnableKeyRotation'),
  ...named(
    'GetKeyRotationStatus',
    'CreateGrant',
    'ScheduleKeyDeletion',
    'Encrypt',
    'Decrypt',
    'GenerateDataKey',
  ),
};
