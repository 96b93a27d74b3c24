import { systemClock } from '../../../core/clock.ts';
import { WorkTracker } from '../../../local/clock.ts';
import { createWorld } from '../../../local/cloud.ts';
import { instant } from '../../../local/delays.ts';
import { createNoEngines } from '../../../local/engines/none.ts';
import { RULES } from '../../../local/iam/checks/index.ts';
import { checksOfCall } from '../../../local/iam/checks-of-call.ts';
import { createKnown } from '../../../local/iam/known.ts';
import type { Check } from '../../../local/iam/policy.ts';
import type { Service } from '../../../local/service.ts';
import { createSfnService } from '../../../local/services/sfn/index.ts';
import { unsupported } from '../../support/iam-data.ts';

const ACCOUNT = '000000000000';
const KEY = `arn:aws:kms:eu-west-2:${ACCOUNT}:key/plinth-aurora`;
const THERE = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/plinth-dynamodb`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/plinth/shop-dev`;
const TAGS = [{ Key: 'plinth:managed-by', Value: 'plinth' }];

const parts = { engines: createNoEngines(), work: new WorkTracker(), clock: systemClock, delays: instant };
const { world, services } = createWorld(parts, new AbortController().signal);
const sfn = createSfnService(world, { invokeLambda: async () => null, onStatusChange: async () => {} });
const all: readonly Service[] = [...services, sfn];
const known = createKnown(ACCOUNT, all);

const checks = (service: string, operation: string, input: object, region = 'eu-west-2') =>
  checksOfCall({ service, operation, region }, input, known);
const asked = (list: readonly Check[]) => list.map(({ action, resource }) => `${action} ${resource}`);

const arn = (service: string, rest: string, region = 'eu-west-2') =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;

describe('the operations that the local cloud serves', () => {
  it.each(all.map((service): [string, Service] => [service.name, service]))(
    'all have a rule: %s',
    (name, service) => {
      expect(Object.keys(service.operations).filter((operation) => !RULES[name]?.[operation])).toEqual([]);
    },
  );

  it('are refused, with their name, where there is none', async () => {
    await expect(checks('rds', 'RebootDBCluster', {})).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('rds:RebootDBCluster'),
    });
  });
});

/** One input for every operation of a service: what an operation does not have it does not look at. */
const INPUTS: Readonly<Record<string, object>> = {
  rds: {
    ...{
      DBClusterIdentifier: 'c',
      DBInstanceIdentifier: 'i',
      GlobalClusterIdentifier: 'g',
      DBSubnetGroupName: 's',
    },
    ...{ DBClusterParameterGroupName: 'cp', DBParameterGroupName: 'p', FinalDBSnapshotIdentifier: 'f' },
    ...{
      KmsKeyId: KEY,
      PerformanceInsightsKMSKeyId: KEY,
      MonitoringRoleArn: ROLE,
      Tags: TAGS,
      TagKeys: ['a'],
    },
    ...{ DbClusterIdentifier: arn('rds', 'cluster:c', 'eu-west-1'), ResourceName: arn('rds', 'cluster:c') },
    SourceDBClusterIdentifier: arn('rds', 'cluster:c'),
    ...{ DBClusterSnapshotIdentifier: 'n', SnapshotIdentifier: 'n', TargetDBClusterSnapshotIdentifier: 't' },
    SourceDBClusterSnapshotIdentifier: arn('rds', 'cluster-snapshot:n', 'eu-west-1'),
  },
  dynamodb: {
    ...{
      TableName: 't',
      IndexName: 'x',
      Tags: TAGS,
      TagKeys: ['a'],
      ResourceArn: arn('dynamodb', 'table/t'),
    },
    SSESpecification: { KMSMasterKeyId: KEY },
    ReplicaUpdates: [
      { Create: { RegionName: 'eu-west-1', KMSMasterKeyId: THERE } },
      { Delete: { RegionName: 'eu-west-1' } },
    ],
    RequestItems: { t: {}, u: {} },
    TransactItems: ['Get', 'Put', 'Update', 'Delete', 'ConditionCheck'].map((part) => ({
      [part]: { TableName: 't' },
    })),
  },
  elasticache: {
    ...{
      ReplicationGroupId: 'g',
      CacheSubnetGroupName: 's',
      CacheParameterGroupName: 'p',
      CacheClusterId: 'c',
    },
    ...{ KmsKeyId: KEY, FinalSnapshotIdentifier: 'f', Tags: TAGS, TagKeys: ['a'] },
    LogDeliveryConfigurations: [{}],
    ResourceName: arn('elasticache', 'replicationgroup:g'),
  },
  dax: {
    ClusterName: 'c',
    ClusterNames: ['c'],
    IamRoleArn: ROLE,
    Tags: TAGS,
    ResourceName: arn('dax', 'cache/c'),
  },
  monitoring: {
    ...{
      AlarmName: 'a',
      AlarmNames: ['a'],
      DashboardName: 'd',
      DashboardNames: ['d'],
      Tags: TAGS,
      TagKeys: ['a'],
    },
    ...{ AlarmActions: [arn('sns', 't')], ResourceARN: arn('cloudwatch', 'alarm:a') },
  },
  secretsmanager: { Name: 's', SecretId: 's', KmsKeyId: KEY, Tags: TAGS, TagKeys: ['a'] },
  kms: {
    ...{ KeyId: KEY, TargetKeyId: KEY, AliasName: 'alias/a', EncryptionContext: { a: 'b' } },
    Tags: [{ TagKey: 'a', TagValue: 'b' }],
  },
  sns: { Name: 't', TopicArn: arn('sns', 't'), ResourceArn: arn('sns', 't'), Tags: TAGS, TagKeys: ['a'] },
  logs: {
    logGroupName: '/plinth/a',
    resourceArn: arn('logs', 'log-group:/plinth/a'),
    tags: { a: 'b' },
    tagKeys: ['a'],
  },
  iam: {
    RoleName: 'r',
    Path: '/plinth/',
    PolicyArn: ROLE,
    Tags: TAGS,
    TagKeys: ['a'],
    AWSServiceName: 'dax.amazonaws.com',
  },
  states: {
    ...{ name: 'm', roleArn: ROLE, tags: [{ key: 'a', value: 'b' }] },
    ...{ stateMachineArn: arn('states', 'stateMachine:m'), resourceArn: arn('states', 'stateMachine:m') },
    executionArn: arn('states', 'execution:m:x'),
  },
  events: { Entries: [{ EventBusName: 'plinth', Source: 'plinth', DetailType: 'Environment Ready' }, {}] },
};

