import {
  type CreateDBClusterMessage,
  type CreateDBInstanceMessage,
  CreateGlobalClusterCommand,
  type CreateGlobalClusterMessage,
  type RDSClient,
} from '@aws-sdk/client-rds';
import {
  createCluster,
  createGroups,
  createInstance,
  ENGINE,
  globalDatabase,
  globalPrimary,
  secondaryInput,
  standalone,
} from './flows.ts';
import { type Cloud, keyArn, MONITORING_ROLE, makeCloud, PASSWORD, PRIMARY, SECONDARY } from './harness.ts';

const VALUE = 'InvalidParameterValue';
const COMBINATION = 'InvalidParameterCombination';

describe('CreateDBCluster refuses', () => {
  let client: RDSClient;
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = makeCloud();
    client = await standalone(cloud);
  });

  const cases: [why: string, input: Partial<CreateDBClusterMessage>, error: string, text?: string][] = [
    ['a name with two hyphens in a row', { DBClusterIdentifier: 'a--b' }, VALUE],
    ['a name that ends in a hyphen', { DBClusterIdentifier: 'ab-' }, VALUE],
    ['a name that starts with a digit', { DBClusterIdentifier: '1ab' }, VALUE],
    ['a name of 64 characters', { DBClusterIdentifier: 'a'.repeat(64) }, VALUE],
    [
      'a name that is taken, in any case',
      { DBClusterIdentifier: 'SHOP-EUW2' },
      'DBClusterAlreadyExistsFault',
    ],
    ['another engine', { Engine: 'aurora-mysql' }, VALUE],
    [
      'a version that is gone',
      { EngineVersion: '15.4' },
      COMBINATION,
      'Cannot find version 15.4 for aurora-postgresql',
    ],
    ['serverless v1', { EngineMode: 'serverless' }, COMBINATION],
    ['no user name', { MasterUsername: undefined }, 'MissingParameter', 'MasterUsername'],
    ['no password', { MasterUserPassword: undefined }, 'MissingParameter', 'MasterUserPassword'],
    ['a reserved user name', { MasterUsername: 'admin' }, VALUE, 'reserved word'],
    ['a user name of 17 characters', { MasterUsername: 'a'.repeat(17) }, VALUE],
    ['a user name with a hyphen', { MasterUsername: 'game-admin' }, VALUE],
    ['a password of 7 characters', { MasterUserPassword: 'seven77' }, VALUE, 'shorter than 8'],
    ['a password of 42 characters', { MasterUserPassword: 'p'.repeat(42) }, VALUE, 'longer than 41'],
    ['a password with @', { MasterUserPassword: 'secret@secret' }, VALUE, 'printable ASCII'],
    ['a password with a space', { MasterUserPassword: 'secret secret' }, VALUE, 'printable ASCII'],
    ['a database name with a hyphen', { DatabaseName: 'game-db' }, VALUE, 'alphanumeric'],
    ['a subnet group that does not exist', { DBSubnetGroupName: 'nope' }, 'DBSubnetGroupNotFoundFault'],
    [
      'no subnet group, as there is no default',
      { DBSubnetGroupName: undefined },
      'DBSubnetGroupNotFoundFault',
    ],
    ['a security group that does not exist', { VpcSecurityGroupIds: ['sg-9'] }, VALUE, 'sg-9'],
    ['a security group of another VPC', { VpcSecurityGroupIds: ['sg-2'] }, COMBINATION, 'different VPCs'],
    [
      'a parameter group that does not exist',
      { DBClusterParameterGroupName: 'nope' },
      'DBClusterParameterGroupNotFoundFault',
    ],
    [
      'a parameter group of another family',
      { DBClusterParameterGroupName: 'default.aurora-postgresql16' },
      COMBINATION,
      'Please use a Parameter Group with DBParameterGroupFamily aurora-postgresql15',
    ],
    ['a key of another region', { KmsKeyId: keyArn(SECONDARY) }, 'KMSKeyNotAccessibleFault', SECONDARY],
    ['a key that does not exist', { KmsKeyId: keyArn(PRIMARY, 'nope') }, 'KMSKeyNotAccessibleFault'],
    [
      'a key that is disabled',
      { KmsKeyId: keyArn(PRIMARY, 'disabled') },
      'KMSKeyNotAccessibleFault',
      'not enabled',
    ],
    ['a key without encryption', { StorageEncrypted: false }, COMBINATION],
    ['backups kept for 0 days', { BackupRetentionPeriod: 0 }, VALUE],
    ['backups kept for 36 days', { BackupRetentionPeriod: 36 }, VALUE],
    ['a backup window of 29 minutes', { PreferredBackupWindow: '03:00-03:29' }, VALUE],
    ['a backup window that is none', { PreferredBackupWindow: '3am' }, VALUE],
    ['a maintenance window without a day', { PreferredMaintenanceWindow: '03:00-04:00' }, VALUE],
    [
      'windows that overlap',
      { PreferredBackupWindow: '03:30-04:00', PreferredMaintenanceWindow: 'sun:03:00-sun:04:00' },
      VALUE,
      'must not overlap',
    ],
    [
      'windows that overlap over midnight on Sunday',
      { PreferredBackupWindow: '00:10-00:40', PreferredMaintenanceWindow: 'sun:23:45-mon:00:15' },
      VALUE,
      'must not overlap',
    ],
    ['a port below 1150', { Port: 1149 }, VALUE],
    ['an unknown log', { EnableCloudwatchLogsExports: ['audit'] }, COMBINATION, 'audit'],
    ['an unknown storage type', { StorageType: 'gp3' }, VALUE],
    [
      'a global cluster that does not exist',
      { GlobalClusterIdentifier: 'nope' },
      'GlobalClusterNotFoundFault',
    ],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: '1' }] }, VALUE],
    ['a password in Secrets Manager, not implemented', { ManageMasterUserPassword: true }, 'NotImplemented'],
    ['a field not implemented', { BacktrackWindow: 60 }, 'NotImplemented', 'CreateDBCluster.BacktrackWindow'],
  ];

  it.each(cases)('%s', async (_why, input, name, text = '') => {
    const before = cloud.engines.log.length;
    await expect(createCluster(client, { DBClusterIdentifier: 'other', ...input })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
    expect(cloud.engines.log).toHaveLength(before);
  });

  it('a cluster over the quota', async () => {
    cloud.quotas.rds = { DBClusters: 1 };
    await expect(createCluster(client, { DBClusterIdentifier: 'other' })).rejects.toMatchObject({
      name: 'DBClusterQuotaExceededFault',
    });
  });

  it('a password without repeating it', async () => {
    const MasterUserPassword = `${PASSWORD}@`;
    await expect(
      createCluster(client, { DBClusterIdentifier: 'other', MasterUserPassword }),
    ).rejects.toMatchObject({
      message: expect.not.stringContaining(PASSWORD),
    });
  });
});

