import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../../core/clock.ts';
import { Interruption, StateError } from './errors.ts';
import { type EventDetails, History } from './history.ts';
import { type Json, payload } from './json.ts';
import type { Machine } from './machine.ts';
import { runMachine } from './run.ts';
import type { InvokeLambda, Scope } from './scope.ts';
import { Timeline } from './timeline.ts';

export interface ExecutionOptions {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly region: string;
  /** JSON text. */
  readonly input: string;
  readonly clock: Clock;
  /** Is real work under way that a sleep may be waiting for? See {@link Timeline}. */
  readonly isBusy?: () => boolean;
  /** From 0 to below 1, for JitterStrategy FULL and `$random()`. */
  readonly random?: () => number;
  readonly invokeLambda: InvokeLambda;
}

/** How an execution ended, in AWS's words. `error` and `cause` are absent when it timed out. */
export interface ExecutionEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly stopDate: Date;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** One run of a state machine. It starts at once; `ended` never rejects. */
export class Execution {
  readonly startDate: Date;
  readonly ended: Promise<ExecutionEnd>;
  readonly #history = new History();
  readonly #controller = new AbortController();
  readonly #scope: Scope;
  #stopped: { readonly error?: string; readonly cause?: string } = {};

  constructor(machine: Machine, options: ExecutionOptions) {
    const timeline = new Timeline(options.clock, options.isBusy);
    this.startDate = new Date(timeline.now());
    this.#scope = this.#createScope(machine, options, timeline);
    const executionStartedEventDetails = {
      input: options.input,
      inputDetails: { truncated: false },
      roleArn: options.roleArn,
    };
    this.#history.add(this.#scope, 'ExecutionStarted', { executionStartedEventDetails });
    // As on AWS, the first state's event has 0 before it, not the start.
    this.#scope.lastEventId = 0;
    this.ended = this.#run(machine, options.input);
  }

  /** In the order they happened. */
  get events(): readonly HistoryEvent[] {
    return this.#history.events;
  }

  /** Ends the execution as ABORTED, unless it has ended. */
  stop(error?: string, cause?: string): void {
    this.#stopped = { error, cause };
    this.#controller.abort(new Interruption('stopped'));
  }

  #createScope(machine: Machine, options: ExecutionOptions, timeline: Timeline): Scope {
    const startMs = this.startDate.getTime();
    const { timeoutSeconds } = machine;
    return {
      environment: {
        region: options.region,
        executionContext: {
          Id: options.executionArn,
          Input: JSON.parse(options.input) as Json,
          Name: options.name,
          RoleArn: options.roleArn,
          StartTime: this.startDate.toISOString(),
          RedriveCount: 0,
        },
        stateMachineContext: { Id: options.stateMachineArn, Name: options.stateMachineName },
        history: this.#history,
        deadlineMs: timeoutSeconds === undefined ? undefined : startMs + timeoutSeconds * 1000,
        random: options.random ?? Math.random,
        invokeLambda: options.invokeLambda,
        runMachine,
      },
      timeline,
      signal: this.#controller.signal,
      mapContext: undefined,
      variables: {},
      lastEventId: 0,
    };
  }

  async #run(machine: Machine, input: string): Promise<ExecutionEnd> {
    try {
      // The caller of StartExecution has its answer before the first state runs.
      await Promise.resolve();
      const output = await runMachine(machine, this.#scope, payload(JSON.parse(input)));
      return this.#succeed(output.text);
    } catch (error) {
      return this.#failWith(error);
    }
  }

  #succeed(output: string): ExecutionEnd {
    const executionSucceededEventDetails = { output, outputDetails: { truncated: false } };
    return {
      status: 'SUCCEEDED',
      output,
      ...this.#end('ExecutionSucceeded', { executionSucceededEventDetails }),
    };
  }

  #failWith(thrown: unknown): ExecutionEnd {
    if (thrown instanceof Interruption && thrown.reason === 'stopped') {
      const executionAbortedEventDetails = this.#stopped;
      const end = this.#end('ExecutionAborted', { executionAbortedEventDetails });
      return { status: 'ABORTED', ...this.#stopped, ...end };
    }
    if (thrown instanceof Interruption) {
      // DescribeExecution has neither error nor cause then: States.Timeout is in the history only.
      const executionTimedOutEventDetails = { error: 'States.Timeout' };
      return { status: 'TIMED_OUT', ...this.#end('ExecutionTimedOut', { executionTimedOutEventDetails }) };
    }
    const failure = thrown instanceof StateError ? thrown : new StateError('States.Runtime', String(thrown));
    const executionFailedEventDetails = { error: failure.error, cause: failure.detail };
    const end = this.#end('ExecutionFailed', { executionFailedEventDetails });
    return { status: 'FAILED', ...executionFailedEventDetails, ...end };
  }

  #end(type: `Execution${'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted'}`, details: EventDetails) {
    this.#history.add(this.#scope, type, details);
    return { stopDate: new Date(this.#scope.timeline.now()) };
  }
}