it.each(Object.keys(RULES))(
  'the rules of %s ask what IAM has: actions, resource types, condition keys',
  async (service) => {
    const operations = Object.keys(RULES[service] ?? {});
    const found = await Promise.all(
      operations.map(async (operation) => {
        const list = await checks(service, operation, INPUTS[service] ?? {});
        expect(list.length).toBeGreaterThan(0);
        return (await Promise.all(list.map(unsupported))).flat();
      }),
    );
    expect(found.flat()).toEqual([]);
  },
);

describe('a call', () => {
  it('creates a cluster: every resource that it uses, its tags, its key, the first one of the account', async () => {
    const list = await checks('rds', 'CreateDBCluster', {
      ...{ DBClusterIdentifier: 'Shop', Engine: 'aurora-postgresql', EngineVersion: '15.17', Tags: TAGS },
      ...{
        DBSubnetGroupName: 's',
        DBClusterParameterGroupName: 'p',
        GlobalClusterIdentifier: 'g',
        KmsKeyId: KEY,
      },
    });
    expect(asked(list)).toEqual([
      `rds:CreateDBCluster ${arn('rds', 'cluster:shop')}`,
      `rds:AddTagsToResource ${arn('rds', 'cluster:shop')}`,
      `rds:CreateDBCluster ${arn('rds', 'subgrp:s')}`,
      `rds:CreateDBCluster ${arn('rds', 'cluster-pg:p')}`,
      `rds:CreateDBCluster ${arn('rds', 'og:default:aurora-postgresql-15')}`,
      `rds:CreateDBCluster ${arn('rds', 'global-cluster:g', '')}`,
      `kms:DescribeKey ${KEY}`,
      `kms:CreateGrant ${KEY}`,
      `iam:CreateServiceLinkedRole arn:aws:iam::${ACCOUNT}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`,
    ]);
    const [create, , , , , , , grant, linked] = list;
    expect(create?.context).toEqual({
      'aws:RequestedRegion': ['eu-west-2'],
      'aws:RequestTag/plinth:managed-by': ['plinth'],
      'aws:TagKeys': ['plinth:managed-by'],
    });
    expect(grant?.context).toMatchObject({
      'kms:ViaService': ['rds.eu-west-2.amazonaws.com'],
      'kms:GrantIsForAWSResource': ['true'],
    });
    expect(linked?.context).toEqual({
      'aws:RequestedRegion': ['us-east-1'],
      'iam:AWSServiceName': ['rds.amazonaws.com'],
    });
  });

  it('with a presigned URL is a create in the region of the URL, too', async () => {
    const input = {
      DBClusterIdentifier: 'c',
      PreSignedUrl: 'https://rds.eu-west-2.amazonaws.com/?Action=CreateDBCluster',
    };
    const last = (await checks('rds', 'CreateDBCluster', input, 'eu-west-1')).at(-1);
    expect(last).toMatchObject({
      resource: arn('rds', 'cluster:c'),
      context: { 'aws:RequestedRegion': ['eu-west-2'] },
    });
  });

  it('passes a role to a service, whatever tags the role has and wherever the call goes', async () => {
    const list = await checks('dax', 'CreateCluster', { ClusterName: 'c', IamRoleArn: ROLE });
    expect(list).toContainEqual({
      action: 'iam:PassRole',
      resource: ROLE,
      context: { 'iam:PassedToService': ['dax.amazonaws.com'] },
    });
  });

  it('adds a replica with the permissions of both regions, and the keys of both', async () => {
    const input = {
      TableName: 't',
      ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1', KMSMasterKeyId: THERE } }],
    };
    const list = asked(await checks('dynamodb', 'UpdateTable', input));
    expect(list).toEqual(
      expect.arrayContaining([
        `dynamodb:CreateTableReplica ${arn('dynamodb', 'table/t')}`,
        `dynamodb:CreateTableReplica ${arn('dynamodb', 'table/t', 'eu-west-1')}`,
        `dynamodb:CreateTable ${arn('dynamodb', 'table/t', 'eu-west-1')}`,
        `kms:CreateGrant ${THERE}`,
      ]),
    );
    expect(list).not.toContain(`dynamodb:CreateTable ${arn('dynamodb', 'table/t')}`);
  });

  it('of IAM counts as of us-east-1, and a role that is not there has no path', async () => {
    expect(await checks('iam', 'GetRole', { RoleName: 'shop-dev-dax' })).toEqual([
      {
        action: 'iam:GetRole',
        resource: `arn:aws:iam::${ACCOUNT}:role/shop-dev-dax`,
        context: { 'aws:RequestedRegion': ['us-east-1'] },
      },
    ]);
  });

  it('needs no permission for a key that AWS manages', async () => {
    const list = await checks('secretsmanager', 'CreateSecret', {
      Name: 's',
      KmsKeyId: 'alias/aws/secretsmanager',
    });
    expect(asked(list)).toEqual([`secretsmanager:CreateSecret ${arn('secretsmanager', 'secret:s')}`]);
  });

  it('puts events on a bus, each with its source and type', async () => {
    const Entries = [
      { EventBusName: 'plinth', Source: 'plinth', DetailType: 'Environment Ready' },
      { Source: 'x' },
    ];
    expect(await checks('events', 'PutEvents', { Entries })).toMatchObject([
      {
        resource: arn('events', 'event-bus/plinth'),
        context: { 'events:source': ['plinth'], 'events:detail-type': ['Environment Ready'] },
      },
      { resource: arn('events', 'event-bus/default'), context: { 'events:source': ['x'] } },
    ]);
  });
});

