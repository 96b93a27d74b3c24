import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Severity } from '../../core/spec.ts';
import { letAlarmsPublish } from '../this-account.ts';

const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** Where alarms go, by severity: encrypted, over TLS only, and from alarms of this account only. Subscribe to them. */
export class Topics extends Construct {
  readonly arns: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id);
    const arns = SEVERITIES.map((severity) => [severity, this.createTopic(severity, key).topicArn]);
    this.arns = Object.fromEntries(arns);
  }

  private createTopic(severity: Severity, masterKey: IKey): Topic {
    const topic = new Topic(this, severity, {
      displayName: `Databases: ${severity}`,
      masterKey,
      enforceSSL: true,
    });
    letAlarmsPublish(topic);
    return topic;
  }
}
