import { Duration } from 'aws-cdk-lib';
import { EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface EventsProps {
  readonly installation: string;
  readonly deadLetters: IQueue;
}

/**
 * The bus that requests come in by and Plinth's own events go out by. It is encrypted with a key that AWS owns: events
 * name environments and hold no secret, and an event that cannot be decrypted would be lost without a word.
 */
export class Events extends Construct {
  readonly bus: EventBus;
  readonly #deadLetters: IQueue;

  constructor(scope: Construct, id: string, { installation, deadLetters }: EventsProps) {
    super(scope, id);
    this.#deadLetters = deadLetters;
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: installation,
      description: 'Plinth: requests for environments, and what became of them',
    });
  }

  /** Requests of anybody but Plinth itself go to this function. */
  sendRequestsTo(intake: IFunction): void {
    new Rule(this, 'Requested', {
      eventBus: this.bus,
      description: 'Requests for environments',
      eventPattern: {
        source: Match.anythingButPrefix('plinth'),
        detailType: ['Environment Requested'],
      },
      targets: [
        new LambdaFunction(intake, {
          deadLetterQueue: this.#deadLetters,
          retryAttempts: 20,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }
}