describe('CreateDBInstance refuses', () => {
  let client: RDSClient;
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = makeCloud();
    client = await standalone(cloud);
  });

  const lambdaRole = MONITORING_ROLE.replace('monitoring', 'lambda');
  const insights = { EnablePerformanceInsights: true };
  const cases: [why: string, input: Partial<CreateDBInstanceMessage>, error: string, text?: string][] = [
    ['a name that is taken', { DBInstanceIdentifier: 'Shop-euw2-1' }, 'DBInstanceAlreadyExistsFault'],
    ['a name with an underscore', { DBInstanceIdentifier: 'a_b' }, VALUE],
    ['no cluster', { DBClusterIdentifier: undefined }, COMBINATION, 'DBClusterIdentifier'],
    ['a cluster that does not exist', { DBClusterIdentifier: 'nope' }, 'DBClusterNotFoundFault'],
    ['another engine', { Engine: 'postgres' }, COMBINATION],
    ['another version than the cluster', { EngineVersion: '15.10' }, COMBINATION, 'does not match'],
    ['a class that is none', { DBInstanceClass: 'large' }, VALUE],
    [
      'a class that Aurora does not take',
      { DBInstanceClass: 'db.m5.large' },
      COMBINATION,
      'DBInstanceClass=db.m5.large',
    ],
    [
      'a parameter group that does not exist',
      { DBParameterGroupName: 'nope' },
      'DBParameterGroupNotFoundFault',
    ],
    [
      'a parameter group of another family',
      { DBParameterGroupName: 'default.aurora-postgresql16' },
      COMBINATION,
    ],
    ['another subnet group', { DBSubnetGroupName: 'other' }, COMBINATION],
    ['a zone outside the subnet group', { AvailabilityZone: 'eu-west-2c' }, 'InvalidVPCNetworkStateFault'],
    ['promotion tier 16', { PromotionTier: 16 }, VALUE],
    ['monitoring every 7 seconds', { MonitoringInterval: 7, MonitoringRoleArn: MONITORING_ROLE }, VALUE],
    [
      'monitoring without a role',
      { MonitoringInterval: 60 },
      COMBINATION,
      'MonitoringRoleARN value is required',
    ],
    [
      'a role that does not exist',
      { MonitoringInterval: 60, MonitoringRoleArn: `${MONITORING_ROLE}-nope` },
      VALUE,
      'IAM role ARN value is invalid or does not include the required permissions',
    ],
    [
      'a role that trusts another service',
      { MonitoringInterval: 60, MonitoringRoleArn: lambdaRole },
      VALUE,
      'IAM role ARN value is invalid',
    ],
    ['a monitoring role without an interval', { MonitoringRoleArn: MONITORING_ROLE }, COMBINATION],
    ['insights kept for 30 days', { ...insights, PerformanceInsightsRetentionPeriod: 30 }, VALUE],
    ['insights kept for 24 months', { ...insights, PerformanceInsightsRetentionPeriod: 24 * 31 }, VALUE],
    ['a retention of insights that are off', { PerformanceInsightsRetentionPeriod: 7 }, COMBINATION],
    [
      'advanced insights kept for 31 days',
      { ...insights, DatabaseInsightsMode: 'advanced' },
      COMBINATION,
      '465',
    ],
    [
      'an insights key of another region',
      { ...insights, PerformanceInsightsKMSKeyId: keyArn(SECONDARY) },
      'KMSKeyNotAccessibleFault',
    ],
    ['other insights than its siblings', insights, COMBINATION, 'same Performance Insights settings'],
    ['deletion protection', { DeletionProtection: true }, COMBINATION, 'Cluster level'],
    [
      'a password',
      { MasterUserPassword: PASSWORD },
      COMBINATION,
      'Set master user password for the DB Cluster',
    ],
    ['a backup retention', { BackupRetentionPeriod: 7 }, COMBINATION, 'for the DB Cluster'],
    ['security groups', { VpcSecurityGroupIds: ['sg-1'] }, COMBINATION, 'for the DB Cluster'],
    ['storage encryption', { StorageEncrypted: true }, COMBINATION, 'for the DB Cluster'],
  ];

  it.each(cases)('%s', async (_why, input, name, text = '') => {
    await expect(createInstance(client, { DBInstanceIdentifier: 'other', ...input })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
  });

  it('a cluster that is not available', async () => {
    await createCluster(client, { DBClusterIdentifier: 'other' });
    await expect(
      createInstance(client, { DBInstanceIdentifier: 'other-1', DBClusterIdentifier: 'other' }),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  });

  it('a 16th reader', async () => {
    for (let number = 2; number <= 16; number++) {
      await createInstance(client, { DBInstanceIdentifier: `shop-euw2-${number}` });
    }
    await expect(createInstance(client, { DBInstanceIdentifier: 'one-more' })).rejects.toMatchObject({
      name: COMBINATION,
      message: expect.stringContaining('16 instances'),
    });
  });

  it('an instance over the quota', async () => {
    cloud.quotas.rds = { DBInstances: 1 };
    await expect(createInstance(client, { DBInstanceIdentifier: 'other' })).rejects.toMatchObject({
      name: 'InstanceQuotaExceededFault',
    });
  });
});

