import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  HANDLE_PROPERTY,
  LAUNCH_OUTPUTS,
  LAUNCH_PARAMETERS,
  launchData,
  parseLaunch,
} from '../../core/launch.ts';
import type { EnvironmentOutputs } from '../../core/outputs.ts';
import { PRESETS } from '../../core/presets.ts';
import { looksLikeSecret } from '../../core/request.ts';
import { Catalog } from '../../lib/catalog.ts';
import { localLandingZone } from '../../local/landing-zones.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is any JSON
type Any = any;

const OWNERS = ['arn:aws:iam::111122223333:role/shop', 'arn:aws:iam:::role/teams/*'];

function synthesise() {
  const app = new App();
  const stack = new Stack(app, 'Plinth');
  const catalog = new Catalog(stack, 'Catalog', {
    installation: 'plinth',
    functionName: 'plinth-catalog',
    landingZones: [localLandingZone],
    migrationSets: ['gaming'],
    principals: OWNERS,
  });
  const assembly = app.synth();
  const file = join(assembly.directory, catalog.template.templateFile);
  return { template: Template.fromStack(stack), product: JSON.parse(readFileSync(file, 'utf8')) as Any };
}

const { template, product } = synthesise();

describe('the portfolio', () => {
  it('holds the product under a launch constraint', () => {
    template.resourceCountIs('AWS::ServiceCatalog::CloudFormationProduct', 1);
    template.resourceCountIs('AWS::ServiceCatalog::PortfolioProductAssociation', 1);
    template.hasResourceProperties('AWS::ServiceCatalog::LaunchRoleConstraint', {
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('LaunchRole'), 'Arn'] },
    });
  });

  it.each([
    [OWNERS[0], 'IAM'],
    [OWNERS[1], 'IAM_PATTERN'],
  ])('is open for %s as %s', (PrincipalARN, PrincipalType) => {
    template.hasResourceProperties('AWS::ServiceCatalog::PortfolioPrincipalAssociation', {
      PrincipalARN,
      PrincipalType,
    });
  });
});

