import type { RuleCall, Want } from './rule.ts';

/** Permissions that one service asks of its caller for another service. */

/**
 * *documented* (KMS guide, kms:ViaService): a service that uses a key in its caller's name needs the caller's
 * permission, and says through which service of which region. Keys that AWS manages for a service allow that
 * themselves.
 * @param service the signing name in `kms:ViaService`
 */
export async function keyUse(
  { known, region: home }: RuleCall,
  service: string,
  keyId: string | undefined,
  operations: readonly string[],
  region = home,
): Promise<Want[]> {
  if (!keyId) return [];
  const key = (await known.ask('kms', 'DescribeKey', { KeyId: keyId }, region))?.KeyMetadata;
  if (key?.KeyManager === 'AWS' || /alias\/aws\//.test(keyId)) return [];
  const resource: string =
    key?.Arn ?? (keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${known.account}:key/${keyId}`);
  const via = {
    'kms:ViaService': [`${service}.${region}.amazonaws.com`],
    'kms:CallerAccount': [known.account],
  };
  return operations.map((operation) => ({
    action: `kms:${operation}`,
    resource,
    region,
    context: operation === 'CreateGrant' ? { ...via, 'kms:GrantIsForAWSResource': ['true'] } : via,
  }));
}

/**
 * *documented* (IAM guide, "Granting a user permissions to pass a role to a service"). Tags of the role are not
 * looked at: the guide says that they give no reliable results here. *assumed*: it is no call of its own, so it has
 * no `aws:RequestedRegion`.
 */
export function passRole(roleArn: string | undefined, service: string): Want[] {
  if (!roleArn) return [];
  return [
    {
      action: 'iam:PassRole',
      resource: roleArn,
      region: null,
      resourceTags: false,
      context: { 'iam:PassedToService': [service] },
    },
  ];
}

/** *documented* (IAM guide, global services): IAM's only endpoint is in this region, whoever calls it. */
export const IAM_REGION = 'us-east-1';

/**
 * *documented* (each service's guide): the service makes its service-linked role with the first resource of an
 * account, in its caller's name. *assumed*: the caller is asked as long as the role is not there.
 */
export async function serviceLinkedRole({ known }: RuleCall, service: string, name: string): Promise<Want[]> {
  if (await known.ask('iam', 'GetRole', { RoleName: name }, IAM_REGION)) return [];
  return [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:aws:iam::${known.account}:role/aws-service-role/${service}/${name}`,
      region: IAM_REGION,
      context: { 'iam:AWSServiceName': [service] },
    },
  ];
}

/** Looks at the network in the caller's name. These actions take no resource. */
export function networkReads(...operations: readonly string[]): Want[] {
  return operations.map((operation) => ({ action: `ec2:${operation}`, resource: '*' }));
}

export const ALL_NETWORK_READS = [
  'DescribeAvailabilityZones',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
] as const;
