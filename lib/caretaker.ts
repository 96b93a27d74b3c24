import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

const EVERY = Duration.minutes(5);

/** The schedule of the function that looks after environments. */
export class Caretaker extends Construct {
  constructor(scope: Construct, id: string, props: { readonly function: IFunction }) {
    super(scope, id);
    const rule = new Rule(this, 'Schedule', {
      description: 'Looks after environments',
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(props.function, { retryAttempts: 0, maxEventAge: EVERY })],
    });
    acknowledge(rule, {
      'Serverless-EventBusDLQ': 'A round that is not begun is no loss: the next one does the same.',
    });
  }
}
