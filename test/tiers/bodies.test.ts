import type { Desired } from '../../core/spec.ts';
import type { Call } from '../../local/gateway/gateway.ts';
import { example } from '../e2e/support/http.ts';
import { type Plinth, startControlPlanes } from '../e2e/support/plinth.ts';
import { BODY_RULES, brokenRules, missingFrom } from '../support/body-rules.ts';

interface Provisioned {
  readonly desired: Desired;
  readonly calls: readonly Call[];
}

let plinth: Plinth;
const provisioned = new Map<string, Provisioned>();
const of = (preset: string) => provisioned.get(preset) as Provisioned;

async function provision(preset: string): Promise<Provisioned> {
  const from = plinth.calls.length;
  const { json } = await plinth.api.create({ ...JSON.parse(example(preset)), migrations: { set: null } });
  const operation = await plinth.api.ended(json.links.self);
  expect(operation).toMatchObject({ status: 'succeeded', error: null });
  const record = await plinth.cloud.runtime.registry.getEnvironment('shop', operation.environment);
  return { desired: record?.desired as Desired, calls: plinth.calls.slice(from) };
}

beforeAll(async () => {
  plinth = await startControlPlanes();
  for (const preset of ['development', 'production']) provisioned.set(preset, await provision(preset));
});
afterAll(() => plinth.close());

describe.each(['development', 'production'])(
  'the requests that make an environment of preset %s',
  (preset) => {
    it('break no rule', () => {
      const { calls, desired } = of(preset);
      expect(calls.flatMap((call) => brokenRules(call, desired))).toEqual([]);
      expect(calls.length).toBeGreaterThan(100);
    });

    it('turn on what no create turns on: TLS, point-in-time recovery, tags and protection of replicas', () => {
      const { calls, desired } = of(preset);
      expect(missingFrom(calls, desired)).toEqual([]);
    });
  },
);