describe('tags and keys that a resource has', () => {
  const say = (service: string, operation: string, input: object) =>
    known.ask(service, operation, input, 'eu-west-2');

  it('are looked up: the tags of a topic, the key of a secret by its name', async () => {
    const { TopicArn } = await say('sns', 'CreateTopic', { Name: 'mine', Tags: TAGS });
    const [topic] = await checks('sns', 'Publish', { TopicArn });
    expect(topic?.context).toMatchObject({ 'aws:ResourceTag/plinth:managed-by': ['plinth'] });

    const { ARN } = await say('secretsmanager', 'CreateSecret', {
      Name: 'mine',
      SecretString: 'x',
      KmsKeyId: KEY,
    });
    const list = await checks('secretsmanager', 'GetSecretValue', { SecretId: 'mine' });
    expect(asked(list)).toEqual([`secretsmanager:GetSecretValue ${ARN}`, `kms:Decrypt ${KEY}`]);
  });

  it('are those of the role, with its path, where there is one', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'dax.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    await say('iam', 'CreateRole', {
      RoleName: 'mine',
      Path: '/plinth/',
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Tags: TAGS,
    });
    expect(await checks('iam', 'DeleteRole', { RoleName: 'mine' })).toMatchObject([
      {
        resource: `arn:aws:iam::${ACCOUNT}:role/plinth/mine`,
        context: { 'aws:ResourceTag/plinth:managed-by': ['plinth'] },
      },
    ]);
  });
});
