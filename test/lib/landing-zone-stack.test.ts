import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { LandingZoneStack } from '../../lib/landing-zone-stack.ts';
import { findings } from './nag.ts';

/** Both regions, and a stack that uses what they expose, as the application of the CDK does. */
function build(app: App) {
  const home = new LandingZoneStack(app, 'Home', { env: { region: 'eu-west-2' }, egress: true });
  const second = new LandingZoneStack(app, 'Second', { env: { region: 'eu-west-1' }, cidr: '10.41.0.0/16' });
  const user = new Stack(app, 'User', { env: { region: 'eu-west-2' }, crossRegionReferences: true });
  const value = JSON.stringify({ 'eu-west-2': home.landingZone, 'eu-west-1': second.landingZone });
  new CfnParameter(user, 'LandingZones', { type: 'String', value });
  return { home, second, user };
}

const stacks = build(new App());
const home = Template.fromStack(stacks.home);
const second = Template.fromStack(stacks.second);

/** One way through the security groups: both ends of it. */
function ways(template: Template): string[] {
  const names = Object.entries(template.findResources('AWS::EC2::SecurityGroup')).map(
    ([id, { Properties }]): [string, string] => [id, Properties.GroupDescription],
  );
  const nameOf = (value: { 'Fn::GetAtt'?: [string] }) =>
    names.find(([id]) => id === value?.['Fn::GetAtt']?.[0])?.[1] ?? '?';
  return ['Ingress', 'Egress'].flatMap((direction) =>
    Object.values(template.findResources(`AWS::EC2::SecurityGroup${direction}`)).map(
      ({ Properties: rule }) => {
        const other = nameOf(rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId);
        const ends = direction === 'Ingress' ? [other, nameOf(rule.GroupId)] : [nameOf(rule.GroupId), other];
        return `${direction}: ${ends.join(' → ')} ${rule.FromPort}-${rule.ToPort}`;
      },
    ),
  );
}

describe.each([
  ['home', home],
  ['second', second],
])('the %s region', (_name, template) => {
  it('has three zones, named by position, so that no account is asked', () => {
    const zones = Object.values(template.findResources('AWS::EC2::Subnet')).map(({ Properties }) =>
      JSON.stringify(Properties.AvailabilityZone),
    );
    expect([...new Set(zones)]).toEqual(
      [0, 1, 2].map((index) => JSON.stringify({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })),
    );
  });

  it('lets in only what uses an engine, on its port', () => {
    const expected = [
      'Applications that use the databases → Aurora clusters 5432-5432',
      'Applications that use the databases → ElastiCache replication groups 6379-6379',
      'Applications that use the databases → DAX clusters 9111-9111',
      'The migrate function → Aurora clusters 5432-5432',
    ];
    expect(ways(template).sort()).toEqual(
      ['Ingress', 'Egress'].flatMap((end) => expected.map((way) => `${end}: ${way}`)).sort(),
    );
  });

  it('lets nothing out but the migrate function, by HTTPS', () => {
    const open = Object.values(template.findResources('AWS::EC2::SecurityGroup')).flatMap(({ Properties }) =>
      (Properties.SecurityGroupEgress ?? [])
        .filter((rule: { CidrIp?: string }) => rule.CidrIp === '0.0.0.0/0')
        .map((rule: { FromPort: number }) => `${Properties.GroupDescription} ${rule.FromPort}`),
    );
    expect(open).toEqual(['The migrate function 443']);
    for (const { Properties } of Object.values(template.findResources('AWS::EC2::SecurityGroup')))
      expect(Properties.SecurityGroupIngress).toBeUndefined();
  });

  it('closes the default security group', () => {
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  it('records all traffic in an encrypted log', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 90,
    });
  });

  it('reaches DynamoDB without leaving the VPC', () => {
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
  });

  it('has keys that are rotated, and stay', () => {
    const keys = Object.values(template.findResources('AWS::KMS::Key'));
    expect(keys).toHaveLength(5);
    for (const key of keys)
      expect(key).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: { EnableKeyRotation: true },
      });
  });

  it.each(['rds', 'dynamodb', 'elasticache', 'secretsmanager'])(
    'has a key that %s may use for callers of this account only',
    (service) => {
      const region = template === home ? 'eu-west-2' : 'eu-west-1';
      template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: Match.arrayWith(['kms:Decrypt', 'kms:CreateGrant']),
              Condition: {
                StringEquals: {
                  'kms:CallerAccount': { Ref: 'AWS::AccountId' },
                  'kms:ViaService': `${service}.${region}.amazonaws.com`,
                },
              },
            }),
          ]),
        },
      });
    },
  );

  it('has three encrypted topics that take alarms of this account, over TLS', () => {
    template.resourceCountIs('AWS::SNS::Topic', 3);
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.allResourcesProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
          }),
        ]),
      },
    });
  });

  it('has a key for the topics that alarms may use', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });
});

it('pays for one NAT gateway in the home region, and for none elsewhere', () => {
  home.resourceCountIs('AWS::EC2::NatGateway', 1);
  second.resourceCountIs('AWS::EC2::NatGateway', 0);
  second.resourceCountIs('AWS::EC2::InternetGateway', 0);
  expect(Object.keys(second.findResources('AWS::EC2::Subnet'))).toHaveLength(6);
});

it('has a way out of the private subnets, and none out of the isolated ones', () => {
  const routes = Object.keys(
    home.findResources('AWS::EC2::Route', { Properties: { DestinationCidrBlock: '0.0.0.0/0' } }),
  );
  expect(routes.filter((id) => /private/.test(id))).toHaveLength(3);
  expect(routes.filter((id) => /isolated/.test(id))).toEqual([]);
});

it('is what a landing zone of the file is, with three subnets of each kind, also across regions', () => {
  for (const stack of [stacks.home, stacks.second]) {
    const { isolatedSubnetIds, privateSubnetIds, ...rest } = stack.landingZone;
    expect([isolatedSubnetIds.length, privateSubnetIds.length]).toEqual([3, 3]);
    expect(Object.keys(rest)).toEqual(['securityGroupIds', 'kmsKeyArns', 'topicArns']);
  }
  const [parameter] = Object.values(Template.fromStack(stacks.user).findResources('AWS::SSM::Parameter'));
  const text = JSON.stringify(parameter?.Properties.Value);
  expect(text).toMatch(/Fn::ImportValue/);
  expect(text).toMatch(/ExportsReader/);
  second.resourceCountIs('Custom::CrossRegionExportWriter', 1);
});

it('says which security group applications attach', () => {
  home.hasOutput('ApplicationSecurityGroupId', {});
});

it('can do with two zones', () => {
  const stack = new LandingZoneStack(new App(), 'Two', { zones: 2 });
  expect(stack.landingZone.privateSubnetIds).toHaveLength(2);
});

it('has no finding that is not acknowledged, nor one of CloudFormation’s own rules', () => {
  const found = findings((app) => {
    build(app);
  });
  expect(found).toEqual([]);
});
