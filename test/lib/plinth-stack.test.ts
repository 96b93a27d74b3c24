import { Match } from 'aws-cdk-lib/assertions';
import { FUNCTION_KEYS } from '../../functions/keys.ts';
import { STATE_MACHINES } from '../../lib/workflow.ts';
import { exampleZones, resourcesOf, synthesise } from './fixtures.ts';

const template = synthesise();

describe('the registry', () => {
  it('is encrypted, can be restored, and neither a stack nor a slip deletes it', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'plinth.registry',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { KMSMasterKeyId: Match.anyValue() },
          }),
        ],
      },
    });
  });

  it('forgets answers when they have expired', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'plinth.idempotency',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
    });
  });

  it('has keys that rotate and stay', () => {
    template.allResources('AWS::KMS::Key', {
      // Also of a first deployment that fails they would stay, and cost, with Retain.
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
  });
});

describe.each(FUNCTION_KEYS)('function %s', (key) => {
  it('runs on Node 24 on arm64, traced, with its own role and log group', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `plinth-${key}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: `plinth-${key}` });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/lambda/plinth-${key}`,
      RetentionInDays: 90,
      KmsKeyId: Match.anyValue(),
    });
  });
});

it('what Lambda asks of a role before it makes the function has no condition', () => {
  const asked = /"(xray:PutTraceSegments|ec2:(Create|Describe|Delete)\w+|sqs:SendMessage)"/;
  const statements = resourcesOf(template, 'AWS::IAM::Policy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Effect, Action }) => Effect === 'Allow' && asked.test(JSON.stringify([Action].flat())))
    .filter(({ Action }) => !JSON.stringify(Action).includes('"ec2:DescribeVpcs"'));
  expect(statements.length).toBeGreaterThan(FUNCTION_KEYS.length);
  expect(statements.filter(({ Condition }) => Condition)).toEqual([]);
});

it('only migrate runs in a VPC: in the private subnets, with the security group for functions', () => {
  const inVpc = resourcesOf(template, 'AWS::Lambda::Function').filter(
    ({ Properties }) => Properties.VpcConfig,
  );
  const home = exampleZones[0]?.regions['eu-west-2'];
  expect(inVpc.map(({ Properties }) => [Properties.FunctionName, Properties.VpcConfig])).toEqual([
    [
      'plinth-migrate',
      { SubnetIds: home?.privateSubnetIds, SecurityGroupIds: [home?.securityGroupIds.lambda] },
    ],
  ]);
});

describe('landing zones', () => {
  const variablesOf = (from: typeof template) =>
    Object.fromEntries(
      resourcesOf(from, 'AWS::Lambda::Function').map(({ Properties }) => [
        Properties.FunctionName,
        Properties.Environment.Variables as Record<string, unknown>,
      ]),
    );
  const made = synthesise({ landingZones: { kind: 'stacks', zones: exampleZones } });

  it('of a file lie beside the bundle', () => {
    expect(variablesOf(template)['plinth-api']).toMatchObject({
      PLINTH_LANDING_ZONES_FILE: 'landing-zones.json',
    });
  });

  it('of stacks are a variable, of the functions that take requests in', () => {
    const variables = variablesOf(made);
    expect(JSON.parse(String(variables['plinth-api']?.PLINTH_LANDING_ZONES))).toEqual(exampleZones);
    expect(variables['plinth-aurora']).not.toHaveProperty('PLINTH_LANDING_ZONES');
  });

  it.each(Object.entries(variablesOf(made)))('leave the variables of %s below 4 KB', (_, variables) => {
    // References are as long as an ARN at most, and Lambda adds none of its own to the sum.
    const bytes = Object.entries(variables as object).map(([name, value]) => {
      return name.length + (typeof value === 'string' ? value.length : 200);
    });
    expect(bytes.reduce((sum, one) => sum + one)).toBeLessThan(4_096);
  });

  it('without the region of the deployment are an error that names both', () => {
    expect(() => synthesise({ context: { region: 'us-east-1' } })).toThrow(
      'Landing zone "default" has no region us-east-1, in which Plinth is to be deployed',
    );
  });
});

describe.each(STATE_MACHINES)('the state machine %s', (name) => {
  const machine = resourcesOf(template, 'AWS::StepFunctions::StateMachine').find(
    ({ Properties }) => Properties.StateMachineName === `plinth-${name}`,
  );

  it('logs every event without its data, in a group of its own, and is traced', () => {
    expect(machine?.Properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/vendedlogs/states/plinth-${name}`,
    });
  });

  it('fills in every function that its definition names', () => {
    const { DefinitionString, DefinitionSubstitutions } = machine?.Properties ?? {};
    const text = String(DefinitionString);
    const named = [...new Set(Array.from(text.matchAll(/\$\{(\w+)\}/g), ([, token]) => token))];
    expect(Object.keys(DefinitionSubstitutions).sort()).toEqual(named.sort());
  });

  it('has a role of its own, which may invoke these functions and nothing else', () => {
    const roles = template.findResources('AWS::IAM::Role', { Properties: { RoleName: `plinth-${name}` } });
    const [role] = Object.keys(roles);
    const [policy] = resourcesOf(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
    );
    const invoke = policy?.Properties.PolicyDocument.Statement.find(
      ({ Action }: { Action: unknown }) => Action === 'lambda:InvokeFunction',
    );
    expect(invoke.Resource).toHaveLength(
      Object.keys(machine?.Properties.DefinitionSubstitutions ?? {}).length,
    );
    expect(JSON.stringify(invoke.Resource)).not.toContain('*');
  });

  it.each(['Failed', 'TimedOut', 'Aborted', 'Overdue'])('has an alarm on executions: %s', (how) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: `plinth.${name}${how}` });
  });
});

describe('the workflow', () => {
  it('has its operation closed however an execution ends', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        source: ['aws.states'],
        detail: {
          stateMachineArn: STATE_MACHINES.map((name) => ({ Ref: Match.stringLikeRegexp(name) })),
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      }),
      Targets: [
        Match.objectLike({
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 21_600 },
        }),
      ],
    });
  });
});

it('takes in requests of anybody but Plinth itself', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: [{ 'anything-but': { prefix: 'plinth' } }],
      'detail-type': ['Environment Requested'],
    },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  });
});

it('keeps what cannot be handled, encrypted, over TLS only', () => {
  template.hasResourceProperties('AWS::SQS::Queue', {
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 1_209_600,
  });
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
});

describe('alarms for Plinth itself', () => {
  it.each([
    ['ExecutionsFailed', 'AWS/States'],
    ['ExecutionsTimedOut', 'AWS/States'],
    ['ExecutionsAborted', 'AWS/States'],
    ['ExecutionTime', 'AWS/States'],
    ['ApproximateNumberOfMessagesVisible', 'AWS/SQS'],
    ['5XXError', 'AWS/ApiGateway'],
    ['Errors', 'AWS/Lambda'],
    ['plinth-BlockedOperations', 'Plinth'],
  ])('watch %s', (MetricName, Namespace) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName,
      Namespace,
      AlarmActions: [Match.anyValue()],
    });
  });

  it('watch throttles of all functions', () => {
    const watched = resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(({ Properties }) =>
      (Properties.Metrics ?? []).filter(
        (one: { MetricStat?: { Metric: { MetricName: string } } }) =>
          one.MetricStat?.Metric.MetricName === 'Throttles',
      ),
    );
    expect(watched).toHaveLength(FUNCTION_KEYS.length);
  });

  it('see a sum also while some of its functions have no data', () => {
    const expressions = resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .flatMap(({ Properties }) => Properties.Metrics ?? [])
      .flatMap(({ Expression }: { Expression?: string }) => (Expression ? [Expression] : []));
    expect(expressions.length).toBeGreaterThan(0);
    for (const expression of expressions)
      expect(expression).toMatch(/^FILL\(m\d+, 0\)( \+ FILL\(m\d+, 0\))*$/);
  });

  it('reach their topic: its policy and the policy of its key let CloudWatch in', () => {
    const cloudwatch = Match.objectLike({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([cloudwatch]) },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          // CloudWatch need not say for which account it asks; if it does not, the alarm gets through all the same.
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEqualsIfExists: { 'aws:SourceAccount': Match.anyValue() } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  });
});

it('says where things are', () => {
  for (const output of [
    'ApiUrl',
    'StateMachineArn',
    'PortfolioId',
    'ProductId',
    'EventBusName',
    'OperationsTopicArn',
  ])
    template.hasOutput(output, {});
});
