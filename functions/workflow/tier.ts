import { converge } from '../../core/converge.ts';
import type { Tier } from '../../core/tier.ts';
import type { Runtime } from '../runtime.ts';
import { createStep } from './step.ts';

/** A round of observe, plan and apply is not begun with less time than this left. */
const ROUND_MS = 60_000;

/**
 * The task of one tier, given as such and not by its name, so that a bundle has no other tier. For both its Provision and its Await step: converges as far as is possible now. A Provision
 * step has succeeded once it has asked; an Await step once the tier is ready.
 */
// biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
export function createTierStep(runtime: Runtime, tier: Tier<any, any, any>) {
  return createStep(
    runtime,
    ({ environment, remainingMs }) => {
      const spec = environment.desired[tier.kind];
      return converge(tier, { spec, clients: runtime.clients }, spec, {
        mayContinue: () => remainingMs() > ROUND_MS,
        onAction: (action) =>
          runtime.logger.info(action.summary, { call: `${action.service}:${action.command}` }),
      });
    },
    { succeeded: (event, result) => result.ready || event.step.startsWith('Provision') },
  );
}
