import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ofThisAccount } from '../source-account.ts';
import { letLogsUse } from '../this-account.ts';

/**
 * The customer-managed keys of one region, rotated each year. They stay when the stack goes: what they have encrypted,
 * backups too, cannot be read without them. Those of a stack that could not be created have encrypted nothing, and go.
 */
export class Keys extends Construct {
  readonly aurora: Key;
  readonly dynamodb: Key;
  readonly redis: Key;
  readonly secrets: Key;
  /** Of the alarm topics and the flow logs. */
  readonly operations: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.aurora = this.createKey('Aurora', 'Aurora clusters', 'rds');
    this.dynamodb = this.createKey('DynamoDb', 'DynamoDB tables', 'dynamodb');
    this.redis = this.createKey('Redis', 'ElastiCache replication groups', 'elasticache');
    this.secrets = this.createKey('Secrets', 'secrets of the databases', 'secretsmanager');
    this.operations = this.createKey('Operations', 'alarm topics and flow logs');
    this.letAlarmsPublish();
    letLogsUse(this.operations);
  }

  /** The root statement that CDK adds lets IAM policies of this account administer and use the key. */
  private createKey(id: string, of: string, service?: string): Key {
    const key = new Key(this, id, {
      description: `Plinth: ${of}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    if (service) key.addToResourcePolicy(this.throughService(service));
    return key;
  }

  /**
   * Whoever of this account may use the service may use the key through it, and not by itself: an application that
   * may read a table or a secret needs nothing more. Source: DynamoDB, RDS and Secrets Manager guides, key policies
   * with `kms:ViaService` and `kms:CallerAccount`.
   */
  private throughService(service: string): PolicyStatement {
    const { account, region } = Stack.of(this);
    return new PolicyStatement({
      sid: 'ThroughTheService',
      principals: [new AnyPrincipal()],
      actions: [
        ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        ...['kms:CreateGrant', 'kms:DescribeKey'],
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': `${service}.${region}.amazonaws.com`,
        },
      },
    });
  }

  /** Without this an alarm changes its state and nobody hears of it. Source: SNS guide, encrypted topics and AWS services. */
  private letAlarmsPublish(): void {
    this.operations.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsToEncryptedTopics',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: ofThisAccount(Stack.of(this).account),
      }),
    );
  }
}
