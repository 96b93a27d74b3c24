import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface SchedulesProps {
  readonly drift: IFunction;
  /** Hours between two looks at the same environment. */
  readonly driftEveryHours: number;
  readonly deadLetters: IQueue;
}

/** What Plinth does by the clock. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { drift, driftEveryHours, deadLetters }: SchedulesProps) {
    super(scope, id);
    new Rule(this, 'Drift', {
      description: `Looks for drift of environments not looked at for ${driftEveryHours} hours`,
      // What one run has no time for is due in the next. Half an hour less, so that a look does not slip to a later hour.
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(drift, {
          event: RuleTargetInput.fromObject({ olderThanHours: driftEveryHours - 0.5 }),
          deadLetterQueue: deadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }
}
