import { converge } from '../../core/converge.ts';
import type { TierKind } from '../../core/tier.ts';
import { tiers } from '../../tiers/index.ts';
import type { Runtime } from '../runtime.ts';
import { createStep, timestamp } from './step.ts';

/** A round of observe, plan and apply is not begun with less time than this left. */
const ROUND_MS = 60_000;

/**
 * The task of one tier, for both its Provision and its Await step: converges as far as is possible now. A Provision
 * step has succeeded once it has asked; an Await step once the tier is ready. Of a tier that is ready it records what
 * the later steps need, so that they look at nothing again and need no permission to.
 */
export function createTierStep(runtime: Runtime, kind: TierKind) {
  const { tier, specOf } = tiers[kind];
  return createStep(
    runtime,
    async ({ event, environment, remainingMs }) => {
      const { desired } = environment;
      const spec = specOf(desired);
      const { observed, ...result } = await converge(tier, { spec, clients: runtime.clients }, spec, {
        mayContinue: () => remainingMs() > ROUND_MS,
        onAction: (action) =>
          runtime.logger.info(action.summary, { call: `${action.service}:${action.command}` }),
      });
      if (result.ready) {
        await runtime.registry.recordTier({
          project: event.project,
          environment: event.environment,
          kind,
          operationId: event.operationId,
          observedAt: timestamp(runtime),
          outputs: tier.outputs(spec, observed),
          alarms: desired.alarms.enabled ? tier.alarms(spec, desired.alarms, observed) : [],
        });
      }
      return result;
    },
    { succeeded: (event, result) => result.ready || event.step.startsWith('Provision') },
  );
}
