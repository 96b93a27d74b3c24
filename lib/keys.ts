import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ofThisAccount } from './source-account.ts';
import { letLogsUse } from './this-account.ts';

/**
 * The keys of this installation. The keys of environments are the landing zone's. All rotate once a year, and stay when
 * the stack goes; those of a first deployment that failed have encrypted nothing, and go.
 */
export class Keys extends Construct {
  /** Of what Plinth knows: registry and idempotency. */
  readonly registry: Key;
  /** Of logs and of the alarm topic. */
  readonly operations: Key;
  /** Of the addresses at which CloudFormation stacks wait: whoever has one can end the wait. */
  readonly callbacks: Key;

  constructor(scope: Construct, id: string, installation: string) {
    super(scope, id);
    const key = (name: string, description: string) =>
      new Key(this, name, {
        alias: `${installation}-${name.toLowerCase()}`,
        description,
        enableKeyRotation: true,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    this.registry = key('Registry', 'Plinth: registry and idempotency tables');
    this.operations = key('Operations', 'Plinth: logs and the alarm topic');
    this.callbacks = key('Callbacks', 'Plinth: addresses of waiting CloudFormation stacks');
    this.letServicesUse(this.operations);
  }

  /** CloudWatch Logs and CloudWatch alarms use a key only when its policy names them (their user guides). */
  private letServicesUse(key: Key): void {
    const { account } = Stack.of(this);
    letLogsUse(key);
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: ofThisAccount(account),
      }),
    );
  }
}