describe('the launch role', () => {
  const roles = template.findResources('AWS::IAM::Role') as Any;
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as Any[];
  const statements: Any[] = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  it('is for Service Catalog in this account only', () => {
    const [role] = Object.values(roles) as Any[];
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'servicecatalog.amazonaws.com' },
        Condition: { StringEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('may invoke the one function', () => {
    const { Resource } = statements.find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(JSON.stringify(Resource)).toMatch(/:function:plinth-catalog"/);
  });

  it('has no action wider than the launch of a stack needs', () => {
    const actions = statements.flatMap(({ Action }) => Action).sort();
    expect(actions).toEqual([
      'cloudformation:CreateStack',
      'cloudformation:DeleteStack',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplateSummary',
      'cloudformation:SetStackPolicy',
      'cloudformation:UpdateStack',
      'cloudformation:ValidateTemplate',
      'lambda:InvokeFunction',
      's3:GetObject',
    ]);
    const { Condition } = statements.find(({ Action }) => Action === 's3:GetObject');
    expect(Condition.StringEquals).toEqual({ 's3:ExistingObjectTag/servicecatalog:provisioning': 'true' });
  });
});

describe('the template of the product', () => {
  const { Parameters, Resources, Outputs } = product;

  it('asks for exactly the parameters that the function knows, and hands each on', () => {
    expect(Object.keys(Parameters).sort()).toEqual(Object.keys(LAUNCH_PARAMETERS).sort());
    const {
      ServiceToken,
      [HANDLE_PROPERTY]: handle,
      ...properties
    } = Resources.DatabaseEnvironment.Properties;
    expect(properties).toEqual(
      Object.fromEntries(Object.keys(LAUNCH_PARAMETERS).map((name) => [name, { Ref: name }])),
    );
    expect(handle).toEqual({ Ref: 'ReadyHandle' });
    expect(JSON.stringify(ServiceToken)).toMatch(/:function:plinth-catalog"/);
  });

  it.each([
    ['Preset', Object.keys(PRESETS)],
    ['LandingZone', ['default']],
    ['PrimaryRegion', ['eu-central-1', 'eu-west-1', 'eu-west-2', 'us-east-1']],
    ['MigrationSet', ['gaming', 'none']],
  ])('offers for %s what can be had', (name, values) => {
    expect(Parameters[name].AllowedValues).toEqual(values);
    expect(values).toContain(Parameters[name].Default);
  });

  it('has defaults that make a request which is taken', () => {
    const defaults = Object.fromEntries(
      Object.entries<Any>(Parameters).map(([name, { Default = '' }]) => [name, Default]),
    );
    const { request } = parseLaunch({ ...defaults, Project: 'shop', Environment: 'dev' });
    expect(request).toMatchObject({ environment: 'dev', preset: 'standard', migrations: { set: 'gaming' } });
  });

  it.each([
    ['Project', 'shop', 'Shop'],
    ['Environment', 'dev', 'dev-'],
  ])('has the pattern of the API for %s', (name, good, bad) => {
    const pattern = new RegExp(Parameters[name].AllowedPattern);
    expect([pattern.test(good), pattern.test(bad)]).toEqual([true, false]);
  });

  it('waits twelve hours for one signal, after the custom resource has accepted', () => {
    expect(Resources.ReadyHandle).toEqual({ Type: 'AWS::CloudFormation::WaitConditionHandle' });
    expect(Resources.DatabaseEnvironment.Type).toBe('Custom::PlinthEnvironment');
    expect(Resources.Ready).toEqual({
      Type: 'AWS::CloudFormation::WaitCondition',
      DependsOn: ['DatabaseEnvironment'],
      Properties: { Count: 1, Handle: { Ref: 'ReadyHandle' }, Timeout: '43200' },
    });
    expect(Object.keys(Resources)).toHaveLength(3);
  });

  it('takes every output out of what the signal brings', () => {
    // As CloudFormation hands it on: an object in JSON, by UniqueId.
    const data = JSON.stringify({ environment: launchData(OUTPUTS) });
    const values = Object.fromEntries(
      Object.keys(LAUNCH_OUTPUTS).map((name) => [name, evaluate(Outputs[name].Value, data)]),
    );
    expect(values).toEqual({
      AuroraWriterEndpoint: 'writer.example',
      AuroraReaderEndpoint: 'reader.example',
      AuroraPort: '5432',
      AuroraDatabaseName: 'app',
      AuroraMasterSecretArn: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:a',
      RedisEndpoint: 'redis.example',
      RedisPort: '6379',
      RedisAuthTokenSecretArn: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:r',
      DaxEndpoint: 'dax.example',
      DaxPort: '9111',
    });
  });

  it('names nothing twice', () => {
    const names = [...Object.keys(Parameters), ...Object.keys(Resources)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('asks for no secret', () => {
    expect(Object.keys(Parameters).filter(looksLikeSecret)).toEqual([]);
    expect(JSON.stringify(Parameters)).not.toContain('NoEcho');
  });
});

/** The three functions of CloudFormation that the outputs use. */
function evaluate(node: Any, data: string): Any {
  if (typeof node !== 'object') return node;
  if (node['Fn::GetAtt']) return data;
  if (node['Fn::Split']) return evaluate(node['Fn::Split'][1], data).split(node['Fn::Split'][0]);
  if (node['Fn::Select']) return evaluate(node['Fn::Select'][1], data)[node['Fn::Select'][0]];
  throw new Error(`unknown: ${JSON.stringify(node)}`);
}

const OUTPUTS = {
  aurora: {
    databaseName: 'app',
    masterSecretArn: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:a',
    globalWriterEndpoint: null,
    primary: { writerEndpoint: 'writer.example', readerEndpoint: 'reader.example', port: 5432 },
  },
  redis: {
    primaryEndpoint: 'redis.example',
    configurationEndpoint: null,
    port: 6379,
    authTokenSecretArn: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:r',
  },
  dax: { address: 'dax.example', port: 9111 },
} as unknown as EnvironmentOutputs;