it('takes the settings that are legal at their limits', async () => {
  const cloud = makeCloud();
  const client = cloud.client(PRIMARY);
  await createGroups(client);
  await createCluster(client, { BackupRetentionPeriod: 35, MasterUserPassword: 'p'.repeat(41), Port: 1150 });
  await cloud.settle();
  const { DBInstance } = await createInstance(client, {
    MonitoringInterval: 60,
    MonitoringRoleArn: MONITORING_ROLE,
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: 731,
    PerformanceInsightsKMSKeyId: keyArn(PRIMARY),
    DatabaseInsightsMode: 'advanced',
  });
  expect(DBInstance).toMatchObject({
    MonitoringInterval: 60,
    PerformanceInsightsRetentionPeriod: 731,
    DatabaseInsightsMode: 'advanced',
    EnhancedMonitoringResourceArn: expect.stringContaining('log-group:RDSOSMetrics'),
  });
});

describe('CreateGlobalCluster refuses', () => {
  const cases: [why: string, input: Partial<CreateGlobalClusterMessage>, error: string][] = [
    ['a name that is taken', {}, 'GlobalClusterAlreadyExistsFault'],
    ['a name that starts with a digit', { GlobalClusterIdentifier: '1a' }, VALUE],
    ['no engine', { GlobalClusterIdentifier: 'other', Engine: undefined }, 'MissingParameter'],
    ['a version that is gone', { GlobalClusterIdentifier: 'other', EngineVersion: '15.4' }, COMBINATION],
    [
      'a source cluster together with an engine',
      { GlobalClusterIdentifier: 'other', SourceDBClusterIdentifier: 'shop-euw2' },
      COMBINATION,
    ],
    [
      'a source cluster that does not exist',
      { GlobalClusterIdentifier: 'other', SourceDBClusterIdentifier: 'nope', Engine: undefined },
      'DBClusterNotFoundFault',
    ],
  ];

  it.each(cases)('%s', async (_why, input, name) => {
    const client = makeCloud().client(PRIMARY);
    await client.send(new CreateGlobalClusterCommand({ GlobalClusterIdentifier: 'shop', Engine: ENGINE }));
    const merged = { GlobalClusterIdentifier: 'shop', Engine: ENGINE, ...input };
    await expect(client.send(new CreateGlobalClusterCommand(merged))).rejects.toMatchObject({ name });
  });
});

