import type { AuroraSpec } from '../../../core/spec.ts';
import type { Action, Plan } from '../../../core/tier.ts';
import { expect as effectOn } from '../../../tiers/aurora/expect.ts';
import type { AuroraObserved } from '../../../tiers/aurora/observed.ts';
import { plan } from '../../../tiers/aurora/plan/index.ts';
import { run } from '../shared/simulation.ts';
import { nothing } from './fixtures.ts';
import { SimulatedAurora } from './simulation.ts';

/** What is observed once all that the document asks for is there. */
export function arrived(spec: AuroraSpec, from: AuroraObserved = nothing(spec)): AuroraObserved {
  const simulation = new SimulatedAurora(spec, from);
  run(simulation, (observed) => plan(spec, observed));
  return simulation.observed();
}

/** The summaries of all calls, in the order in which they are made. `quick`: at each look all has arrived. */
export function summaries(
  simulation: SimulatedAurora,
  planned: (observed: AuroraObserved) => Plan,
  { quick = false } = {},
): string[] {
  const made: string[] = [];
  const recorded = {
    observed: () => {
      if (quick) simulation.tick();
      return simulation.observed();
    },
    tick: () => simulation.tick(),
    apply: (action: Action) => {
      made.push(action.summary);
      simulation.apply(action);
    },
  };
  run(recorded, planned);
  return made;
}

/** More than any change takes. */
const MAX_ROUNDS = 80;

/** The same, foreseen: plan and expect in turns, with no AWS. */
export function preview(
  spec: AuroraSpec,
  from: AuroraObserved,
  planned: (observed: AuroraObserved) => Plan,
): { actions: Action[]; observed: AuroraObserved } {
  const actions: Action[] = [];
  let observed = from;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = planned(observed);
    if (next.failures.length > 0) throw new Error(next.failures.map(({ message }) => message).join(' '));
    if (next.actions.length === 0) {
      if (next.waits.length > 0)
        throw new Error(`still waiting: ${next.waits.map(({ what }) => what).join(', ')}`);
      return { actions, observed };
    }
    actions.push(...next.actions);
    observed = next.actions.reduce((seen, action) => effectOn(spec, seen, action), observed);
  }
  throw new Error(
    `not settled after ${MAX_ROUNDS} rounds: ${actions.slice(-5).map(({ summary }) => summary)}`,
  );
}
