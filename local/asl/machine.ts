import type { Json, Variables } from './json.ts';
import type { Catcher, Retrier } from './retry.ts';
import type { Frame } from './scope.ts';

export const STATE_TYPES = ['Task', 'Choice', 'Wait', 'Parallel', 'Map', 'Pass', 'Succeed', 'Fail'] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** Where a state leads, with what. */
export interface Transition {
  readonly output: Json;
  readonly assigned: Variables;
  /** Null: the end of the machine or branch. */
  readonly next: string | null;
}

/** What one state type makes of its fields. */
export interface StateBody {
  /** One try of the state; `Retry` may ask for another. */
  attempt(frame: Frame): Promise<Transition>;
  /** Names of the states this one can lead to; `null` stands for an end. */
  readonly targets: readonly (string | null)[];
  /** Names of the variables that it assigns. */
  readonly assigns: readonly string[];
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** Branches of a Parallel, the item processor of a Map. */
  readonly nested: readonly Machine[];
}

export interface State extends StateBody {
  readonly name: string;
  readonly type: StateType;
}

/** A state machine, a branch or an item processor, ready to run. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  readonly timeoutSeconds: number | undefined;
}
