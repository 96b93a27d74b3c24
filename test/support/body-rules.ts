import type { Desired, Tags } from '../../core/spec.ts';
import { ownershipTags } from '../../core/tier.ts';
import type { Call } from '../../local/gateway/gateway.ts';

/** What we demand of every request that a tier sends, whatever AWS would take. */
export interface BodyRule {
  /** Signing name and operation: `rds:CreateDBCluster`. */
  readonly operation: string;
  /** What holds, as a sentence without a subject. */
  readonly rule: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of all operations
  readonly holds: (input: any, desired: Desired) => boolean;
}

const TAGGED = 'carries the tags of its environment';

/** Tags as a list, or as CloudWatch Logs has them. */
function isTagged(
  tags: readonly { Key?: string; Value?: string }[] | Tags | undefined,
  desired: Desired,
): boolean {
  const given = Array.isArray(tags)
    ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
    : ((tags ?? {}) as Tags);
  return Object.entries(ownershipTags(desired.identity)).every(([key, value]) => given[key] === value);
}

const tagged = (...operations: readonly string[]): BodyRule[] =>
  operations.map((operation) => ({
    operation,
    rule: TAGGED,
    holds: ({ Tags, tags }, desired) => isTagged(Tags ?? tags, desired),
  }));

/** A call that says nothing of it may be made; one that says something must say this. */
const unlessOther = <T>(value: T | undefined, wanted: T) => value === undefined || value === wanted;

const KMS_KEY = /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/.+/;
const isKey = (value: unknown) => typeof value === 'string' && KMS_KEY.test(value);

const aurora: readonly BodyRule[] = [
  {
    operation: 'rds:CreateDBCluster',
    rule: 'encrypts the storage with a key',
    holds: ({ StorageEncrypted, KmsKeyId }) => StorageEncrypted === true && isKey(KmsKeyId),
  },
  {
    operation: 'rds:CreateDBCluster',
    rule: 'is protected from deletion as the preset says',
    holds: ({ DeletionProtection }, { aurora }) => DeletionProtection === aurora.deletionProtection,
  },
  {
    operation: 'rds:CreateDBCluster',
    rule: 'keeps backups as long as the preset says',
    holds: ({ BackupRetentionPeriod }, { aurora }) => BackupRetentionPeriod === aurora.backupRetentionDays,
  },
  {
    operation: 'rds:CreateDBCluster',
    rule: 'gives its snapshots its tags',
    holds: ({ CopyTagsToSnapshot }) => CopyTagsToSnapshot === true,
  },
  {
    operation: 'rds:CreateDBCluster',
    rule: 'is in subnets and behind security groups of the landing zone',
    holds: ({ DBSubnetGroupName, VpcSecurityGroupIds }) =>
      Boolean(DBSubnetGroupName) && VpcSecurityGroupIds?.length > 0,
  },
  {
    operation: 'rds:CreateDBCluster',
    rule: 'is not public',
    holds: ({ PubliclyAccessible }) => unlessOther(PubliclyAccessible, false),
  },
  {
    operation: 'rds:ModifyDBCluster',
    rule: 'stays protected from deletion as the preset says',
    holds: ({ DeletionProtection }, { aurora }) => unlessOther(DeletionProtection, aurora.deletionProtection),
  },
  {
    operation: 'rds:CreateGlobalCluster',
    rule: 'encrypts the storage',
    holds: ({ StorageEncrypted, SourceDBClusterIdentifier }) =>
      StorageEncrypted === true || SourceDBClusterIdentifier !== undefined,
  },
  {
    operation: 'rds:CreateGlobalCluster',
    rule: 'is protected from deletion as the preset says',
    holds: ({ DeletionProtection }, { aurora }) => DeletionProtection === aurora.deletionProtection,
  },
  {
    operation: 'rds:CreateDBInstance',
    rule: 'is not public',
    holds: ({ PubliclyAccessible }) => PubliclyAccessible === false,
  },
  {
    operation: 'rds:CreateDBInstance',
    rule: 'encrypts what Performance Insights keeps with a key',
    holds: ({ EnablePerformanceInsights, PerformanceInsightsKMSKeyId }) =>
      EnablePerformanceInsights !== true || isKey(PerformanceInsightsKMSKeyId),
  },
  {
    operation: 'rds:ModifyDBInstance',
    rule: 'stays not public',
    holds: ({ PubliclyAccessible }) => unlessOther(PubliclyAccessible, false),
  },
  {
    operation: 'rds:ModifyDBClusterParameterGroup',
    rule: 'does not let connections without TLS in',
    holds: ({ Parameters = [] }) =>
      (Parameters as { ParameterName?: string; ParameterValue?: string }[]).every(
        ({ ParameterName, ParameterValue }) => ParameterName !== 'rds.force_ssl' || ParameterValue === '1',
      ),
  },
  ...tagged(
    'rds:CreateDBCluster',
    'rds:CreateGlobalCluster',
    'rds:CreateDBInstance',
    'rds:CreateDBSubnetGroup',
  ),
  ...tagged('rds:CreateDBClusterParameterGroup', 'rds:CreateDBParameterGroup'),
];

