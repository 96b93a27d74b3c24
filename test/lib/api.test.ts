import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Api, type ApiProps } from '../../lib/api.ts';
import { findings } from './nag.ts';

const env = { region: 'eu-west-2' };

/** The function in one stack, the API in another, as a team may want it. */
function build(app: App, props: (stack: Stack) => Partial<ApiProps> = () => ({})): Stack {
  const functions = new Stack(app, 'Functions', { env });
  const make = (key: string) =>
    new LambdaFunction(functions, key, {
      functionName: `plinth-${key}`,
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('export const handler = () => {}'),
    });
  const stack = new Stack(app, 'Edge', { env });
  const otherHandlers = { orphans: make('orphans') };
  new Api(stack, 'Api', { handler: make('api'), otherHandlers, installation: 'plinth', ...props(stack) });
  return stack;
}

const template = Template.fromStack(build(new App()));
const [restApiId] = Object.keys(template.findResources('AWS::ApiGateway::RestApi'));

it('is a regional REST API whose own name takes TLS 1.2 and later only', () => {
  template.hasResourceProperties('AWS::ApiGateway::RestApi', {
    Name: 'plinth',
    EndpointConfiguration: { Types: ['REGIONAL'] },
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    EndpointAccessMode: 'STRICT',
  });
});

it('lets API Gateway call the functions, for this API and stage only', () => {
  template.resourceCountIs('AWS::Lambda::Permission', 2);
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Join': [
        '',
        [
          ...['arn:', { Ref: 'AWS::Partition' }, ':execute-api:eu-west-2:', { Ref: 'AWS::AccountId' }],
          ...[':', { Ref: restApiId }, '/v1/*'],
        ],
      ],
    },
  });
});

it('has a stage named as the version, throttled, traced, measured, without execution logs', () => {
  template.hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'v1',
    TracingEnabled: true,
    MethodSettings: Match.arrayWith([
      Match.objectLike({
        HttpMethod: '*',
        ResourcePath: '/*',
        MetricsEnabled: true,
        DataTraceEnabled: false,
        LoggingLevel: 'OFF',
        ThrottlingRateLimit: 20,
        ThrottlingBurstLimit: 40,
      }),
      Match.objectLike({ HttpMethod: 'GET', ResourcePath: '/~1health', ThrottlingRateLimit: 5 }),
    ]),
  });
});

it('can be throttled otherwise', () => {
  const stack = build(new App(), () => ({ throttle: { rateLimit: 1, burstLimit: 2 } }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: Match.arrayWith([
      Match.objectLike({ HttpMethod: '*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 }),
    ]),
  });
});

it('logs each call as JSON, without anything that a caller sends but the path', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
  const format = JSON.parse(stage?.Properties.AccessLogSetting.Format);
  expect(Object.keys(format)).toEqual(
    expect.arrayContaining(['requestId', 'caller', 'method', 'resource', 'status', 'error', 'latencyMs']),
  );
  expect(Object.values(format).join()).not.toMatch(/validationError|userAgent|body|header|querystring/i);
});

it('keeps the access log when the stack goes, for a year', () => {
  template.hasResource('AWS::Logs::LogGroup', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { RetentionInDays: 365 },
  });
});

it('waits with the stage for the role that writes the log, which an empty account does not have', () => {
  const [account] = Object.keys(template.findResources('AWS::ApiGateway::Account'));
  template.hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
  template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith([account]) });
});

it('deploys again when the document changes', () => {
  const deployment = (stack: Stack) =>
    Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
  const other = build(new App(), () => ({ installation: 'plinth-two' }));
  expect(deployment(build(new App()))).toEqual(
    Object.keys(template.findResources('AWS::ApiGateway::Deployment')),
  );
  expect(deployment(other)).not.toEqual(deployment(build(new App())));
});

it.each([
  ['without a key', () => ({})],
  ['with a key', (stack: Stack) => ({ logKey: new Key(stack, 'Logs', { enableKeyRotation: true }) })],
])('has no finding of cdk-nag that is not acknowledged, %s', (_what, props) => {
  expect(findings((app) => build(app, props), 'Edge/')).toEqual([]);
});
