import { converge } from '../../core/converge.ts';
import type { Tier } from '../../core/tier.ts';
import type { Runtime } from '../runtime.ts';
import { createStep, timestamp } from './step.ts';

/** A round of observe, plan and apply is not begun with less time than this left. */
const ROUND_MS = 60_000;

/** With the 20 seconds that a call may last, less than the half minute that a delete waits before it acts. */
const SURE_FOR_MS = 5_000;

/**
 * The task of one tier (the tier itself and not its name, so that a bundle holds no other), for its Provision, its
 * Await and its Delete step: converges as far as is possible now, towards nothing in a delete. A Provision step has
 * succeeded once it has asked; the others once the tier is as desired. Of a tier that is ready it records what the
 * later steps need, so that they look at nothing again and need no permission to.
 */
// biome-ignore lint/suspicious/noExplicitAny: spec and observed belong together inside each tier
export function createTierStep(runtime: Runtime, tier: Tier<any, any, any>) {
  return createStep(
    runtime,
    async ({ event, environment, operation, remainingMs }) => {
      const { alarms } = environment.desired;
      const spec = environment.desired[tier.kind];
      const desired = operation.kind === 'delete' ? null : spec;
      // Nobody waits any more for a function whose operation failed in another branch, and it runs on: it must not
      // create what the next operation deletes. Every step begins with the same question.
      let askedAtMs = runtime.clock.now();
      const isAtWork = async () => {
        if (runtime.clock.now() - askedAtMs < SURE_FOR_MS) return true;
        askedAtMs = runtime.clock.now();
        return runtime.registry.isAtWork(event.project, event.environment, event.operationId);
      };
      const { observed, ...result } = await converge(tier, { spec, clients: runtime.clients }, desired, {
        plan: { discard: environment.readyAt === null },
        mayContinue: async () => remainingMs() > ROUND_MS && (await isAtWork()),
        onAction: (action) =>
          runtime.logger.info(action.summary, { call: `${action.service}:${action.command}` }),
      });
      if (result.ready && desired) {
        await runtime.registry.recordTier({
          project: event.project,
          environment: event.environment,
          kind: tier.kind,
          operationId: event.operationId,
          observedAt: timestamp(runtime),
          outputs: tier.outputs(spec, observed),
          alarms: alarms.enabled ? tier.alarms(spec, alarms, observed) : [],
        });
      }
      return result;
    },
    { succeeded: (event, result) => result.ready || event.step.startsWith('Provision') },
  );
}
