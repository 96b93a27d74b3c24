import type { FunctionKey } from '../functions/keys.ts';

export interface FunctionSettings {
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Started by events: Lambda queues and retries them, and what is left over goes to the dead-letter queue. */
  readonly asynchronous?: boolean;
  /** An error of the function itself is never normal. The workflow's steps throw to be tried again. */
  readonly alarmOnError?: boolean;
}

/** Below the 300 s after which the state machine gives a task up, so that the function itself says why. */
const STEP_SECONDS = 290;
const step = (description: string): FunctionSettings => ({
  description: `Plinth: ${description}`,
  memoryMb: 512,
  timeoutSeconds: STEP_SECONDS,
});

export const SETTINGS: Readonly<Record<FunctionKey, FunctionSettings>> = {
  api: {
    description: 'Plinth: the HTTP API',
    memoryMb: 1024,
    // API Gateway waits 29 s for an answer.
    timeoutSeconds: 28,
    alarmOnError: true,
  },
  aurora: step('converges the Aurora tier'),
  dynamodb: step('converges the DynamoDB tier'),
  redis: step('converges the Redis tier'),
  dax: step('converges the DAX tier'),
  alarms: step('attaches alarms and the dashboard'),
  migrate: {
    description: 'Plinth: migrates the schema',
    memoryMb: 512,
    timeoutSeconds: 890,
  },
  outputs: step('publishes the outputs'),
  failure: {
    description: 'Plinth: closes an operation that failed',
    memoryMb: 256,
    timeoutSeconds: 55,
    alarmOnError: true,
  },
  'execution-ended': {
    description: 'Plinth: closes an operation whose execution has ended',
    memoryMb: 256,
    timeoutSeconds: 60,
    asynchronous: true,
    alarmOnError: true,
  },
  events: {
    description: 'Plinth: takes in requests from the event bus',
    memoryMb: 1024,
    timeoutSeconds: 120,
    asynchronous: true,
    alarmOnError: true,
  },
  catalog: {
    description: 'Plinth: the custom resource of the Service Catalog product',
    memoryMb: 1024,
    timeoutSeconds: 120,
    // CloudFormation calls it without waiting, and waits for what it sends.
    asynchronous: true,
    alarmOnError: true,
  },
  caretaker: {
    description: 'Plinth: ends what nobody else ends, and what has expired',
    memoryMb: 256,
    // It begins anew every five minutes.
    timeoutSeconds: 290,
    asynchronous: true,
    alarmOnError: true,
  },
  drift: {
    description: 'Plinth: looks for drift',
    memoryMb: 512,
    timeoutSeconds: 890,
    asynchronous: true,
    alarmOnError: true,
  },
  orphans: {
    description: 'Plinth: resources that belong to no environment',
    memoryMb: 1024,
    // API Gateway waits 29 s for an answer.
    timeoutSeconds: 28,
    alarmOnError: true,
  },
};

/** Their roles and log groups have the same name, so that others can write it down before they exist. */
export const functionName = (installation: string, key: FunctionKey) => `${installation}-${key}`;
