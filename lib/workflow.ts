import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MACHINES, type MachineName } from '../core/operations.ts';
import { acknowledge } from './acknowledge.ts';

/** The state machines: `statemachines/{name}.asl.json`, deployed as `{installation}-{name}`. */
export const STATE_MACHINES = [...new Set(Object.values(MACHINES))];
export type StateMachineName = MachineName;

export interface WorkflowProps {
  readonly installation: string;
  /** Functions by key; a definition names them `${AuroraFunctionArn}`. */
  readonly functions: Readonly<Record<string, IFunction>>;
  /** Told of each execution that has ended, however it ended. */
  readonly executionEnded: IFunction;
  readonly logKey: IKey;
  readonly deadLetters: IQueue;
}

/** The state machines, and the rule that closes operations whose execution has ended. */
export class Workflow extends Construct {
  readonly stateMachines: Readonly<Record<StateMachineName, StateMachine>>;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const machines = STATE_MACHINES.map((name) => [name, this.stateMachine(name, props)] as const);
    this.stateMachines = Object.fromEntries(machines) as Record<StateMachineName, StateMachine>;
    new Rule(this, 'Ended', {
      description: 'Closes operations whose execution has ended',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: machines.map(([, machine]) => machine.stateMachineArn),
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaFunction(props.executionEnded, {
          deadLetterQueue: props.deadLetters,
          retryAttempts: 20,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }

  private stateMachine(name: StateMachineName, props: WorkflowProps): StateMachine {
    const text = definition(name);
    const used = substitutions(text, props.functions);
    const machine = new StateMachine(this, name, {
      stateMachineName: `${props.installation}-${name}`,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(text),
      definitionSubstitutions: Object.fromEntries(
        used.map(([token, { functionArn }]) => [token, functionArn]),
      ),
      role: this.role(
        name,
        props.installation,
        used.map(([, lambda]) => lambda),
      ),
      tracingEnabled: true,
      logs: {
        // Every event, and no payload: names only enter this machine, and so it stays.
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: this.logGroup(name, props),
      },
    });
    acknowledge(machine.role.node.findChild('DefaultPolicy'), {
      'AwsSolutions-IAM5[Resource::*]':
        'Setting up log delivery and tracing takes no resource (service authorization reference).',
      'NIST.800.53.R5-IAMNoInlinePolicy': 'The policy belongs to this one role and changes with its machine.',
    });
    return machine;
  }

  /** It may invoke the functions of its definition and nothing else. */
  private role(name: string, installation: string, functions: readonly IFunction[]): Role {
    const { account, region, partition } = Stack.of(this);
    const role = new Role(this, `${name}Role`, {
      roleName: `${installation}-${name}`,
      description: `Plinth: the state machine ${installation}-${name}`,
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: {
            'aws:SourceArn': `arn:${partition}:states:${region}:${account}:stateMachine:${installation}-${name}`,
          },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: functions.map(({ functionArn }) => functionArn),
      }),
    );
    return role;
  }

  private logGroup(name: string, { installation, logKey }: WorkflowProps): LogGroup {
    return new LogGroup(this, `${name}Logs`, {
      // The prefix is CloudWatch's: a resource policy for log delivery to it does not grow with each group.
      logGroupName: `/aws/vendedlogs/states/${installation}-${name}`,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: logKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** A definition without the white space that people need. */
export function definition(name: StateMachineName): string {
  const file = join(import.meta.dirname, '../statemachines', `${name}.asl.json`);
  return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
}

/** `${DynamoDbFunctionArn}` stands for the function `dynamodb`. */
function substitutions(
  text: string,
  functions: Readonly<Record<string, IFunction>>,
): (readonly [string, IFunction])[] {
  const tokens = [...new Set(Array.from(text.matchAll(/\$\{(\w+)FunctionArn\}/g), ([, name = '']) => name))];
  return tokens.map((name) => {
    const lambda = functions[name.toLowerCase()];
    if (!lambda)
      throw new Error(
        `A state machine names ${name}FunctionArn, and there is no function "${name.toLowerCase()}".`,
      );
    return [`${name}FunctionArn`, lambda] as const;
  });
}