const dynamodb: readonly BodyRule[] = [
  {
    operation: 'dynamodb:CreateTable',
    rule: 'is encrypted with a key',
    holds: ({ SSESpecification: sse }) =>
      sse?.Enabled === true && sse.SSEType === 'KMS' && isKey(sse.KMSMasterKeyId),
  },
  {
    operation: 'dynamodb:CreateTable',
    rule: 'is protected from deletion as the preset says',
    holds: ({ DeletionProtectionEnabled }, { dynamodb }) =>
      (DeletionProtectionEnabled ?? false) === dynamodb.deletionProtection,
  },
  {
    operation: 'dynamodb:UpdateTable',
    rule: 'encrypts a replica with a key',
    holds: ({ ReplicaUpdates = [] }) =>
      (ReplicaUpdates as { Create?: { KMSMasterKeyId?: string } }[]).every(
        ({ Create }) => !Create || isKey(Create.KMSMasterKeyId),
      ),
  },
  {
    operation: 'dynamodb:UpdateTable',
    rule: 'stays protected from deletion as the preset says',
    holds: ({ DeletionProtectionEnabled }, { dynamodb }) =>
      unlessOther(DeletionProtectionEnabled, dynamodb.deletionProtection),
  },
  {
    operation: 'dynamodb:UpdateTable',
    rule: 'stays encrypted',
    holds: ({ SSESpecification }) => unlessOther(SSESpecification?.Enabled, true),
  },
  {
    operation: 'dynamodb:UpdateContinuousBackups',
    rule: 'can be recovered to a point in time as the preset says',
    holds: ({ PointInTimeRecoverySpecification: pitr }, { dynamodb }) =>
      pitr?.PointInTimeRecoveryEnabled === (dynamodb.pitrDays !== null) &&
      (pitr.RecoveryPeriodInDays ?? null) === dynamodb.pitrDays,
  },
  ...tagged('dynamodb:CreateTable'),
];

const redis: readonly BodyRule[] = [
  {
    operation: 'elasticache:CreateReplicationGroup',
    rule: 'encrypts data at rest with a key',
    holds: ({ AtRestEncryptionEnabled, KmsKeyId }) => AtRestEncryptionEnabled === true && isKey(KmsKeyId),
  },
  {
    operation: 'elasticache:CreateReplicationGroup',
    rule: 'takes connections with TLS only',
    holds: ({ TransitEncryptionEnabled, TransitEncryptionMode }) =>
      TransitEncryptionEnabled === true && unlessOther(TransitEncryptionMode, 'required'),
  },
  {
    operation: 'elasticache:CreateReplicationGroup',
    rule: 'asks its clients for a token',
    holds: ({ AuthToken }) => typeof AuthToken === 'string' && AuthToken.length >= 16,
  },
  {
    operation: 'elasticache:CreateReplicationGroup',
    rule: 'is in subnets and behind security groups of the landing zone',
    holds: ({ CacheSubnetGroupName, SecurityGroupIds }) =>
      Boolean(CacheSubnetGroupName) && SecurityGroupIds?.length > 0,
  },
  {
    operation: 'elasticache:ModifyReplicationGroup',
    rule: 'goes on to take connections with TLS only',
    holds: ({ TransitEncryptionEnabled, TransitEncryptionMode }) =>
      unlessOther(TransitEncryptionEnabled, true) && unlessOther(TransitEncryptionMode, 'required'),
  },
  ...tagged('elasticache:CreateReplicationGroup', 'elasticache:CreateCacheSubnetGroup'),
  ...tagged('elasticache:CreateCacheParameterGroup'),
];

