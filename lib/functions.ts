import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IamAction } from '../core/tier.ts';
import type { FunctionKey } from '../functions/keys.ts';
import { acknowledge } from './acknowledge.ts';
import { addActions, grant, type PolicyContext } from './policies.ts';
import { functionName, SETTINGS } from './settings.ts';

export interface PlinthFunctionProps {
  readonly key: FunctionKey;
  readonly installation: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly IamAction[];
  readonly policyContext: PolicyContext;
  readonly logKey: IKey;
  /** Where events go that an asynchronous function could not handle. */
  readonly deadLetters: IQueue;
  /** Subnets and security group; without them the function is in no VPC. */
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupId: string };
}

/** One Lambda function with its own role, log group and settings. */
export class PlinthFunction extends Construct {
  readonly key: FunctionKey;
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PlinthFunctionProps) {
    super(scope, id);
    const { key, installation, network } = props;
    const name = functionName(installation, key);
    const settings = SETTINGS[key];
    this.key = key;
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.logKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: name,
      description: settings.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const policy = grant(this.role, this, props.permissions, props.policyContext);
    addActions(policy, this.ownPermissions(props), { ...props.policyContext, regions: [] });
    if (network) policy.addStatements(this.noNetworkCalls(name));
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: settings.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code,
      handler: 'index.handler',
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      memorySize: settings.memoryMb,
      timeout: Duration.seconds(settings.timeoutSeconds),
      environment: props.environment,
    });
    this.lambda.node.addDependency(policy);
    if (network) {
      // The L2 wants the whole VPC, and a role with a managed policy for any network interface of the account.
      (this.lambda.node.defaultChild as CfnFunction).vpcConfig = {
        subnetIds: [...network.subnetIds],
        securityGroupIds: [network.securityGroupId],
      };
    }
    if (settings.asynchronous) {
      this.lambda.configureAsyncInvoke({
        onFailure: new SqsDestination(props.deadLetters),
        retryAttempts: 2,
        maxEventAge: Duration.hours(6),
      });
    }
    this.acknowledgeFindings(props);
  }

  /**
   * What Lambda itself does with the function's role. Lambda refuses to make a function whose role it finds without
   * these, and no guide says what conditions it looks at then: so none has one.
   */
  private ownPermissions({ key, deadLetters, network }: PlinthFunctionProps): IamAction[] {
    const log: IamAction = {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
      reason: 'The streams of its own log group.',
    };
    const trace: IamAction = {
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
      reason: 'X-Ray takes no resource for these (service authorization reference).',
    };
    const undelivered: IamAction = { actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] };
    return [
      log,
      trace,
      ...(SETTINGS[key].asynchronous ? [undelivered] : []),
      ...(network ? this.networkPermissions(network) : []),
    ];
  }

  /** As narrow as EC2 and Lambda's guide ("execution role permissions" for a VPC) allow. */
  private networkPermissions({ subnetIds, securityGroupId }: NonNullable<PlinthFunctionProps['network']>) {
    const { partition, region, account } = Stack.of(this);
    const ec2 = (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}`;
    const permissions: IamAction[] = [
      {
        actions: ['ec2:CreateNetworkInterface'],
        resources: [
          ec2('network-interface/*'),
          ...subnetIds.map((id) => ec2(`subnet/${id}`)),
          ec2(`security-group/${securityGroupId}`),
        ],
        reason: 'An interface has no id before it is made; subnets and security group are these.',
      },
      {
        actions: [
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: [ec2('*/*')],
        reason: "Lambda's guide: without all resource ids of the region the function may not reach its VPC.",
      },
      {
        actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
        resources: ['*'],
        reason: 'EC2 takes no resource for these (service authorization reference).',
      },
    ];
    return permissions;
  }

  /** Those are for Lambda, not for the function's code: the same guide says how to tell the two apart. */
  private noNetworkCalls(name: string): PolicyStatement {
    const { partition, region, account } = Stack.of(this);
    return new PolicyStatement({
      effect: Effect.DENY,
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
      conditions: {
        ArnEquals: {
          'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:${name}`,
        },
      },
    });
  }

  private acknowledgeFindings({ key, network }: PlinthFunctionProps): void {
    const { asynchronous } = SETTINGS[key];
    const queue = asynchronous
      ? 'What it cannot handle goes to a queue as its on-failure destination, which also has the reason.'
      : 'It is only called by callers that wait for its answer and see its errors.';
    acknowledge(this.lambda, {
      'NIST.800.53.R5-LambdaDLQ': queue,
      'Serverless-LambdaDLQ': queue,
      ...(network
        ? {}
        : {
            'NIST.800.53.R5-LambdaInsideVPC':
              'It talks to AWS APIs only; a VPC would add a way to lose them and no protection.',
          }),
      'NIST.800.53.R5-LambdaConcurrency':
        'Reserving takes from the whole account, which may have ten to give; API Gateway throttles, and a workflow runs few at once.',
    });
  }
}
