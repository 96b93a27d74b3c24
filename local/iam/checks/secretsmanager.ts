import { keyUse } from '../dependent.ts';
import { anywhere, creating, type Rule, type RuleCall, type Rules, tagsOf, type Want } from '../rule.ts';

/**
 * Resource types per action: *documented* (Service Authorization Reference, AWS Secrets Manager). TagResource on a
 * create with tags, and the use of the key: *documented* (client-secrets-manager, CreateSecret, PutSecretValue,
 * GetSecretValue).
 */

/** A value is written under a new data key, and read with the old one. */
const WRITE = ['GenerateDataKey', 'Decrypt'];
const READ = ['Decrypt'];

interface Secret {
  readonly arn: string;
  readonly keyId: string | undefined;
}

/** *assumed*: a name that no secret has is asked about as the ARN it would have, without the random end. */
async function secretOf({ input, region, known }: RuleCall): Promise<Secret> {
  const id = String(input.SecretId);
  const found = await known.ask('secretsmanager', 'DescribeSecret', { SecretId: id }, region);
  const arn = id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${known.account}:secret:${id}`;
  return { arn: found?.ARN ?? arn, keyId: found?.KmsKeyId };
}

const on =
  (
    operation: string,
    keyOperations: readonly string[] = [],
    more: (call: RuleCall) => Partial<Want> = () => ({}),
  ): Rule =>
  async (call) => {
    const { arn, keyId } = await secretOf(call);
    return [
      { action: `secretsmanager:${operation}`, resource: arn, ...more(call) },
      ...(await keyUse(call, 'secretsmanager', keyId, keyOperations)),
    ];
  };

async function createSecret(call: RuleCall): Promise<Want[]> {
  const { input, region, known } = call;
  return [
    ...creating(
      'secretsmanager:CreateSecret',
      'secretsmanager:TagResource',
      `arn:aws:secretsmanager:${region}:${known.account}:secret:${input.Name}`,
      tagsOf(input.Tags),
    ),
    ...(await keyUse(call, 'secretsmanager', input.KmsKeyId, WRITE)),
  ];
}

export const secretsmanager: Rules = {
  CreateSecret: createSecret,
  UpdateSecret: on('UpdateSecret', WRITE),
  DeleteSecret: on('DeleteSecret'),
  RestoreSecret: on('RestoreSecret'),
  DescribeSecret: on('DescribeSecret'),
  GetSecretValue: on('GetSecretValue', READ),
  PutSecretValue: on('PutSecretValue', WRITE),
  TagResource: on('TagResource', [], ({ input }) => ({ requestTags: tagsOf(input.Tags) })),
  UntagResource: on('UntagResource', [], ({ input }) => ({ tagKeys: input.TagKeys })),
  ReplicateSecretToRegions: on('ReplicateSecretToRegions', WRITE),
  RemoveRegionsFromReplication: on('RemoveRegionsFromReplication'),
  ListSecrets: anywhere('secretsmanager:ListSecrets'),
  GetRandomPassword: anywhere('secretsmanager:GetRandomPassword'),
};