describe('a cluster of a global database refuses', () => {
  const secondaryCases: [
    why: string,
    input: Partial<CreateDBClusterMessage>,
    error: string,
    text?: string,
  ][] = [
    [
      'a user name',
      { MasterUsername: 'gameadmin' },
      COMBINATION,
      'Cannot specify user name for cross region',
    ],
    ['a password', { MasterUserPassword: PASSWORD }, COMBINATION, 'Cannot specify password for cross region'],
    [
      'a database name',
      { DatabaseName: 'gaming' },
      COMBINATION,
      'Cannot specify database name for cross region',
    ],
    ['a managed password', { ManageMasterUserPassword: true }, COMBINATION, 'not supported'],
    ['another engine version', { EngineVersion: '15.18' }, COMBINATION, 'does not match'],
    ['another major version', { EngineVersion: '16' }, COMBINATION, 'does not match'],
    ['the name of its primary', { DBClusterIdentifier: 'shop-euw2' }, VALUE, 'in another region'],
    ['to be unencrypted', { StorageEncrypted: false, KmsKeyId: undefined }, COMBINATION, 'unencrypted'],
    ['to go without a key', { KmsKeyId: undefined }, COMBINATION, 'unencrypted'],
    ["the primary region's key", { KmsKeyId: keyArn(PRIMARY) }, 'KMSKeyNotAccessibleFault'],
  ];

  it.each(secondaryCases)('as a secondary, %s', async (_why, input, name, text = '') => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { secondary } = await globalPrimary(cloud);
    await expect(createCluster(secondary, { ...secondaryInput(), ...input })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
  });

  it('as a secondary, a region that has a member already', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary } = await globalPrimary(cloud);
    const input = { ...secondaryInput(), DBClusterIdentifier: 'second', KmsKeyId: keyArn(PRIMARY) };
    await expect(createCluster(primary, input)).rejects.toMatchObject({
      name: COMBINATION,
      message: expect.stringContaining(PRIMARY),
    });
  });

  it('as a primary, to be unencrypted when the global cluster is encrypted', async () => {
    const cloud = makeCloud();
    const client = cloud.client(PRIMARY);
    await createGroups(client);
    await client.send(
      new CreateGlobalClusterCommand({
        GlobalClusterIdentifier: 'shop',
        Engine: ENGINE,
        StorageEncrypted: true,
      }),
    );
    await cloud.settle();
    const input = {
      GlobalClusterIdentifier: 'shop',
      StorageEncrypted: false,
      KmsKeyId: undefined,
      EngineVersion: '17',
    };
    await expect(
      createCluster(client, { ...input, DBClusterParameterGroupName: 'default.aurora-postgresql17' }),
    ).rejects.toMatchObject({ name: COMBINATION, message: expect.stringContaining('StorageEncrypted') });
  });

  it('burstable classes', async () => {
    const cloud = makeCloud({ requirePreSignedUrl: false });
    const { primary } = await globalDatabase(cloud);
    const input = { DBInstanceIdentifier: 'small', DBInstanceClass: 'db.t4g.medium' };
    await expect(createInstance(primary, input)).rejects.toMatchObject({
      name: COMBINATION,
      message: 'The requested instance class is not supported by global databases: db.t4g.medium',
    });
  });
});