const dax: readonly BodyRule[] = [
  {
    operation: 'dax:CreateCluster',
    rule: 'encrypts data at rest',
    holds: ({ SSESpecification }) => SSESpecification?.Enabled === true,
  },
  {
    operation: 'dax:CreateCluster',
    rule: 'takes connections with TLS only',
    holds: ({ ClusterEndpointEncryptionType }) => ClusterEndpointEncryptionType === 'TLS',
  },
  {
    operation: 'dax:CreateCluster',
    rule: 'is in subnets and behind security groups of the landing zone',
    holds: ({ SubnetGroupName, SecurityGroupIds }) =>
      Boolean(SubnetGroupName) && SecurityGroupIds?.length > 0,
  },
  ...['dax:CreateSubnetGroup', 'dax:CreateParameterGroup'].map((operation) => ({
    operation,
    // DAX groups take no tags.
    rule: 'names its environment in the description',
    holds: ({ Description }: { Description?: string }, { identity }: Desired) =>
      Description?.endsWith(`${identity.project}/${identity.environment}`) ?? false,
  })),
  ...tagged('dax:CreateCluster'),
];

const NO_STAR = /"(Action|Resource)":(\[[^\]]*)?"(\*|[a-z0-9-]+:\*)"/;

const around: readonly BodyRule[] = [
  {
    operation: 'secretsmanager:CreateSecret',
    rule: 'is encrypted with a key',
    holds: ({ KmsKeyId }) => isKey(KmsKeyId),
  },
  {
    operation: 'iam:CreateRole',
    rule: 'is trusted to one service and nobody else',
    holds: ({ AssumeRolePolicyDocument }) => {
      const { Statement } = JSON.parse(AssumeRolePolicyDocument ?? '{}');
      const [{ Principal } = { Principal: {} }, ...more] = Statement ?? [];
      const names = Object.keys(Principal ?? {});
      return more.length === 0 && names.join() === 'Service' && typeof Principal.Service === 'string';
    },
  },
  {
    operation: 'iam:CreateRole',
    rule: 'is under /plinth/',
    holds: ({ Path }) => Path === '/plinth/',
  },
  {
    operation: 'iam:PutRolePolicy',
    rule: 'allows nothing with a bare star',
    holds: ({ PolicyDocument = '' }) => !NO_STAR.test(PolicyDocument),
  },
  {
    operation: 'iam:AttachRolePolicy',
    rule: 'attaches the policy for Enhanced Monitoring only',
    holds: ({ PolicyArn }) =>
      PolicyArn === 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
  },
  {
    operation: 'monitoring:PutMetricAlarm',
    rule: 'tells somebody',
    holds: ({ ActionsEnabled, AlarmActions }) => ActionsEnabled !== false && AlarmActions?.length > 0,
  },
  {
    operation: 'logs:PutRetentionPolicy',
    rule: 'does not keep logs for ever',
    holds: ({ retentionInDays }) => retentionInDays > 0,
  },
  ...tagged('secretsmanager:CreateSecret', 'iam:CreateRole', 'logs:CreateLogGroup'),
  ...tagged('monitoring:PutMetricAlarm', 'monitoring:PutDashboard'),
];