/** One bad body a rule, made from a good one: operation, what is changed, the rule that notices. */
const BAD: readonly (readonly [string, object, string])[] = [
  ['rds:CreateDBCluster', { StorageEncrypted: false }, 'encrypts the storage with a key'],
  ['rds:CreateDBCluster', { KmsKeyId: undefined }, 'encrypts the storage with a key'],
  ['rds:CreateDBCluster', { KmsKeyId: 'alias/aws/rds' }, 'encrypts the storage with a key'],
  ['rds:CreateDBCluster', { DeletionProtection: false }, 'is protected from deletion as the preset says'],
  ['rds:CreateDBCluster', { BackupRetentionPeriod: 1 }, 'keeps backups as long as the preset says'],
  ['rds:CreateDBCluster', { CopyTagsToSnapshot: false }, 'gives its snapshots its tags'],
  [
    'rds:CreateDBCluster',
    { VpcSecurityGroupIds: [] },
    'is in subnets and behind security groups of the landing zone',
  ],
  ['rds:CreateDBCluster', { PubliclyAccessible: true }, 'is not public'],
  ['rds:CreateDBCluster', { Tags: [] }, 'carries the tags of its environment'],
  ['rds:ModifyDBCluster', { DeletionProtection: false }, 'stays protected from deletion as the preset says'],
  ['rds:CreateGlobalCluster', { StorageEncrypted: false }, 'encrypts the storage'],
  ['rds:CreateGlobalCluster', { DeletionProtection: false }, 'is protected from deletion as the preset says'],
  ['rds:CreateGlobalCluster', { Tags: undefined }, 'carries the tags of its environment'],
  ['rds:CreateDBInstance', { PubliclyAccessible: true }, 'is not public'],
  ['rds:CreateDBInstance', { PubliclyAccessible: undefined }, 'is not public'],
  [
    'rds:CreateDBInstance',
    { PerformanceInsightsKMSKeyId: undefined },
    'encrypts what Performance Insights keeps with a key',
  ],
  [
    'rds:CreateDBInstance',
    { Tags: [{ Key: 'plinth:managed-by', Value: 'plinth' }] },
    'carries the tags of its environment',
  ],
  ['rds:ModifyDBInstance', { PubliclyAccessible: true }, 'stays not public'],
  [
    'rds:ModifyDBClusterParameterGroup',
    { Parameters: [{ ParameterName: 'rds.force_ssl', ParameterValue: '0' }] },
    'does not let connections without TLS in',
  ],
  ['rds:CreateDBSubnetGroup', { Tags: [] }, 'carries the tags of its environment'],
  ['rds:CreateDBClusterParameterGroup', { Tags: [] }, 'carries the tags of its environment'],
  ['rds:CreateDBParameterGroup', { Tags: [] }, 'carries the tags of its environment'],
  ['dynamodb:CreateTable', { SSESpecification: { Enabled: true } }, 'is encrypted with a key'],
  [
    'dynamodb:CreateTable',
    { DeletionProtectionEnabled: undefined },
    'is protected from deletion as the preset says',
  ],
  ['dynamodb:CreateTable', { Tags: [] }, 'carries the tags of its environment'],
  [
    'dynamodb:UpdateTable',
    { ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] },
    'encrypts a replica with a key',
  ],
  [
    'dynamodb:UpdateTable',
    { DeletionProtectionEnabled: false },
    'stays protected from deletion as the preset says',
  ],
  ['dynamodb:UpdateTable', { SSESpecification: { Enabled: false } }, 'stays encrypted'],
  [
    'dynamodb:UpdateContinuousBackups',
    { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
    'can be recovered to a point in time as the preset says',
  ],
  [
    'dynamodb:UpdateContinuousBackups',
    { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 } },
    'can be recovered to a point in time as the preset says',
  ],
  [
    'elasticache:CreateReplicationGroup',
    { AtRestEncryptionEnabled: false },
    'encrypts data at rest with a key',
  ],
  ['elasticache:CreateReplicationGroup', { KmsKeyId: undefined }, 'encrypts data at rest with a key'],
  [
    'elasticache:CreateReplicationGroup',
    { TransitEncryptionEnabled: false },
    'takes connections with TLS only',
  ],
  [
    'elasticache:CreateReplicationGroup',
    { TransitEncryptionMode: 'preferred' },
    'takes connections with TLS only',
  ],
  ['elasticache:CreateReplicationGroup', { AuthToken: undefined }, 'asks its clients for a token'],
  [
    'elasticache:CreateReplicationGroup',
    { CacheSubnetGroupName: undefined },
    'is in subnets and behind security groups of the landing zone',
  ],
  ['elasticache:CreateReplicationGroup', { Tags: [] }, 'carries the tags of its environment'],
  [
    'elasticache:ModifyReplicationGroup',
    { TransitEncryptionMode: 'preferred' },
    'goes on to take connections with TLS only',
  ],
  ['elasticache:CreateCacheSubnetGroup', { Tags: [] }, 'carries the tags of its environment'],
  ['elasticache:CreateCacheParameterGroup', { Tags: [] }, 'carries the tags of its environment'],
  ['dax:CreateCluster', { SSESpecification: undefined }, 'encrypts data at rest'],
  ['dax:CreateCluster', { ClusterEndpointEncryptionType: 'NONE' }, 'takes connections with TLS only'],
  [
    'dax:CreateCluster',
    { SecurityGroupIds: undefined },
    'is in subnets and behind security groups of the landing zone',
  ],
  ['dax:CreateCluster', { Tags: [] }, 'carries the tags of its environment'],
  ['dax:CreateSubnetGroup', { Description: 'mine' }, 'names its environment in the description'],
  ['dax:CreateParameterGroup', { Description: undefined }, 'names its environment in the description'],
  ['secretsmanager:CreateSecret', { KmsKeyId: undefined }, 'is encrypted with a key'],
  ['secretsmanager:CreateSecret', { Tags: [] }, 'carries the tags of its environment'],
  [
    'iam:CreateRole',
    { AssumeRolePolicyDocument: '{"Statement":[{"Principal":{"AWS":"*"}}]}' },
    'is trusted to one service and nobody else',
  ],
  [
    'iam:CreateRole',
    { AssumeRolePolicyDocument: '{"Statement":[{"Principal":{"Service":["a","b"]}}]}' },
    'is trusted to one service and nobody else',
  ],
  ['iam:CreateRole', { Path: '/' }, 'is under /plinth/'],
  ['iam:CreateRole', { Tags: [] }, 'carries the tags of its environment'],
  [
    'iam:PutRolePolicy',
    { PolicyDocument: '{"Statement":[{"Action":"dynamodb:*","Resource":["arn:aws:dynamodb:a:b:c"]}]}' },
    'allows nothing with a bare star',
  ],
  [
    'iam:PutRolePolicy',
    { PolicyDocument: '{"Statement":[{"Action":["dynamodb:GetItem"],"Resource":["arn","*"]}]}' },
    'allows nothing with a bare star',
  ],
  [
    'iam:AttachRolePolicy',
    { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    'attaches the policy for Enhanced Monitoring only',
  ],
  ['monitoring:PutMetricAlarm', { AlarmActions: [] }, 'tells somebody'],
  ['monitoring:PutMetricAlarm', { Tags: undefined }, 'carries the tags of its environment'],
  ['monitoring:PutDashboard', { Tags: undefined }, 'carries the tags of its environment'],
  [
    'logs:CreateLogGroup',
    { tags: { 'plinth:environment': 'shop/other' } },
    'carries the tags of its environment',
  ],
  ['logs:PutRetentionPolicy', { retentionInDays: undefined }, 'does not keep logs for ever'],
];

