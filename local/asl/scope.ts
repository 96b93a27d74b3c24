import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { Interruption } from './errors.ts';
import type { Bindings, StatesMember } from './expression.ts';
import type { EventChain, EventDetails, History } from './history.ts';
import type { Json, JsonObject, Payload, Variables } from './json.ts';
import type { Machine, State } from './machine.ts';
import type { Timeline } from './timeline.ts';

export type InvokeLambda = (functionName: string, payload: unknown, signal: AbortSignal) => Promise<unknown>;

/** What all states of one execution share. */
export interface ExecutionEnvironment {
  readonly region: string;
  readonly executionContext: JsonObject;
  readonly stateMachineContext: JsonObject;
  readonly history: History;
  /** End of the state machine's TimeoutSeconds, or undefined. */
  readonly deadlineMs: number | undefined;
  readonly random: () => number;
  readonly invokeLambda: InvokeLambda;
  readonly runMachine: (machine: Machine, scope: Scope, input: Payload) => Promise<Payload>;
}

/**
 * One line of states: the execution, a branch, an iteration. `variables` is replaced, never changed: a branch
 * starts with its parent's and what it assigns is its own (the definition cannot assign an outer name).
 */
export interface Scope extends EventChain {
  readonly environment: ExecutionEnvironment;
  readonly timeline: Timeline;
  readonly signal: AbortSignal;
  /** `$states.context.Map` inside an iteration. */
  readonly mapContext: JsonObject | undefined;
  variables: Variables;
}

/** One state while it runs: what its expressions see and where its events go. */
export class Frame {
  readonly scope: Scope;
  readonly state: State;
  readonly input: Payload;
  readonly enteredTime: string;
  retryCount = 0;

  constructor(scope: Scope, state: State, input: Payload) {
    this.scope = scope;
    this.state = state;
    this.input = input;
    this.enteredTime = scope.timeline.nowIso();
  }

  get environment(): ExecutionEnvironment {
    return this.scope.environment;
  }

  record(type: HistoryEventType, details?: EventDetails): number {
    return this.environment.history.add(this.scope, type, details);
  }

  /** @param more `result` after success, `errorOutput` in a Catch, `Map` for an ItemSelector */
  bindings(more: { [member in StatesMember]?: Json } & { map?: JsonObject } = {}): Bindings {
    const { map, ...members } = more;
    return {
      states: { input: this.input.value, context: this.#context(map), ...members },
      variables: this.scope.variables,
      now: () => this.scope.timeline.now(),
      random: this.environment.random,
    };
  }

  /** Sleeps in the execution's time, and ends the execution when its TimeoutSeconds are over. */
  async sleep(ms: number): Promise<void> {
    const { timeline, signal } = this.scope;
    await timeline.sleep(Math.min(ms, this.remainingMs()), signal);
    this.checkDeadline();
  }

  /** Milliseconds until the state machine's TimeoutSeconds are over. */
  remainingMs(): number {
    const { deadlineMs } = this.environment;
    return deadlineMs === undefined ? Number.POSITIVE_INFINITY : deadlineMs - this.scope.timeline.now();
  }

  checkDeadline(): void {
    if (this.remainingMs() <= 0) throw new Interruption('timed out');
  }

  #context(map = this.scope.mapContext): JsonObject {
    const { executionContext, stateMachineContext } = this.environment;
    return {
      Execution: executionContext,
      State: { EnteredTime: this.enteredTime, Name: this.state.name, RetryCount: this.retryCount },
      StateMachine: stateMachineContext,
      ...(map && { Map: map }),
    };
  }
}