export const BODY_RULES: readonly BodyRule[] = [...aurora, ...dynamodb, ...redis, ...dax, ...around];

const READS = /^(Describe|List|Get|Query|Scan|BatchGet)/;
/** They change something, and their body has nothing that we demand anything of. */
const FREE = new Set([
  'dynamodb:TagResource',
  'dynamodb:UpdateTimeToLive',
  'elasticache:ModifyCacheParameterGroup',
  'dax:UpdateParameterGroup',
  'rds:ModifyDBParameterGroup',
  'rds:ModifyGlobalCluster',
  'secretsmanager:PutSecretValue',
  'secretsmanager:TagResource',
]);
/** The registry, the workflow and the bus are Plinth's own, not a tier's. */
const OWN = new Set(['states', 'events']);
const HOME = /^plinth\.(registry|idempotency)$/;

/** The rules that a request breaks, each with the request. A change that no rule is about breaks one, too. */
export function brokenRules({ context, input }: Pick<Call, 'context' | 'input'>, desired: Desired): string[] {
  const operation = `${context.service}:${context.operation}`;
  const { TableName } = (input ?? {}) as { TableName?: string };
  if (READS.test(context.operation) || HOME.test(TableName ?? '') || OWN.has(context.service)) return [];
  const rules = BODY_RULES.filter((each) => each.operation === operation);
  if (rules.length === 0 && !FREE.has(operation)) return [`${operation}: no rule says what its body must be`];
  return rules
    .filter(({ holds }) => !holds(input, desired))
    .map(({ rule }) => `${operation} ${rule}: broken`);
}

/** What a whole provision has to send, besides nothing wrong. */
export function missingFrom(calls: readonly Pick<Call, 'context' | 'input'>[], desired: Desired): string[] {
  const { aurora, dynamodb } = desired;
  const sent = (region: string, operation: string, fits: (input: never) => boolean) =>
    calls.some(
      ({ context, input }) =>
        context.region === region && context.operation === operation && fits(input as never),
    );
  const forcesTls = ({ Parameters }: { Parameters: { ParameterName: string; ParameterValue: string }[] }) =>
    Parameters.some(
      ({ ParameterName, ParameterValue }) => ParameterName === 'rds.force_ssl' && ParameterValue === '1',
    );
  const places = [aurora.primary.region, ...(aurora.secondary ? [aurora.secondary.region] : [])];
  const missing = places
    .filter((region) => !sent(region, 'ModifyDBClusterParameterGroup', forcesTls))
    .map((region) => `rds.force_ssl of Aurora in ${region}`);
  const of =
    (name: string) =>
    ({ TableName }: { TableName?: string }) =>
      TableName === name;
  for (const { tableName } of dynamodb.tables) {
    const regions = [dynamodb.primary.region, ...(dynamodb.secondary ? [dynamodb.secondary.region] : [])];
    for (const region of dynamodb.pitrDays === null ? [] : regions) {
      if (!sent(region, 'UpdateContinuousBackups', of(tableName)))
        missing.push(`point-in-time recovery of ${tableName} in ${region}`);
    }
    const replica = dynamodb.secondary?.region;
    if (!replica) continue;
    const isReplica = ({ ResourceArn, Tags }: { ResourceArn?: string; Tags?: never }) =>
      ResourceArn?.endsWith(`table/${tableName}`) === true && isTagged(Tags, desired);
    if (!sent(replica, 'TagResource', isReplica)) missing.push(`tags of ${tableName} in ${replica}`);
    const protects = ({
      TableName,
      DeletionProtectionEnabled,
    }: {
      TableName?: string;
      DeletionProtectionEnabled?: boolean;
    }) => TableName === tableName && DeletionProtectionEnabled === true;
    if (dynamodb.deletionProtection && !sent(replica, 'UpdateTable', protects))
      missing.push(`deletion protection of ${tableName} in ${replica}`);
  }
  return missing;
}
