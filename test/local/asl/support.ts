import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../../../core/clock.ts';
import {
  Execution,
  type ExecutionEnd,
  type ExecutionOptions,
  type InvokeLambda,
  parseDefinition,
} from '../../../local/asl/index.ts';

export const START_MS = Date.UTC(2026, 0, 1);

/** A clock that stands still: every sleep ends at once, so all waiting is skipped. */
export function stillClock(): Clock {
  return {
    now: () => START_MS,
    sleep: async (_ms, signal) => {
      signal?.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export type Handlers = Record<string, (payload: never, signal: AbortSignal) => unknown>;

export function invokeFrom(handlers: Handlers): InvokeLambda {
  return async (name, payload, signal) => {
    const handler = handlers[name];
    if (!handler) throw named('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
    return handler(payload as never, signal);
  };
}

export function named(name: string, message = `a message of ${name}`): Error {
  return Object.assign(new Error(message), { name });
}

export interface Run extends ExecutionEnd {
  readonly result: unknown;
  readonly events: readonly HistoryEvent[];
  readonly types: readonly string[];
  readonly execution: Execution;
}

type Settings = Partial<Omit<ExecutionOptions, 'input'>> & { input?: unknown; handlers?: Handlers };

export function start(definition: object, settings: Settings = {}): Execution {
  const { input = {}, handlers = {}, ...options } = settings;
  return new Execution(parseDefinition(JSON.stringify(definition)), {
    executionArn: 'arn:aws:states:eu-west-2:123456789012:execution:machine:run',
    name: 'run',
    stateMachineArn: 'arn:aws:states:eu-west-2:123456789012:stateMachine:machine',
    stateMachineName: 'machine',
    roleArn: 'arn:aws:iam::123456789012:role/machine',
    region: 'eu-west-2',
    clock: stillClock(),
    random: () => 0.5,
    invokeLambda: invokeFrom(handlers),
    ...options,
    input: JSON.stringify(input),
  });
}

export async function run(definition: object, settings: Settings = {}): Promise<Run> {
  const execution = start(definition, settings);
  const end = await execution.ended;
  const result = end.output === undefined ? undefined : JSON.parse(end.output);
  return {
    ...end,
    result,
    execution,
    events: execution.events,
    types: execution.events.map((e) => `${e.type}`),
  };
}

/** A definition of the given states, starting at the first. */
export function machine(states: Record<string, object>, more: object = {}): object {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
}

export function task(fields: object = {}, functionName = 'work'): object {
  const target = 'Next' in fields ? {} : { End: true };
  const call = { FunctionName: functionName, Payload: '{% $states.input %}' };
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: call, ...target, ...fields };
}

/** One Pass state with this output. */
export function pass(output: unknown, fields: object = {}): object {
  return machine({ Only: { Type: 'Pass', Output: output, End: true, ...fields } });
}

/** Milliseconds of the execution's own time from its start. */
export function elapsedMs({ stopDate, execution }: Run): number {
  return stopDate.getTime() - execution.startDate.getTime();
}