describe('each rule bites', () => {
  it.each(BAD)('%s with %j', (operation, change, rule) => {
    const { calls, desired } = of('production');
    const [service = '', name = ''] = operation.split(':');
    const good = calls.find(({ context }) => context.service === service && context.operation === name);
    const context = good?.context ?? { service, operation: name, region: 'eu-west-2', accessKeyId: 'local' };
    const input = { ...(good?.input as object), ...change };
    expect(brokenRules({ context, input }, desired)).toEqual([`${operation} ${rule}: broken`]);
  });

  it('in one row at least', () => {
    const bitten = new Set(BAD.map(([operation, , rule]) => `${operation} ${rule}`));
    expect(
      BODY_RULES.map(({ operation, rule }) => `${operation} ${rule}`).filter((each) => !bitten.has(each)),
    ).toEqual([]);
  });

  it('also on a kind of change that nobody has thought about', () => {
    const context = {
      service: 'rds',
      operation: 'StartDBCluster',
      region: 'eu-west-2',
      accessKeyId: 'local',
    };
    expect(brokenRules({ context, input: {} }, of('production').desired)).toEqual([
      'rds:StartDBCluster: no rule says what its body must be',
    ]);
  });

  it.each([
    ['ModifyDBClusterParameterGroup', 'eu-west-1', /^rds.force_ssl of Aurora in eu-west-1$/],
    ['UpdateContinuousBackups', 'eu-west-1', /^point-in-time recovery of .* in eu-west-1$/],
    ['TagResource', 'eu-west-1', /^tags of .* in eu-west-1$/],
    ['UpdateTable', 'eu-west-1', /^deletion protection of .* in eu-west-1$/],
  ])('on a provision without %s in %s', (operation, region, text) => {
    const { calls, desired } = of('production');
    const rest = calls.filter(({ context }) => context.operation !== operation || context.region !== region);
    const missing = missingFrom(rest, desired);
    expect(missing.length).toBeGreaterThan(0);
    for (const each of missing) expect(each).toMatch(text);
  });
});
