import fc from 'fast-check';
import type { Action, Plan } from '../../../core/tier.ts';

/** An AWS of a few lines: what is observed, what a call does to it, and what time does to it. */
export interface Simulation<Observed> {
  observed(): Observed;
  apply(action: Action): void;
  /** Everything that is on its way arrives. */
  tick(): void;
}

export interface Outcome {
  readonly rounds: number;
  readonly commands: readonly string[];
}

const MAX_ROUNDS = 60;

/**
 * observe → plan → apply until nothing is left to do. `lost` says which calls do not arrive, as when a Lambda is
 * killed between two of them; after that many, all arrive.
 */
export function run<Observed>(
  simulation: Simulation<Observed>,
  plan: (observed: Observed) => Plan,
  lost: readonly boolean[] = [],
): Outcome {
  const commands: string[] = [];
  for (let rounds = 0; rounds < MAX_ROUNDS; rounds++) {
    const { actions, waits, failures } = plan(simulation.observed());
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join(' '));
    if (actions.length + waits.length === 0) return { rounds, commands };
    for (const action of actions) {
      if (lost[commands.length]) {
        commands.push(`(lost) ${action.command}`);
        continue;
      }
      commands.push(action.command);
      simulation.apply(action);
    }
    if (actions.length === 0) simulation.tick();
  }
  throw new Error(`not settled after ${MAX_ROUNDS} rounds; last: ${commands.slice(-10).join(', ')}`);
}

/** Which of the first calls are lost. */
export const lostCalls = fc.array(fc.boolean(), { maxLength: 12 });
